"""What waits for people."""

from __future__ import annotations

import msgspec

from testimonia.domain.span import Span
from testimonia.text import handle


class Question(msgspec.Struct, frozen=True, kw_only=True, gc=False):
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

    @staticmethod
    def id_of(*about: str) -> str:
        """The id of a question about these: its kind, and what tells it from others of the kind."""
        return "?" + handle(*about, length=8)

    @property
    def articles(self) -> frozenset[str]:
        """Every article that it is about."""
        return frozenset({self.article, *(id.partition("@")[0] for id in self.appearances)})
