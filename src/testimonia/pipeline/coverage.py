"""From when to when each source was monitored, kept pass by pass."""

from __future__ import annotations

import msgspec

from testimonia.config.web import Watched
from testimonia.domain.coverage import Coverage, changes, constant
from testimonia.domain.dates import is_partial_date
from testimonia.domain.visit import Visit
from testimonia.errors import UsageError
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.work import fingerprint

_STAGE = "coverage"


def coverage(desk: Desk) -> tuple[Coverage, ...]:
    """Every source that was ever watched, in the order in which they were added."""
    return tuple(desk.store.all(_STAGE, Coverage))


def is_turned_over(desk: Desk, source: Watched, entries: tuple[str, ...]) -> bool:
    """Whether a list known before names nothing that is known: between the passes entries may have come and gone."""
    known = desk.store.get(_STAGE, source.address, Coverage)
    if known is None or not known.entries or not entries:
        return False
    return not any(desk.store.get("visit", one, Visit) for one in entries)


def note(desk: Desk, source: Watched, entries: tuple[str, ...] | None, *, gap: bool = False) -> None:
    """Keeps that the source was looked at now: `entries` it named (none: nothing new), or None where it did not answer."""
    today = desk.clock()[:10]
    known = desk.store.get(_STAGE, source.address, Coverage)
    if entries is None:
        if known is not None and not known.failing:
            _put(desk, msgspec.structs.replace(known, failing=known.until))
        return
    first = known.start if known and not known.back_filled else today
    start = min(first, source.since or first)
    gaps = known.gaps if known else ()
    if known and (known.failing or gap) and (known.failing or known.until) < today:
        gaps = (*gaps, (known.failing or known.until, today))
    named = len(entries) or (known.entries if known else 0)
    _put(
        desk,
        Coverage(
            source=source.address, name=source.name or source.address, start=start, until=today, gaps=gaps, entries=named,
            back_filled=(bool(source.since) and source.since < first) or bool(known and known.back_filled and source.since),
        ),
    )  # fmt: skip


def _put(desk: Desk, one: Coverage) -> None:
    with desk.store.transaction():
        desk.store.put(_STAGE, one.source, fingerprint(one), one)


def in_words(all: tuple[Coverage, ...]) -> str:
    """A line a source, for people."""
    if not all:
        return "No source was watched yet: name some in [watch] of study.toml and run `testimonia watch STUDY`."
    return "\n".join(_line(one) for one in all)


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """Two days over which one would compare. `constant`: sources watched all the time; `changed`: the others, each with why; `is_constant`: there is no other."""

    start: str
    until: str
    constant: tuple[str, ...]
    changed: dict[str, str]
    is_constant: bool

    def in_words(self) -> str:
        """For people."""
        if not self.constant and not self.changed:
            return in_words(())
        lines = [f"{self.start} to {self.until}: {len(self.constant)} of {len(self.constant) + len(self.changed)} sources were watched all the time."]  # fmt: skip
        lines += [f"  {one}" for one in self.constant]
        if self.changed:
            lines += ["Not to be compared:", *(f"  {one}: {why}" for one, why in self.changed.items())]
        return "\n".join(lines)


def compared(all: tuple[Coverage, ...], start: str, until: str) -> Compared:
    """Which sources may be compared from `start` to `until`, two days (ISO); UsageError where they are none."""
    for day in (start, until):
        if len(day) != 10 or not is_partial_date(day):
            raise UsageError("no day", got=day, expected="a day such as 2015-01-31")
    if start > until:
        raise UsageError(
            "the first day comes after the second", got=f"{start} {until}", expected="the earlier one first"
        )
    changed = {one.source: why for one in all if (why := changes(one, start, until))}
    same = constant(all, start, until)
    return Compared(start=start, until=until, constant=same, changed=changed, is_constant=bool(same) and not changed)


def _line(one: Coverage) -> str:
    filled = " (back-filled)" if one.back_filled else ""
    gaps = "".join(f"; gap {start} to {until}" for start, until in one.gaps)
    failing = f"; does not answer since {one.failing}" if one.failing else ""
    named = f" {one.source}" if one.name != one.source else ""
    return f"{one.start}{filled} to {one.until}: {one.name}{named}{gaps}{failing}"
