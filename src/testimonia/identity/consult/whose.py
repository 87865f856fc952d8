"""Whose words they are: a true quote of one person is no evidence for another.

Known is what the detection knows: in which sentences a person is named, described or meant, and who speaks where.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from testimonia.domain.appearance import Appearance, MentionKind
from testimonia.domain.span import Span
from testimonia.identity.detect.layout import Layout

# Measured with the annotation of tests/corpus as the model's answers: of 191 true reasons 178 pass (180 with later links), and 12 to 14 % of
# them pass where they are given to somebody else of the article (mostly a second entry of the same person). With a reach of 12 sentences
# for reasons, and every speaker a rival on the way, it was 160 and 9 to 14 %.
CARRIED = 3
"""So many sentences after the last one about a person may still say something of them. Reasons have no such limit: accounts run on."""
RIVAL = 0.15
"""From this probability of a case on, somebody else may be the one whose account it is."""


@dataclass
class Whose:
    """For each person (by id) the sentences about them, and the stretches that they speak.

    `rivals`: whose account it may be; `speakers`: they, and whoever is quoted.
    """

    layout: Layout
    about: dict[str, set[int]] = field(default_factory=dict)
    named: dict[str, set[int]] = field(default_factory=dict)
    spoken: list[tuple[Span, str]] = field(default_factory=list)
    rivals: set[str] = field(default_factory=set)
    speakers: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, layout: Layout, appearances: Iterable[Appearance]) -> Whose:
        """As the detection has it."""
        made = cls(layout)
        for one in appearances:
            if one.probability >= RIVAL:
                made.rivals.add(one.id)
            if one.probability >= RIVAL or any(speech.direct for speech in one.speech):
                made.speakers.add(one.id)
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

        They stand in a sentence about the person or right before one, or follow it while nobody else comes up; and not in a
        sentence that is another's alone. What is said of a person must not be said of anybody else. A reason must not be what
        another says, nor follow on another's account, but may speak of people who tell nothing themselves.
        """
        touched = self.sentences(start, end)
        here = set().union(*(self.about.get(id, set()) for id in mine))
        others = frozenset((self.speakers if own else self.named.keys()) - mine)
        if any(n not in here and self._is_others(n, others, mine) for n in touched):
            return False
        if own and self._another_speaks(start, end, mine):
            return False
        rivals = frozenset(self.rivals - mine) if own else others
        return bool(here.intersection(touched)) or self._near(touched, here, rivals, mine, own=own)

    def _near(self, touched: range, here: set[int], others: frozenset[str], mine: frozenset[str], *, own: bool) -> bool:
        if touched.stop in here:
            return True
        reach = touched.start if own else CARRIED
        for number in range(touched.start - 1, max(-1, touched.start - 1 - reach), -1):
            if number in here:
                return True
            met = any(number in self.about.get(id, ()) for id in others)
            if met or (not own and self._is_others(number, others, mine)):
                return False
        return False

    def _is_others(self, number: int, others: frozenset[str], mine: frozenset[str]) -> bool:
        if any(number in self.named.get(id, ()) for id in others):
            return True
        piece = self.layout.sentences[number]
        return self._another_speaks(piece.start, piece.end, mine)

    def _another_speaks(self, start: int, end: int, mine: frozenset[str]) -> bool:
        speakers = set(self._speakers(start, end))
        return bool(speakers) and not speakers & mine

    def _speakers(self, start: int, end: int) -> Iterator[str]:
        return (id for span, id in self.spoken if span.start < end and start < span.end)
