"""Findings as the store keeps them: the figures in parts, since those of a large study are too much to be written or read in one piece."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from testimonia.domain.figure import Figure, Findings
from testimonia.pipeline.desk import Desk

STAGE, PARTS = "count", "count-figures"
WHOLE = "study"
"""Subject of a result that is about the study as a whole."""
NAMES = 50_000
"""Names in a part, of members and evidence, after which another one begins: some two megabytes."""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """Figures that follow each other."""

    figures: tuple[Figure, ...]


def keep(desk: Desk, found: Findings, mark: str) -> None:
    """Keeps the findings of the study with this mark, in place of those before."""
    store = desk.store
    with store.transaction():
        store.drop(PARTS, store.done(PARTS))
        for number, figures in enumerate(_parts(found.figures)):
            store.put(PARTS, f"{number:06d}", mark, Part(figures=figures))
        store.put(STAGE, WHOLE, mark, msgspec.structs.replace(found, figures=()))


def kept(desk: Desk, mark: str) -> Findings | None:
    """The findings of the study with this mark, or None."""
    found = desk.store.get(STAGE, WHOLE, Findings) if desk.store.done(STAGE).get(WHOLE) == mark else None
    if found is None:
        return None
    once = _Once()
    figures = (once.figure(one) for part in desk.store.all(PARTS, Part) for one in part.figures)
    return msgspec.structs.replace(found, figures=tuple(figures))


def _parts(figures: Iterable[Figure]) -> Iterator[tuple[Figure, ...]]:
    part: list[Figure] = []
    names = 0
    for one in figures:
        part.append(one)
        names += len(one.members) + sum(map(len, one.evidence))
        if names > NAMES:
            yield tuple(part)
            part, names = [], 0
    if part:
        yield tuple(part)


class _Once:
    """Ids and evidence that many figures name are one object in all of them, as when they were counted."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}
        self._evidence: dict[tuple[str, ...], tuple[str, ...]] = {}

    def figure(self, one: Figure) -> Figure:
        return msgspec.structs.replace(
            one, members=self._all(one.members), evidence=tuple(self._rested(held) for held in one.evidence)
        )

    def _all(self, ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(self._ids.setdefault(id, id) for id in ids)

    def _rested(self, held: tuple[str, ...]) -> tuple[str, ...]:
        known = self._evidence.get(held)
        if known is None:
            known = self._all(held)
            self._evidence[known] = known
        return known
