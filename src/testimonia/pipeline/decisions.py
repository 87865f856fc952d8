"""Act 4 at work: what people say in words of the study (P-..., k-..., a quote) to checked events of the log."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from functools import cached_property

from testimonia.domain.appearance import Appearance
from testimonia.domain.coding import Coding, Stance
from testimonia.domain.dates import is_partial_date
from testimonia.domain.decision import (
    AddCoding,
    CorrectAttribute,
    Exclude,
    Include,
    JudgeCoding,
    Merge,
    Split,
    Undo,
)
from testimonia.domain.person import Person
from testimonia.domain.request import Reply, Withdraw
from testimonia.errors import DecisionError
from testimonia.pipeline import identity
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.lookup import Lookup, judgement_of
from testimonia.pipeline.persons import person_with
from testimonia.pipeline.record import record
from testimonia.pipeline.snapshot import snapshot
from testimonia.text import same_width

__all__ = ["FIELDS", "Verdicts", "near", "record", "unknown"]

FIELDS = ("name", "nationality", "gender", "age", "group_role", "joined", "left", "spoke", "pseudonym")
"""The attributes that a person may correct."""
DATES = ("joined", "left", "spoke")

LONGEST_REPLY = 4000
"""Characters of a reply."""


class Verdicts:
    """Makes decisions about the study as it stood when this object was made: a file of them speaks of one state."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def include(self, id: str) -> Include:
        """This person is a case."""
        return Include(appearance=self.appearance(id))

    def exclude(self, id: str) -> Exclude:
        """This person is not counted."""
        return Exclude(appearance=self.appearance(id))

    def merge(self, id: str, other: str) -> Merge:
        """These two are one person."""
        return Merge(left=self._two(id, other)[0], right=self._two(id, other)[1])

    def split(self, id: str, other: str) -> Split:
        """These two are different people."""
        return Split(left=self._two(id, other)[0], right=self._two(id, other)[1])

    def judge(self, coding: str, *, accepted: bool) -> JudgeCoding:
        """The proposed coding is right, or is not."""
        if (quick := self._lookup.judgement(coding, accepted=accepted)) is not None:
            return quick
        if self._desk.is_quick:
            raise unknown("coding", coding, ())
        held = self._codings.get(coding)
        if held is None:
            raise unknown("coding", coding, self._codings)
        return judgement_of(held, held.appearance, accepted=accepted)

    def code(
        self,
        id: str,
        code: str,
        quote: str,
        *,
        sub: str | None = None,
        denied: bool = False,
        document: str | None = None,
        start: int | None = None,
    ) -> AddCoding:
        """The person gives (or denies) this reason in these words, which must stand in an article they appear in."""
        entry = self._desk.codebook.code(code)
        if entry is None:
            raise unknown("code", code, (c.id for c in self._desk.codebook.codes))
        if sub is not None and sub not in (s.id for s in entry.subs):
            raise unknown(f"sub-theme of {code}", sub, (s.id for s in entry.subs))
        appearance, at, words = self._place(self._appearances_for(id, document), quote, start)
        return AddCoding(
            appearance=appearance.id,
            code=code,
            start=at,
            end=at + len(words),
            quote=words,
            sub=sub,
            stance=Stance.DENIED if denied else Stance.PRESENT,
        )

    def correct(self, id: str, field: str, value: str | None) -> CorrectAttribute:
        """The attribute's true value; None says that it is unknown."""
        return CorrectAttribute(appearance=self.appearance(id), field=field, value=checked(field, value))

    def withdraw(self, id: str) -> Withdraw:
        """This person asked to be left out of what is published."""
        return Withdraw(appearance=self.appearance(id))

    def reply(self, id: str, text: str) -> Reply:
        """What the person answers to what the study says of them."""
        if not text.strip() or len(text) > LONGEST_REPLY:
            raise DecisionError("a reply needs words", got=f"{len(text)} characters", expected=f"1 to {LONGEST_REPLY}")
        return Reply(appearance=self.appearance(id), text=text.strip())

    def undo(self, number: int) -> Undo:
        """The event with this number no longer holds."""
        log = self._desk.log
        if log.event(number) is None:
            length = log.length()
            raise DecisionError(
                "there is no such decision", got=number, expected=f"1 to {length}" if length else "none yet"
            )
        if number not in log.state().in_force:
            raise DecisionError(
                "this decision does not hold any more",
                got=f"decision {number}",
                hint="undo the undo to make it hold again; `testimonia show STUDY decisions` lists them",
            )
        return Undo(event=number)

    def appearance(self, id: str) -> str:
        """The appearance meant: itself, or the founding one of a person (also one that was merged since)."""
        if (quick := self._lookup.appearance(id)) is not None:
            return quick
        if self._desk.is_quick:
            raise unknown("person", id, ())
        if id in self._people:
            return id
        if id in self._founded:
            return self._founded[id]
        raise unknown("person", id, (*self._persons, *(self._people if "@" in id else ())))

    # -- what there is

    @cached_property
    def _lookup(self) -> Lookup:
        return Lookup(self._desk)

    @cached_property
    def _people(self) -> dict[str, Appearance]:
        return identity.appearances(identity.readings(self._desk))

    @cached_property
    def _founded(self) -> dict[str, str]:
        return {Person.id_of(id): id for id in self._people}

    @cached_property
    def _persons(self) -> dict[str, Person]:
        return {person.id: person for person in identity.resolution(self._desk).persons}

    @cached_property
    def _codings(self) -> dict[str, Coding]:
        return {coding.id: coding for coding in snapshot(self._desk).codings}

    def _two(self, id: str, other: str) -> tuple[str, str]:
        left, right = self.appearance(id), self.appearance(other)
        if left == right:
            raise DecisionError("these two are the same already", got=f"{id} and {other}", expected="two different ids")
        return left, right

    def appearances_of(self, id: str) -> tuple[str, ...]:
        """The appearance meant, or all of the person meant."""
        founding = self.appearance(id)
        if "@" in id:
            return (founding,)
        if self._desk.is_quick:
            return person_with(self._desk, founding)
        person = next((p for p in self._persons.values() if founding in p.appearances), None)
        return person.appearances if person else (founding,)

    def _appearances_for(self, id: str, document: str | None) -> list[Appearance]:
        held = [self._lookup.people.appearance(one) for one in self.appearances_of(id)]
        found = [one for one in held if one is not None and document in (None, one.article)]
        if not found:
            raise unknown(f"document of {id}", document or "", {one.article for one in held if one})
        return found

    def _place(self, appearances: list[Appearance], quote: str, start: int | None) -> tuple[Appearance, int, str]:
        """Where the words stand: appearance, offset, and the words as the text has them."""
        if not quote.strip():
            raise DecisionError("a coding needs a quote", hint="--quote 'exact words of the article'")
        found = []
        for one in appearances:
            text = self._desk.texts(one.article).text
            found += [(one, at) for at in _offsets(text, quote) if start in (None, at)]
        where = ", ".join(dict.fromkeys(one.article for one in appearances))
        if not found:
            place = "" if start is None else f" at {start}"
            raise DecisionError(f"these words do not stand there{place}", where=where, got=quote[:80])
        if len(found) > 1:
            places = ", ".join(f"--document {one.article} --start {offset}" for one, offset in found[:5])
            raise DecisionError("these words stand there more than once", got=quote[:80], hint=f"say where: {places}")
        one, at = found[0]
        return one, at, self._desk.texts(one.article).text[at : at + len(quote)]


def near(id: str, known: Iterable[str]) -> list[str]:
    """Up to three known ids that look like this one."""
    held = sorted(set(known))
    return difflib.get_close_matches(id, held, n=3, cutoff=0.5) or [one for one in held if id and id in one][:3]


def unknown(what: str, id: str, known: Iterable[str]) -> DecisionError:
    """The error for an id that is not there, with those that are near it."""
    held = list(known)
    close = near(id, held)
    hint = f"did you mean {' or '.join(close)}?" if close else "`testimonia status STUDY` and the report show the ids"
    return DecisionError(f"there is no such {what}", got=id or "nothing", hint=hint)


def _offsets(text: str, quote: str) -> list[int]:
    """Where the quote stands; typographic quotes and dashes may be typed plainly (the offsets stay true)."""
    plain = re.escape(same_width(quote))
    return [match.start() for match in re.finditer(f"(?={plain})", same_width(text))]


def checked(field: str, value: str | None) -> str | None:
    """The value as the log holds it; DecisionError where it is none of this attribute."""
    if field not in FIELDS:
        raise unknown("attribute", field, FIELDS)
    if value is None:
        return None
    value = value.strip()
    tests = {
        "nationality": (r"[A-Z]{2}", "two capital letters of ISO 3166-1: SY, GB"),
        "gender": (r"[FM]", "F or M"),
        "age": (r"[1-9]\d?|1[01]\d", "years, 1 to 119"),
        "pseudonym": (r"yes", "yes (or unknown)"),
    }
    pattern, expected = tests.get(field, (r"[^\x00-\x1f]{1,200}", "up to 200 characters"))
    if not re.fullmatch(pattern, value) or (field in DATES and not is_partial_date(value)):
        expected = "a year, month or day: 2014, 2014-05, 2014-05-31" if field in DATES else expected
        raise DecisionError(f"this is no {field}", got=value[:80], expected=expected)
    return value
