"""Whose words they are: a true quote of one person is no evidence for another.

Known is what the detection knows: in which sentences a person is named, described or meant, and who speaks where.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from testimonia.domain.appearance import Appearance, MentionKind
from testimonia.domain.span import Span
from testimonia.identity.detect.layout import Layout

CARRIED = 3
"""So many sentences after the last one about a person may still be about them, where nobody else comes up."""


@dataclass
class Whose:
    """For each person (by id) the sentences about them, and the stretches that they speak."""

    layout: Layout
    about: dict[str, set[int]] = field(default_factory=dict)
    named: dict[str, set[int]] = field(default_factory=dict)
    spoken: list[tuple[Span, str]] = field(default_factory=list)

    @classmethod
    def of(cls, layout: Layout, appearances: Iterable[Appearance]) -> Whose:
        """As the detection has it."""
        made = cls(layout)
        for one in appearances:
            for mention in one.mentions:
                made.mention(one.id, mention.span.start, by_name=mention.kind is not MentionKind.PRONOUN)
            for speech in one.speech:
                made.about.setdefault(one.id, set()).update(made.sentences(speech.span.start, speech.span.end))
                if speech.direct:
                    made.spoken.append((speech.span, one.id))
        return made

    def mention(self, id: str, start: int, *, by_name: bool = True) -> None:
        """The person is mentioned here."""
        number = self.layout.sentence_at(start)
        self.about.setdefault(id, set()).add(number)
        if by_name:
            self.named.setdefault(id, set()).add(number)

    def sentences(self, start: int, end: int) -> range:
        """Numbers of the sentences that the stretch touches."""
        return range(self.layout.sentence_at(start), self.layout.sentence_at(max(start, end - 1)) + 1)

    def belongs(self, start: int, end: int, mine: frozenset[str], *, own: bool) -> bool:
        """Whether the words may be taken for this person's: about them, or (`own`) a reason of their own.

        They stand in a sentence about the person or right beside one, or follow it while nobody else comes up; and not in
        a sentence that is another's alone. A reason must not be what another says.
        """
        touched = self.sentences(start, end)
        here = set().union(*(self.about.get(id, set()) for id in mine))
        theirs = {n for n in touched if n not in here and self._is_others(n, mine)}
        if theirs or not (here.intersection(touched) or self._near(touched, here, mine)):
            return False
        return not (own and self._another_speaks(start, end, mine))

    def _near(self, touched: range, here: set[int], mine: frozenset[str]) -> bool:
        if touched.stop in here:
            return True
        for number in range(touched.start - 1, max(-1, touched.start - 1 - CARRIED), -1):
            if number in here:
                return True
            if self._is_others(number, mine):
                return False
        return False

    def _is_others(self, number: int, mine: frozenset[str]) -> bool:
        if any(number in held for id, held in self.named.items() if id not in mine):
            return True
        piece = self.layout.sentences[number]
        return self._another_speaks(piece.start, piece.end, mine)

    def _another_speaks(self, start: int, end: int, mine: frozenset[str]) -> bool:
        speakers = set(self._speakers(start, end))
        return bool(speakers) and not speakers & mine

    def _speakers(self, start: int, end: int) -> Iterator[str]:
        return (id for span, id in self.spoken if span.start < end and start < span.end)
