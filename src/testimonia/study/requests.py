"""A study without the people who asked not to be published: what every file for other programs is made from."""

from __future__ import annotations

from collections.abc import Container

import msgspec

from testimonia.domain.person import CountRange, Person, Status
from testimonia.domain.snapshot import Snapshot
from testimonia.study.disclosure import names_of


def withdrawn(snapshot: Snapshot) -> list[Person]:
    """Who asked not to be published."""
    return [p for p in snapshot.persons if set(p.appearances) & set(snapshot.withdrawn)]


def without_withdrawn(snapshot: Snapshot) -> Snapshot:
    """The snapshot without them: not counted, not listed, not quoted; their names stay known, so that they are hidden in all texts."""
    gone = withdrawn(snapshot)
    if not gone:
        return snapshot
    lost = {a for p in gone for a in p.appearances}
    persons = tuple(p for p in snapshot.persons if p not in gone)
    held = {id: one for id, one in snapshot.appearances.items() if id not in lost}
    return msgspec.structs.replace(
        snapshot,
        persons=persons,
        appearances=held,
        codings=tuple(c for c in snapshot.codings if c.appearance not in lost),
        retired=tuple(c for c in snapshot.retired if c.appearance not in lost),
        passages=tuple(p for p in snapshot.passages if p.appearance not in lost),
        questions=tuple(q for q in snapshot.questions if not lost & set(q.appearances)),
        sampled=tuple(s for s in snapshot.sampled if s.unit not in lost),
        replies={id: text for id, text in snapshot.replies.items() if id not in lost},
        hidden_names=(*snapshot.hidden_names, *(n for p in gone for n in names_of(p, parts=True))),
        count=lowered(snapshot.count, persons, held),
        withdrawn=(),
    )


def lowered(before: CountRange, persons: tuple[Person, ...], asked: Container[str]) -> CountRange:
    """The range of the count for these persons alone: who is gone comes off each end.

    `asked`: the appearances of which a pair may still be an open question.
    """
    best = sum(p.status is not Status.EXCLUDED for p in persons)
    less = before.best - best
    return CountRange(
        floor=max(0, min(before.floor - less, best)),
        best=best,
        ceiling=max(best, before.ceiling - less),
        open_pairs=tuple(pair for pair in before.open_pairs if all(a in asked for a in pair)),
    )
