"""Quotes through the gate, and the count of what became of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from testimonia.domain.consultation import Tally
from testimonia.domain.span import Span
from testimonia.identity.consult import gate
from testimonia.identity.consult.answer import Quoted
from testimonia.identity.consult.whose import Whose
from testimonia.identity.detect.layout import Layout

ANOTHERS = "the words are about somebody else"


class Quotes:
    """The quotes of one article's answers."""

    def __init__(self, layout: Layout, whose: Whose) -> None:
        self._layout, self._whose = layout, whose
        self._source = gate.Source(layout.article.text)
        self._kept: Counter[bool] = Counter()
        self._nearly: set[Span] = set()
        self._rejected: Counter[str] = Counter()

    @property
    def tally(self) -> Tally:
        """What became of the quotes so far."""
        return Tally(
            proposed=self._kept.total() + self._rejected.total(),
            exact=self._kept[True],
            near=self._kept[False],
            rejected=dict(sorted((why, n) for why, n in self._rejected.items() if n)),
        )

    def span(
        self, said: Quoted, *, mine: frozenset[str] = frozenset(), own: bool = False, near: bool = True
    ) -> Span | None:
        """Where the quote stands, if it does and is `mine`'s (whoever that is, where it is empty)."""
        found = gate.locate(self._source, said.quote, self._cited(said.sentences), near=near)
        if isinstance(found, gate.Rejected):
            self._rejected[found.why] += 1
            return None
        if mine and not self._whose.belongs(found.start, found.end, mine, own=own):
            self._rejected[ANOTHERS] += 1
            return None
        self._kept[found.exact] += 1
        start, end = self._whole(found.start, found.end) if mine else (found.start, found.end)
        span = Span.of(self._layout.article.text, start, end)
        if not found.exact:
            self._nearly.add(span)
        return span

    def lose(self, number: int, why: str) -> None:
        """So many quotes were not even looked for."""
        self._rejected[why] += number

    def take_back(self, span: Span, why: str) -> None:
        """The words stand, but do not say it."""
        self._kept[span not in self._nearly] -= 1
        self._rejected[why] += 1

    def _cited(self, numbers: Iterable[int]) -> list[tuple[int, int]]:
        """The stretches of text of these sentences (as the model counts them, from 1); neighbours as one stretch."""
        found: list[tuple[int, int]] = []
        sentences = self._layout.sentences
        for number in sorted({n for n in numbers if 1 <= n <= len(sentences)}):
            piece = sentences[number - 1]
            if found and number >= 2 and found[-1][1] == sentences[number - 2].end:
                found[-1] = (found[-1][0], piece.end)
            else:
                found.append((piece.start, piece.end))
        return found

    def _whole(self, start: int, end: int) -> tuple[int, int]:
        """The words, with the whole of their sentences where a negation there was not quoted: who reads them must see it."""
        touched = self._whose.sentences(start, end)
        low = self._layout.sentences[touched.start].start
        high = self._layout.sentences[touched.stop - 1].end
        text = self._layout.article.text
        cut = gate.negations(text[low:high]) != gate.negations(text[start:end])
        return (min(low, start), max(high, end)) if cut else (start, end)
