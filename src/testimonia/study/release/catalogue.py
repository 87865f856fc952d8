"""The words of a release that are the program's own, by key: English in messages/en.json, said in the language of the study."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

import msgspec

from testimonia.study.language import HOLE, said


class Catalogue:
    """Messages by key, with `{name}` for what goes into them."""

    def __call__(self, key: str, **values: object) -> str:
        """The message; KeyError where the catalogue does not know it, which a test rules out."""
        words = said(english()[key])
        return HOLE.sub(lambda m: str(values[m[1]]), words) if values else words

    def list(self, key: str) -> tuple[str, ...]:
        """A message that is several, as the head of a table."""
        return tuple(self(key).split("|"))


@lru_cache(maxsize=1)
def english() -> dict[str, str]:
    """The complete list."""
    return msgspec.json.decode(
        (files("testimonia.study") / "release/messages/en.json").read_bytes(), type=dict[str, str]
    )
