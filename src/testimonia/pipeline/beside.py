"""Memos, questions put off and questions to a colleague, checked: they are about what is there."""

from __future__ import annotations

import datetime

from testimonia.domain.memo import Ask, Memo, MemoKind, Snooze
from testimonia.errors import DecisionError
from testimonia.pipeline.decisions import Verdicts, unknown
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.queue import queue
from testimonia.pipeline.snapshot import snapshot

_MOST_TEXT = 20_000


def memo(desk: Desk, on: str, text: str) -> Memo:
    """A note on a person or appearance, a document, a coding, a question or a code."""
    kind, id = _about(desk, on)
    return Memo(kind=kind, on=id, text=_words("a memo", text))


def snooze(desk: Desk, question: str, until: str) -> Snooze:
    """The question waits until the morning of this day."""
    try:
        day = datetime.date.fromisoformat(until).isoformat()
    except ValueError:
        raise DecisionError("this is no day", got=until[:40], expected="YYYY-MM-DD") from None
    if day <= desk.clock()[:10]:
        raise DecisionError("this day is not ahead", got=day, expected=f"a day after {desk.clock()[:10]}")
    return Snooze(question=_question(desk, question), until=day)


def ask(desk: Desk, question: str, whom: str, text: str = "") -> Ask:
    """The question is put to a colleague."""
    if not whom.strip():
        raise DecisionError("who is asked?", hint="give the colleague's name")
    return Ask(question=_question(desk, question), whom=whom.strip(), text=_words("a question", text) if text else "")


def _words(what: str, text: str) -> str:
    if not text.strip() or len(text) > _MOST_TEXT:
        raise DecisionError(f"{what} needs words", got=f"{len(text)} characters", expected=f"1 to {_MOST_TEXT:,}")
    return text.strip()


def _question(desk: Desk, id: str) -> str:
    known = [task.question.id for task in queue(desk, snoozed=True)]
    if id not in known:
        raise unknown("question", id, known)
    return id


def _about(desk: Desk, on: str) -> tuple[MemoKind, str]:
    if on.startswith("?"):
        return "question", _question(desk, on)
    if on.startswith("P-") or "@" in on:
        return "person", Verdicts(desk).appearance(on)
    if on.startswith(("d-", "c-")):
        id = "d-" + on[2:]
        if desk.store.article(id) is None:
            raise unknown("document", on, [])
        return "document", id
    if on.startswith("k-"):
        state = snapshot(desk)
        known = [coding.id for coding in (*state.codings, *state.retired)]
        if on not in known:
            raise unknown("coding", on, known)
        return "coding", on
    codes = [*dict.fromkeys((*(c.id for c in desk.codebook.codes), *(c.id for c in desk.written.codes)))]
    if on not in codes:
        raise unknown("code", on, codes)
    return "code", on
