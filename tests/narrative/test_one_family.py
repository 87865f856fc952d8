"""A sentence that says far likelier why somebody left says nothing of why they joined, and the other way round."""

from pathlib import Path

import pytest

import testimonia
from testimonia.config import load_codebook
from testimonia.domain.lexicon import CodeModel, Weights
from testimonia.domain.span import Span
from testimonia.narrative.code import OTHER, proposed
from testimonia.narrative.weigh import Observation, logit

BOOK = load_codebook(Path(testimonia.__file__).parent / "data/templates/defectors/codebook.yaml")
TEXT = "They shelled a village, and I could not stay."
MODEL = CodeModel(
    threshold=0.2, more=0.25, sentence=Weights(bias=0.0, weights={"own": 1.0}), person=Weights(bias=5.0, weights={})
)


def table(chances: dict[str, float]) -> list[Observation]:
    """One sentence, of which the sentence model says these probabilities; of all other codes next to nothing."""
    numbers = {code.id: chances.get(code.id, 0.002) for code in BOOK.codes}
    rest = {"own_chance": 0.0, "cue": 0.0, "denied": 0.0, "touched": 0.0}
    span = Span.of(TEXT, 0, len(TEXT))
    return [Observation(c, span, None, {"own": logit(numbers[c.id]), **rest}) for c in BOOK.codes]


@pytest.mark.parametrize(
    ("leaving", "joining"), [(0.9, 0.9 / OTHER + 0.05), (0.5, 0.5), (0.9 / OTHER + 0.05, 0.9), (0.9, 0.9 / OTHER - 0.05), (0.9 / OTHER - 0.05, 0.9)]
)  # fmt: skip
def test_the_likelier_family_takes_the_sentence_where_it_is_far_likelier(leaving: float, joining: float) -> None:
    found = proposed(table({"leaving/brutality": leaving, "joining/defend_sunnis": joining}), MODEL)
    assert ("leaving/brutality" in found) is (joining < OTHER * leaving)
    assert ("joining/defend_sunnis" in found) is (leaving < OTHER * joining)


def test_two_codes_of_one_family_share_a_sentence() -> None:
    found = proposed(table({"leaving/brutality": 0.9, "leaving/infighting": 0.3}), MODEL)
    assert {"leaving/brutality", "leaving/infighting"} <= set(found)
