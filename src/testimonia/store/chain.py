"""The hash chain over the log: whoever changes an event after the fact breaks every hash from there on."""

from __future__ import annotations

from collections.abc import Iterable

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
    previous, count = GENESIS, 0
    for count, event in enumerate(decisions, start=1):
        true = link(count, event.at, event.by, event.reason, event.action, previous)
        if event != true:
            raise TamperError(
                "the log of decisions has been tampered with or is damaged",
                where=f"decision {event.number}",
                got=event.hash[:16],
                expected=true.hash[:16],
                hint="put back a copy of the store from before; do not publish from this one",
            )
        previous = event.hash
    return count
