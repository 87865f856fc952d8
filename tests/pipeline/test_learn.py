"""Learning at work: recorded, undone without a trace, and never stronger than a person's decision."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from expected import Expected
from taught_study import make, review

from testimonia import Study
from testimonia.domain.coding import CodingStatus
from testimonia.domain.consultation import Consultation
from testimonia.domain.decision import Learn
from testimonia.domain.reading import Reading
from testimonia.domain.snapshot import Snapshot
from testimonia.errors import DecisionError, UsageError
from testimonia.pipeline import weights
from testimonia.review.learn.folds import dealt

ARTICLES = 24


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    """Read by the rules alone."""
    made = make(tmp_path, ARTICLES, reader=False)
    yield made
    made.close()


def chances(state: Snapshot, label: str) -> float:
    """Mean probability of those who are called so."""
    found = [one.probability for one in state.appearances.values() if label in one.label]
    return sum(found) / len(found)


def kept(study: Study) -> None:
    """Every decision is there and holds."""
    state = study.snapshot()
    wrong = [*Expected(state.decisions).violations(state)]
    assert not wrong, "\n".join(wrong)
    assert study._desk.store.verify() == len(state.decisions)


def test_learned_run_and_undone_on_both_databases(new_store_url: Callable[[], str], tmp_path: Path) -> None:
    with make(tmp_path, ARTICLES, store=new_store_url(), reader=False) as study:
        review(study)
        study.run()
        before, bundle = study.snapshot(), study.bundle()

        lesson = study.learn(by="ann", reason="first round")
        event = lesson.decision
        assert event is not None
        assert event.number == len(before.decisions) + 1
        assert (event.by, event.reason) == ("ann", "first round")
        assert isinstance(event.action, Learn)
        assert event.action.upto == len(before.decisions)
        assert [one.what for one in lesson.figures] == ["cases"]  # no reader: the cues have no weights
        assert lesson.figures[0].better
        assert "rules@1" in {one.detector for one in study.snapshot().appearances.values()}  # nothing is read anew yet

        outcomes = {one.stage: one for one in study.run()}
        assert outcomes["detect"].new == ARTICLES
        after = study.snapshot()
        assert {one.detector for one in after.appearances.values()} == {f"rules@1+learned@{event.number}"}
        assert list(after.appearances) == list(before.appearances)
        assert chances(after, "Pryce") > chances(before, "Pryce")
        kept(study)
        assert [(p.id, p.status, p.reason) for p in after.persons if p.reason != "proposed by the machine"] == [
            (p.id, p.status, p.reason) for p in before.persons if p.reason != "proposed by the machine"
        ]
        assert not any(outcome.new for outcome in study.run())

        study.undo(event.number, by="bo", reason="let us wait")
        study.run()
        assert study.bundle() == bundle
        assert study.snapshot().appearances == before.appearances
        assert study.status().weights == weights.SHIPPED
        study.undo(event.number + 1, by="bo")  # undoing the undo puts the learned weights back
        study.run()
        assert study.snapshot().appearances == after.appearances
        kept(study)


def test_the_same_log_teaches_the_same(study: Study) -> None:
    review(study)
    first = study.learn(by="ann", dry_run=True)
    again = study.learn(by="ann", dry_run=True)
    assert (first.case, first.figures, first.decision) == (again.case, again.figures, None)
    assert not any(isinstance(one.action, Learn) for one in study.snapshot().decisions)
    one = study.learn(by="ann")
    study.run()
    other = study.learn(by="ann")  # read by the learned weights meanwhile: they have no part in it
    assert (one.case, one.figures) == (other.case, other.figures)
    assert one.case is not None
    assert study.status().weights.startswith(f"learned@{other.decision.number} by ann")  # type: ignore[union-attr]


def test_too_few_decisions_are_refused_with_the_numbers(study: Study) -> None:
    with pytest.raises(DecisionError, match="0 decided"):
        study.learn(by="ann")
    state = study.snapshot()
    study.include(state.persons[0].id, by="ann")
    with pytest.raises(DecisionError, match=r"1 decided \(1 yes, 0 no\) in 1 articles; it takes 40"):
        study.learn(by="ann", anyway=True)
    assert len(study.snapshot().decisions) == 1


def test_what_is_not_better_is_not_recorded_unless_asked_for(study: Study) -> None:
    state = study.snapshot()
    fold = dealt(one.origin for one in state.articles)
    for (
        one
    ) in state.appearances.values():  # people say what the machine said, but for the articles that are held back first
        if (one.probability >= 0.5) != (fold[one.article] == 0):
            study.include(one.id, by="ann")
        else:
            study.exclude(one.id, by="ann", reason="no own account")
    lesson = study.learn(by="ann")
    assert not lesson.figures[0].better
    assert lesson.decision is None
    assert "--anyway" in lesson.note
    assert study.learn(by="ann", anyway=True, dry_run=True).decision is None
    assert study.learn(by="ann", anyway=True).decision is not None


def test_without_an_author_it_says_so(study: Study) -> None:
    with pytest.raises(DecisionError, match="nobody answers"):
        study.learn(by=" ")


def test_it_shows_in_status_and_show(study: Study) -> None:
    assert study.status().weights == "as shipped"
    review(study)
    number = study.learn(by="ann").decision.number  # type: ignore[union-attr]
    assert study.status().weights.startswith(f"learned@{number} by ann (case; from decisions up to {number - 1})")
    assert f"{number}  " in study.show("decisions")
    assert "ann: learn upto" in study.show("decisions")
    shown = study.show("weights")
    assert f"learned@{number}" in shown
    moved = shown.split("in force\n")[1].split("\n")[0].split()
    assert float(moved[1]) != float(moved[2])


def test_scoring_on_what_was_learned_from_is_told(study: Study, tmp_path: Path) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    document = {"lang": "en", "first_sentence": "", "last_sentence": "", "boilerplate": [], "claims": [], "persons": []}
    (gold / "gold.json").write_text(
        json.dumps([{**document, "doc": n, "file": f"{n}.txt"} for n in ("00", "01", "elsewhere")])
    )
    review(study)
    study.run()
    assert not study.evaluate(gold).note
    number = study.learn(by="ann").decision.number  # type: ignore[union-attr]
    assert "2 of these documents" in study.evaluate(gold).note
    assert "2 of these documents" in study.evaluate(gold).table()
    study.undo(number, by="ann")
    assert not study.evaluate(gold).note


def test_the_report_says_by_which_weights(study: Study) -> None:
    review(study)
    number = study.learn(by="ann").decision.number  # type: ignore[union-attr]
    study.run()
    assert f"learned from the reviewers’ decisions (learned@{number})" in study.report.read_text("utf-8")


def test_a_language_model_beside_it_changes_nothing_in_what_is_taught(study: Study) -> None:
    review(study)
    before = study.learn(by="ann", dry_run=True)
    store = study._desk.store
    for found in list(store.all("detect", Reading)):
        others = tuple(
            msgspec.structs.replace(a, detector=f"{a.detector}+llm/m@1", features={}) for a in found.appearances
        )
        heard = Consultation(
            article=found.article, on=store.done("detect")[found.article], model="m", prompt="1",
            reading=msgspec.structs.replace(found, appearances=others),
        )  # fmt: skip
        store.put("consult", found.article, "mark", heard)
    assert {one.detector for one in study.snapshot().appearances.values()} == {"rules@1+llm/m@1"}
    assert study.learn(by="ann", dry_run=True) == before


def test_weights_of_another_reader_rest(study: Study, tmp_path: Path) -> None:
    review(study)
    study.learn(by="ann")
    toml = tmp_path / "study" / "study.toml"
    toml.write_text(toml.read_text("utf-8").replace("reader = false", "reader = true"), "utf-8")
    with Study.open(tmp_path / "study") as other:
        assert other.status().weights.startswith("as shipped; learned@")
        assert "rests" in other.status().weights
        assert weights.lexicon(other._desk) == other._desk.lexicon
        with pytest.raises(UsageError, match="another detector"):
            other.learn(by="ann")


def test_codes_are_learned_where_a_reader_reads(tmp_path: Path) -> None:
    with make(tmp_path, ARTICLES) as study:
        review(study)
        study.run()
        before, bundle = study.snapshot(), study.bundle()
        lesson = study.learn(by="ann")
        assert [one.what for one in lesson.figures] == ["cases", "passages", "reasons"]
        assert lesson.codes is not None
        shipped = study._desk.lexicon.code_model
        assert lesson.codes.sentence.weights["joining"] < shipped.sentence.weights["joining"]
        assert lesson.codes.person.weights["joining"] < shipped.person.weights["joining"]
        assert (lesson.codes.threshold, lesson.codes.more) == (shipped.threshold, shipped.more)
        study.run()
        after = study.snapshot()
        kept(study)
        coders = {one.coder for one in after.codings if one.coder.startswith("machine")}
        assert all(f"+learned@{lesson.decision.number}" in one for one in coders)  # type: ignore[union-attr]
        now, then = ({one.id: one for one in state.codings} for state in (after, before))
        assert set(then) <= set(now)
        assert all(now[id].status is then[id].status for id in then)
        assert {one.status for one in then.values()} >= {CodingStatus.ACCEPTED, CodingStatus.REJECTED}
        assert study.learn(by="bo", dry_run=True).codes == lesson.codes
        study.undo(lesson.decision.number, by="ann")  # type: ignore[union-attr]
        study.run()
        assert study.bundle() == bundle
