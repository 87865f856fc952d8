"""What people coded by a definition that has changed since: it asks for a second look.

Codings of the machine are not among these: a new version makes the next run code anew.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from testimonia.domain.codebook import Codebook
from testimonia.domain.codebook_change import DefineCode
from testimonia.domain.coding import Coding
from testimonia.domain.decision import AddCoding, Decision, JudgeCoding
from testimonia.domain.decision_state import DecisionState
from testimonia.domain.round import Adjudicate, Answer
from testimonia.domain.span import Span
from testimonia.review.codebook import FOR_PEOPLE, changed, is_change
from testimonia.review.codings import coding_of


class Recoding(msgspec.Struct, frozen=True, kw_only=True):
    """A coding that waits for a second look. `decided`: number of the decision on it; `now`: the version of the codebook since; `change`: fields."""

    coding: str
    code: str
    decided: int
    by: str
    now: int
    change: str


def recodings(written: Codebook, state: DecisionState) -> tuple[Recoding, ...]:
    """In the order of the decisions on them."""
    held = {code.id: code for code in written.codes}
    since: dict[str, tuple[int, int, str]] = {}
    latest: dict[str, tuple[Decision, str]] = {}
    version = written.version
    for event in state.log:
        version += is_change(event, state.log)
        if event.number not in state.in_force:
            continue
        if isinstance(event.action, DefineCode):
            code = event.action.code
            fields = [f for f in changed(held.get(code.id), code) if f in FOR_PEOPLE]
            if fields and code.id in held:
                since[code.id] = event.number, version, ", ".join(fields)
            held[code.id] = code
        for id, name in _decided(event):
            latest[id] = event, name
    return tuple(
        Recoding(coding=id, code=code, decided=event.number, by=event.by, now=since[code][1], change=since[code][2])
        for id, (event, code) in latest.items()
        if code in since and event.number < since[code][0]
    )


def _decided(event: Decision) -> Iterator[tuple[str, str]]:
    """The codings that the event decides, with their codes."""
    match event.action:
        case JudgeCoding() as action:
            yield action.coding, action.code
        case AddCoding() as action:
            yield coding_of(action), action.code
        case Answer() | Adjudicate() as action:
            for mark in action.marks:
                span = Span(start=mark.start, end=mark.end, quote=mark.quote)
                yield Coding.id_of(action.appearance, mark.code, span), mark.code
