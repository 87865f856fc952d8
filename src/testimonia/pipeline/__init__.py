"""The order of the work: capture, clean, dedupe, detect, consult, resolve, code, count, publish.

Each stage does only what is new or changed (by fingerprints), each item in its own transaction: whatever stops a run,
the next one finishes it.
"""

from __future__ import annotations

from collections.abc import Sequence

from testimonia.errors import UsageError
from testimonia.pipeline import consult as consulting
from testimonia.pipeline import copies, corpus, identity, narrative
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.work import Outcome

__all__ = ["STAGES", "Desk", "Outcome", "run"]


def _count(desk: Desk) -> Outcome:
    """See `study.count`: what counts and publishes is read in when it is asked for, as a run up to coding does without."""
    from testimonia.pipeline.study import count

    return count(desk)


def _publish(desk: Desk) -> Outcome:
    """See `study.publish`."""
    from testimonia.pipeline.study import publish

    return publish(desk)


STAGES = {
    "clean": corpus.clean,
    "dedupe": copies.dedupe,
    "detect": identity.detect,
    "consult": consulting.consult,
    "resolve": identity.resolve,
    "code": narrative.code,
    "count": _count,
    "publish": _publish,
}
"""Every stage after capture, in the order in which the data flow."""


def run(desk: Desk, sources: Sequence[str], *, until: str = "publish") -> tuple[Outcome, ...]:
    """Captures the sources, then does every stage that has something new to do, up to `until`: to the report, if nothing else is said."""
    names = list(STAGES)
    if until not in names:
        raise UsageError("there is no such stage", got=until, expected=", ".join(names))
    _ = desk.codebook  # a mistake in it is told now, not after an hour of reading
    consulting.permitted(desk)  # the same
    with desk.store.exclusive():
        outcomes = [corpus.capture(desk, sources)] if sources else []
        return (*outcomes, *(STAGES[name](desk) for name in names[: names.index(until) + 1]))
