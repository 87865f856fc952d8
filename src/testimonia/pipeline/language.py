"""In which language a study's report is written: its own catalogue, or English."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from testimonia.ports.language import Language
from testimonia.text import sha256

if TYPE_CHECKING:
    from testimonia.pipeline.desk import Desk

FOLDER = "messages"
P = ParamSpec("P")
R = TypeVar("R")


def catalogue_path(study: Path, code: str) -> Path:
    """Where the words of a language lie in a study's folder."""
    return study / FOLDER / f"{code}.po"


def language_of(study: Path, code: str) -> Language:
    """English, or the language with the team's words; ConfigError where there are none, or they do not fit."""
    from testimonia.study.language import English

    if code == English.code:
        return English()
    from testimonia.adapters.languages import Translated

    return Translated(code, catalogue_path(study, code))


def lacking(language: Language) -> int:
    """How many sentences of the program its catalogue does not translate: they are said in English."""
    from testimonia.adapters.languages import Translated, sentences

    return len(language.missing(sentences())) if isinstance(language, Translated) else 0


@contextmanager
def in_language(study: Path, code: str) -> Iterator[None]:
    """Everything within is said in this language."""
    from testimonia.study.language import speaking

    with speaking(language_of(study, code)):
        yield


def told(verb: Callable[Concatenate[Desk, P], R]) -> Callable[Concatenate[Desk, P], R]:
    """A verb over a study, said in the study's language."""

    @wraps(verb)
    def within(desk: Desk, /, *args: P.args, **options: P.kwargs) -> R:
        with in_language(desk.config.folder, desk.config.language):
            return verb(desk, *args, **options)

    return within


def words_mark(study: Path, code: str) -> str:
    """Changes with the language and with its words."""
    path = catalogue_path(study, code)
    return f"{code} {sha256(path.read_bytes())}" if path.is_file() else code
