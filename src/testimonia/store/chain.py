"""The hash chain over the log: whoever changes an event after the fact breaks every hash from there on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from testimonia.domain.decision import Action, Decision
from testimonia.errors import TamperError
from testimonia.text import sha256

GENESIS = "0" * 64


def link(number: int, at: str, by: str, reason: str, action: Action, previous: str) -> Decision:
    """The event with its hash: SHA-256 of the JSON list [previous, number, at, by, reason, action]."""
    digest = sha256(msgspec.json.encode([previous, number, at, by, reason, action], order="deterministic"))
    return Decision(number=number, at=at, by=by, reason=reason, action=action, previous=previous, hash=digest)


def verify(decisions: Iterable[Decision]) -> int:
    """How many events the log holds; TamperError at the first that does not follow from the one before.

    A log cut off at its end cannot be told from a shorter one by the chain alone; the report prints the last hash.
    """
    return sum(1 for _ in verified(decisions))


def verified(decisions: Iterable[Decision], *, after: int = 0, head: str = "") -> Iterator[Decision]:
    """The events beyond number `after`, whose hash is `head`, each once it is known to follow; TamperError at the first that does not."""
    previous = head or GENESIS
    for number, event in enumerate(decisions, start=after + 1):
        true = link(number, event.at, event.by, event.reason, event.action, previous)
        if event != true:
            raise broken(event.number, event.hash, true.hash)
        previous = event.hash
        yield event


def broken(number: int, got: str, expected: str) -> TamperError:
    """The log is not what it was."""
    return TamperError(
        "the log of decisions has been tampered with or is damaged",
        where=f"decision {number}",
        got=got[:16],
        expected=expected[:16],
        hint="put back a copy of the store from before; do not publish from this one",
    )
