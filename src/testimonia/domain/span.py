"""Where words stand: a stretch of one article's canonical text."""

from __future__ import annotations

import msgspec

from testimonia.errors import EvidenceError


class Span(msgspec.Struct, frozen=True, kw_only=True, order=True, gc=False, omit_defaults=True):
    """`text[start:end]` of one article revision, in code points, with the words themselves.

    Where the article was read in a translation, `translation` are the words that were read ("" where they stand in the text
    just so). `loose`: they stand somewhere in the quote, which is the sentence or the paragraph around them.
    """

    start: int
    end: int
    quote: str
    translation: str = ""
    loose: bool = False

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """The span of `text` from `start` up to `end` (exclusive)."""
        return cls(start=start, end=end, quote=text[start:end])

    @property
    def said(self) -> str:
        """The words as they were read: in the translation, where there is one."""
        return self.translation or self.quote

    @property
    def forms(self) -> tuple[str, ...]:
        """A name that stands here, in every writing that is known of it."""
        if not self.translation:
            return (self.quote,)
        return (self.translation,) if self.loose else (self.translation, self.quote)

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def check(self, text: str, where: str = "") -> None:
        """Raises EvidenceError unless the words stand at the offsets."""
        if text[self.start : self.end] != self.quote or not self.quote:
            raise EvidenceError(
                "a quote does not stand at its offsets",
                where=f"{where} {self.start}-{self.end}".strip(),
                got=text[self.start : self.end][:80],
                expected=self.quote[:80],
                hint="the canonical text must not change; run `testimonia status` and report this as a bug",
            )
