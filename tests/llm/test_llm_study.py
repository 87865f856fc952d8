"""A study with a language model as one more reader."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import stories
from server import Answer, Asked, answering, nothing, quoted, serving

from testimonia import Study
from testimonia.domain.coding import CodedAppearance
from testimonia.domain.consultation import Consultation
from testimonia.domain.person import Status

Make = Callable[..., Path]


def test_both_readers_alone_and_together(new_study: Make, articles: Path) -> None:
    with serving(answering(stories.honest)) as server:
        with Study.open(new_study(None, name="rules")) as study:
            study.run([articles])
            rules = study.snapshot()
        with Study.open(new_study(server.address)) as study:
            study.run([articles])
            both, status = study.snapshot(), study.status()
    assert [p.label for p in rules.persons if p.status is not Status.EXCLUDED] == ["Leila Mansouri"]
    held = {p.label: p for p in both.persons if p.status is not Status.EXCLUDED}
    assert list(held) == ["Leila Mansouri", "Bashir Oumar"]
    # both: firm, with both reasons; the model alone: a candidate that is in the best estimate and not in the floor
    leila = both.appearances[held["Leila Mansouri"].appearances[0]]
    assert leila.probability >= 0.95 and "both take them" in leila.reasons[0] and len(leila.reasons) > 1
    bashir = both.appearances[held["Bashir Oumar"].appearances[0]]
    assert bashir.probability == 0.45 and bashir.reasons[0].startswith("a language model alone")
    assert (both.count.floor, both.count.best) == (1, 2)
    assert all(a in both.appearances for a in rules.appearances), "nothing is deleted"
    assert set(rules.claims) <= set(both.claims)
    assert {k.id for k in rules.codings} <= {k.id for k in both.codings}
    assert status.consulted is not None and status.consulted.articles == 2
    assert status.consulted.coders[0].startswith("test-model@") and status.consulted.tokens_in == 2400
    assert status.consulted.tally.rate == 0.0


def test_one_passage_for_two_coders_and_both_are_kept(new_study: Make, articles: Path) -> None:
    with serving(answering(stories.honest)) as server, Study.open(new_study(server.address)) as study:
        study.run([articles])
        state, status = study.snapshot(), study.status()
        coded = {one.appearance: one for one in study._desk.store.all("code", CodedAppearance)}
    leila, bashir = (next(a for a in state.appearances.values() if name in a.label) for name in ("Leila", "baker"))
    [life] = [
        k
        for k in state.codings
        if k.appearance == leila.id and k.code == "leaving/quality_of_life" and "no pay" in k.span.quote
    ]
    assert life.coder == "machine:cues@2" and "a language model codes these words too" in life.reasons
    [alone] = [k for k in state.codings if k.appearance == bashir.id and k.coder.startswith("machine:llm/test-model@")]
    assert alone.code == "leaving/corruption" and alone.span.quote.startswith("The emirs ate")
    assert [k.code for k in coded[leila.id].heard] == ["leaving/quality_of_life", "joining/material"]
    agreed = {one.what: one for one in status.agreement}
    assert agreed["case"].both == 1 and agreed["case"].only_llm == 1
    assert agreed["leaving/quality_of_life"].both == 1 and agreed["leaving/corruption"].only_llm == 1
    assert agreed["joining/material"].kappa == 1.0
    assert agreed["attribute.age"].same >= 1 and agreed["attribute.nationality"].only_llm == 0


def test_a_second_run_asks_nothing_and_changes_no_byte(new_study: Make, articles: Path) -> None:
    with serving(answering(stories.honest)) as server:
        folder = new_study(server.address)
        with Study.open(folder) as study:
            study.run([articles])
            first, report = study.bundle(), study.report.read_bytes()
            asked = len(server.asked)
            assert asked == 2, "the weather is not about the group: nobody is asked about it"
            assert not any(outcome.new for outcome in study.run([articles]))
            # all that the machine made is lost but for the answers: made again without asking
            for stage in ("detect", "consult", "match", "resolve", "code", "count", "publish"):
                study._desk.store.drop(stage, list(study._desk.store.done(stage)))
            study.run()
            assert (study.bundle(), study.report.read_bytes()) == (first, report)
            assert len(server.asked) == asked
    # and with the server gone for good
    with Study.open(folder) as study:
        study._desk.store.drop("consult", list(study._desk.store.done("consult")))
        study.run()
        assert study.bundle() == first


def test_history_does_not_matter(new_study: Make, articles: Path) -> None:
    with serving(answering(stories.honest)) as server:
        with Study.open(new_study(server.address, name="once")) as study:
            study.run([articles])
            once = study.bundle()
        with Study.open(new_study(server.address, name="bit-by-bit")) as study:
            for path in sorted(articles.iterdir()):
                study.run([articles / path.name])
            ids = {one.source: one for one in study.snapshot().articles}
            assert len(ids) == 3
            bits = study.snapshot()
        with Study.open(new_study(None, name="later")) as study:
            study.run([articles])
            without = study.bundle()
        file = new_study(None, name="unused").parent / "later" / "study.toml"
        plain = file.read_text("utf-8")
        file.write_text(plain + f'\n[llm]\naddress = "{server.address}"\nmodel = "test-model"\n', "utf-8")
        with Study.open(file.parent) as study:
            study.run()
            assert study.bundle() == once
        file.write_text(plain, "utf-8")
        with Study.open(file.parent) as study:  # and taken out again, it leaves no trace
            study.run()
            assert study.bundle() == without
    assert [p.label for p in bits.persons if p.status is not Status.EXCLUDED] == ["Leila Mansouri", "Bashir Oumar"]


def test_what_people_decide_stands_without_the_model(new_study: Make, articles: Path) -> None:
    with serving(answering(stories.honest)) as server:
        folder = new_study(server.address)
        with Study.open(folder) as study:
            study.run([articles])
            state = study.snapshot()
            bashir = next(p for p in state.persons if p.label == "Bashir Oumar")
            leila = next(p for p in state.persons if p.label == "Leila Mansouri")
            alone = next(k for k in state.codings if k.coder.startswith("machine:llm/"))
            study.include(bashir.id, by="ann")
            study.exclude(leila.id, by="ann", reason="another case")
            study.reject(alone.id, by="ann")
            study.run()
            server.behaviour = answering(nothing)
        text = (folder / "study.toml").read_text("utf-8")
        (folder / "study.toml").write_text(text.replace("test-model", "other-model"), "utf-8")
        with Study.open(folder) as study:
            study.run()
            held = {p.id: p.status for p in study.snapshot().persons}
            assert held[bashir.id] is Status.INCLUDED and held[leila.id] is Status.EXCLUDED
            again = next(k for k in study.snapshot().codings if k.id == alone.id)
            assert again.status.value == "rejected"


def test_a_person_whom_only_the_model_found_stays_where_people_decided(new_study: Make, articles: Path) -> None:
    def finds(asked: Asked) -> Answer:
        answer = stories.honest(asked)
        for person in answer["persons"]:
            if person["key"] == "b":
                nephew = {**quoted(asked, "A lean shadow with a scar"), "kind": "description"}
                answer["persons"].append(
                    {"key": "n", "known": [], "role": "case", "mentions": [nephew], "evidence": [], "attributes": []}
                )
                break
        return answer

    with serving(answering(finds)) as server:
        folder = new_study(server.address)
        with Study.open(folder) as study:
            study.run([articles])
            new = [a for a in study.snapshot().appearances.values() if a.label == "A lean shadow with a scar"]
            if not new or not new[0].detector.startswith("llm/"):
                raise AssertionError(f"the model alone should have found them: {new}")
            assert any(q.kind == "case" and q.appearances == (new[0].id,) for q in study.snapshot().questions)
            study.include(new[0].id, by="ann")
            study.run()
        text = (folder / "study.toml").read_text("utf-8")
        (folder / "study.toml").write_text(text.partition("\n[llm]")[0], "utf-8")
        with Study.open(folder) as study:
            study.run()
            [kept] = [p for p in study.snapshot().persons if new[0].id in p.appearances]
            assert kept.status is Status.INCLUDED
            study.undo(1, by="ann")
            study.run()
            assert not [p for p in study.snapshot().persons if new[0].id in p.appearances]
    shutil.rmtree(folder)


def test_a_long_article_is_read_in_windows_and_the_answers_are_one(new_study: Make, tmp_path: Path) -> None:
    """Each window gets an answer about what stands in it; whom the model added in one stands in the table of the next."""
    filler = " ".join("The river rose on Monday and the council closed the lower bridge again." for _ in range(6))
    paragraphs = stories.LEILA.split("\n\n")
    (tmp_path / "long.txt").write_text(("\n\n" + filler + "\n\n").join(paragraphs), "utf-8")

    def what_stands_here(asked: Asked) -> Answer:
        here = " ".join(asked.sentences.values())
        whole = stories.LEILA_SAID
        person = {
            **whole["persons"][0],
            "known": [asked.table["Leila Mansouri"]] if "Leila Mansouri" in asked.table else [],
        }
        for key in ("mentions", "evidence", "attributes"):
            person[key] = [numbered(asked, one) for one in person[key] if one["quote"] in here]
        parts = {
            key: [numbered(asked, one) for one in whole[key] if one["quote"] in here] for key in ("codes", "claims")
        }
        return {"persons": [person], **parts}

    with serving(answering(what_stands_here)) as server:
        with Study.open(new_study(server.address, "window_tokens = 200")) as study:
            study.run([tmp_path / "long.txt"])
            state = study.snapshot()
            [held] = study._desk.store.all("consult", Consultation)
        assert [k.code for one in held.heard for k in one.codings] == ["leaving/quality_of_life", "joining/material"]
        assert len(server.asked) > 4
        assert max(len(one.data) for one in server.asked) < 200 * 3 + 1200
    assert state.consulted and state.consulted.requests == len(server.asked)
    [leila] = [p for p in state.persons if p.name == "Leila Mansouri"]
    one = state.appearances[leila.appearances[0]]
    assert "both take them" in one.reasons[0], one.reasons
    assert {c.figure for c in state.claims} == {58.0}
    assert {"leaving/quality_of_life", "joining/material"} <= {k.code for k in state.codings if k.appearance == one.id}


def numbered(asked: Asked, item: dict[str, object]) -> dict[str, object]:
    return {**item, "sentences": [asked.number(str(item["quote"]))]}
