"""One decision into the log: somebody answers for it, and nobody's answer is overwritten unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from testimonia.domain.appearance import Appearance
from testimonia.domain.decision import Action, Beside, Decision, Exclude, Undo
from testimonia.domain.round import Answer, Round
from testimonia.errors import DecisionError
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.meanwhile import refuse_moot, refuse_unseen
from testimonia.pipeline.people import People
from testimonia.pipeline.second import only_a_model_found, uphold


def record(desk: Desk, action: Action, *, by: str, reason: str, seen: int | None = None) -> Decision:
    """Adds the event to the log.

    DecisionError where nobody answers for it or an exclusion has no reason. `seen`: how many events the log had when its author
    looked; ConflictError, and nothing recorded, where somebody else answered the same question since.
    """
    if desk.as_of:
        raise DecisionError("nothing is decided in the past", where=desk.as_of, hint="decide in the study as it is now")
    if not by.strip():
        raise DecisionError("nobody answers for this decision", hint="--by NAME")
    if isinstance(action, Exclude) and not reason.strip():
        raise DecisionError("an exclusion needs a reason: it stands on the list of exclusions", hint="--reason TEXT")
    named = [] if isinstance(action, Beside) else list(_named(desk, action))
    # To remember whom only a model found is to write results, which waits for a run; a decision by itself does not.
    block = desk.store.transaction() if any(only_a_model_found(one) for one in named) else desk.store.deciding()
    with block:
        if seen is not None:
            refuse_unseen(desk, action, by=by.strip(), seen=seen)
        if isinstance(action, Undo | Round | Answer):
            refuse_moot(desk, action)
        uphold(desk, action, named)
        return desk.store.append(action, by=by.strip(), reason=reason.strip(), at=desk.clock())


def together(desk: Desk, ways: Iterable[Callable[[], Decision]]) -> list[Decision | Exception]:
    """Many decisions that reach the disk at once, in order: each is recorded, or refused for its own reason, as if it came alone."""
    found: list[Decision | Exception] = []
    with desk.store.deciding():
        for way in ways:
            try:
                with desk.store.attempt():
                    found.append(way())
            except Exception as error:  # noqa: BLE001 - whatever is wrong with one is no matter of the others
                found.append(error)
    return found


def _named(desk: Desk, action: Action) -> Iterator[Appearance]:
    """The appearances that the decision is about."""
    people = People(desk)
    for value in msgspec.to_builtins(action).values():
        if isinstance(value, str) and "@" in value and (found := people.appearance(value)) is not None:
            yield found
