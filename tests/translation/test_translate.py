"""An article in another language, read in a translation: every quote is one of the original."""

from __future__ import annotations

from pathlib import Path

import pytest
from tongues import ENGLISH_OF_ARABIC, ENGLISH_OF_FRENCH, article_in, paragraphs, spans, translate_all

from testimonia import Study
from testimonia.domain.reading import Reading
from testimonia.domain.translation import Translate
from testimonia.errors import DecisionError, InputError, UsageError
from testimonia.pipeline.record import record


def stage(study: Study, name: str) -> dict[str, object]:
    return next({"kept": s.kept, "aside": s.set_aside} for s in study.status().attrition if s.stage == name)


def test_without_a_translation_it_is_set_aside_and_says_how_to_take_it(captured: Path) -> None:
    with Study.open(captured) as study:
        asides = {a.subject: a.detail for a in study.snapshot().set_asides}
        assert asides.keys() == {article_in(study, "fr"), article_in(study, "ar")}
        for id, detail in asides.items():
            assert f"testimonia translate STUDY {id} FILE" in detail
        waiting = {w.language: w.paragraphs for w in study.untranslated()}
        assert waiting == {"fr": len(paragraphs(ENGLISH_OF_FRENCH)), "ar": len(paragraphs(ENGLISH_OF_ARABIC))}
        assert stage(study, "detect") == {"kept": 0, "aside": 2}


def test_every_quote_stands_in_the_original(read: Path) -> None:
    with Study.open(read) as study:
        state = study.snapshot()
        texts = {a.id: study.article(a.id).text for a in state.articles}
        found = 0
        for reading in study._desk.store.all("detect", Reading):
            for span in spans(reading):
                assert texts[reading.article][span.start : span.end] == span.quote != ""
                found += 1
        for held in (*state.codings, *state.passages, *state.claims):
            for span in spans(held):
                assert texts[held.article][span.start : span.end] == span.quote != ""
                found += 1
        assert found > 100


def test_the_same_people_and_reasons_are_found_as_in_the_translation(read: Path) -> None:
    with Study.open(read) as study:
        state = study.snapshot()
        assert {p.name for p in state.persons} == {"Karim Belvaux", "Khalid al-Marzouqi"}
        assert {(p.nationality, p.age) for p in state.persons} == {("TN", 27), ("TN", 31)}
        said = {(k.span.quote, k.span.translation): k.code for k in state.codings}
    french = "« Les chefs étaient corrompus et prenaient tout pour eux », dit-il encore."
    english = '"The commanders were corrupt and took everything for themselves," he also says.'
    assert said[french, english] == "leaving/corruption"
    arabic = 'وقال أيضا: "قتلوا نساء وأطفالا أبرياء أمامنا".'
    english = 'He also said: "They killed innocent women and children in front of us."'
    assert said[arabic, english] == "leaving/brutality"


def test_a_name_is_found_in_the_letters_of_the_original(read: Path) -> None:
    with Study.open(read) as study:
        found = {a.label: a.mentions[0].span for a in study.snapshot().appearances.values()}
    assert (found["Khalid al-Marzouqi"].quote, found["Khalid al-Marzouqi"].loose) == ("خالد المرزوقي", False)
    assert (found["Karim Belvaux"].quote, found["Karim Belvaux"].translation) == ("Karim Belvaux", "")


def test_it_is_said_whose_translation_it_is(read: Path) -> None:
    with Study.open(read) as study:
        held = {a.language: a.translation for a in study.snapshot().articles}
        assert held["fr"] is not None and (held["fr"].supplier, held["fr"].by) == ("Odo Lindqvist", "ana")
        assert held["ar"] is not None and (held["ar"].supplier, held["ar"].by) == ("", "bo")
        told = study.show(article_in(study, "fr"))
        events = study.show("decisions")
        page = study.report.read_text("utf-8")
    assert "translated:  by Odo Lindqvist; decision 1 by ana" in told
    assert "translated from French by Odo Lindqvist" in page
    assert "translated from Arabic by the team" in page
    assert "paragraphs 5 paragraphs" in events
    assert "took everything for themselves" not in events


def test_a_rerun_has_nothing_to_do_and_another_study_gives_the_same(translated: Path, study: Path) -> None:
    with Study.open(translated) as first:
        assert not any(outcome.new for outcome in first.run())
        before = first.bundle()
    with Study.open(study) as second:
        translate_all(second)
        second.run()
        assert second.bundle() == before


def test_undone_it_is_set_aside_again_and_undoing_that_brings_the_same_back(translated: Path) -> None:
    with Study.open(translated) as study:
        before, codings = study.bundle(), study.snapshot().codings
        study.undo(2, by="bo", reason="not a sound translation")
        outcomes = {o.stage: o.new for o in study.run()}
        assert outcomes["detect"] == 1  # the other article is not read again
        assert [p.name for p in study.snapshot().persons] == ["Karim Belvaux"]
        assert [w.language for w in study.untranslated()] == ["ar"]
        study.undo(3, by="bo")
        study.run()
        assert study.bundle() == before
        assert study.snapshot().codings == codings


def test_a_second_translation_takes_the_place_of_the_first_and_decisions_hold(translated: Path) -> None:
    with Study.open(translated) as study:
        id = next(p.id for p in study.snapshot().persons if p.name == "Khalid al-Marzouqi")
        study.include(id, by="bo", reason="heard the recording")
        better = ENGLISH_OF_ARABIC.replace("Khalid al-Marzouqi", "Khaled al-Marzouqi").replace("cook", "chef")
        study.translate(article_in(study, "ar"), paragraphs(better), by="bo", supplier="a sworn translator")
        study.run()
        person = next(p for p in study.snapshot().persons if p.id == id)
        assert (person.name, person.status.value) == ("Khaled al-Marzouqi", "included")
        held = {a.language: a.translation for a in study.snapshot().articles}["ar"]
        assert held is not None and held.supplier == "a sworn translator"


def test_in_the_past_it_was_not_read_yet(translated: Path) -> None:
    with Study.open(translated) as study, study.at(1) as then:
        assert [a.language for a in then.snapshot().articles if a.translation] == ["fr"]
        assert [p.name for p in then.snapshot().persons] == ["Karim Belvaux"]
    with Study.open(translated) as study, study.at(2) as then:
        assert then.snapshot().codings == study.snapshot().codings


def test_a_translation_of_another_text_does_not_hold(study: Path) -> None:
    with Study.open(study) as held:
        id = article_in(held, "fr")
        action = Translate(article=id, of="0" * 64, language="en", paragraphs=tuple(paragraphs(ENGLISH_OF_FRENCH)))
        record(held._desk, action, by="ana", reason="")
        held.run()
        aside = next(a for a in held.snapshot().set_asides if a.subject == id)
    assert "the translation of decision 1 is of another text" in aside.detail


def test_what_does_not_fit_is_refused_and_nothing_recorded(study: Path, tmp_path: Path) -> None:
    good = paragraphs(ENGLISH_OF_FRENCH)
    with Study.open(study) as held:
        id = article_in(held, "fr")
        with pytest.raises(DecisionError, match="as many paragraphs"):
            held.translate(id, good[:-1], by="ana")
        with pytest.raises(DecisionError, match="as many paragraphs"):
            held.translate(id, [*good[:-1], "\u200b \x07"[1:]], by="ana")
        with pytest.raises(DecisionError, match="language that is not read"):
            held.translate(id, held.original(id).split("\n\n"), by="ana")
        with pytest.raises(DecisionError, match="no such document"):
            held.translate("d-nothing", good, by="ana")
        with pytest.raises(DecisionError, match="too long"):
            held.translate(id, [*good[:-1], "and he left " * 100_000], by="ana")
        with pytest.raises(UsageError, match="no name of a translator"):
            held.translate(id, good, by="ana", supplier="a\nb")
        with pytest.raises(DecisionError, match="nobody answers"):
            held.translate(id, good, by=" ")
        latin = tmp_path / "latin.txt"
        latin.write_bytes("déjà".encode("latin-1"))
        with pytest.raises(InputError, match="not UTF-8"):
            held.translate(id, latin, by="ana")
        with pytest.raises(InputError, match="cannot be read"):
            held.translate(id, tmp_path / "nothing.txt", by="ana")
        assert held.snapshot().decisions == ()


def test_an_article_that_is_read_takes_no_translation(translated: Path, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "english.txt").write_text(ENGLISH_OF_FRENCH, encoding="utf-8")
    with Study.open(translated) as study:
        study.run([tmp_path / "own"])
        with pytest.raises(DecisionError, match="read as it is"):
            study.translate(article_in(study, "en"), paragraphs(ENGLISH_OF_FRENCH), by="ana")
