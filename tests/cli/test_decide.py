"""decide: every kind of decision, what is refused, and that none is ever lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_study import Terminal, people, statuses

from testimonia import Study
from testimonia.pipeline import identity

NEITHER = settings(
    max_examples=5, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def test_decisions_survive_a_run_and_a_new_detector(terminal: Terminal, study: Path) -> None:
    leila = people(study)["Leila Mansouri"]
    terminal.ok("decide", study, "include", leila, "--by", "bo", "--reason", "clear")
    assert statuses(study)[leila] == "included"
    terminal.ok("run", study)
    assert statuses(study)[leila] == "included"
    with Study.open(study) as held:  # as if everything had been read by an older program
        for stage in ("detect", "match", "match-inputs", "resolve", "code", "count", "publish"):
            held._desk.store.drop(stage, list(held._desk.store.done(stage)))
    terminal.ok("run", study)
    assert statuses(study)[leila] == "included"
    assert "bo: include" in terminal.ok("show", study, "decisions")


def test_exclude_needs_a_reason_and_undo_takes_it_back(terminal: Terminal, study: Path) -> None:
    leila = people(study)["Leila Mansouri"]
    refused = terminal("decide", study, "exclude", leila)
    assert refused.code == 7
    assert "--reason" in refused.err
    terminal.ok("decide", study, "exclude", leila, "--reason", "told only the police")
    assert statuses(study)[leila] == "excluded"
    assert "told only the police" in terminal.ok("show", study, leila)
    assert "count.individuals" in terminal.ok("show", study, "count.individuals")
    terminal.ok("decide", study, "undo", "1")
    assert statuses(study)[leila] == "candidate"
    assert terminal("decide", study, "undo", "1").code == 7
    terminal.ok("decide", study, "undo", "2")
    assert statuses(study)[leila] == "excluded"
    assert terminal("decide", study, "undo", "99").code == 7


def test_merge_and_split_by_person(terminal: Terminal, study: Path) -> None:
    held = people(study)
    leila, omid = held["Leila Mansouri"], held["Omid Karsten"]
    terminal.ok("decide", study, "merge", leila, omid, "--by", "bo")
    assert len(statuses(study)) == len(held) - 1
    terminal.ok("decide", study, "split", leila, omid)  # an id that was merged since still says who is meant
    assert set(statuses(study)) == set(held.values())
    assert terminal("decide", study, "merge", leila, leila).code == 7


def test_codings_are_judged_and_added(terminal: Terminal, study: Path) -> None:
    with Study.open(study) as held:
        coding = held.snapshot().codings[0]
    terminal.ok("decide", study, "reject", coding.id)
    terminal.ok("decide", study, "reject", coding.id)
    leila = people(study)["Leila Mansouri"]
    add = ("decide", study, "code", leila, "leaving/other", "--quote", "the life they had promised did not exist")
    terminal.ok(*add, "--by", "bo")
    terminal.ok("run", study)
    with Study.open(study) as held:
        found = {one.id: one for one in held.snapshot().codings}
    assert found[coding.id].status.value == "rejected"
    mine = [one for one in found.values() if one.coder == "human:bo"]
    assert [(one.code, one.span.quote) for one in mine] == [
        ("leaving/other", "the life they had promised did not exist")
    ]
    assert terminal(*add[:-1], "words that nobody said").code == 7
    refused = terminal("decide", study, "code", leila, "leaving/brutalty", "--quote", "x")
    assert "leaving/brutality" in refused.err
    often = terminal("decide", study, "code", leila, "leaving/other", "--quote", "the")
    assert often.code == 7
    assert "--start" in often.err


def test_attributes_are_corrected(terminal: Terminal, study: Path) -> None:
    leila = people(study)["Leila Mansouri"]
    terminal.ok("decide", study, "correct", leila, "age", "32")
    terminal.ok("decide", study, "correct", leila, "nationality", "--unknown")
    card = terminal.ok("show", study, leila)
    assert "age:         32" in card
    assert "nationality:" not in card
    for field, value in (
        ("age", "old"),
        ("nationality", "Tunisia"),
        ("left", "2015-13"),
        ("gender", "X"),
        ("shoe", "42"),
    ):
        assert terminal("decide", study, "correct", leila, field, value).code == 7


def test_what_is_not_there_is_named_with_what_is_near(terminal: Terminal, study: Path) -> None:
    leila = people(study)["Leila Mansouri"]
    ended = terminal("decide", study, "include", leila[:-1] + "0")
    assert ended.code == 7
    assert leila in ended.err
    assert "Traceback" not in ended.err
    assert terminal("decide", study).code == 2


def test_many_decisions_from_a_table_with_bad_lines(terminal: Terminal, study: Path, tmp_path: Path) -> None:
    held = people(study)
    table = tmp_path / "decisions.csv"
    table.write_text(
        "decision,id,other,field,value,number,by,reason\n"
        f"include,{held['Leila Mansouri']},,,,,bo,clear\n"
        "include,P-nobody,,,,,bo,?\n"
        f"exclude,{held['Omid Karsten']},,,,,,\n"
        "\n"
        "praise,x,,,,,,\n"
        f'correct,{held["Omid Karsten"]},,age,25,,,"said\nso"\n'
        "undo,,,,,zero,,\n"
        f"include,{held['Omid Karsten']},,,,,,,,,,\n",
        "utf-8",
    )
    ended = terminal("decide", study, "--from", table, "--by", "cy")
    assert ended.code == 7
    assert "2 decided, 5 set aside" in ended.out
    for line in ("line 3:", "line 4:", "line 6:", "line 9:", "line 10:"):
        assert line in ended.err
    with Study.open(study) as opened:
        log = opened.snapshot().decisions
    assert [(event.by, event.reason) for event in log] == [("bo", "clear"), ("cy", "said\nso")]


def test_many_decisions_as_json_lines(terminal: Terminal, study: Path, tmp_path: Path) -> None:
    leila = people(study)["Leila Mansouri"]
    file = tmp_path / "decisions.jsonl"
    rows = ({"decision": "include", "id": leila}, {"decision": "undo", "number": 1})
    file.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    assert "2 decided, 0 set aside" in terminal.ok("decide", study, "--from", file)
    file.write_text('{"decision": "include", "id": 3, "colour": "red"}\nnot json\n[1]\n' + "[" * 100_000, "utf-8")
    ended = terminal("decide", study, "--from", file)
    assert ended.code == 7
    assert "0 decided, 4 set aside" in ended.out
    assert terminal("decide", study, "--from", tmp_path / "none.jsonl").code == 4


@NEITHER
@given(history=st.lists(st.tuples(st.sampled_from("iemsu"), st.integers(0, 1)), min_size=1, max_size=6))
def test_run_after_any_history_loses_nothing(finished: Path, study: Path, history: list[tuple[str, int]]) -> None:
    ids = sorted(people(finished / "study").values())[:2]
    with Study.open(study) as held:
        for kind, which in history:
            log = held.snapshot().decisions
            if kind == "i":
                held.include(ids[which], by="ann")
            elif kind == "e":
                held.exclude(ids[which], by="ann", reason="r")
            elif kind in "ms":
                (held.merge if kind == "m" else held.split)(ids[0], ids[1], by="ann")
            elif log and log[-1].number in identity.state(held._desk).in_force:
                held.undo(len(log), by="ann")
        before = held.snapshot()
        held.run()
        after = held.snapshot()
        for stage in ("detect", "match", "match-inputs", "resolve", "code"):
            held._desk.store.drop(stage, list(held._desk.store.done(stage)))
        held.run()
        assert before.decisions == after.decisions == held.snapshot().decisions
        assert before.persons == after.persons == held.snapshot().persons


@pytest.mark.parametrize("name", ["USER", "LOGNAME"])
def test_the_author_is_who_sits_here(
    terminal: Terminal, study: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.delenv("USER", raising=False)
    monkeypatch.setenv(name, "dee")
    terminal.ok("decide", study, "include", people(study)["Leila Mansouri"])
    assert "dee: include" in terminal.ok("show", study, "decisions")
