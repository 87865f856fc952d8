"""Many patterns over raw pages at once: which names a page holds, before anything is parsed.

Whatever `detect` would find in the text of a page is found here in its bytes: each name is looked for by its longest word, without
the first letter (which may stand in an element of its own), after references to single characters were resolved. More is found than
would be (in scripts, menus, other words), never less; a property test tries (tests/sweep/test_screen.py).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from testimonia.text import decoded, utf_16

_REFERENCE = re.compile(
    rb"&(?:#[0-9A-Za-z]{1,8}|shy|zwn?j|ZeroWidthSpace|NoBreak|[A-Za-z](?:acute|grave|circ|uml|tilde|cedil|ring|caron|slash|breve|macr|dot|ogon|strok)|[A-Za-z]{2}lig|inodot|imath|thorn|eth|THORN|ETH);?"
)
_INVISIBLE = re.compile(rb"\xc2\xad|<wbr ?/?>", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_LETTERS = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
_MARKS = (b"\xff\xfe", b"\xfe\xff")


def flat(data: bytes) -> bytes:
    """The page in UTF-8 as far as its names go: no UTF-16, no references to letters, no soft hyphens."""
    if data[:2] in _MARKS or utf_16(data):
        data = decoded(data).encode("utf-8", "replace")
    if b"&" in data:
        data = _REFERENCE.sub(_resolved, data)
    if b"\xc2\xad" in data or b"<wbr" in data or b"<WBR" in data:
        data = _INVISIBLE.sub(b"", data)
    return data


def _resolved(match: re.Match[bytes]) -> bytes:
    words = match.group().decode("ascii")
    return html.unescape(words if words.endswith(";") else words + ";").encode("utf-8", "replace")


class Names:
    """Finds which of the names a page may hold."""

    def __init__(self, names: Iterable[str], exact: Iterable[str] = ()) -> None:
        """`names` match whatever their case, `exact` as written."""
        self.anchors: dict[bytes, set[str]] = {}
        for name in names:
            self.anchors.setdefault(anchor(name), set()).add(name)
        self.exact = {name: longest(name).encode("utf-8") for name in exact}

    @cached_property
    def _order(self) -> list[bytes]:
        return sorted(self.anchors)

    @cached_property
    def _automaton(self) -> object:
        from ahocorasick_rs import BytesAhoCorasick, Implementation

        return BytesAhoCorasick(self._order, implementation=Implementation.DFA)

    @cached_property
    def beyond_ascii(self) -> bool:
        """Whether a name needs the page in UTF-8: no other charset has its letters at the same bytes."""
        return any(not part.isascii() for part in (*self.anchors, *self.exact.values()))

    def found(self, page: bytes, lower: bytes) -> set[str]:
        """Those names of which the page (see `flat`) may hold one. `lower`: the page in lower case."""
        held: set[str] = set()
        if self.anchors:
            hits = self._automaton.find_matches_as_indexes(lower, overlapping=True)  # type: ignore[attr-defined]
            for number in {hit[0] for hit in hits}:
                held |= self.anchors[self._order[number]]
        held.update(name for name, part in self.exact.items() if _stands(part, page))
        return held


def longest(name: str) -> str:
    """The longest word of a name."""
    return max(_WORD.findall(name) or [name], key=len)


def anchor(name: str) -> bytes:
    """By what a name is looked for: its longest word in lower case, a long one without its first letter."""
    word = longest(name).lower()
    return (word[1:] if len(word) >= 5 else word).encode("utf-8")


def _stands(part: bytes, page: bytes) -> bool:
    """Whether it stands somewhere as a word of its own."""
    at = page.find(part)
    while at >= 0:
        after = at + len(part)
        before = page[at - 1] if at else 32
        # A letter after a backslash may be an escape in JSON ("\nIS"): let it pass.
        if (before not in _LETTERS or page[at - 2 : at - 1] == b"\\") and (
            after == len(page) or page[after] not in _LETTERS
        ):
            return True
        at = page.find(part, after)
    return False


def in_utf_8(data: bytes) -> bytes:
    """The page in UTF-8, whatever its charset."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return decoded(data).encode("utf-8", "replace")
    return data


_UNSEEN = re.compile(r"<(?:(!--)|(script|style)\b(?![^<>]{0,200}ld\+json))", re.IGNORECASE)
_ENDS = {"!--": re.compile("-->"), "script": re.compile("</script", re.I), "style": re.compile("</style", re.I)}
_INLINE = re.compile(
    r"</?(?:a|b|i|em|strong|span|u|font|sup|small|abbr|q|cite|mark|big)(?:\s[^<>]{0,2000})?>", re.IGNORECASE
)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_BLOCK = 80


def words_of(page: bytes) -> str:
    """What of the page may be text, without parsing it: no scripts, styles, comments and tags."""
    seen = "".join(_seen(decoded(page)))
    return html.unescape(_TAG.sub("\n", _INLINE.sub("", seen)))


def _seen(source: str) -> Iterator[str]:
    """In one pass, whatever the page: an end that is missing is looked for once."""
    at, missing = 0, set()
    for match in _UNSEEN.finditer(source):
        name = (match.group(1) or match.group(2)).lower()
        if match.start() < at or name in missing:
            continue
        end = _ENDS[name].search(source, match.end())
        if end is None:
            missing.add(name)
            continue
        yield source[at : match.start()]
        at = end.end()
    yield source[at:]


def paragraphs(words: str) -> str:
    """The longer lines, where the language shows."""
    held = (line.strip() for line in words.split("\n"))
    return "\n".join(line for line in held if len(line) >= _BLOCK and "{" not in line)
