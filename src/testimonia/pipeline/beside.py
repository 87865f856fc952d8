"""Memos, questions put off and questions to a colleague, checked: they are about what is there."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from functools import cached_property

from testimonia.domain.memo import Ask, Memo, MemoKind, Snooze
from testimonia.errors import DecisionError
from testimonia.pipeline.decisions import Verdicts, unknown
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.lookup import Lookup
from testimonia.pipeline.queue import questions
from testimonia.pipeline.snapshot import snapshot

_MOST_TEXT, _MOST_NAME = 20_000, 200


class Notes:
    """Makes events about the study as it stood when this object was made."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def memo(self, on: str, text: str) -> Memo:
        """A note on a person or appearance, a document, a coding, a question or a code."""
        kind, id = self._about(on)
        return Memo(kind=kind, on=id, text=_words("a memo", text))

    def snooze(self, question: str, until: str) -> Snooze:
        """The question waits until the morning of this day."""
        try:
            day = datetime.date.fromisoformat(until).isoformat()
        except ValueError:
            raise DecisionError("this is no day", got=until[:40], expected="YYYY-MM-DD") from None
        if day <= (today := self._desk.clock()[:10]):
            raise DecisionError("this day is not ahead", got=day, expected=f"a day after {today}")
        return Snooze(question=self._question(question), until=day)

    def ask(self, question: str, whom: str, text: str = "") -> Ask:
        """The question is put to a colleague."""
        if not whom.strip() or len(whom) > _MOST_NAME:
            raise DecisionError("who is asked?", got=whom[:40], hint="give the colleague's name")
        words = _words("a question", text) if text else ""
        return Ask(question=self._question(question), whom=whom.strip(), text=words)

    @cached_property
    def _questions(self) -> frozenset[str]:
        return frozenset(questions(self._desk))

    @cached_property
    def _codings(self) -> frozenset[str]:
        state = snapshot(self._desk)
        return frozenset(coding.id for coding in (*state.codings, *state.retired))

    @cached_property
    def _verdicts(self) -> Verdicts:
        return Verdicts(self._desk)

    def _question(self, id: str) -> str:
        if id in self._desk.asked:
            return id
        return _held("question", id, () if self._desk.is_quick else self._questions)

    def _about(self, on: str) -> tuple[MemoKind, str]:
        if on.startswith("?"):
            return "question", self._question(on)
        if on.startswith("P-") or "@" in on:
            return "person", self._verdicts.appearance(on)
        if on.startswith(("d-", "c-")):
            id = "d-" + on[2:]
            return "document", _held("document", id, [id] if self._desk.store.article(id) else [])
        if on.startswith("k-"):
            if Lookup(self._desk).coding(on) is not None:
                return "coding", on
            return "coding", _held("coding", on, () if self._desk.is_quick else self._codings)
        return "code", _held("code", on, [c.id for c in (*self._desk.codebook.codes, *self._desk.written.codes)])


def _held(what: str, id: str, known: Collection[str]) -> str:
    if id not in known:
        raise unknown(what, id, known)
    return id


def _words(what: str, text: str) -> str:
    if not text.strip() or len(text) > _MOST_TEXT:
        raise DecisionError(f"{what} needs words", got=f"{len(text)} characters", expected=f"1 to {_MOST_TEXT:,}")
    return text.strip()
