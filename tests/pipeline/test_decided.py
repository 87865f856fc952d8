"""A decision about one person is none about another whose words overlap with theirs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from testimonia import Study
from testimonia.domain.decision_state import DecisionState
from testimonia.pipeline.decided import of_members

STORY = """Former Islamic State cook speaks out

TUNIS - Leila Mansouri, a 31-year-old Tunisian who defected from Islamic State in April 2015, has spoken publicly about her months in Raqqa for the first time.

"There was no pay and no electricity, and we were hungry every night," Mansouri told the Prairie Herald. "I left because the life they had promised did not exist."

Her aunt, who lives in Sfax, said that she had been afraid for Leila all the time. Her brother was killed in Syria in 2014.
"""


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "leila.txt").write_text(STORY)
    with Study.init(tmp_path / "study") as made:
        made.run([tmp_path / "in"])
        yield made


def test_to_exclude_her_aunt_does_not_exclude_her(study: Study) -> None:
    found = study.snapshot()
    leila = next(p for p in found.persons if p.name == "Leila Mansouri")
    hers = [m.span for a in leila.appearances for m in found.appearances[a].mentions]
    within = [
        a
        for a in found.appearances.values()
        if a.id not in leila.appearances and any(a.mentions[0].span.overlaps(s) for s in hers)
    ]
    assert within  # "Her aunt" begins with "Her"
    for other in within:
        study.exclude(other.id, by="ana", reason="a relative")
        study.correct(other.id, "nationality", "FR", by="ana")
    after = next(p for p in study.snapshot().persons if p.name == "Leila Mansouri")
    assert (after.status, after.nationality) == (leila.status, leila.nationality)
    study.run()
    assert next(p for p in study.snapshot().persons if p.name == "Leila Mansouri").status == leila.status


def test_what_concerns_others_is_left_out_and_what_moved_comes_along() -> None:
    state = DecisionState(
        verdicts={"d@0-5": (True, "a"), "d@9-12": (False, "b"), "d@1-4": (False, "c")},
        must=(("d@0-5", "e@0-3"), ("d@9-12", "e@0-3")), cannot=(("d@1-4", "e@0-3"),),
        corrections={"d@0-5": {"age": ("3", 2)}, "d@1-4": {"age": ("2", 1), "gender": ("F", 5)}, "d@9-12": {"age": ("9", 9)}},
    )  # fmt: skip
    now = {"d@1-4": "d@0-5"}
    mine = of_members(state, {"d@0-5", "e@0-3"}, lambda one: now.get(one, one))
    assert mine.verdicts == {"d@0-5": (False, "c")}
    assert (mine.must, mine.cannot) == ((("d@0-5", "e@0-3"),), (("d@0-5", "e@0-3"),))
    assert mine.corrections == {"d@0-5": {"age": ("3", 2), "gender": ("F", 5)}}
