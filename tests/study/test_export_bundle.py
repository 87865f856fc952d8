"""The bundle is what BUNDLE.md says, and the same for the same study."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from snapshots import Texts, demo_snapshot, random_snapshot

from testimonia.domain.appearance import Mention, MentionKind
from testimonia.domain.coding import Coding, Passage
from testimonia.domain.snapshot import Snapshot
from testimonia.domain.span import Span
from testimonia.errors import EvidenceError
from testimonia.review.evaluate import evaluate
from testimonia.study.export import bundle
from testimonia.text import sha256

change = msgspec.structs.replace
DEMO, TEXTS = demo_snapshot()

KEYS = {
    "documents": "id source title publisher published language text sha256 duplicate_of",
    "cases": "id status reason name aliases nationality gender age group_role joined left first_public mentions "
    "codings passages",
    "review": "kind document quotes case why",
    "claims": "document figure unit qualifier country quote start end",
}
INNER = {
    "mentions": "document quote start end",
    "codings": "code document quote start end coder confidence status",
    "passages": "code document quote start end rank",
}


def read(snapshot: Snapshot = DEMO, texts: Texts = TEXTS) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(bundle(snapshot, texts).decode("utf-8"))
    return data


def case(data: dict[str, Any], name: str | None) -> dict[str, Any]:
    return next(c for c in data["cases"] if c["name"] == name)


def test_the_keys_are_those_of_the_format() -> None:
    data = read()
    assert list(data) == ["format", "version", "study", "documents", "cases", "review", "claims"]
    assert (data["format"], data["version"]) == ("testimonia-bundle", 1)
    assert list(data["study"]) == ["title", "groups", "window", "codebook", "version"]
    assert list(data["study"]["codebook"][0]) == ["id", "name", "definition"]
    for part, keys in KEYS.items():
        assert data[part] and all(list(x) == keys.split() for x in data[part]), part
    for part, keys in INNER.items():
        assert all(list(x) == keys.split() for c in data["cases"] for x in c[part]), part


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 12))
def test_every_quote_stands_and_the_bytes_repeat(seed: int, n: int) -> None:
    snapshot, texts = random_snapshot(seed, n)
    raw = bundle(snapshot, texts)
    assert raw == bundle(*random_snapshot(seed, n))
    data = json.loads(raw)
    held = {d["id"]: d["text"] for d in data["documents"]}
    assert all(sha256(d["text"]) == d["sha256"] for d in data["documents"])
    places = [x for c in data["cases"] for part in INNER for x in c[part]] + data["claims"]
    assert all(held[x["document"]][x["start"] : x["end"]] == x["quote"] for x in places)
    assert [c["id"] for c in data["cases"]] == [p.id for p in snapshot.persons]


def test_text_stays_text() -> None:
    raw = bundle(DEMO, TEXTS)
    assert "AMMAN 😔 — Abu Salim".encode() in raw and raw.endswith(b"}\n")


def test_copies_point_at_their_origin() -> None:
    documents = read()["documents"]
    assert documents[1]["duplicate_of"] == documents[0]["id"]
    assert sum(d["duplicate_of"] is not None for d in documents) == 2


def test_persons_of_all_three_statuses() -> None:
    data = read()
    assert [c["status"] for c in data["cases"]].count("excluded") == 3
    traveller = case(data, "Maryam Siddiq")
    assert traveller["reason"] == "travelled there, did not leave"
    assert {m["quote"] for m in traveller["mentions"]} == {"Maryam Siddiq", "Ms Siddiq"}


def test_pronouns_are_no_mentions_and_places_are_told_once() -> None:
    id = DEMO.persons[1].appearances[0]
    seen = DEMO.appearances[id]
    text = TEXTS(seen.article).text
    she = Mention(span=Span.of(text, text.index("she"), text.index("she") + 3), kind=MentionKind.PRONOUN)
    noisy = change(seen, mentions=(*seen.mentions, she, seen.mentions[0]))
    data = read(change(DEMO, appearances={**DEMO.appearances, id: noisy}))
    assert [m["quote"] for m in case(data, "Layla Nasser")["mentions"]] == ["Layla Nasser", "The British woman"]


def test_a_denied_reason_is_no_coding_and_what_people_coded_is_one() -> None:
    data = read()
    assert {c["code"] for c in case(data, "Hamza")["codings"]} == {"leaving/corruption", "joining/material"}
    rayan = {c["code"]: c for c in case(data, "Umm Rayan")["codings"]}
    assert rayan["leaving/quality_of_life"]["coder"] == "human:ibrahim"
    assert rayan["leaving/corruption"]["status"] == "rejected"


def test_at_most_ten_passages_ranked_anew_for_two_appearances_in_one_article() -> None:
    first = DEMO.persons[0].appearances[0]
    article = DEMO.appearances[first].article
    text = TEXTS(article).text
    many = [
        Passage(appearance=first, article=article, code="leaving/brutality", span=Span.of(text, i // 2, i // 2 + 3),
                rank=1 + i // 2, score=0.1)
        for i in range(30)
    ]  # fmt: skip
    passages = case(read(change(DEMO, passages=tuple(many))), "Yusuf Haddad")["passages"]
    assert [p["rank"] for p in passages] == list(range(1, 11))
    assert [p["start"] for p in passages] == list(range(10))


def test_questions_and_claims() -> None:
    data = read()
    assert [(q["kind"], bool(q["quotes"]), q["case"]) for q in data["review"]] == [
        ("identity", True, DEMO.persons[3].id), ("case", True, DEMO.persons[7].id), ("missing", False, None),
    ]  # fmt: skip
    assert [(c["figure"], c["qualifier"], c["country"]) for c in data["claims"]] == [
        (58, "at_least", None), (2, "exact", "GB"), (17, "exact", None), (200, "at_least", None),
    ]  # fmt: skip
    assert isinstance(data["claims"][0]["figure"], int)


def test_a_question_about_nobody_in_the_study_names_no_case() -> None:
    lost = change(DEMO.questions[0], person="P-gone")
    assert read(change(DEMO, questions=(lost,)))["review"][0]["case"] is None


def test_a_quote_that_does_not_stand_is_not_written() -> None:
    broken: Coding = change(DEMO.codings[0], span=Span(start=3, end=9, quote="never said"))
    with pytest.raises(EvidenceError, match="offsets"):
        bundle(change(DEMO, codings=(broken,)), TEXTS)


def test_the_scorer_reads_it(tmp_path: Path) -> None:
    gold = [{"doc": "x", "file": "umm.html", "lang": "en", "first_sentence": "CASABLANCA", "last_sentence": "his cell.",
             "boilerplate": [], "claims": [],
             "persons": [{"id": "P1", "role": "case", "surface": ["Umm Rayan"]}]}]  # fmt: skip
    (tmp_path / "gold.json").write_text(json.dumps(gold))
    got = evaluate(read(), tmp_path)
    assert (got.value("case.f1"), got.value("text.kept")) == (1.0, 1.0)
