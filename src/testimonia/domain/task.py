"""A question as an analyst meets it: with its passage, reasons for and against, and what the team said of it so far."""

from __future__ import annotations

import msgspec

from testimonia.domain.question import Question


class Excerpt(msgspec.Struct, frozen=True, kw_only=True):
    """Words in their surroundings: `before`, `quote` and `after` stand so in the article from `start - len(before)` on.

    `translation`: the words that were read, where the article was read in a translation.
    """

    article: str
    title: str
    start: int
    end: int
    before: str
    quote: str
    after: str
    translation: str = ""


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """A memo or a question to a colleague (then `whom`). `number`: of the event, to undo it."""

    number: int
    at: str
    by: str
    text: str
    whom: str = ""


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that can be given: a verb of `Study` with its arguments, and what it says in words."""

    verb: str
    arguments: dict[str, str | bool | None]
    words: str


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """One question of the queue.

    Attributes:
        place: in the queue, from 1. question: with `weight`, by which it stands there.
        asks: the question in one sentence. excerpts: the words at issue. for_, against: reasons.
        choices: answers, the likeliest first. snoozed_until: ISO date, "" where it waits for no date.
        memos, asked: what the team wrote. seen: length of the log of which this is the state; give it as `seen` with the answer, and
            whoever answered in the meantime is not overwritten (ConflictError).
    """

    place: int
    question: Question
    asks: str
    excerpts: tuple[Excerpt, ...] = ()
    for_: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    snoozed_until: str = ""
    memos: tuple[Note, ...] = ()
    asked: tuple[Note, ...] = ()
    seen: int
