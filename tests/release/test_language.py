"""The report in another language: one catalogue, nothing of ours left in English, numbers from the ledger alone, right to left."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType

import msgspec
import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader
from released import publish
from selectolax.lexbor import LexborHTMLParser

from testimonia import Study
from testimonia.adapters.languages import Translated
from testimonia.config import load_lexicon
from testimonia.errors import ConfigError
from testimonia.study.language import English, phrase, say, say_many, speaking
from testimonia.study.publish.views import Num
from testimonia.study.roles import ROLES

ROOT = Path(__file__).parent.parent.parent
POT = ROOT / "src/testimonia/study/catalogue.pot"
HOLE = re.compile(r"(\{\w+\})")
GREEK = str.maketrans({c: "ω" if c in "aeiouAEIOU" else "ξ" for c in map(chr, [*range(65, 91), *range(97, 123)])})
HEBREW = str.maketrans({c: "א" if c in "aeiouAEIOU" else "צ" for c in map(chr, [*range(65, 91), *range(97, 123)])})
DEFINED = (
    "95%",
    "95 %",
    "SHA-256",
    "0 to 1",
    "above 1",
    "x 100",
    "under 18",
    "(1987)",
    "ISO 3166-1 alpha-2",
    "ISO 639-1",
)
"""What is no finding: the level of intervals, a standard's name, the ends of a scale, a definition."""


def template() -> Catalog:
    with POT.open("rb") as file:
        return read_po(file)


def sentences() -> list[str]:
    return [one for m in template() if m.id for one in ([m.id] if isinstance(m.id, str) else m.id)]


def translate(path: Path, code: str, word: Callable[[str], str]) -> None:
    """A catalogue in which every sentence is put into `word`, its holes left as they are."""
    with POT.open("rb") as file:
        held = read_po(file, locale=code)
    for message in held:
        if message.id:
            ids = (message.id,) if isinstance(message.id, str) else message.id
            done = ["".join(part if i % 2 else word(part) for i, part in enumerate(HOLE.split(one))) for one in ids]
            message.string = done[0] if isinstance(message.id, str) else (done[0], *[done[1]] * (held.num_plurals - 1))
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as file:
        write_po(file, held)


def only(path: Path, words: dict[str, str]) -> Path:
    """A catalogue of these sentences alone."""
    held = Catalog(locale=path.stem)
    for english, text in words.items():
        held.add(english, text)
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as file:
        write_po(file, held)
    return path


# -- the catalogue


def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("tool_words", ROOT / "tools/words.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_the_catalogue_is_what_the_code_says() -> None:
    assert tool().gathered() == POT.read_bytes(), "run `make words`"
    assert len(sentences()) > 800


def test_every_role_that_detection_tells_has_words_in_the_catalogue() -> None:
    assert {one.name for one in load_lexicon().roles} == ROLES
    assert set(sentences()) >= ROLES


def test_no_sentence_types_a_number() -> None:
    def typed(text: str) -> list[str]:
        for known in DEFINED:
            text = text.replace(known, "")
        return re.findall(r"\d+", HOLE.sub("", text))

    assert typed("about 60 per cent of {n} people") == ["60"]
    assert [s for s in sentences() if typed(s)] == []


def test_what_is_said_is_said_by_words_that_can_be_gathered() -> None:
    """Literal in the code: but for `said`, which takes what `noted` has marked, and families and captions in templates."""
    for path in (ROOT / "src/testimonia/study").rglob("*.py"):
        if path.name == "language.py":
            continue
        for call in re.findall(r"(?<![\w.])(?<!def )(?:say|phrase|noted)\(\s*(.)", path.read_text("utf-8")):
            assert call in "\"'", path.name


# -- a release in another language


@pytest.fixture(scope="module")
def study_home(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    import shutil

    folder = tmp_path_factory.mktemp("language")
    shutil.copytree(home / "study", folder / "study")
    translate(folder / "study/messages/el.po", "el", lambda s: s.translate(GREEK))
    translate(folder / "study/messages/he.po", "he", lambda s: s.translate(HEBREW))
    toml = folder / "study/study.toml"
    toml.write_text('language = "el"\n' + toml.read_text("utf-8"), "utf-8")
    publish(folder / "study", "greek")
    publish(folder / "study", "hebrew", language="he")
    return folder


def strings(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from strings(one)


def data_of(folder: Path) -> str:
    """Every word that is the study's own: articles, people, codebook, what machine and people wrote down."""
    with Study.open(folder) as study:
        held = study.snapshot()
        texts = [study._desk.texts(a.id).text for a in held.articles]
    return plain(" ".join([*texts, *strings(msgspec.to_builtins(held)), (folder / "codebook.yaml").read_text("utf-8")]))


def plain(text: str) -> str:
    return " " + " ".join(re.findall(r"[A-Za-z][A-Za-z’'-]*", text)).lower() + " "


NAMES = re.compile(
    r"P-[a-z0-9]{8}|\b[0-9a-f]{6,}\b|\b[\w./-]+\.(?:csv|html|json|pdf|docx|txt|parquet|minisig)\b|[a-z]+\.example\S*"
)
KNOWN = " poisson chao holm fisher wilson csv parquet html json minisig pdf docx testimonia verify folder ana lind iso alpha "


def english_left(text: str, data: str) -> set[str]:
    """Runs of Latin words that are neither the study's own nor names."""
    found = set()
    for run in re.findall(r"[A-Za-z][A-Za-z’'-]*(?: [A-Za-z][A-Za-z’'-]*)*", NAMES.sub(" ", text)):
        said = plain(run.strip("'’- "))
        if len(said.strip()) > 2 and said not in data and not all(f" {w} " in KNOWN for w in said.split()):
            found.add(said.strip())
    return found


def said_on_pages(folder: Path) -> Iterable[tuple[str, str]]:
    for path in sorted(folder.rglob("*.html")):
        tree = LexborHTMLParser(path.read_text("utf-8"))
        for node in tree.css("script, style, mark, .hash, .sentence"):
            node.decompose()
        for node in tree.root.traverse(include_text=True):  # type: ignore[union-attr]
            if node.tag == "-text":
                yield path.name, node.text()
            else:
                for name in ("title", "aria-label", "alt"):
                    yield path.name, node.attributes.get(name) or ""


def test_no_english_word_of_ours_is_left(study_home: Path) -> None:
    folder, data = study_home / "greek", data_of(study_home / "study")
    assert english_left("no article gives it", data) == {"no article gives it"}
    left = {(name, run) for name, text in said_on_pages(folder) for run in english_left(text, data)}
    document = Document(str(folder / "report.docx"))
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    for text in (*(p.text for p in document.paragraphs), *cells):
        left |= {("report.docx", run) for run in english_left(text, data)}
    for line in (folder / "press.txt").read_text("utf-8").splitlines():
        left |= {("press.txt", run) for run in english_left(line, data)}
    package = msgspec.json.decode((folder / "datapackage.json").read_bytes())
    for resource in package["resources"]:
        told = [resource["title"], *(f["description"] for f in resource.get("schema", {}).get("fields", []))]
        left |= {("datapackage.json", run) for text in told for run in english_left(text, data)}
    assert left == set()


def test_a_printed_page_and_a_chart_speak_it_too(study_home: Path) -> None:
    printed = " ".join(page.extract_text() for page in PdfReader(study_home / "greek/report.pdf").pages)
    for said in ("How sure", "What others count", "The codes and their definitions"):
        assert said.translate(GREEK) in printed
        assert said not in printed
    rows = (study_home / "greek/charts/chart-leaving.csv").read_text("utf-8")
    assert "Not mentioned".translate(GREEK) in rows
    assert "Not mentioned" not in rows


def test_right_to_left_is_set_everywhere(study_home: Path) -> None:
    folder = study_home / "hebrew"
    for name in ("index.html", "report.html", "people.html"):
        assert '<html lang="he" dir="rtl">' in (folder / name).read_text("utf-8")
    assert '<html lang="el" dir="ltr">' in (study_home / "greek/index.html").read_text("utf-8")
    document = Document(str(folder / "report.docx"))
    assert all(p._p.pPr.find(qn("w:bidi")) is not None for p in document.paragraphs)
    assert all(t._tbl.tblPr.find(qn("w:bidiVisual")) is not None for t in document.tables)
    reader = PdfReader(folder / "report.pdf")
    assert reader.trailer["/Root"]["/Lang"] == "he"
    placed: list[tuple[float, str]] = []
    reader.pages[0].extract_text(visitor_text=lambda text, cm, tm, font, size: placed.append((tm[4], text)))
    assert placed


# -- words that are not there, or do not fit


def test_what_is_missing_stands_in_english_and_is_told(study: Path) -> None:
    only(
        study / "messages/de.po",
        {"Disclosure check": "Prüfung auf Offenlegung", "Release {number}": "Ausgabe {number}"},
    )
    released = publish(study, language="de")
    page = (study.parent / "second/check.html").read_text("utf-8")
    assert '<html lang="de" dir="ltr">' in page
    assert "Prüfung auf Offenlegung" in page
    assert "Ausgabe 2" in page
    assert "Nothing had to be withheld" in page or "What this release does not show" in page
    assert released.untranslated == len([m for m in template() if m.id]) - 2


@pytest.mark.parametrize(
    ("english", "text", "why"),
    [
        ("Release {number}", "Ausgabe 7", "lost"),
        ("Release {number}", "Ausgabe {number} von {all}", "does not have"),
        ("How sure", "Zu 95% sicher", "a number is typed"),
        ("What|Why|How many", "Was|Warum", "columns"),
    ],
)
def test_words_that_do_not_fit_are_told(study: Path, english: str, text: str, why: str) -> None:
    only(study / "messages/de.po", {english: text})
    with pytest.raises(ConfigError, match=why):
        publish(study, language="de")
    assert not (study.parent / "second").exists()


def test_a_language_without_words_is_told(study: Path) -> None:
    with pytest.raises(ConfigError, match="no words for this language"):
        publish(study, language="fr")
    with pytest.raises(ConfigError, match="no such language"):
        publish(study, language="../fr")
    (study / "messages").mkdir()
    (study / "messages/fr.po").write_text('msgid "a\nnonsense', encoding="utf-8")
    with pytest.raises(ConfigError, match="not a catalogue"):
        publish(study, language="fr")


# -- numbers, plurals, dates


def test_plurals_numbers_and_dates_are_the_languages_own(tmp_path: Path) -> None:
    held = Catalog(locale="pl")
    held.add(("person", "people"), ("osoba", "osoby", "osób"))
    held.add("{count} of them", "z nich {count}")
    with (tmp_path / "pl.po").open("wb") as file:
        write_po(file, held)
    polish = Translated("pl", tmp_path / "pl.po")
    with speaking(polish):
        assert [say_many("person", "people", n) for n in (1, 3, 5, 22, 25)] == [
            "osoba",
            "osoby",
            "osób",
            "osoby",
            "osób",
        ]
        assert [n.text for n in phrase("{count} of them", count=Num(text="4", href="#f"))] == ["z nich ", "4"]
        assert say("not there") == "not there"
    assert polish.number(1234567) == "1\u00a0234\u00a0567"
    assert (polish.number(2.5), polish.percent(58), polish.fixed(0.667, 2)) == ("2,5", "58%", "0,67")
    assert (polish.day(2015, 3, 9), polish.month(2015, 3)) == ("9 marca 2015", "marzec 2015")
    assert (polish.country("SY"), polish.listed(("a", "b", "c"))) == ("Syria", "a, b i c")
    german = Translated("de", only(tmp_path / "de.po", {"a": "b"}))
    assert (german.percent(58), german.day(2015, 3, 9), german.direction) == ("58\u00a0%", "9. März 2015", "ltr")
    assert Translated("ar", only(tmp_path / "ar.po", {"a": "b"})).direction == "rtl"


def test_english_is_as_it_was() -> None:
    english = English()
    assert (english.number(1200), english.percent(58), english.day(2015, 3, 9)) == ("1,200", "58%", "9 March 2015")
    assert say("{a} and {b}", a=1, b="{a}") == "1 and {a}"
    assert sys.version_info >= (3, 11)
