"""What a team may add to a release: its own templates, words, fonts, hidden names, and files to go out with it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from testimonia.errors import InputError
from testimonia.pipeline.private import private_names

_STYLES = (".html", ".css", ".js", ".typ")
_MOST_FILES, _LARGEST = 1000, 200_000_000


class Own(msgspec.Struct, frozen=True, kw_only=True):
    """`styles`: templates by name. `private`: names that nobody may read."""

    styles: dict[str, str]
    fonts: tuple[str, ...]
    private: tuple[str, ...]


def own_files(study: Path) -> Own:
    """What lies in the study's folder: templates/, fonts/, private_names.txt."""
    folder = study / "templates"
    styles = (
        {p.name: p.read_text("utf-8") for p in sorted(folder.glob("*")) if p.suffix in _STYLES}
        if folder.is_dir()
        else {}
    )
    fonts = (str(study / "fonts"),) if (study / "fonts").is_dir() else ()
    return Own(styles=styles, fonts=fonts, private=private_names(study))


def read_also(folder: Path) -> dict[str, bytes]:
    """The files of a folder by path; InputError where it is none, or holds links or too much."""
    if not folder.is_dir():
        raise InputError("this is no folder", where=str(folder), expected="a folder with files to go out too")
    found: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            raise InputError("a link cannot go out with a release", where=str(path))
        if path.is_file():
            if len(found) >= _MOST_FILES or path.stat().st_size > _LARGEST:
                raise InputError(
                    "too many or too large files", where=str(path), expected=f"{_MOST_FILES} files at most"
                )
            found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found
