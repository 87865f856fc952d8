"""What people write down beside the study: memos, questions put off, questions put to a colleague. None of it decides anything."""

from __future__ import annotations

from typing import Literal

import msgspec

MemoKind = Literal["person", "document", "coding", "question", "code"]


class Memo(msgspec.Struct, frozen=True, kw_only=True, tag="memo"):
    """A note. `on`: an appearance (for a person), a document, a coding, a question or a code of the codebook."""

    kind: MemoKind
    on: str
    text: str


class Snooze(msgspec.Struct, frozen=True, kw_only=True, tag="snooze"):
    """The question leaves the queue until the morning of `until` (ISO date, UTC)."""

    question: str
    until: str


class Ask(msgspec.Struct, frozen=True, kw_only=True, tag="ask"):
    """The question is put to a colleague. `text`: what one would like to know, may be empty."""

    question: str
    whom: str
    text: str = ""
