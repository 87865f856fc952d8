"""An adjudicator's own answer: one row a code, on the page and in the form that comes back.

For each code the adjudicator says present, denied or not mentioned, and ticks words of the coders or gives others of the article.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from testimonia.domain.round import Given, Mark
from testimonia.errors import UsageError
from testimonia.review.conflicts import ABSENT, verdict

OWN = "own"
"""The field that tells an answer of the adjudicator's own from one that takes a coder's."""
STANCES = ("present", "denied", ABSENT)
_MOST = 200
"""Rows of a form."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """Words that coders marked. `place`: offsets, as the form sends them. `coders`: who marked just these. `ticked`: everybody did."""

    place: str
    words: str
    coders: tuple[str, ...]
    ticked: bool


@dataclass(frozen=True, kw_only=True)
class Row:
    """One code of the unit. `said`: what all coders say of it, "" where they differ."""

    code: str
    said: str
    words: tuple[Words, ...]


def rows(answers: Sequence[Given], codes: Sequence[str]) -> tuple[Row, ...]:
    """The codes that some coder marked, in the order of the round."""
    marked = {mark.code for one in answers for mark in one.marks}
    return tuple(_row(answers, code) for code in codes if code in marked)


def _row(answers: Sequence[Given], code: str) -> Row:
    held: dict[tuple[int, int], tuple[Mark, list[str]]] = {}
    for one in answers:
        for mark in one.marks:
            if mark.code == code:
                held.setdefault((mark.start, mark.end), (mark, []))[1].append(one.coder)
    verdicts = {verdict(one.marks, code) for one in answers}
    said = next(iter(verdicts)) if len(verdicts) == 1 else ""
    words = (
        Words(
            place=f"{start}-{end}",
            words=mark.quote,
            coders=tuple(dict.fromkeys(coders)),
            ticked=said != "" and len(set(coders)) == len(answers),
        )
        for (start, end), (mark, coders) in sorted(held.items())
    )
    return Row(code=code, said=said, words=tuple(words))


def own_marks(form: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The marks that the form says. UsageError where a row says nothing, or says that a code is there and not in which words."""
    numbers = [name.removeprefix("code") for name in form if name.startswith("code") and name[4:].isdigit()]
    found: list[dict[str, Any]] = []
    for number in numbers[:_MOST]:
        code, stance = str(form[f"code{number}"]), str(form.get(f"stance{number}", ""))
        if not code:
            continue
        if stance not in STANCES:
            raise UsageError("this code was passed over", got=code[:60], expected="present, denied or not mentioned")
        if stance != ABSENT:
            found += _of(form, number, code, is_denied=stance == "denied")
    return found


def _of(form: Mapping[str, Any], number: str, code: str, *, is_denied: bool) -> list[dict[str, Any]]:
    ticked, other = form.get(f"words{number}", []), str(form.get(f"other{number}", "")).strip()
    places = [ticked] if isinstance(ticked, str) else ticked
    marks: list[dict[str, Any]] = [{"code": code, **_place(str(one)), "denied": is_denied} for one in places]
    if other:
        marks.append({"code": code, "quote": other, "denied": is_denied})
    if not marks:
        raise UsageError("in which words is it?", got=code[:60], hint="tick words that a coder marked, or give others")
    return marks


def _place(said: str) -> dict[str, int]:
    start, _, end = said.partition("-")
    if not (start.isascii() and start.isdigit() and end.isascii() and end.isdigit() and len(said) < 20):
        raise UsageError("these are no offsets", got=said[:40], expected="START-END")
    return {"start": int(start), "end": int(end)}
