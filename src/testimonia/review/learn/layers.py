"""The two layers that learn, each cross-validated over articles: is this person a case; which reasons do they give.

    decisions as rows, shipped weights -> figures before and after, learned weights

Before is always what ships with the program: it has seen none of the study. After is a model of the other folds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from testimonia.domain.lexicon import CaseModel, CodeModel, Weights
from testimonia.ports.fitter import Fitter
from testimonia.review.learn.figures import Figures, Scored, figures
from testimonia.review.learn.folds import parted
from testimonia.review.learn.model import Linear, Row, Values

CASE_STRENGTH, SENTENCE_STRENGTH, PERSON_STRENGTH = 100.0, 100.0, 100.0
"""How much it takes to move a weight: at 100 about so many decisions that all point one way.

Swept 1 to 300 by tools/sweep_learn.py on training/w4a, w5a, w6a and w8a (56 articles; neither encoder nor weights saw them), reviewers played by the annotation,
judged on the articles that they did not review: weaker priors lose more where there is nothing to learn than they win where there is; between 100 and 300
little differs. Figures in docs/adr/0010.
"""
FEWEST, FEWEST_OF_EACH, FEWEST_ARTICLES = 40, 10, 20
"""So many decisions of a kind, of them so many of either answer, in so many articles that are no copies of each other.

The same sweep: with 10 articles reviewed (21 verdicts), what cross-validation called better was worse on the other articles in every such draw.
"""


@dataclass(frozen=True, slots=True)
class Coded:
    """One appearance whose codings people decided on.

    `sentences`: passages that were judged. `codes`: whether the person gives the code at all, where that follows. `numbers`: for weights of the
    sentence model, the numbers of the person model for every code (narrative/weigh).
    """

    family: str
    sentences: tuple[Row, ...]
    codes: Mapping[str, bool]
    numbers: Callable[[Weights], Mapping[str, Values]]

    def persons(self, sentence: Linear) -> Iterator[Row]:
        """The rows of the person model, where the sentence model is this one."""
        found = self.numbers(sentence.plain()) if self.codes else {}
        yield from (Row(found[code], right, self.family) for code, right in sorted(self.codes.items()))


def too_few(what: str, rows: Sequence[Row]) -> str:
    """Why these decisions are too few to learn from; empty where they are enough."""
    yes = sum(row.right for row in rows)
    articles = len({row.family for row in rows})
    if len(rows) >= FEWEST and min(yes, len(rows) - yes) >= FEWEST_OF_EACH and articles >= FEWEST_ARTICLES:
        return ""
    return (
        f"{what}: {len(rows)} decided ({yes} yes, {len(rows) - yes} no) in {articles} articles; it takes {FEWEST} decided, {FEWEST_OF_EACH} of them yes "
        f"and {FEWEST_OF_EACH} no, in {FEWEST_ARTICLES} articles that are no copies of each other"
    )


# -- who is a case


def learn_case(rows: Sequence[Row], shipped: CaseModel, threshold: float, fit: Fitter) -> tuple[Figures, CaseModel]:
    """Figures of the held-back decisions, and the model of all."""
    prior = Linear.of_case(shipped)
    scored = []
    for rest, held in parted(rows):
        after = prior.refitted(rest, CASE_STRENGTH, fit)
        scored += [_scored(row, prior, row.values, after) for row in held]
    return figures("cases", scored, threshold), prior.refitted(rows, CASE_STRENGTH, fit).case_model()


def _scored(row: Row, before: Linear, values: Values, after: Linear) -> Scored:
    return Scored(row.right, row.family, before.chance(values), after.chance(row.values))


# -- which reasons they give


@dataclass(frozen=True, slots=True)
class _Codes:
    sentence: Linear
    person: Linear

    @classmethod
    def of(cls, model: CodeModel) -> _Codes:
        return cls(Linear.of_weights(model.sentence), Linear.of_weights(model.person))

    def refitted(self, items: Sequence[Coded], fit: Fitter) -> _Codes:
        """Both models; the person model on numbers that come from sentence models which have not seen the article."""
        crossed = []
        for rest, held in parted(items):
            sentence = self._sentence(rest, fit)
            crossed += [row for item in held for row in item.persons(sentence)]
        return _Codes(self._sentence(items, fit), self.person.refitted(crossed, PERSON_STRENGTH, fit))

    def _sentence(self, items: Sequence[Coded], fit: Fitter) -> Linear:
        return self.sentence.refitted([row for item in items for row in item.sentences], SENTENCE_STRENGTH, fit)


def learn_codes(items: Sequence[Coded], shipped: CodeModel, fit: Fitter) -> tuple[tuple[Figures, Figures], CodeModel]:
    """Figures of the held-back passages and persons, and the models of all."""
    prior = _Codes.of(shipped)
    passages: list[Scored] = []
    people: list[Scored] = []
    for rest, held in parted(items):
        after = prior.refitted(rest, fit)
        for item in held:
            passages += [_scored(row, prior.sentence, row.values, after.sentence) for row in item.sentences]
            rows = zip(item.persons(prior.sentence), item.persons(after.sentence), strict=True)
            people += [_scored(now, prior.person, then.values, after.person) for then, now in rows]
    whole = prior.refitted(items, fit)
    learned = CodeModel(
        sentence=whole.sentence.plain(), person=whole.person.plain(), threshold=shipped.threshold, more=shipped.more
    )
    return (figures("passages", passages, shipped.more), figures("reasons", people, shipped.threshold)), learned
