"""What changed since a stage was last through, so that one more article costs one article.

Every stage notes how far it has read what it rests on. Where it rests on something else than changed items (its own code, the
settings, the codebook), its mark is another one and it goes over everything. The note is written last: a run that was
stopped finds the same news again, and the fingerprints of the items say which of them are done. The stage's own results are
watched too: what it did not write itself, or wrote in a run that was stopped, it looks at again.
"""

from __future__ import annotations

import msgspec

from testimonia.pipeline.desk import Desk

CAPTURES, LOG = "captures", "log"
"""Places in what is only ever added to; all other places are numbers of changes in a stage's results."""


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """How far a stage has read of each of its sources, and of its own results."""

    places: dict[str, int]


class News:
    """What is new for one stage. `whole`: it must go over everything."""

    def __init__(self, desk: Desk, stage: str, mark: str, *sources: str) -> None:
        self._desk, self._stage, self._mark = desk, stage, mark
        self._now = {source: _place(desk, source) for source in (*sources, stage)}
        held = desk.store.get("seen", stage, Seen)
        self.whole = held is None or desk.store.done("seen", [stage])[stage] != mark
        self._since = held.places if held and not self.whole else {}

    def __bool__(self) -> bool:
        return self._since != self._now

    def since(self, source: str) -> int:
        """The place up to which the stage has read this source; 0 where it begins anew."""
        return self._since.get(source, 0)

    def of(self, stage: str) -> list[str]:
        """The subjects whose result in this stage is another one, or gone."""
        return self._desk.store.changed(stage, self.since(stage))

    def note(self) -> None:
        """The stage is through with what was there when this object was made."""
        places = self._now | {self._stage: _place(self._desk, self._stage)}
        if places != self._since:
            self._desk.store.put("seen", self._stage, self._mark, Seen(places=places))


def _place(desk: Desk, source: str) -> int:
    if source == CAPTURES:
        return desk.store.extent()[1]
    if source == LOG:
        return desk.store.head()[0]
    return desk.store.latest(source)
