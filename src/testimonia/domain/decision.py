"""What people decided: append-only events with author, time and reason. An undo is another event.

A decision points at *appearances* (whose ids hold article and offsets), never at persons (which are computed), so it
survives every re-run.
"""

from __future__ import annotations

from typing import Union

import msgspec

from testimonia.domain.codebook_change import DefineCode, MergeCodes, RetireCode
from testimonia.domain.coding import Stance
from testimonia.domain.lexicon import CaseModel, CodeModel
from testimonia.domain.memo import Ask, Memo, Snooze
from testimonia.domain.request import Reply, Withdraw
from testimonia.domain.round import Adjudicate, Answer, Round
from testimonia.domain.translation import Translate
from testimonia.text import sha256


class Include(msgspec.Struct, frozen=True, kw_only=True, tag="include"):
    """This person is a case."""

    appearance: str


class Exclude(msgspec.Struct, frozen=True, kw_only=True, tag="exclude"):
    """This person is not counted, for the event's reason."""

    appearance: str


class Merge(msgspec.Struct, frozen=True, kw_only=True, tag="merge"):
    """These two appearances are the same person."""

    left: str
    right: str


class Split(msgspec.Struct, frozen=True, kw_only=True, tag="split"):
    """These two appearances are different people."""

    left: str
    right: str


class JudgeCoding(msgspec.Struct, frozen=True, kw_only=True, tag="judge_coding", omit_defaults=True):
    """A proposed coding is accepted or rejected. What was judged stands here too, so it outlives a new coder.

    Defaults are left out of the log, so that an event from before there were `stance` and `sub` keeps its hash.
    """

    coding: str
    appearance: str
    code: str
    start: int
    end: int
    accepted: bool
    sub: str | None = None
    stance: Stance = Stance.PRESENT


class AddCoding(msgspec.Struct, frozen=True, kw_only=True, tag="add_coding"):
    """A person codes a passage."""

    appearance: str
    code: str
    start: int
    end: int
    quote: str
    sub: str | None = None
    stance: Stance = Stance.PRESENT


class CorrectAttribute(msgspec.Struct, frozen=True, kw_only=True, tag="correct_attribute"):
    """An attribute's value is set by a person; None says that it is unknown."""

    appearance: str
    field: str
    value: str | None


class Learn(msgspec.Struct, frozen=True, kw_only=True, tag="learn", omit_defaults=True):
    """From here on the machine proposes by these weights; a model that is not given stays as it ships.

    Attributes:
        upto: fitted on the decisions that were in force when the log had so many events.
        reader: NAME@VERSION of the learned reader whose answers were weighed; "" where the rules read alone.
        case, codes: the weights. summary: what cross-validation showed, in words.
    """

    upto: int
    reader: str
    case: CaseModel | None = None
    codes: CodeModel | None = None
    summary: str = ""


class Undo(msgspec.Struct, frozen=True, kw_only=True, tag="undo"):
    """The event with this number no longer holds (undoing an undo makes it hold again)."""

    event: int


Beside = Memo | Snooze | Ask
"""What stands beside the study and decides nothing in it."""
Action = Union[
    Include, Exclude, Merge, Split, JudgeCoding, AddCoding, CorrectAttribute, Learn, Undo,
    Memo, Snooze, Ask, DefineCode, RetireCode, MergeCodes, Round, Answer, Adjudicate, Withdraw, Reply, Translate,
]  # fmt: skip


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """One event of the log.

    Attributes:
        number: position in the log, from 1, without gaps.
        at: ISO 8601 UTC. by: who. reason: why, in words.
        previous, hash: SHA-256 chain over the log, so that tampering shows.
    """

    number: int
    at: str
    by: str
    reason: str
    action: Action
    previous: str
    hash: str


OWN = "nobody's: an answer of its own"
"""What is said of an outcome that takes no coder's answer."""


def told(action: Action) -> dict[str, object]:
    """What an event says, field by field, without its kind; weights are told by the first digits of their hash."""
    words: dict[str, object] = msgspec.to_builtins(action)
    words.pop("type")
    for name in ("case", "codes"):
        if isinstance(words.get(name), dict):
            words[name] = sha256(msgspec.json.encode(words[name], order="deterministic"))[:12]
    if isinstance(action, Round):
        words["units"] = f"{len(action.units)} drawn"
    if isinstance(action, Translate):  # its words are shown where the article is, under the rules for quotes
        words["paragraphs"] = f"{len(action.paragraphs)} paragraphs"
        words |= {"of": action.of[:12], "supplier": action.supplier or "the team"}
    if isinstance(action, DefineCode):
        words |= {"code": action.code.id, "definition": action.code.definition}
    if isinstance(action, Answer | Adjudicate):
        words["marks"] = "; ".join(f'{m.code} {m.stance.value}: "{m.quote}"' for m in action.marks) or "none"
    if isinstance(action, Adjudicate):
        words["taken"] = OWN if action.taken is None else action.taken
    return words
