"""The team's private list: names that the team knows and nobody may read. It wins over every other rule.

Whoever goes by a name of the list, in whatever spelling, is shown by id, and none of their names anywhere: here is the one place that says who that
is. What leaves the house goes by it through `Person.shown` and `Snapshot.hidden_names`; the desk besides blacks the names out in all that it answers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

import msgspec

from testimonia.domain.appearance import Appearance
from testimonia.domain.person import Person
from testimonia.domain.settings import Disclosure
from testimonia.study.spelling import PARTICLES, level, visible, words
from testimonia.text import same_width

BLOCK = "█"
_WORD = re.compile(r"[^\W_]+")
_BETWEEN = r"(?:<[^<>]{0,400}>|&\#?\w{1,8};|%[0-9A-Fa-f]{2}|[\W_]){1,8}"
"""What may stand between two words of a name in a page or an address: blanks and signs, also as markup and escapes write them."""


def forms_of(person: Person, appearances: Mapping[str, Appearance]) -> tuple[str, ...]:
    """Every form under which the person is named, as articles and people write it."""
    seen = [appearances[id] for id in person.appearances if id in appearances]
    names = [n for n in (person.name, *person.aliases) if n]
    names += [v.value for v in person.values if v.field in ("name", "alias")]
    names += [form for one in seen for form in one.namings()]
    return tuple(dict.fromkeys(names))


class PrivateNames:
    """The list. Empty, it hides nobody."""

    def __init__(self, names: Iterable[str]) -> None:
        self._told = [told for name in names if (told := _telling(name))]

    def hides(self, form: str) -> bool:
        """Whether the form is a name of the list: one of the two has all telling words of the other, and not a first name alone."""
        said = _telling(form)
        return any(told <= said or (len(said) > 1 and said <= told) for told in self._told)

    def marked(self, persons: Iterable[Person], appearances: Mapping[str, Appearance]) -> tuple[Person, ...]:
        """The persons, of whom those on the list are shown by id."""
        if not self._told:
            return tuple(persons)
        return tuple(
            msgspec.structs.replace(one, shown=Disclosure.IDS)
            if any(self.hides(form) for form in forms_of(one, appearances))
            else one
            for one in persons
        )


def _telling(name: str) -> frozenset[str]:
    return frozenset(w for w in (level(w) for w, _ in words(visible(name))) if w) - PARTICLES


@lru_cache(maxsize=8)
def blackout(names: tuple[str, ...]) -> Callable[[str], str]:
    """Blacks the names out of a text or a page, letter by letter, so that offsets and markup stay as they are."""
    forms = {form for name in names for form in (name, *(unicodedata.normalize(f, name) for f in ("NFC", "NFD")))}
    pieces = sorted({tuple(_WORD.findall(same_width(f))) for f in forms} - {()}, key=lambda p: (-len(p), p))
    if not pieces:
        return str
    pattern = re.compile(rf"(?<![^\W_])(?:{'|'.join(map(_flexible, pieces))})(?![^\W_])")
    word = re.compile(
        "|".join(re.escape(w) for w in sorted({w for p in pieces for w in p}, key=len, reverse=True)), re.I
    )

    def blacked(found: re.Match[str]) -> str:
        return word.sub(lambda one: BLOCK * len(one[0]), found[0])

    return lambda text: pattern.sub(blacked, text)


def _flexible(piece: tuple[str, ...]) -> str:
    if len(piece) == 1:  # keeps its capital: a Rose is no rose
        return f"(?:{re.escape(piece[0])}|{re.escape(piece[0].upper())})"
    return "(?i:" + _BETWEEN.join(map(re.escape, piece)) + ")"
