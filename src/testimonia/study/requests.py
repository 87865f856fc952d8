"""A study without the people who asked not to be published: what every file for other programs is made from."""

from __future__ import annotations

import msgspec

from testimonia.domain.person import CountRange, Person, Status
from testimonia.domain.snapshot import Snapshot
from testimonia.study.disclosure import names_of


def without_withdrawn(snapshot: Snapshot) -> Snapshot:
    """The snapshot without them: not counted, not listed, not quoted; their names stay known, so that they are hidden in all texts."""
    gone = [p for p in snapshot.persons if set(p.appearances) & set(snapshot.withdrawn)]
    if not gone:
        return snapshot
    lost = {a for p in gone for a in p.appearances}
    return msgspec.structs.replace(
        snapshot,
        persons=tuple(p for p in snapshot.persons if p not in gone),
        appearances={id: one for id, one in snapshot.appearances.items() if id not in lost},
        codings=tuple(c for c in snapshot.codings if c.appearance not in lost),
        retired=tuple(c for c in snapshot.retired if c.appearance not in lost),
        passages=tuple(p for p in snapshot.passages if p.appearance not in lost),
        questions=tuple(q for q in snapshot.questions if not lost & set(q.appearances)),
        replies={id: text for id, text in snapshot.replies.items() if id not in lost},
        hidden_names=(*snapshot.hidden_names, *(n for p in gone for n in names_of(p, parts=True))),
        count=_lowered(snapshot, gone),
        withdrawn=(),
    )


def _lowered(snapshot: Snapshot, gone: list[Person]) -> CountRange:
    """The range of the count with those who are gone taken out of each end; open pairs with one of them are no question any more."""
    count, counted = snapshot.count, [p for p in gone if p.status is not Status.EXCLUDED]
    lost = {a for p in gone for a in p.appearances}
    floor = max(0, count.floor - len(counted))
    best = count.best - len(counted)
    return msgspec.structs.replace(
        count, floor=min(floor, best), best=best, ceiling=max(best, count.ceiling - len(counted)),
        open_pairs=tuple(p for p in count.open_pairs if not lost & set(p)),
    )  # fmt: skip
