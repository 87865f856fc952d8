"""Tables: harmless in a spreadsheet, and nobody shown beyond the setting."""

from __future__ import annotations

import csv
import io
import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_study import HIDDEN, traps
from snapshots import demo_snapshot

from testimonia.domain.decision import CorrectAttribute, Decision
from testimonia.domain.person import CountRange
from testimonia.domain.settings import Disclosure
from testimonia.domain.snapshot import Snapshot
from testimonia.study.count import count
from testimonia.study.export import tables
from testimonia.study.export.cells import cell, defused, table

change = msgspec.structs.replace
DEMO, _ = demo_snapshot()

Rows = list[dict[str, str]]


def read(snapshot: Snapshot = DEMO) -> dict[str, Rows]:
    files = tables(snapshot, count(snapshot))
    return {name: list(csv.DictReader(io.StringIO(data.decode("utf-8")))) for name, data in files.items()}


def test_all_tables_with_all_rows() -> None:
    rows = {name: len(held) for name, held in read().items()}
    assert rows == {
        "persons.csv": 9, "codings.csv": len(DEMO.codings), "articles.csv": 9,
        "figures.csv": len(count(DEMO).figures), "set_asides.csv": 3, "decisions.csv": len(DEMO.decisions),
        "questions.csv": 3, "codebook.csv": 13,
    }  # fmt: skip


def test_the_same_study_gives_the_same_bytes() -> None:
    again, _ = demo_snapshot()
    assert tables(DEMO, count(DEMO)) == tables(again, count(again))


def test_persons_with_their_codes() -> None:
    persons = {r["id"]: r for r in read()["persons.csv"]}
    hamza = persons[DEMO.persons[2].id]
    assert (hamza["leaving"], hamza["denied"]) == ("leaving/corruption", "leaving/brutality")
    assert persons[DEMO.persons[5].id]["leaving"] == "leaving/quality_of_life"  # the rejected one is not there
    assert persons[DEMO.persons[0].id]["aliases"] == "Abu Salim; Youssef Haddad"


@pytest.mark.parametrize("disclosure", list(Disclosure))
def test_pseudonymous_people_stay_hidden_in_every_cell(disclosure: Disclosure) -> None:
    told = DEMO.decisions[0]
    fixed = Decision(number=9, at=told.at, by="ruth", reason="Hamza, says Hamza", previous="", hash="",
                     action=CorrectAttribute(appearance=told.action.appearance, field="name", value="Hamza"))  # type: ignore[union-attr]  # fmt: skip
    settings = change(DEMO.settings, disclosure=disclosure)
    words = b"\n".join(tables(change(DEMO, settings=settings, decisions=(fixed,)), count(DEMO)).values()).decode()
    assert "Hamza" not in words and "Rayan" not in words
    assert ("Yusuf Haddad" in words) is (disclosure is Disclosure.NAMES)


def letters(snapshot: Snapshot) -> str:
    """Every cell of every table, as a search would see it."""
    words = b"\n".join(tables(snapshot, count(snapshot)).values()).decode()
    return re.sub(r"[\W_]+", " ", words).casefold()


@pytest.mark.parametrize("name", HIDDEN)
def test_no_hidden_name_stands_in_any_table(name: str) -> None:
    snapshot, _ = traps()
    assert f" {re.sub(r'[^a-z]+', ' ', name.casefold())} " not in letters(snapshot)


REASONS = ("Karim Belkadi was captured", "KARIM BELKADI: captured", "Belkadi did not leave", "is Karim Belkadi's son")


@pytest.mark.parametrize("reason", REASONS)
def test_an_excluded_person_stands_in_the_tables_by_id_and_reason(reason: str) -> None:
    karim = DEMO.persons[6]
    persons = tuple(change(p, reason=reason, group_role=reason) if p is karim else p for p in DEMO.persons)
    decisions = tuple(change(d, reason=reason) for d in DEMO.decisions[1:2])
    told = change(DEMO, persons=persons, decisions=decisions)
    assert "belkadi" not in letters(told) and "karim" not in letters(told)
    row = next(r for r in read(told)["persons.csv"] if r["id"] == karim.id)
    assert (row["shown_as"], row["aliases"], row["status"]) == (karim.id, "", "excluded")
    found = [r for r in read(told)["figures.csv"] if r["id"].startswith("excluded.") and karim.id in r["members"]]
    assert len(found) == 1 and len(read(told)["decisions.csv"]) == 1


def test_a_name_that_was_corrected_and_taken_back_stays_hidden() -> None:
    """Nobody has the true name any more, so no rule that goes by names would find it."""
    hamza = DEMO.persons[2]
    fixed = change(DEMO.decisions[0], action=CorrectAttribute(appearance=hamza.appearances[0], field="name", value="Til Oster"))  # fmt: skip
    assert "oster" not in letters(change(DEMO, decisions=(fixed,)))
    nobody = change(fixed, action=change(fixed.action, appearance="d-gone@1-2"))
    assert "oster" not in letters(change(DEMO, decisions=(nobody,)))
    yusuf = change(fixed, action=change(fixed.action, appearance=DEMO.persons[0].appearances[0]))
    assert "oster" in letters(change(DEMO, decisions=(yusuf,)))


def test_a_redacted_quote_says_so() -> None:
    quote = DEMO.codings[0].span.quote
    persons = tuple(change(p, name="Muslims", pseudonymous=True) if i == 2 else p for i, p in enumerate(DEMO.persons))
    row = read(change(DEMO, persons=persons))["codings.csv"][0]
    assert row["redacted"] == "yes" and row["quote"] == quote.replace("Muslims", f"[{persons[2].id}]")
    assert read()["codings.csv"][0]["redacted"] == "no"


@pytest.mark.parametrize(
    "words",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "\u00a0=1", "＝1", "|cmd", "%0A", "\ufeff=1"],
)
def test_formulas_are_defused(words: str) -> None:
    assert defused(words) == "'" + words


def test_ordinary_words_and_numbers_stay() -> None:
    assert [cell(v) for v in ("a=b", "", None, 3, -0.5, 58.0, ("a", "b"), ())] == [
        "a=b", "", "", "3", "-0.5", "58", "a; b", "",
    ]  # fmt: skip
    assert cell("a\0b") == "ab" and cell(("=1", "b")) == "'=1; b"


@given(st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=20), max_size=5))
def test_whatever_is_written_is_read_back(row: list[str]) -> None:
    header = [str(i) for i in range(len(row))]
    back = list(csv.reader(io.StringIO(table(header, [row]).decode("utf-8"), newline="")))
    if row:
        assert back[1] == [defused(v) for v in row]


def test_a_broken_surrogate_does_not_stop_the_export() -> None:
    assert table(["a"], [["\ud800"]]) == b'"a"\r\n"?"\r\n'


def test_an_empty_study_gives_headers() -> None:
    empty = Snapshot(settings=DEMO.settings, codebook=DEMO.codebook, count=CountRange(floor=0, best=0, ceiling=0),
                     program="t")  # fmt: skip
    files = tables(empty, count(empty))
    assert files["persons.csv"].startswith(b'"id","shown_as"') and files["persons.csv"].count(b"\r\n") == 1
