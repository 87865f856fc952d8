"""The study's index: who is counted, and which codings are theirs. Built once for all figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from testimonia.domain.coding import Coding, CodingStatus, Stance
from testimonia.domain.person import Person, Status
from testimonia.domain.snapshot import Snapshot
from testimonia.study.veil import Veil

COUNTED = (Status.INCLUDED, Status.CANDIDATE)


class Register:
    """What every count asks of a snapshot.

    Attributes:
        counted: persons included or proposed, in the order of the snapshot.
        codes: ids of the codebook in its order, then codes that only stand in codings, sorted.
        present, denied: code -> person -> ids of the codings; a code counts persons, not passages. A coding rejected by
            people is nowhere; who both gives and denies a reason stands in both.
        subs: (code, sub-theme) -> person -> ids of the present codings.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.counted = tuple(p for p in snapshot.persons if p.status in COUNTED)
        self.owner = {a: p.id for p in self.counted for a in p.appearances}
        self.present: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self.denied: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self.subs: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for coding in snapshot.codings:
            self._enter(coding)
        book = [c.id for c in snapshot.codebook.codes]
        self.codes = (*book, *sorted((self.present.keys() | self.denied.keys()) - set(book)))
        self._veil = Veil(snapshot)

    def _enter(self, coding: Coding) -> None:
        owner = self.owner.get(coding.appearance)
        if owner is None or coding.status is CodingStatus.REJECTED:
            return
        if coding.stance is Stance.DENIED:
            self.denied[coding.code][owner].append(coding.id)
            return
        self.present[coding.code][owner].append(coding.id)
        if coding.sub:
            self.subs[coding.code, coding.sub][owner].append(coding.id)

    def family(self, family: str) -> tuple[str, ...]:
        """The codes of a family, in order."""
        return tuple(c for c in self.codes if c.split("/", 1)[0] == family)

    def name(self, code: str) -> str:
        """The code's name for people to read; its id where the codebook does not know it."""
        known = self.snapshot.codebook.code(code)
        return known.name if known else code

    def in_order(self, persons: Iterable[str]) -> tuple[str, ...]:
        """These counted persons in the order of the snapshot."""
        wanted = set(persons)
        return tuple(p.id for p in self.counted if p.id in wanted)

    def public(self, words: str | None, person: Person) -> str:
        """Words about a person, fit for a title: names that are not to be shown are taken out."""
        return self._veil.about(words, person)


def evidence_for(person: Person, field: str) -> tuple[str, ...]:
    """The appearances in which the person's best value of a field stands; all of them where people decided it."""
    best = getattr(person, field)
    pairs = zip(person.values, person.values_from, strict=False)
    found = [a for v, a in pairs if v.field == field and v.value == str(best)]
    return tuple(dict.fromkeys(found)) or person.appearances
