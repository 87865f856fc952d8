"""What can be answered to a question: verbs of `Study` with their arguments, the likeliest first."""

from __future__ import annotations

from collections.abc import Iterator

from testimonia.domain.coding import Coding
from testimonia.domain.person import Person
from testimonia.domain.question import Question
from testimonia.domain.task import Choice


def choices(question: Question, coding: Coding | None, person: Person | None) -> tuple[Choice, ...]:
    """Two or more; none where the whole document is at issue, which is answered by reading it. `person`: whom it is about."""
    if coding is not None:
        return (
            Choice(verb="accept", arguments={"coding": coding.id}, words="yes, it is"),
            Choice(verb="reject", arguments={"coding": coding.id}, words="no, it is not"),
        )
    ids = question.appearances
    if question.kind == "identity" and len(ids) == 2:
        pair: dict[str, str | bool | None] = {"id": ids[0], "other": ids[1]}
        return (
            Choice(verb="merge", arguments=pair, words="the same person"),
            Choice(verb="split", arguments=pair, words="different people"),
        )
    if question.kind in ("case", "policy") and ids:
        return (
            Choice(verb="include", arguments={"id": ids[0]}, words="a case"),
            Choice(verb="exclude", arguments={"id": ids[0]}, words="no case (say why)"),
        )
    return tuple(_values(question, person)) if question.kind == "attribute" else ()


def _values(question: Question, person: Person | None) -> Iterator[Choice]:
    field = question.why.partition(":")[0]
    given = dict.fromkeys(v.value for v in person.values if v.field == field) if person else {}
    best = str(getattr(person, field, None) or "")
    for value in sorted(given, key=lambda v: (v != best, v)):
        yield Choice(
            verb="correct", arguments={"id": question.appearances[0], "field": field, "value": value}, words=value
        )
    yield Choice(
        verb="correct", arguments={"id": question.appearances[0], "field": field, "value": None}, words="unknown"
    )
