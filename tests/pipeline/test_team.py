"""A team on one small study: what is asked in which order, how the codebook changes, double coding from the draw to the figure, looking back."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import pytest
from histories import Clock
from small_texts import write_sources

from testimonia import Study
from testimonia.domain.coding import CodingStatus
from testimonia.domain.decision import Learn
from testimonia.domain.figure import Findings
from testimonia.domain.person import Status
from testimonia.domain.task import Task
from testimonia.errors import ConflictError, DecisionError, StoreError, TamperError, UsageError
from testimonia.pipeline.weights import case_model


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    sources = write_sources(tmp_path / "sources")
    made = Study.init(tmp_path / "study")
    with Study(dataclasses.replace(made._desk, clock=Clock())) as held:
        held.run(sources)
        yield held


def ids(tasks: Sequence[Task]) -> list[str]:
    return [task.question.id for task in tasks]


def value(study: Study, figure: str) -> float:
    found = study.findings().figure(figure)
    return found.value if found else 0.0


# -- the queue


def test_every_task_can_be_read_and_answered(study: Study) -> None:
    tasks = study.queue()
    assert [task.place for task in tasks] == list(range(1, len(tasks) + 1))
    weights = [task.question.weight for task in tasks]
    assert weights == sorted(weights, reverse=True) and min(weights) >= 0
    assert {"case", "coding", "missing"} <= {task.question.kind for task in tasks}
    assert len(set(ids(tasks))) == len(tasks)
    for task in tasks:
        for one in task.excerpts:
            text = study.article(one.article).text
            around = one.before + one.quote + one.after
            assert text[one.start : one.end] == one.quote
            assert text[one.start - len(one.before) :].startswith(around)
        assert len(task.choices) >= 2 or task.question.kind == "missing"


def test_each_answer_takes_its_question_off_the_queue(study: Study) -> None:
    for kind in ("case", "coding", "attribute", "identity"):
        for task in study.queue(kind=kind)[:2]:
            for choice in task.choices:
                arguments = {**choice.arguments, "by": "ann", "reason": "seen in the article", "seen": task.seen}
                event = getattr(study, choice.verb)(**arguments)
                assert task.question.id not in ids(study.queue(snoozed=True)), (task, choice)
                study.undo(event.number, by="ann")
                task = msgspec.structs.replace(task, seen=task.seen + 2)
                assert task.question.id in ids(study.queue()), "and an undo puts it back"


def test_an_answer_on_which_more_figures_rest_comes_first(study: Study) -> None:
    """The person with a code, a country and a gender of their own moves more than one who shares them all, at the same probability."""
    tasks = {task.question.person: task for task in study.queue(kind="case") if task.question.person}
    people = {p.id: p for p in study.snapshot().persons}
    sure = [t for id, t in tasks.items() if people[id].probability > 0.95 and people[id].status is Status.CANDIDATE]
    open_ = [t for id, t in tasks.items() if people[id].probability < 0.8]
    assert sure and open_
    assert min(t.question.weight for t in open_) > max(t.question.weight for t in sure)


def test_where_a_code_is_accepted_the_others_of_the_same_move_nothing(study: Study) -> None:
    by_code: dict[tuple[str | None, str], list[Task]] = {}
    codings = {k.id: k for k in study.snapshot().codings}
    for task in study.queue(kind="coding"):
        code = codings[str(task.choices[0].arguments["coding"])].code
        by_code.setdefault((task.question.person, code), []).append(task)
    first, *others = next(tasks for tasks in by_code.values() if len(tasks) > 1)
    assert first.question.weight > 0
    study.accept(str(first.choices[0].arguments["coding"]), by="ann")
    weights = {task.question.id: task.question.weight for task in study.queue(kind="coding")}
    assert [weights[task.question.id] for task in others] == [0.0] * len(others)


def test_a_snoozed_question_comes_back_on_its_day(study: Study) -> None:
    first, second, *_ = study.queue()
    event = study.snooze(first.question.id, "2026-11-25", by="ann", reason="the court decides on Tuesday")
    assert study.queue()[0].question.id == second.question.id
    everything = study.queue(snoozed=True)
    assert everything[-1].question.id == first.question.id and everything[-1].snoozed_until == "2026-11-25"
    later = Study(dataclasses.replace(study._desk, clock=lambda: "2026-11-25T06:00:00Z"))
    assert later.queue()[0].question.id == first.question.id
    study.undo(event.number, by="bo")
    assert study.queue()[0].question.id == first.question.id
    for wrong in ("2026-11-23", "2020-01-01", "tomorrow", "2026-13-01"):
        with pytest.raises(DecisionError):
            study.snooze(first.question.id, wrong, by="ann")
    with pytest.raises(DecisionError, match="no such question"):
        study.snooze("?nothing", "2027-01-01", by="ann")


def test_colleagues_are_asked_and_notes_stand_by_what_they_are_about(study: Study) -> None:
    task = study.queue()[0]
    study.ask(task.question.id, "bo", "you read Arabic", by="ann")
    note = study.memo(task.question.id, "two spellings of the town", by="cy")
    (mine,) = study.queue(whom="bo")
    assert [(n.whom, n.by, n.text) for n in mine.asked] == [("bo", "ann", "you read Arabic")]
    assert [(n.number, n.by) for n in mine.memos] == [(note.number, "cy")]
    assert not study.queue(whom="dee")
    before = study.findings()
    state = study.snapshot()
    for on in (state.persons[0].id, state.articles[0].id, state.codings[0].id, state.codebook.codes[0].id):
        study.memo(on, "checked", by="ann")
    assert [e.said["kind"] for e in study.history(kind="memo")] == ["question", "person", "document", "coding", "code"]
    assert study.findings() == before, "a note decides nothing"
    for wrong in ("P-nobody", "d-nothing", "k-nothing", "?nothing", "leaving/nothing"):
        with pytest.raises(DecisionError, match="there is no such"):
            study.memo(wrong, "?", by="ann")
    with pytest.raises(DecisionError, match="needs words"):
        study.memo(state.persons[0].id, "  ", by="ann")


# -- the codebook


def test_a_changed_definition_asks_for_a_second_look_at_what_people_coded(study: Study) -> None:
    state = study.snapshot()
    mine, other = state.codings[0], next(k for k in state.codings if k.code != state.codings[0].code)
    study.accept(mine.id, by="ann")
    study.accept(other.id, by="ann")
    event = study.define_code(mine.code, definition="Sharper than before.", by="lead", reason="pilot")
    assert study.codebook().version == state.codebook.version + 1
    (task,) = study.queue(kind="recode")
    assert mine.id in task.choices[0].arguments.values() and "definition" in task.question.why
    study.reject(mine.id, by="bo", reason="not by the new definition")
    assert not study.queue(kind="recode")
    study.undo(event.number, by="lead")
    assert study.codebook().codes == state.codebook.codes
    assert study.codebook().version == state.codebook.version + 2, "an undo is a version too"
    told = study.codebook_history(mine.code)
    assert [(v.version, v.change, v.holds) for v in told] == [(1, "codebook.yaml", True), (2, "definition", False)]


def test_cues_move_the_machine_and_ask_nobody(study: Study) -> None:
    def proposed() -> dict[str, float]:
        return {k.id: k.confidence for k in study.snapshot().codings if k.code == "leaving/corruption"}

    before = proposed()
    study.accept(next(iter(before)), by="ann")
    event = study.define_code("leaving/corruption", cues=["no such words in any article"], by="lead")
    assert proposed() == before, "the next run codes anew"
    assert not study.queue(kind="recode")
    study.run()
    after = proposed()
    assert after.keys() <= before.keys() and after != before
    assert next(iter(before)) in after, "what people accepted stays"
    study.undo(event.number, by="lead")
    study.run()
    assert proposed() == before


def test_retired_and_merged_codes_leave_the_figures_and_stay_in_the_history(study: Study) -> None:
    state = study.snapshot()
    mine = next(k for k in state.codings if k.code == "leaving/corruption")
    study.accept(mine.id, by="ann")
    before = {name: value(study, f"leaving.{name}.count") for name in ("corruption", "infighting")}
    assert before["corruption"] > 0
    retired = study.retire_code("leaving/corruption", by="lead", reason="too wide")
    assert study.findings().figure("leaving.corruption.count") is None
    assert mine.id in {k.id for k in study.snapshot().retired}
    assert study.history(kind="judge_coding")[0].holds
    study.undo(retired.number, by="lead")
    assert value(study, "leaving.corruption.count") == before["corruption"]
    study.merge_codes("leaving/corruption", "leaving/infighting", by="lead")
    held = {k.id: k for k in study.snapshot().codings}
    assert held[mine.id].code == "leaving/infighting" and held[mine.id].status is CodingStatus.ACCEPTED
    assert study.findings().figure("leaving.corruption.count") is None
    assert value(study, "leaving.infighting.count") >= max(before.values())
    study.run()
    with pytest.raises(DecisionError, match="no such code"):
        study.add_coding(study.snapshot().persons[0].id, "leaving/corruption", "corrupt", by="ann")


def test_what_does_not_fit_in_a_codebook_is_told(study: Study) -> None:
    wrong = (
        lambda: study.define_code("leaving/brutality", cues=["(unclosed"], by="lead"),
        lambda: study.define_code("no id", name="x", definition="y", by="lead"),
        lambda: study.define_code("leaving/fresh", definition="without a name", by="lead"),
        lambda: study.define_code("leaving/brutality", name=study.codebook().codes[1].name, by="lead"),
        lambda: study.merge_codes("leaving/brutality", "joining/material", by="lead"),
        lambda: study.merge_codes("leaving/brutality", "leaving/brutality", by="lead"),
        lambda: study.retire_code("leaving/nothing", by="lead"),
    )
    for act in wrong:
        with pytest.raises(DecisionError):
            act()
    for code in study.codebook().codes[1:]:
        study.retire_code(code.id, by="lead")
    with pytest.raises(DecisionError, match="needs a code"):
        study.retire_code(study.codebook().codes[0].id, by="lead")


# -- double coding


def words_of(study: Study, appearance: str, n: int) -> str:
    text = study.article(appearance.partition("@")[0]).text
    return [part for part in text.split("\n\n") if text.count(part) == 1][n]


def counted(found: Findings) -> dict[str, object]:
    """Every figure but agreement, with what it counts; and the tables."""
    figures = {
        f.id: (f.value, f.low, f.high, f.interval, f.members, f.evidence) for f in found.figures if f.unit != "alpha"
    }
    return {
        **figures,
        "tables": (
            found.cross,
            found.growth_spoke,
            found.growth_left,
            found.associations,
            found.sensitivity,
            found.attrition,
        ),
    }


def test_double_coding_from_the_draw_to_the_figure(study: Study) -> None:
    before = study.findings()
    study.draw("pilot", coders=["ana", "bo"], n=3, seed=7, by="lead")
    units = [unit.appearance for unit in study.assignments("pilot", "ana")]
    assert units == [unit.appearance for unit in study.assignments("pilot", "bo")] and len(units) == 3
    first, second, third = units
    code, words = "leaving/brutality", words_of(study, first, -1)
    study.answer("pilot", first, [{"code": code, "quote": words}], by="ana")
    (task, *_) = study.assignments("pilot", "bo")
    assert task.others is None and task.machine is None, "blind to the other and to the machine"
    study.answer("pilot", first, [], by="bo")
    for unit in (second, third):
        for coder in ("ana", "bo"):
            study.answer("pilot", unit, [], by=coder)
    answered = study.findings()
    assert counted(answered) == counted(before), "answers decide nothing by themselves"
    assert {f.id for f in answered.figures} - {f.id for f in before.figures} == {"leaving.brutality.agreement"}, (
        "what they show is how far people agree"
    )
    (progress,) = study.rounds()
    assert progress.done == {"ana": (3, 3), "bo": (3, 3)}
    assert (progress.complete, progress.conflicts, progress.adjudicated) == (3, 1, 0)
    (conflict,) = study.conflicts("pilot")
    assert conflict.differences[0].said == {"ana": "present", "bo": "absent"}
    study.adjudicate("pilot", first, take="ana", by="lead", reason="it is said twice")
    assert not study.conflicts("pilot")
    (settled,) = study.conflicts("pilot", all=True)
    assert settled.outcome and settled.outcome.coder == "lead" and settled.outcome.marks == conflict.answers[0].marks
    held = [k for k in study.snapshot().codings if k.appearance == first]
    mine = next(k for k in held if k.coder == "human:lead")
    assert (mine.code, mine.span.quote, mine.status) == (code, words, CodingStatus.ACCEPTED)
    others = [k for k in held if k.code != code and k.code in progress.codes]
    assert all(k.status is CodingStatus.REJECTED for k in others), "what the outcome does not name was not there"
    figure = study.findings().figure("leaving.brutality.count")
    assert figure and any(mine.id in evidence for evidence in figure.evidence)
    event = study.history(kind="adjudicate")[0]
    assert event.said["taken"] == "ana" and event.said["answers"] == "2, 3"
    (task, *_) = study.assignments("pilot", "bo")
    assert task.others and task.machine is not None, "what is adjudicated is open"
    with pytest.raises(DecisionError, match="adjudicated"):
        study.answer("pilot", first, [], by="bo")
    study.undo(event.number, by="lead")
    assert study.findings() == answered
    assert [c.appearance for c in study.conflicts("pilot")] == [first]


def test_single_coding_by_design_decides_at_once_and_the_later_word_holds(study: Study) -> None:
    coding = study.snapshot().codings[0]
    study.draw("alone", coders=["ana"], each=1, decides=True, codes=[coding.code], blind_to_machine=False, by="lead")
    unit = next(u for u in study.assignments("alone", "ana") if u.appearance == coding.appearance)
    assert unit.machine and {m.code for m in unit.machine} == {coding.code}

    def status() -> CodingStatus:
        return next(k.status for k in study.snapshot().codings if k.id == coding.id)

    study.answer("alone", unit.appearance, [], by="ana")
    assert status() is CodingStatus.REJECTED
    study.answer(
        "alone",
        unit.appearance,
        [{"code": coding.code, "quote": coding.span.quote, "start": coding.span.start}],
        by="ana",
    )
    assert status() is CodingStatus.ACCEPTED
    judged = study.reject(coding.id, by="bo", reason="no")
    assert status() is CodingStatus.REJECTED
    study.undo(judged.number, by="bo")
    assert status() is CodingStatus.ACCEPTED


def test_who_may_answer_what(study: Study) -> None:
    study.draw("pilot", coders=["ana", "bo", "cy"], n=3, by="lead", codes=["leaving/brutality"])
    unit = study.assignments("pilot", "ana")[0]
    stranger = next(
        c for c in ("bo", "cy") if unit.appearance not in {u.appearance for u in study.assignments("pilot", c)}
    )
    words = words_of(study, unit.appearance, -1)
    wrong = (
        lambda: study.answer("pilot", unit.appearance, [], by=stranger),
        lambda: study.answer("pilot", "d-nothing@0-1", [], by="ana"),
        lambda: study.answer("nothing", unit.appearance, [], by="ana"),
        lambda: study.answer("pilot", unit.appearance, [{"code": "joining/material", "quote": words}], by="ana"),
        lambda: study.answer(
            "pilot", unit.appearance, [{"code": "leaving/brutality", "quote": "nobody said so"}], by="ana"
        ),
        lambda: study.answer("pilot", unit.appearance, [{"colour": "red"}], by="ana"),
        lambda: study.adjudicate("pilot", unit.appearance, take="ana", by="lead"),
        lambda: study.assignments("pilot", "dee"),
        lambda: study.draw("pilot", coders=["ana", "bo"], by="lead"),
        lambda: study.draw("two words", coders=["ana", "bo"], by="lead"),
        lambda: study.draw("other", coders=["ana"], by="lead"),
        lambda: study.draw("other", coders=["ana", "ana"], by="lead"),
        lambda: study.draw("other", coders=["ana", "machine"], by="lead"),
        lambda: study.draw("other", coders=["ana", "bo"], decides=True, by="lead"),
        lambda: study.draw("other", coders=["ana", "bo"], n=0, by="lead"),
    )
    log = len(study.history())
    for act in wrong:
        with pytest.raises(DecisionError):
            act()
    assert len(study.history()) == log


def test_the_draw_can_be_repeated_and_says_how_likely_each_unit_was(study: Study) -> None:
    first = study.draw("a", coders=["ana", "bo"], n=3, seed=3, stratify=True, by="lead").action
    again = study.draw("b", coders=["ana", "bo"], n=3, seed=3, stratify=True, by="lead").action
    assert (first.units == again.units and sum(first.population.values()) == len(first.units) / 1) or len(
        first.units
    ) == 3
    for unit in first.units:
        drawn = sum(u.stratum == unit.stratum for u in first.units)
        assert unit.probability == drawn / first.population[unit.stratum]


def test_agreement_of_coders_and_of_the_machine(study: Study) -> None:
    study.draw("pilot", coders=["ana", "bo"], by="lead")
    codings = study.snapshot().codings
    units = [unit.appearance for unit in study.assignments("pilot", "ana")]
    for coder in ("ana", "bo"):
        coded = 0
        for unit in study.assignments("pilot", coder):
            held = [k for k in codings if k.appearance == unit.appearance]
            coded += bool(held)
            # of every second person of whom anything is coded, bo does not see the first code
            kept = held if coder == "ana" or coded % 2 else [k for k in held if k.code != held[0].code]
            marks = [
                {"code": k.code, "quote": k.span.quote, "start": k.span.start, "denied": k.stance.value == "denied"}
                for k in kept
            ]
            study.answer("pilot", unit.appearance, marks, by=coder)
    found = study.agreement("pilot", replicates=100)
    rows = {(r.level, r.what, r.left, r.right): r for r in found.pairs}
    perfect = rows["person", "all", "ana", "machine"]
    assert perfect.agreement.value == perfect.kappa.value == perfect.alpha.value == perfect.ac1.value == 1.0
    assert rows["span", "all", "ana", "machine"].coded_only.value == 1.0
    apart = rows["person", "all", "ana", "bo"]
    assert (
        apart.kappa.value is not None
        and 0 < apart.kappa.value < 1
        and apart.units == len(found.all_coders) * len(units)
    )
    assert found == study.agreement("pilot", replicates=100)
    persons = study.agreement("pilot", over="person", replicates=100)
    homes = {id: person.id for person in study.snapshot().persons for id in person.appearances}
    assert found.clusters == len({id.partition("@")[0] for id in units}) > 1
    assert persons.clusters == len({homes[id] for id in units}) < len(units)
    with pytest.raises(UsageError):
        study.agreement("pilot", over="sentence")
    assert study.agreement().pairs == ()
    for coding in codings:
        if (coding.appearance, coding.code) == (codings[0].appearance, codings[0].code):
            study.reject(coding.id, by="ann", reason="no")
    machine = {r.what: r for r in study.agreement().pairs}
    assert machine[codings[0].code].agreed == 0 and machine["all"].left == "machine"


# -- several at once


def test_a_later_answer_is_told_and_not_recorded(study: Study) -> None:
    person = next(p for p in study.snapshot().persons if len(p.appearances) > 1)
    seen = study.queue()[0].seen
    theirs = study.include(person.appearances[1], by="bo", reason="clear", seen=seen)
    for id in (person.id, person.appearances[0]):
        with pytest.raises(ConflictError) as told:
            study.exclude(id, by="ann", reason="told only the police", seen=seen)
        assert told.value.theirs == theirs.number
        assert "include" in str(told.value) and "exclude" in str(told.value), "both answers"
    assert len(study.history()) == theirs.number
    study.include(person.id, by="bo", seen=seen)  # one's own later word is no conflict
    other = next(p for p in study.snapshot().persons if p.id != person.id)
    study.include(other.id, by="ann", seen=seen)  # nor is another question
    study.exclude(person.id, by="ann", reason="overruled knowingly", seen=len(study.history()))
    undone = study.undo(len(study.history()), by="bo")
    with pytest.raises(ConflictError):
        study.exclude(person.id, by="ann", reason="again", seen=undone.number - 1)
    with pytest.raises(DecisionError, match="seen that much"):
        study.include(person.id, by="ann", seen=10_000)


def test_every_kind_of_question_knows_its_like(study: Study) -> None:
    state = study.snapshot()
    a, b = state.persons[:2]
    coding, code = state.codings[0], state.codebook.codes[0].id
    quote = words_of(study, a.appearances[0], -1)
    pairs = (
        (lambda **s: study.merge(a.id, b.id, **s), lambda **s: study.split(b.id, a.id, **s)),
        (lambda **s: study.accept(coding.id, **s), lambda **s: study.reject(coding.id, **s)),
        (lambda **s: study.correct(a.id, "age", "30", **s), lambda **s: study.correct(a.id, "age", None, **s)),
        (lambda **s: study.define_code(code, name="One", **s), lambda **s: study.retire_code(code, **s)),
        (
            lambda **s: study.add_coding(a.appearances[0], "joining/other", quote, **s),
            lambda **s: study.add_coding(a.appearances[0], "joining/other", quote, denied=True, **s),
        ),
    )
    for first, second in pairs:
        seen = len(study.history())
        event = first(by="bo", seen=seen)
        with pytest.raises(ConflictError):
            second(by="ann", seen=seen)
        study.undo(event.number, by="bo")


# -- looking back


def test_the_study_as_it_stood(study: Study, tmp_path: Path) -> None:
    person = study.snapshot().persons[0]
    before, stood, when = study.findings(), study.snapshot(), study._desk.clock()
    event = study.exclude(person.id, by="ann", reason="told only the police")
    coding = next(k for k in study.snapshot().codings if k.appearance not in person.appearances)
    study.reject(coding.id, by="bo", reason="no")
    study.define_code("leaving/brutality", definition="Later.", by="lead")
    extra = tmp_path / "more.txt"
    extra.write_text(
        write_sources(tmp_path / "again")[0].read_text("utf-8").replace("Leila Mansouri", "Huda Farran"), "utf-8"
    )
    study.run([extra])
    with study.at(event.number) as then:
        state = then.snapshot()
        assert next(p for p in state.persons if p.id == person.id).status is Status.EXCLUDED
        assert next(k for k in state.codings if k.id == coding.id).status is CodingStatus.PROPOSED
        assert state.codebook == stood.codebook and [a.id for a in state.articles] == [a.id for a in stood.articles]
        assert then.verify().events == event.number
        assert then.status().decisions == event.number and then.status().report is None
        assert then.export("csv", tmp_path / "then")
        for act in (
            lambda: then.include(person.id, by="ann"),
            lambda: then.memo(person.id, "in the past", by="ann"),
            lambda: then.run([extra]),
        ):
            with pytest.raises((DecisionError, StoreError), match="past"):
                act()
    with study.at(when) as early:
        assert early.findings().figures == before.figures
    with study.at("2020") as nothing:
        assert nothing.snapshot().persons == () and nothing.queue() == ()
    with study.at("2026-11-23") as now:
        assert now.findings() == study.findings() and now.snapshot() == study.snapshot()
    for wrong in ("yesterday", "2026-02-30", "", 0, 99):
        with pytest.raises(UsageError), study.at(wrong):
            pass


def test_history_filters_and_hides_what_is_blind(study: Study) -> None:
    person = study.snapshot().persons[0]
    study.include(person.id, by="ann", reason="clear")
    study.exclude(person.id, by="bo", reason="no")
    study.undo(2, by="ann", reason="it is public")
    assert [(e.kind, e.holds, e.undone_by) for e in study.history()] == [
        ("include", True, None),
        ("exclude", False, 3),
        ("undo", True, None),
    ]
    assert [e.number for e in study.history(by="ann")] == [1, 3]
    assert [e.number for e in study.history(kind="exclude")] == [2]
    assert [e.number for e in study.history(person=person.id)] == [1, 2, 3], (
        "an undo is about whom its decision was about"
    )
    assert study.history()[2].persons == (person.id,)
    assert [e.number for e in study.history(person=person.appearances[0].partition("@")[0])] == [1, 2, 3]
    times = [e.at for e in study.history()]
    assert [e.number for e in study.history(since=times[1], until=times[1])] == [2]
    assert len(study.history(since="2026-11", until="2026-11-23")) == 3 and not study.history(since="2026-11-24")
    with pytest.raises(UsageError):
        study.history(kind="praise")
    study.draw("pilot", coders=["ana", "bo"], n=1, by="lead")
    unit = study.assignments("pilot", "ana")[0].appearance
    words = words_of(study, unit, -1)
    study.answer(
        "pilot", unit, [{"code": "leaving/brutality", "quote": words}], by="ana", reason="because of the last line"
    )
    told = msgspec.json.encode(study.history(to="bo")).decode()
    assert words[:30] not in told and "because of the last line" not in told
    assert words[:30] in msgspec.json.encode(study.history(to="ana")).decode()
    study.answer("pilot", unit, [], by="bo")
    study.adjudicate("pilot", unit, take="ana", by="lead")
    assert words[:30] in msgspec.json.encode(study.history(to="bo")).decode()


def test_what_the_team_writes_to_itself_does_not_leave_the_house(study: Study, tmp_path: Path) -> None:
    person = study.snapshot().persons[0]
    study.memo(person.id, "her brother lives in Sfax", by="ann")
    study.ask(study.queue()[0].question.id, "bo", "is this the same as Umm Tariq?", by="ann")
    study.export("csv", tmp_path / "tables")
    written = "".join(path.read_text("utf-8") for path in (tmp_path / "tables").iterdir())
    assert "memo" in written and "Sfax" not in written and "Umm Tariq" not in written
    study.run()
    assert "Sfax" not in study.report.read_text("utf-8")


def test_tampering_is_named(study: Study) -> None:
    person = study.snapshot().persons[0]
    study.include(person.id, by="ann", reason="clear")
    study.exclude(person.id, by="bo", reason="no")
    assert (study.verify().events, study.verify().head) == (2, study.history()[-1].hash)
    store = study._desk.store
    store._connection.exec_driver_sql("DROP TRIGGER decisions_no_update")
    store._connection.exec_driver_sql("UPDATE decisions SET reason = 'murky' WHERE number = 1")
    with pytest.raises(TamperError, match="decision 1"):
        study.verify()


def test_what_was_learned_later_has_no_part_in_the_past(study: Study) -> None:
    desk = study._desk
    before, when = study.snapshot(), desk.clock()
    model = case_model(desk)
    strict = Learn(upto=0, reader=desk.reader_name, case=msgspec.structs.replace(model, bias=model.bias - 20))
    desk.store.append(strict, by="ann", reason="", at=desk.clock())
    study.run()
    assert not any(p.status is Status.CANDIDATE for p in study.snapshot().persons)
    with study.at(when) as then:
        assert then.snapshot().persons == before.persons and then.snapshot().codings == before.codings
    with study.at(1) as now:
        assert now.snapshot().persons == study.snapshot().persons
