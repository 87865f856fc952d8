"""An adjudicator who takes neither coder's answer: from the page to the log, the history, the replay, and back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from testimonia.api import Study
from testimonia.domain.coding import CodingStatus
from testimonia.domain.decision import OWN
from testimonia.pipeline.coding_desk import given
from testimonia.web.house import House
from testimonia.web.pages.outcome import own_marks, rows

SignIn = Callable[[str | None], Any]
CODES = ("joining/adventure", "leaving/infighting", "leaving/brutality", "leaving/other")
CODERS = ("coder", "lead", "admin")


@pytest.fixture
def differing(study: Path) -> dict[str, Any]:
    """A round of three coders over one unit: adventure is said by two of them in the same words, brutality by one and denied by another, in-fighting by nobody."""
    with Study.open(study) as held:
        held.draw("pilot", coders=CODERS, each=3, n=1, codes=CODES, by="lead")
        unit = held.assignments("pilot", "coder")[0]
        text = held.article(unit.article).text
        first, second, third = [p for p in text.split("\n\n") if text.count(p) == 1][:3]
        adventure = {"code": "joining/adventure", "quote": first}
        denied = {"code": "leaving/brutality", "quote": second, "denied": True}
        held.answer("pilot", unit.appearance, [adventure, {**denied, "denied": False}], by="coder")
        held.answer("pilot", unit.appearance, [adventure, denied], by="lead")
        held.answer("pilot", unit.appearance, [], by="admin")
        places = [f"{text.index(words)}-{text.index(words) + len(words)}" for words in (first, second)]
        return {"unit": unit.appearance, "words": (first, second, third), "places": places}


def form(client: Any, of: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"csrf": client.csrf, "back": "/adjudicate/pilot", "round": "pilot", "id": of["unit"], "own": "1"} | fields


def third_answer(client: Any, of: dict[str, Any]) -> dict[str, Any]:
    """Adventure was not meant; brutality is denied, in one coder's words; in-fighting is there, as none of them saw."""
    return form(
        client, of, code0="joining/adventure", stance0="absent", words0=of["places"][0],
        code1="leaving/brutality", stance1="denied", words1=[of["places"][1]],
        code2="leaving/infighting", stance2="present", other2=of["words"][2], reason="all three overlooked it",
    )  # fmt: skip


def test_the_third_answer_is_an_outcome_of_its_own(differing: dict[str, Any], team: House, sign_in: SignIn) -> None:
    client = sign_in("adjudicator")
    page = client.get("/adjudicate/pilot").text
    assert page.count("is right</button>") == 3 and "Record this outcome" in page
    done = client.post("/decide/adjudicate", data=third_answer(client, differing))
    assert (done.status_code, done.headers["location"]) == (303, "/adjudicate/pilot")
    first, second, third = differing["words"]
    with Study.open(team.office.folder) as held:
        assert not held.conflicts("pilot")
        (settled,) = held.conflicts("pilot", all=True)
        outcome = settled.outcome
        assert outcome is not None
        assert (outcome.coder, outcome.taken, outcome.reason) == ("adjudicator", None, "all three overlooked it")
        assert {(m.code, m.stance.value, m.quote) for m in outcome.marks} == {
            ("leaving/brutality", "denied", second), ("leaving/infighting", "present", third)
        }  # fmt: skip
        event = held.history(kind="adjudicate")[0]
        assert event.said["taken"] == OWN and event.said["answers"] == "2, 3, 4"
        codings = [k for k in held.snapshot().codings if k.appearance == differing["unit"] and k.code in CODES]
        mine = {(k.code, k.status) for k in codings if k.coder == "human:adjudicator"}
        assert mine == {(f"leaving/{name}", CodingStatus.ACCEPTED) for name in ("brutality", "infighting")}
        assert all(k.status is CodingStatus.REJECTED for k in codings if k.code == "joining/adventure")
        with held.at(event.number - 1) as past:
            assert [one.outcome for one in past.conflicts("pilot")] == [None]
        with held.at(event.number) as then:
            assert then.conflicts("pilot", all=True) == (settled,)
    page = client.get("/adjudicate/pilot").text
    assert "an answer of their own" in page and "all three overlooked it" in page and "Nothing to decide" in page
    assert OWN.replace("'", "&#39;") in client.get("/history?kind=adjudicate").text
    told = client.get("/api/history?limit=1").json()["entries"][0]
    assert told["said"]["taken"] == OWN and first not in told["said"]["marks"]
    undone = client.post("/decide/undo", data={"csrf": client.csrf, "number": event.number, "back": "/adjudicate/pilot"})  # fmt: skip
    assert undone.status_code == 303
    with Study.open(team.office.folder) as held:
        assert [one.appearance for one in held.conflicts("pilot")] == [differing["unit"]]


def test_a_program_gives_a_third_answer_in_json(differing: dict[str, Any], team: House, sign_in: SignIn) -> None:
    client = sign_in("adjudicator")
    mark = {"code": "leaving/other", "quote": differing["words"][0]}
    body = {"round": "pilot", "id": differing["unit"], "marks": [mark], "reason": "neither"}
    done = client.post("/api/decide/adjudicate", json=body, headers={"X-CSRF-Token": client.csrf})
    assert done.status_code == 201
    with Study.open(team.office.folder) as held:
        assert held.history(kind="adjudicate")[0].said["taken"] == OWN


def test_who_may_not_see_names_adjudicates_by_places(differing: dict[str, Any], team: House, sign_in: SignIn) -> None:
    client = sign_in("sealed-adjudicator")
    assert differing["places"][1] in client.get("/adjudicate/pilot").text
    fields = form(client, differing, code0="leaving/brutality", stance0="present", words0=differing["places"][1])
    assert client.post("/decide/adjudicate", data=fields).status_code == 303
    with Study.open(team.office.folder) as held:
        (settled,) = held.conflicts("pilot", all=True)
        assert settled.outcome and [m.quote for m in settled.outcome.marks] == [differing["words"][1]]


def test_nothing_at_all_is_an_answer_too(differing: dict[str, Any], team: House, sign_in: SignIn) -> None:
    client = sign_in("adjudicator")
    assert client.post("/decide/adjudicate", data=form(client, differing, code0="joining/adventure", stance0="absent")).status_code == 303  # fmt: skip
    with Study.open(team.office.folder) as held:
        (settled,) = held.conflicts("pilot", all=True)
        assert settled.outcome and settled.outcome.marks == () and settled.outcome.taken is None


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"code0": "joining/adventure"}, "passed over"),
        ({"code0": "joining/adventure", "stance0": "perhaps"}, "passed over"),
        ({"code0": "joining/adventure", "stance0": "present"}, "in which words"),
        ({"code0": "joining/adventure", "stance0": "present", "words0": "1-x"}, "no offsets"),
        ({"code0": "joining/adventure", "stance0": "present", "words0": "7-7"}, "not in the article"),
        ({"code0": "joining/adventure", "stance0": "denied", "other0": "words that nobody wrote"}, ""),
        ({"code0": "leaving/quality_of_life", "stance0": "denied", "other0": "it"}, ""),
    ],
)
def test_a_form_that_says_half_is_refused(
    differing: dict[str, Any], team: House, sign_in: SignIn, wrong: dict[str, Any], words: str
) -> None:
    client = sign_in("adjudicator")
    refused = client.post("/decide/adjudicate", data=form(client, differing, **wrong))
    assert refused.status_code == 422 and words in refused.text.casefold()
    assert team.office.head == 4, "the round and three answers"


def test_a_later_outcome_is_told_of_the_first(differing: dict[str, Any], team: House, sign_in: SignIn) -> None:
    one, two = sign_in("adjudicator"), sign_in("lead")
    assert one.post("/decide/adjudicate", data={**third_answer(one, differing), "seen": "4"}).status_code == 303
    late = {"csrf": two.csrf, "round": "pilot", "id": differing["unit"], "take": "coder", "seen": "4"}
    assert two.post("/decide/adjudicate", data=late).status_code == 409
    assert team.office.head == 5


def test_rows_say_where_all_agree_and_where_they_do_not(study: Path, differing: dict[str, Any]) -> None:
    with Study.open(study) as held:
        answers = [given(held.event(number)) for number in (2, 3)]  # type: ignore[arg-type]
    first, second = rows(answers, CODES)
    assert (first.code, first.said, first.words[0].coders, first.words[0].ticked) == ("joining/adventure", "present", ("coder", "lead"), True)  # fmt: skip
    assert (second.code, second.said, second.words[0].ticked) == ("leaving/brutality", "", False)
    assert second.words[0].place == differing["places"][1]


def test_a_row_without_a_code_is_no_row() -> None:
    assert own_marks({"code7": "", "stance7": "present", "codex": "y", "stance8": "present"}) == []
