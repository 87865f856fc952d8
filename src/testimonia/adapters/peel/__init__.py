"""Everything that a file says, wherever in it: what readers see, and what they do not (comments, metadata, code).

path, bytes -> (where, text), ...; ReleaseError where a file cannot be looked into
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from testimonia.adapters.peel.codes import decoded_inside
from testimonia.adapters.peel.packed import archive, gunzipped, parquet, pdf, picture, strings
from testimonia.errors import ReleaseError
from testimonia.text import decoded

Texts = Iterator[tuple[str, str]]
DEEPEST, MOST = 5, 400_000_000
"""So many layers are peeled, and so many bytes of one file at most."""


def peel(path: str, data: bytes, depth: int = 0) -> Texts:
    """The texts of one file with its name; `where` is the path and the way inside."""
    yield f"{path} (its name)", path.rsplit("!/", 1)[-1]
    if len(data) > MOST or depth > DEEPEST:
        raise ReleaseError("a file cannot be searched for hidden names: too large, or packed too deep", where=path)
    yield from _KINDS[kind_of(data)](path, data, depth)


def peel_part(path: str, data: bytes, *, is_first: bool) -> Texts:
    """The same of a part of a large text, as `parts_of` has it; the file's name belongs to the first."""
    if is_first:
        yield f"{path} (its name)", path.rsplit("!/", 1)[-1]
    yield from _said(path, data.decode("utf-8"), 0)


def kind_of(data: bytes) -> str:
    """What the data are by how they begin: a text, a packed format, or anything else."""
    head = data[:16]
    for mark, kind in _MARKS:
        if head.startswith(mark):
            return kind
    if b"\0" in data[:4096] and not head.startswith((b"\xff\xfe", b"\xfe\xff")) and data[1:2] != b"\0" != data[:1]:
        return "binary"
    return "text"


_MARKS = (
    (b"%PDF", "pdf"), (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (b"\x1f\x8b", "gzip"), (b"PAR1", "parquet"),
    (b"\x89PNG", "picture"), (b"\xff\xd8\xff", "picture"), (b"GIF8", "picture"), (b"RIFF", "picture"),
    (b"SQLite format 3", "binary"), (b"II*\0", "picture"), (b"MM\0*", "picture"),
)  # fmt: skip


def _text(path: str, data: bytes, depth: int) -> Texts:
    yield from _said(path, decoded(data), depth)


def _said(path: str, words: str, depth: int) -> Texts:
    yield path, words
    yield from _undone(path, words, depth)


def _undone(path: str, words: str, depth: int) -> Texts:
    """What stands in code in a text; what is coded alike is one text."""
    found: dict[str, list[str]] = {}
    for how, inside in decoded_inside(words):
        if isinstance(inside, str):
            found.setdefault(how, []).append(inside)
        else:
            yield from _below(f"{path} ({how})", inside, depth)
    yield from ((f"{path} ({how})", "\n".join(texts)) for how, texts in found.items())


def _below(where: str, data: bytes, depth: int) -> Texts:
    """What stands in a part of a file; the part has no name of its own."""
    if depth < DEEPEST:
        yield from _KINDS[kind_of(data)](where, data, depth + 1)


def _zip(path: str, data: bytes, depth: int) -> Texts:
    for name, part in archive(path, data):
        yield from peel(f"{path}!/{name}", part, depth + 1) if isinstance(part, bytes) else iter(((name, part),))


def _pieces(reader: Callable[[str, bytes], Iterator[tuple[str, str | bytes]]]) -> Callable[[str, bytes, int], Texts]:
    """A reader of one format; what it gives as bytes is peeled on, what as text has its codes undone."""

    def read(path: str, data: bytes, depth: int) -> Texts:
        for where, part in reader(path, data):
            if isinstance(part, bytes):
                yield from _below(where, part, depth)
                continue
            yield where, part
            yield from _undone(where, part, depth)

    return read


_KINDS: dict[str, Callable[[str, bytes, int], Texts]] = {
    "text": _text,
    "zip": _zip,
    "pdf": _pieces(pdf),
    "gzip": _pieces(gunzipped),
    "parquet": _pieces(parquet),
    "picture": _pieces(picture),
    "binary": _pieces(strings),
}
