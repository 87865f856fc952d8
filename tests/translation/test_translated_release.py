"""What leaves the house of an article read in a translation: the original with the translation beside it, and nobody's hidden name in either."""

from __future__ import annotations

import csv
import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from docx import Document
from docx.oxml.ns import qn
from tongues import article_in

from testimonia import Study
from testimonia.study.mask import MASK

ARABIC_WORD = re.compile(r"[\u0620-\u064a]{2}")
ARABIC_NAME, FRENCH_NAME = re.compile(r"Khalid|Marzou[qk]i", re.IGNORECASE), re.compile(r"Karim|Belvaux", re.IGNORECASE)
FORMATS = ("csv", "qdpx", "w3c", "ftm", "csl", "bibtex", "rocrate")


def words_of(path: Path) -> Iterator[str]:
    """All words in a file, also in what it packs."""
    data = path.read_bytes()
    if path.suffix == ".pdf":
        yield from (page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    elif zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            yield from (packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    else:
        yield data.decode("utf-8", "replace")


def said_in(folder: Path) -> str:
    return "\n".join(words for path in sorted(folder.rglob("*")) if path.is_file() for words in words_of(path))


def quotes(release: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((release / "data" / "quotes.csv").read_text("utf-8"))))


@pytest.fixture(scope="session")
def open_release(read: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release in which both people go by name; not to be changed."""
    home = tmp_path_factory.mktemp("open")
    with Study.open(shutil.copytree(read, home / "study")) as study:
        study.release(home / "release")
    return home / "release"


def hide(study: Study, name: str) -> None:
    """The person spoke under a pseudonym."""
    person = next(p for p in study.snapshot().persons if p.name == name)
    study.correct(person.id, "pseudonym", "yes", by="ana", reason="asked for it")
    study.run()


def test_the_original_is_quoted_with_the_translation_beside_it(open_release: Path) -> None:
    said = {row["quote"]: (row["translation"], row["translated"], row["redacted"]) for row in quotes(open_release)}
    assert said['وقال أيضا: "قتلوا نساء وأطفالا أبرياء أمامنا".'] == (
        'He also said: "They killed innocent women and children in front of us."',
        "translated from Arabic by the team",
        "false",
    )
    french = "« Les chefs étaient corrompus et prenaient tout pour eux », dit-il encore."
    assert said[french][1:] == ("translated from French by Odo Lindqvist", "false")


def test_every_page_that_shows_a_quote_says_whose_translation_stands_beside_it(open_release: Path) -> None:
    for name in ("reasons.html", "report.html", "report.pdf", "report.docx", "press.txt", "sources.html"):
        words = " ".join(" ".join(words_of(open_release / name)).split())
        assert "translated from Arabic by the team" in words, name
    page = (open_release / "reasons.html").read_text("utf-8")
    assert re.search(r'<p dir="rtl" lang="ar">[^<]*غادرت', page)


def faces(pdf: Path) -> dict[str, str]:
    """Font -> all that a document sets in it."""
    found: dict[str, str] = {}

    def seen(text: str, *where: object) -> None:
        font = where[2]
        name = str(font["/BaseFont"]) if isinstance(font, dict) else ""
        found[name] = found.get(name, "") + text

    for page in pypdf.PdfReader(pdf).pages:
        page.extract_text(visitor_text=seen)
    return found


def test_an_arabic_quote_is_set_in_a_naskh_that_the_document_carries(open_release: Path) -> None:
    for name in ("report.pdf", "brief.pdf"):
        arabic = {font for font, words in faces(open_release / name).items() if ARABIC_WORD.search(words)}
        assert arabic and all("Amiri-Regular" in font for font in arabic), (name, arabic)
        pages = pypdf.PdfReader(open_release / name).pages
        fonts = [font.get_object() for page in pages for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]
        amiri = [font["/DescendantFonts"][0].get_object() for font in fonts if "Amiri" in font["/BaseFont"]]
        assert amiri and all("/FontFile2" in font["/FontDescriptor"] for font in amiri), name


def test_an_arabic_quote_runs_from_the_right_in_the_editors_document_and_says_its_language(open_release: Path) -> None:
    quotes = [p for p in Document(str(open_release / "report.docx")).paragraphs if p.style.name.endswith("Quote")]
    arabic = [p for p in quotes if ARABIC_WORD.search(p.text)]
    assert arabic and len(arabic) < len(quotes)
    for paragraph in quotes:
        is_arabic = paragraph in arabic
        lang = paragraph.runs[0]._r.rPr.find(qn("w:lang"))
        assert lang.get(qn("w:bidi" if is_arabic else "w:val")) == ("ar" if is_arabic else "fr")
        assert (paragraph._p.pPr.find(qn("w:bidi")) is not None) == is_arabic
        assert bool(paragraph.runs[0].font.rtl) == is_arabic
        assert not paragraph.style.font.cs_italic


def test_a_name_that_the_original_writes_in_other_letters_closes_the_original(translated: Path, tmp_path: Path) -> None:
    with Study.open(translated) as study:
        hide(study, "Khalid al-Marzouqi")
        study.release(tmp_path / "release")
        for format in FORMATS:
            study.export(format, tmp_path / "exports" / (format if format == "csv" else f"study.{format}"))
        report = study.report.read_text("utf-8")
    for said in (said_in(tmp_path / "release"), said_in(tmp_path / "exports"), report):
        assert not ARABIC_WORD.search(said)
        assert not ARABIC_NAME.search(said)
        assert "Belvaux" in said  # the other one goes by name
    rows = [row for row in quotes(tmp_path / "release") if row["translated"] == "translated from Arabic by the team"]
    assert rows and {row["quote"] for row in rows} == {MASK}
    first = next(row["translation"] for row in rows if "no electricity" in row["translation"])
    assert first.startswith("[P-") and "told the newspaper" in first


def test_a_name_that_both_write_alike_is_blacked_out_in_both(translated: Path, tmp_path: Path) -> None:
    with Study.open(translated) as study:
        hide(study, "Karim Belvaux")
        study.release(tmp_path / "release")
    said = said_in(tmp_path / "release")
    assert not FRENCH_NAME.search(said)
    row = next(row for row in quotes(tmp_path / "release") if "électricité" in row["quote"])
    assert re.search(r"a déclaré M\. \[P-\w+\] au Courrier", row["quote"])
    assert re.search(r"\[P-\w+\] told the Courrier", row["translation"])
    assert "غادرت" in said


def test_who_is_on_the_private_list_closes_it_too(translated: Path, tmp_path: Path) -> None:
    (translated / "private_names.txt").write_text("Khalid Marzouqi\n", encoding="utf-8")
    with Study.open(translated) as study:
        study.run()
        study.release(tmp_path / "release")
    said = said_in(tmp_path / "release")
    assert not ARABIC_WORD.search(said)
    assert not ARABIC_NAME.search(said)


def test_who_recorded_the_translation_is_not_published(translated: Path, tmp_path: Path) -> None:
    with Study.open(translated) as study:
        id = article_in(study, "ar")
        study.undo(2, by="bo")
        study.translate(id, [f"{p}" for p in translation_of(study)], by="Wilhelmina Quastrel")
        study.run()
        study.release(tmp_path / "release")
    assert "Quastrel" not in said_in(tmp_path / "release")


def translation_of(study: Study) -> tuple[str, ...]:
    event = study.event(2)
    assert event is not None
    paragraphs: tuple[str, ...] = event.action.paragraphs  # type: ignore[union-attr]
    return paragraphs
