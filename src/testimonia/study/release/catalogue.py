"""The words of a release that are the program's own, by key, in the language of the release."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

import msgspec

ENGLISH = "en"


class Catalogue:
    """Messages with `{name}` for what goes into them. What another language does not have is said in English."""

    def __init__(self, words: Mapping[str, str] | None = None) -> None:
        self._words = {**english(), **(words or {})}

    def __call__(self, key: str, **values: object) -> str:
        """The message; KeyError where even English does not know it, which a test rules out."""
        return self._words[key].format(**values) if values else self._words[key]

    @property
    def language(self) -> str:
        """ISO 639-1 code of the release."""
        return self._words["language"]

    def list(self, key: str) -> tuple[str, ...]:
        """A message that is several, as the head of a table."""
        return tuple(self._words[key].split("|"))


@lru_cache(maxsize=1)
def english() -> dict[str, str]:
    """The complete catalogue."""
    return msgspec.json.decode(
        (files("testimonia.study") / "release/messages/en.json").read_bytes(), type=dict[str, str]
    )


def missing(words: Mapping[str, str]) -> tuple[str, ...]:
    """Keys that a catalogue of another language lacks."""
    return tuple(sorted(english().keys() - words.keys()))
