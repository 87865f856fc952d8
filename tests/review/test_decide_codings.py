"""What people say of a coding: the later word holds, also of words that the machine codes too, or codes no more."""

from __future__ import annotations

import msgspec
import pytest

from testimonia.domain.article import Article
from testimonia.domain.coding import CodedAppearance, Coding, CodingStatus, Stance
from testimonia.domain.decision import Action, AddCoding, JudgeCoding, Undo
from testimonia.domain.span import Span
from testimonia.review.decide import apply_codings, fold
from testimonia.store.chain import GENESIS, link, verify
from testimonia.text import sha256

TEXT = "They took everything. It was not the killing."
WHO, CODE = "d-a@0-4", "leaving/brutality"
SPAN = Span.of(TEXT, 22, 45)
MACHINE = Coding(
    id=Coding.id_of(WHO, CODE, SPAN), appearance=WHO, article="d-a", code=CODE, sub="killing", span=SPAN,
    stance=Stance.DENIED, coder="machine:rules@1", confidence=0.7,
)  # fmt: skip
ADD = AddCoding(appearance=WHO, code=CODE, start=SPAN.start, end=SPAN.end, quote=SPAN.quote)


def judge(accepted: bool, **more: object) -> JudgeCoding:
    return JudgeCoding(
        coding=MACHINE.id, appearance=WHO, code=CODE, start=SPAN.start, end=SPAN.end, accepted=accepted, **more
    )  # type: ignore[arg-type]


def after(*actions: Action, machine: tuple[Coding, ...] = (MACHINE,)) -> list[tuple[str, Stance, CodingStatus]]:
    log = []
    for number, action in enumerate(actions, start=1):
        previous = log[-1].hash if log else GENESIS
        log.append(link(number, "2026-11-23T12:00:00Z", "ann", "", action, previous))
    coded = [CodedAppearance(appearance=WHO, codings=machine, coder="machine:rules@1")]
    article = Article(id="d-a", capture="c-a", source="a", text=TEXT, sha256=sha256(TEXT), language="en", cleaner="t")
    assert verify(log) == len(log)
    return [(one.coder, one.stance, one.status) for one in apply_codings(coded, fold(log), lambda _: article)]


PROPOSED, ACCEPTED, REJECTED = CodingStatus
NO, YES = Stance.DENIED, Stance.PRESENT
ROBOT, ANN = "machine:rules@1", "human:ann"


@pytest.mark.parametrize(
    ("actions", "holds"),
    [
        ((), (ROBOT, NO, PROPOSED)),
        ((judge(False),), (ROBOT, NO, REJECTED)),
        ((judge(False), judge(True)), (ROBOT, NO, ACCEPTED)),
        ((ADD,), (ANN, YES, ACCEPTED)),
        ((judge(False), ADD), (ANN, YES, ACCEPTED)),
        ((ADD, judge(False)), (ANN, YES, REJECTED)),
        ((ADD, judge(False), Undo(event=2)), (ANN, YES, ACCEPTED)),
        ((judge(False), ADD, Undo(event=2)), (ROBOT, NO, REJECTED)),
        ((ADD, msgspec.structs.replace(ADD, stance=NO)), (ANN, NO, ACCEPTED)),
    ],
)
def test_the_later_word_holds(actions: tuple[Action, ...], holds: tuple[str, Stance, CodingStatus]) -> None:
    assert after(*actions) == [holds]


def test_a_judged_coding_that_the_machine_drops_keeps_what_it_said() -> None:
    assert after(judge(True, stance=NO, sub="killing"), machine=()) == [(ANN, NO, ACCEPTED)]
    assert after(machine=()) == []


def test_an_event_of_an_older_program_keeps_its_hash() -> None:
    assert b"stance" not in msgspec.json.encode(judge(True))
