"""What a team may add to a release: its own templates, words, fonts, hidden names, and files to go out with it."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec

from testimonia.errors import ConfigError, InputError
from testimonia.pipeline.private import private_names

_STYLES = (".html", ".css", ".js", ".typ")
_MOST_FILES, _LARGEST = 1000, 200_000_000


class Own(msgspec.Struct, frozen=True, kw_only=True):
    """`styles`: templates by name. `messages`: another language's words. `private`: names that nobody may read."""

    styles: dict[str, str]
    messages: dict[str, str]
    fonts: tuple[str, ...]
    private: tuple[str, ...]


def own_files(study: Path, language: str) -> Own:
    """What lies in the study's folder: templates/, messages/LANGUAGE.json, fonts/, private_names.txt."""
    folder = study / "templates"
    styles = (
        {p.name: p.read_text("utf-8") for p in sorted(folder.glob("*")) if p.suffix in _STYLES}
        if folder.is_dir()
        else {}
    )
    fonts = (str(study / "fonts"),) if (study / "fonts").is_dir() else ()
    return Own(styles=styles, messages=_messages(study, language), fonts=fonts, private=private_names(study))


def _messages(study: Path, language: str) -> dict[str, str]:
    if language == "en":
        return {}
    path = study / "messages" / f"{language}.json"
    if not path.is_file():
        raise ConfigError("there are no words for this language", where=str(path), got=language,
                          hint="copy the English catalogue, translate it, put it there")  # fmt: skip
    try:
        return {"language": language, **msgspec.json.decode(path.read_bytes(), type=dict[str, str])}
    except (msgspec.DecodeError, json.JSONDecodeError) as error:
        raise ConfigError("this is not a catalogue of words", where=str(path), got=error) from error


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
