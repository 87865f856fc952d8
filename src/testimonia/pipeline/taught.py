"""What the decisions of a study teach, as rows of the numbers that its models weigh.

It follows from the log, the articles and the weights that ship: weights learned before have no part in it, so the same log teaches the same.

Of codings only those teach that these models had proposed to people, whatever they answered. Whoever adds a coding by hand picked it because it is right:
weights fitted to such passages would propose everything (docs/adr/0010), and no cross-validation over them would tell.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from testimonia.domain.appearance import Appearance, anchor
from testimonia.domain.lexicon import Weights
from testimonia.domain.reading import Reading
from testimonia.domain.span import Span
from testimonia.errors import UsageError
from testimonia.identity.detect import DETECTOR
from testimonia.narrative.code import proposed
from testimonia.narrative.weigh import Observation, likeliest, observations, of_person, weighed
from testimonia.pipeline import second
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.people import People, article_of
from testimonia.pipeline.translation.held import as_read
from testimonia.review.learn import Coded, Given, Labels, Row

NOBODY = "about people whom detection does not find any more"
ELSEWHERE = "codings of words that are not read as the person's"
TRANSLATED = (
    "codings in articles that are read in a translation: its words are a translator's, and people judged the original"
)


BY_HAND = "codings added by hand, or proposed by a language model alone, where the weights propose no such code: chosen because they are right, they say nothing of what is wrong"
Place = tuple[str, Span]
"""A code and a sentence."""


class Taught:
    """Looks up what was decided on. `left_out` grows while it does."""

    def __init__(self, desk: Desk, labels: Labels) -> None:
        self._desk, self._labels, self._people = desk, labels, People(desk)
        self._found: dict[str, Appearance | None] = {}
        self.left_out: Counter[str] = Counter(labels.left_out)

    def cases(self) -> list[Row]:
        """One row an appearance on which there is a verdict."""
        rows = {}
        for verdict in self._labels.verdicts:
            one = self._appearance(verdict.appearance)
            if one is not None:
                rows[one.id] = Row(one.features, verdict.right, self._family(one))
        return list(rows.values())

    def codings(self) -> Iterator[tuple[Appearance, list[Given]]]:
        """Appearances with what was decided of their codings."""
        held: dict[str, list[Given]] = defaultdict(list)
        for given in self._labels.codings:
            one = self._appearance(given.appearance)
            if one is not None and as_read(self._desk, one) is not None:
                self.left_out[TRANSLATED] += 1
            elif one is not None:
                held[one.id].append(given)
        for id, found in held.items():
            one = self._appearance(id)
            assert one is not None
            yield one, found

    def coded(self, one: Appearance, decided: Sequence[Given]) -> Coded:
        """The rows of one appearance's codings."""
        article = self._desk.texts(one.article)
        table = list(observations(article, one, self._desk.codebook, self._desk.settings, self._desk.reader))
        proposals = proposed(table, self._desk.lexicon.code_model)
        decided = self._without_model(one, decided)
        shown = {*proposals, *(given.code for given in decided if not given.by_hand)}
        told = [given for given in decided if given.code in shown]
        self.left_out[BY_HAND] += len(decided) - len(told)
        judged = self._judged(table, told, {(code, span) for code, spans in proposals.items() for span in spans})
        family = self._family(one)
        return Coded(
            family=family,
            sentences=tuple(Row(seen.features, right, family) for seen, right in judged.values()),
            codes=dict(_codes(table, told, proposals, {key for key, (_, right) in judged.items() if not right})),
            numbers=lambda weights: _numbers(table, weights),
        )

    def _without_model(self, one: Appearance, decided: Sequence[Given]) -> list[Given]:
        """What a language model proposed counts as found by hand: it, too, was picked by somebody who sees what the weights do not weigh."""
        heard = second.consultation(self._desk, one.article)
        theirs = {(k.code, k.span.start, k.span.end) for k in heard.codings_of(one.id)} if heard else set()
        return [replace(g, by_hand=g.by_hand or (g.code, g.start, g.end) in theirs) for g in decided]

    def _judged(
        self, table: Sequence[Observation], told: Sequence[Given], proposals: set[Place]
    ) -> dict[Place, tuple[Observation, bool]]:
        """Sentences that were shown for a code, and what people said: yes, where one of several said so."""
        judged: dict[Place, tuple[Observation, bool]] = {}
        for given in told:
            seen = _sentence(table, given)
            if seen is None:
                self.left_out[ELSEWHERE] += 1
                continue
            key = (given.code, seen.span)
            if not given.by_hand or key in proposals:
                judged[key] = (seen, given.right or (key in judged and judged[key][1]))
        return judged

    def _appearance(self, id: str) -> Appearance | None:
        """Who stands there now; UsageError where they were read by another program."""
        if id not in self._found:
            one = self._detected(id)
            if one is None:
                self.left_out[NOBODY] += 1
            else:
                self._check(one)
            self._found[id] = one
        return self._found[id]

    def _detected(self, id: str) -> Appearance | None:
        """Who stands there by the detection alone: its models learn, not a language model that has its say beside it."""
        reading = (
            self._desk.store.get("detect", article_of(id), Reading) if self._people.facts(article_of(id)) else None
        )
        held = {one.id: one for one in reading.appearances} if reading else {}
        return held.get(id) or held.get(anchor(id, held.values()) or "")

    def _check(self, one: Appearance) -> None:
        now = "+".join(filter(None, (DETECTOR, self._desk.reader_name)))
        if one.detector.partition("+learned@")[0] != now:
            raise UsageError(
                "the study was last read by another detector",
                where=one.article,
                got=one.detector,
                expected=now,
                hint="`testimonia run STUDY`, then learn",
            )

    def _family(self, one: Appearance) -> str:
        facts = self._people.facts(one.article)
        return facts.origin if facts else one.article


def _codes(
    table: Sequence[Observation], told: Sequence[Given], proposals: Mapping[str, Sequence[Span]], refused: set[Place]
) -> Iterator[tuple[str, bool]]:
    """Whether the person gives the code: yes by one passage; no where people refused every passage that the shipped weights propose."""
    for code in sorted({given.code for given in told} & {seen.code.id for seen in table}):
        if any(given.right for given in told if given.code == code):
            yield code, True
        elif all((code, span) in refused for span in proposals.get(code, ())):
            yield code, False


def _sentence(table: Sequence[Observation], given: Given) -> Observation | None:
    """The sentence in which most of the words stand."""
    shared = [
        (min(o.span.end, given.end) - max(o.span.start, given.start), o) for o in table if o.code.id == given.code
    ]
    most, seen = max(shared, key=lambda pair: (pair[0], -pair[1].span.start), default=(0, None))
    return seen if most > 0 else None


def _numbers(table: Sequence[Observation], sentence: Weights) -> Mapping[str, Mapping[str, float]]:
    return of_person(likeliest(weighed(table, sentence)))
