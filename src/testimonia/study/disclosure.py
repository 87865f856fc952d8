"""How far a person is shown in what leaves the house: the one rule that report and tables share.

The rule guards the *names under which people spoke*, and more strictly those of people who spoke under a pseudonym. The
exact words stay in the archive at their offsets; where a quote would show a hidden name, the copy that leaves is redacted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from testimonia.domain.person import Person
from testimonia.domain.settings import Disclosure, Settings

_STRICTNESS = {Disclosure.NAMES: 0, Disclosure.INITIALS: 1, Disclosure.IDS: 2}

# Parts of names that so many people share that they point at nobody.
_PARTICLES = frozenset("abu umm um bin ibn bint ben van von der den the del de la le el al as ad".split())
_SHORTEST_PART = 3


def disclosure_of(person: Person, settings: Settings) -> Disclosure:
    """How far this person may be shown; pseudonymous people never further than the others."""
    if not person.pseudonymous:
        return settings.disclosure
    return max(settings.disclosure, settings.disclosure_pseudonymous, key=_STRICTNESS.__getitem__)


def shown_name(person: Person, settings: Settings) -> str:
    """What stands for the person in anything that leaves the house.

    Names: the name, or the description of who gave none. Initials: "Y. H."; who gave no name has no initials and goes by
    the id. Ids: the id alone.
    """
    disclosure = disclosure_of(person, settings)
    if disclosure is Disclosure.NAMES:
        return person.name or person.label or person.id
    if disclosure is Disclosure.INITIALS and person.name:
        return _initials(person.name) or person.id
    return person.id


def _initials(name: str) -> str:
    letters = (next((c for c in word if c.isalpha()), "") for word in re.split(r"[\s\-‐-―_.]+", name))
    return " ".join(f"{c.upper()}." for c in letters if c)


def names_of(person: Person) -> tuple[str, ...]:
    """Every form under which the person is named: whole names first, then their parts, longest first."""
    whole = [n for n in (person.name, *person.aliases) if n]
    if not whole:
        return ()
    parts = [p for n in whole for p in re.findall(r"\w+", n)]
    telling = [p for p in parts if len(p) >= _SHORTEST_PART and p.lower() not in _PARTICLES]
    return tuple(sorted(dict.fromkeys(whole + telling), key=lambda n: (-len(n), n)))


class Redactor:
    """Takes the names of people who are not shown by name out of texts; built once, used on many."""

    def __init__(self, persons: Iterable[Person], settings: Settings) -> None:
        self._shown: dict[str, str] = {}
        for person in persons:
            if disclosure_of(person, settings) is not Disclosure.NAMES:
                for name in names_of(person):
                    self._shown.setdefault(name.casefold(), shown_name(person, settings))
        forms = sorted(self._shown, key=lambda n: (-len(n), n))
        pattern = "|".join(re.escape(n) for n in forms)
        self._pattern = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE) if forms else None

    def names_in(self, text: str) -> tuple[str, ...]:
        """The hidden names that stand in the text, in order."""
        return tuple(m.group() for m in self._pattern.finditer(text)) if self._pattern else ()

    def redacted(self, text: str) -> str:
        """The text with each hidden name replaced by what is shown for the person, in square brackets."""
        return self._pattern.sub(self._stand_in, text) if self._pattern else text

    def _stand_in(self, match: re.Match[str]) -> str:
        # casefold and IGNORECASE differ on a few letters (the Turkish dotless i): then the id is not known, but the name still goes
        return f"[{self._shown.get(match.group().casefold(), 'name withheld')}]"
