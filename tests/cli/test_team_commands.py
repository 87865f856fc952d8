"""A team's verbs at the terminal, and a team's lines in a file of decisions."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from pathlib import Path

import pytest
from small_study import Terminal, people

from testimonia import Study

QUOTE = "the life they had promised did not exist"


def test_the_queue_prints_what_can_be_typed(terminal: Terminal, study: Path) -> None:
    told = terminal.ok("queue", study, "--limit", "2")
    assert told.startswith("1. ") and "\n2. " in told and "\n3. " not in told
    command = next(line.partition(": ")[2] for line in told.split("\n") if ": decide " in line)
    terminal.ok(*command.split())
    data = json.loads(terminal.ok("queue", study, "--json", "--limit", "100"))
    assert [one["place"] for one in data] == list(range(1, len(data) + 1))
    kinds = {one["question"]["kind"] for one in data}
    for kind in kinds:
        assert kind in terminal.ok("queue", study, "--kind", kind)
    assert terminal("queue", study, "--kind", "gossip").code == 2
    assert "nothing waits" in terminal.ok("queue", study, "--for", "dee")


def test_notes_beside_the_study(terminal: Terminal, study: Path) -> None:
    first = json.loads(terminal.ok("queue", study, "--json"))[0]["question"]["id"]
    terminal.ok("decide", study, "snooze", first, "--until", "2099-01-01", "--reason", "the court decides")
    assert first not in terminal.ok("queue", study)
    assert f"{first}" in terminal.ok("queue", study, "--snoozed", "--limit", "99")
    assert "waits until 2099-01-01" in terminal.ok("queue", study, "--snoozed", "--limit", "99")
    terminal.ok("decide", study, "ask", first, "bo", "--text", "you read Arabic")
    assert "asked of bo by ann" in terminal.ok("queue", study, "--for", "bo", "--snoozed")
    terminal.ok("decide", study, "memo", "leaving/brutality", "see the handbook, page 4")
    assert "see the handbook" in terminal.ok("history", study, "--kind", "memo")
    assert terminal("decide", study, "snooze", first, "--until", "soon").code == 7


def test_a_later_answer_is_told_both(terminal: Terminal, study: Path) -> None:
    leila = people(study)["Leila Mansouri"]
    terminal.ok("decide", study, "--seen", "0", "include", leila, "--by", "bo", "--reason", "clear")
    told = terminal("decide", study, "--seen", "0", "exclude", leila, "--reason", "told only the police")
    assert told.code == 11
    assert "bo answered this" in told.err and "clear" in told.err and "exclude" in told.err
    terminal.ok("decide", study, "--seen", "1", "exclude", leila, "--reason", "told only the police")


def test_codes_are_defined_merged_retired_and_told(terminal: Terminal, study: Path) -> None:
    terminal.ok(
        "codebook",
        study,
        "define",
        "leaving/brutality",
        "--definition",
        "Sharper.",
        "--includes",
        "a",
        "--includes",
        "b",
        "--reason",
        "pilot",
    )
    with Study.open(study) as held:
        code = held.codebook().code("leaving/brutality")
    assert code and (code.definition, code.includes) == ("Sharper.", ("a", "b"))
    assert "Sharper." in terminal.ok("codebook", study) and "version 2" in terminal.ok("codebook", study)
    terminal.ok("codebook", study, "merge", "leaving/other", "leaving/quality_of_life")
    terminal.ok("codebook", study, "retire", "leaving/infighting")
    assert "leaving/infighting" not in terminal.ok("codebook", study)
    terminal.ok("decide", study, "undo", "1")
    told = terminal.ok("codebook", study, "versions")
    assert "decision 1 by ann" in told and "(undone)" in told and "merged into leaving/quality_of_life" in told
    assert terminal("codebook", study, "define", "leaving/brutality", "--cues", "(").code == 7
    assert terminal("codebook", study, "retire", "leaving/infighting").code == 7


def test_double_coding_at_the_terminal(terminal: Terminal, study: Path, tmp_path: Path) -> None:
    assert "no rounds yet" in terminal.ok("round", study)
    terminal.ok(
        "round",
        study,
        "draw",
        "pilot",
        "--coders",
        "ana, bo",
        "--codes",
        "leaving/other,leaving/brutality",
        "--seed",
        "4",
    )
    assert "ana 0 of" in terminal.ok("round", study)
    leila = people(study)["Leila Mansouri"]
    terminal.ok("round", study, "answer", "pilot", leila, "--present", "leaving/other", QUOTE, "--by", "ana")
    marks = tmp_path / "marks.json"
    marks.write_text(json.dumps([{"code": "leaving/brutality", "quote": QUOTE, "denied": True}]), "utf-8")
    terminal.ok("round", study, "answer", "pilot", leila, "--marks", marks, "--by", "bo")
    assert "done, decision 2" in terminal.ok("round", study, "mine", "pilot", "--by", "ana")
    assert "to do" in terminal.ok("round", study, "mine", "pilot", "--by", "bo")
    told = terminal.ok("round", study, "conflicts", "pilot")
    assert "leaving/other: ana present, bo absent" in told and "bo denied" in told
    terminal.ok("round", study, "adjudicate", "pilot", leila, "--take", "bo", "--by", "lead")
    assert "no conflicts" in terminal.ok("round", study, "conflicts", "pilot")
    assert "decided by lead, bo is right: " in terminal.ok("round", study, "conflicts", "pilot", "--all")
    own = ("--denied", "leaving/other", QUOTE, "--reason", "neither saw it")
    terminal.ok("round", study, "adjudicate", "pilot", leila, *own, "--by", "lead")
    told = terminal.ok("round", study, "conflicts", "pilot", "--all")
    assert 'decided by lead, an answer of their own (neither saw it): leaving/other denied "' in told
    assert "an answer of its own" in terminal.ok("history", study, "--kind", "adjudicate")
    table = terminal.ok("agreement", study, "--round", "pilot", "--replicates", "50")
    assert "ana and bo, verdicts" in table and "bo and machine, words" in table
    rows = json.loads(terminal.ok("agreement", study, "--round", "pilot", "--json", "--replicates", "0"))["pairs"]
    mine = next(r for r in rows if (r["level"], r["what"], r["left"], r["right"]) == ("person", "all", "ana", "bo"))
    assert mine["table"]["present/absent"] == 1 and mine["agreement"]["low"] is None
    for bad in ("none.json", "bad.json"):
        (tmp_path / "bad.json").write_text("{}", "utf-8")
        assert terminal("round", study, "answer", "pilot", leila, "--marks", tmp_path / bad, "--by", "ana").code == 4
    assert terminal("round", study, "answer", "pilot", leila, "--by", "ana").code == 2


def test_history_is_filtered_and_written_out(terminal: Terminal, study: Path, tmp_path: Path) -> None:
    assert "nothing was decided" in terminal.ok("history", study)
    leila = people(study)["Leila Mansouri"]
    terminal.ok("decide", study, "include", leila, "--by", "bo", "--reason", '=HYPERLINK("http://x.example")')
    terminal.ok("decide", study, "memo", leila, "line one\nline two, \u202eand back")
    terminal.ok("decide", study, "undo", "1")
    assert "[undone by 3]" in terminal.ok("history", study, "--by", "bo")
    out = tmp_path / "log.csv"
    terminal.ok("history", study, "--export", "csv", "--out", out)
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8"), newline="")))
    assert [row["kind"] for row in rows] == ["include", "memo", "undo"]
    assert rows[0]["reason"].startswith("'=") and rows[0]["undone_by"] == "3" and rows[0]["persons"] == leila
    lines = [json.loads(line) for line in terminal.ok("history", study, "--export", "jsonl").splitlines()]
    assert [line["number"] for line in lines] == [1, 2, 3] and lines[1]["said"]["text"].startswith("line one\n")
    assert terminal("history", study, "--since", "soon").code == 2


def test_back_to_a_day(terminal: Terminal, study: Path, tmp_path: Path) -> None:
    leila = people(study)["Leila Mansouri"]
    terminal.ok("decide", study, "include", leila)
    assert "1 included" in terminal.ok("status", study, "--as-of", "2099-12-31")
    assert "none (from 0 appearances)" in terminal.ok("status", study, "--as-of", "2001")
    assert "included" in terminal.ok("show", study, leila, "--as-of", "2099")
    assert terminal("show", study, leila, "--as-of", "2001").code == 2
    terminal.ok("export", study, "--as-of", "2001-05-03", "--format", "csv", "--out", tmp_path / "then")
    assert len((tmp_path / "then" / "persons.csv").read_text("utf-8").splitlines()) == 1
    assert terminal("status", study, "--as-of", "2001-02-31").code == 2


def test_verify_names_the_event(terminal: Terminal, study: Path, tmp_path: Path) -> None:
    leila = people(study)["Leila Mansouri"]
    assert "0 decisions" in terminal.ok("verify", study)
    terminal.ok("decide", study, "include", leila, "--reason", "clear")
    terminal.ok("decide", study, "undo", "1")
    assert "2 decisions, and each follows" in terminal.ok("verify", study)
    with sqlite3.connect(study / "study.db") as database:
        database.execute("DROP TRIGGER decisions_no_update")
        database.execute("UPDATE decisions SET author = 'nobody' WHERE number = 2")
    told = terminal("verify", study)
    assert told.code == 12 and "decision 2" in told.err
    assert terminal("verify", tmp_path / "nothing").code == 2


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_a_team_in_a_file(terminal: Terminal, study: Path, tmp_path: Path, ending: str) -> None:
    leila = people(study)["Leila Mansouri"]
    question = json.loads(terminal.ok("queue", study, "--json"))[0]["question"]["id"]
    terminal.ok("round", study, "draw", "pilot", "--coders", "ana,bo")
    marks = json.dumps([{"code": "leaving/other", "quote": QUOTE}])
    lines = [
        {"decision": "memo", "id": leila, "value": "checked"},
        {"decision": "snooze", "id": question, "value": "2099-01-01"},
        {"decision": "ask", "id": question, "other": "bo", "value": "is this so?"},
        {"decision": "answer", "round": "pilot", "id": leila, "marks": marks, "by": "ana"},
        {"decision": "answer", "round": "pilot", "id": leila, "by": "bo"},
        {"decision": "adjudicate", "round": "pilot", "id": leila, "value": "ana", "by": "lead"},
        {"decision": "define_code", "code": "leaving/brutality", "field": "includes", "value": "one\ntwo"},
        {"decision": "merge_codes", "code": "leaving/infighting", "other": "leaving/brutality"},
        {"decision": "retire_code", "code": "joining/other"},
        {"decision": "include", "id": leila, "by": "bo"},
        {"decision": "exclude", "id": leila, "reason": "no", "seen": "1"},
        {"decision": "answer", "round": "pilot", "id": leila, "marks": "[1]", "by": "ana"},
        {"decision": "define_code", "code": "leaving/brutality", "field": "colour", "value": "red"},
        {"decision": "snooze", "id": "?nothing", "value": "2099-01-01"},
    ]
    file = tmp_path / f"decisions.{ending}"
    if ending == "csv":
        out = io.StringIO(newline="")
        table = csv.DictWriter(out, list(dict.fromkeys(key for line in lines for key in line)))
        table.writeheader()
        table.writerows(lines)
        file.write_text(out.getvalue(), "utf-8")
    else:
        file.write_text(
            "\n".join(
                json.dumps({**line, "marks": json.loads(line["marks"])} if "marks" in line else line) for line in lines
            ),
            "utf-8",
        )
    ended = terminal("decide", study, "--from", file, "--by", "ann")
    assert ended.code == 7 and "10 decided, 4 set aside" in ended.out
    assert "bo answered this in the meantime" in ended.err
    with Study.open(study) as held:
        kinds = [entry.kind for entry in held.history()]
        assert kinds == [
            "round",
            "memo",
            "snooze",
            "ask",
            "answer",
            "answer",
            "adjudicate",
            "define_code",
            "merge_codes",
            "retire_code",
            "include",
        ]
        assert [k.span.quote for k in held.snapshot().codings if k.coder == "human:lead"] == [QUOTE]
