"""How far a person is shown in what leaves the house: the one rule that report and tables share.

The rule guards the *names under which people spoke*, and more strictly those of people who spoke under a pseudonym.
The exact words stay in the archive at their offsets; where a quote would show a hidden name, the copy that leaves is
redacted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from testimonia.domain.person import Person, Status
from testimonia.domain.settings import Disclosure, Settings
from testimonia.study.finder import Finder, words_in

_STRICTNESS = {Disclosure.NAMES: 0, Disclosure.INITIALS: 1, Disclosure.IDS: 2}

# Parts of names that so many people share that they point at nobody.
_PARTICLES = frozenset(("abu", "umm", "bin", "ibn", "bint", "ben", "van", "von", "der", "den", "the", "del"))
_SHORTEST_PART = 3


def disclosure_of(person: Person, settings: Settings) -> Disclosure:
    """How far this person may be shown; pseudonymous people never further than the others."""
    rules = [settings.disclosure, *([settings.disclosure_pseudonymous] if person.pseudonymous else [])]
    return max([*rules, *([person.shown] if person.shown else [])], key=_STRICTNESS.__getitem__)


def is_named(person: Person, settings: Settings) -> bool:
    """Whether the person goes by name; who is excluded did not choose to speak and never does."""
    return person.status is not Status.EXCLUDED and disclosure_of(person, settings) is Disclosure.NAMES


def shown_name(person: Person, settings: Settings) -> str:
    """What stands for the person in anything that leaves the house.

    Names: the name, or the description of who gave none. Initials: "Y. H."; who gave no name has no initials and goes
    by the id. Ids: the id alone, as for everybody on the exclusion list.
    """
    disclosure = Disclosure.IDS if person.status is Status.EXCLUDED else disclosure_of(person, settings)
    if disclosure is Disclosure.NAMES:
        return person.name or person.label or person.id
    if disclosure is Disclosure.INITIALS and person.name:
        return _initials(person.name) or person.id
    return person.id


def _initials(name: str) -> str:
    letters = (next((c for c in word if c.isalpha()), "") for word in re.split(r"[\s\-‐-―_.]+", name))
    return " ".join(f"{c.upper()}." for c in letters if c)


def names_of(person: Person, *, parts: bool = True) -> tuple[str, ...]:
    """Every form under which the person is named: whole names and, where asked, their parts; longest first."""
    whole = [n for n in (person.name, *person.aliases) if n]
    pieces = [p for n in whole for p in re.findall(r"\w+", n)] if parts else []
    telling = [p for p in pieces if len(p) >= _SHORTEST_PART and p.lower() not in _PARTICLES]
    return tuple(sorted(dict.fromkeys(whole + telling), key=lambda n: (-len(n), n)))


def _pattern(forms: Iterable[str]) -> re.Pattern[str]:
    ordered = sorted(forms, key=lambda n: (-len(n), n))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)")


class Redactor:
    """Takes the names of people who are not shown by name out of texts; built once, used on many.

    Names match as whole words as they are given and in capitals (speaker labels), not in lower case: a Rose is no rose.
    The whole names of people who are shown stay whole, also where they share a part with a hidden one.
    """

    def __init__(self, persons: Iterable[Person], settings: Settings, *, parts: bool = True) -> None:
        self._shown: dict[str, str | None] = {}  # None: stays as it is
        persons = tuple(persons)
        for person in persons:
            if disclosure_of(person, settings) is not Disclosure.NAMES:
                self._enter(names_of(person, parts=parts), shown_name(person, settings))
        for person in persons:
            if disclosure_of(person, settings) is Disclosure.NAMES:
                self._enter(names_of(person, parts=False), None)
        hidden = [name for name, stand_in in self._shown.items() if stand_in is not None]
        self._hidden = Finder(hidden, _pattern)
        self._names = Finder(self._shown if hidden else (), _pattern)

    def _enter(self, names: Iterable[str], stand_in: str | None) -> None:
        for name in names:
            for form in (name, name.upper()):
                self._shown.setdefault(form, stand_in)

    def names_in(self, text: str) -> tuple[str, ...]:
        """The hidden names that stand in the text, in order."""
        return tuple(m.group() for m in self._found(text))

    def places(self, text: str) -> list[tuple[int, int, str]]:
        """Where hidden names stand in the text, in order, with what takes their place."""
        return [(*m.span(), f"[{self._shown[m.group()]}]") for m in self._found(text)]

    def redacted(self, text: str) -> str:
        """The text with each hidden name replaced by what is shown for the person, in square brackets."""
        for start, end, shown in reversed(self.places(text)):
            text = text[:start] + shown + text[end:]
        return text

    def _found(self, text: str) -> list[re.Match[str]]:
        """Hidden names where they are not part of one that is shown."""
        words = words_in(text)
        if not self._hidden.may_find(words):
            return []
        return [m for m in self._names.finditer(text, words) if self._shown[m.group()] is not None]
