"""What waits for people."""

from __future__ import annotations

import msgspec

from testimonia.domain.span import Span


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One open question.

    Attributes:
        id: stable while the question stands.
        kind: "case", "policy", "missing", "identity", "coding", "attribute", "date".
        article: id of the article to look at first. spans: the words at issue (empty: the whole document).
        appearances: the appearances it is about. person: id of the person concerned, or None.
        why: in words, for and against. weight: how much an answer can move the findings; the queue's order.
    """

    id: str
    kind: str
    article: str
    spans: tuple[Span, ...] = ()
    appearances: tuple[str, ...] = ()
    person: str | None = None
    why: str
    weight: float
