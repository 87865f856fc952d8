"""Each number in the pages, the PDF, the one page and the press text is found in the ledger of the release."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.table import Table as DocxTable
from pypdf import PdfReader
from selectolax.lexbor import LexborHTMLParser

from testimonia.study.publish.charts_growth import ticks
from testimonia.study.publish.wording import date_words, number, percent, ratio_words

NUMBER = re.compile(r"(?<![\w.-])\d+(?:,\d{3})*(?:\.\d+)?%?(?![\w-])")
MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
DATE = re.compile(rf"(?:\d{{1,2}}\s+)?(?:{MONTH})\s+\d{{4}}|\d{{4}}-\d{{2}}(?:-\d{{2}})?")


class Book:
    """ledger.json of a release: its figures by reference, and everything that may be said of them."""

    def __init__(self, release: Path) -> None:
        self.held: dict[str, Any] = json.loads((release / "ledger.json").read_bytes())
        self.by_ref = {f["ref"]: f for f in self.held["figures"]}
        self.by_anchor = {"f-" + re.sub(r"[^A-Za-z0-9_.-]", "-", f["id"]): f for f in self.held["figures"]}
        self.all = {w for f in self.by_ref.values() for w in self.forms(f)} | set(self._others())
        self.words = {w for f in self.by_ref.values() for w in NUMBER.findall(f"{f['title']} {f['query']}")}

    def forms(self, figure: dict[str, Any]) -> Iterator[str]:
        """The figure's value, range and interval as they may be written."""
        interval = figure.get("interval") or {}
        for value in (
            figure["value"],
            figure.get("low"),
            figure.get("high"),
            interval.get("low"),
            interval.get("high"),
        ):
            if value is not None:
                yield percent(value) if figure["unit"] == "share" else number(value)
                yield ratio_words(value)  # ratios and estimates, to two places
        if figure["unit"] == "month":
            digits = f"{int(figure['value']):06d}"
            yield date_words(f"{digits[:4]}-{digits[4:]}")

    def _others(self) -> Iterator[str]:
        total = 0
        for point in self.held["growth_spoke"]:
            total += point["value"]
            yield from (number(point["value"]), number(total))
        yield from (number(c["value"]) for c in self.held["cross"])
        for step in self.held["attrition"]:
            yield from (number(step[k]) for k in ("entered", "kept", "set_aside"))
            yield from (number(n) for n in step["reasons"].values())
        yield from (number(r["reported"]) for r in self.held["reported"])
        for row in (*self.held["corrected"], *self.held["sensitivity"], *self.held["associations"]):
            yield from (
                form for n in row.values() if isinstance(n, int | float) for form in (number(n), ratio_words(n))
            )
        for row in self.held["associations"]:
            yield from (number(abs(round(row[k] * 100))) for k in ("difference", "low", "high", "least", "most"))
        for said in (*self.held["sayings"], *self.held["refusals"]):
            yield from NUMBER.findall(" ".join(v for v in said.values() if isinstance(v, str)))


@pytest.fixture(scope="module")
def book(release: Path) -> Book:
    return Book(release)


def unknown(text: str, known: set[str]) -> set[str]:
    """Numbers of a text that are none of the known; dates are no figures."""
    return {n for n in NUMBER.findall(DATE.sub(" ", text)) if n.rstrip(",") not in known}


# -- pages


@pytest.mark.parametrize("page", ["index.html", "reasons.html", "method.html", "report.html"])
def test_a_number_that_opens_is_the_figure_behind_it(release: Path, book: Book, page: str) -> None:
    tree = LexborHTMLParser((release / page).read_text("utf-8"))
    opened = 0
    for link in tree.css("a.n[data-ref]"):
        figure = book.by_anchor[(link.attributes["href"] or "").partition("#")[2]]
        assert figure["ref"] == link.attributes["data-ref"]
        said = link.text()
        told = {*book.forms(figure), *NUMBER.findall(figure["query"])}  # a table's cells stand in the query
        worded = not NUMBER.search(said) and (said != "no" or figure["value"] == 0)  # "no bound"; "no" is nought
        assert said in told or worded, (page, said, figure["id"])
        opened += 1
    assert opened > (5 if page == "method.html" else 20)


@pytest.mark.parametrize("page", ["index.html", "reasons.html"])
def test_no_number_stands_in_a_page_that_the_ledger_does_not_know(release: Path, book: Book, page: str) -> None:
    tree = LexborHTMLParser((release / page).read_text("utf-8"))
    for node in tree.css("script, style, blockquote, cite, .sentence, svg, .src, .bar, .colophon, .masthead"):
        node.decompose()
    text = tree.body.text(separator=" ")  # type: ignore[union-attr]
    extra = {"95%"} | {w for t in tree.css("caption, figcaption") for w in NUMBER.findall(t.text())} | book.words
    assert unknown(text, book.all | extra) == set()
    assert unknown(text + " 64.3% of 977 people", book.all | extra) == {"64.3%", "977"}


# -- on paper


def axis(book: Book) -> set[str]:
    """Marks on the axes of charts."""
    most = sum(p["value"] for p in book.held["growth_spoke"])
    peak = max(p["value"] for p in book.held["growth_spoke"])
    return {percent(t / 4) for t in range(5)} | {str(t) for t in (*ticks(most), *ticks(peak))}


def known_on_paper(release: Path, book: Book) -> set[str]:
    """Numbers that are no figures: people's ages, numbers of sources and footnotes, years on an axis."""
    persons = list(csv.DictReader((release / "data" / "persons.csv").open(encoding="utf-8", newline="")))
    sources = list(csv.DictReader((release / "data" / "sources.csv").open(encoding="utf-8", newline="")))
    quotes = (release / "data" / "quotes.csv").read_text("utf-8")
    ages = {p["age"] for p in persons} - {"WITHHELD"}
    return (
        book.all
        | book.words
        | axis(book)
        | ages
        | {str(n) for n in range(1, len(sources) + 1)}
        | set(NUMBER.findall(quotes))
        | {"95%"}
    )


def test_the_printed_report_knows_no_number_but_the_ledgers(release: Path, book: Book) -> None:
    reader = PdfReader(release / "report.pdf")
    known = known_on_paper(release, book)
    titles = NUMBER.findall((release / "data" / "sources.csv").read_text("utf-8"))
    years = {p["month"][:4] for p in book.held["growth_spoke"]}
    text = [page.extract_text() for page in reader.pages]
    first = next(i for i in range(2, len(text)) if "Appendix A. The people" in text[i])
    assert first > 5
    for i in range(first):
        lines = [
            w for w in text[i].split("\n") if not re.fullmatch(rf"\s*{i + 1}\s*|.*Archived copy.*|.*Source \d+\.", w)
        ]
        words = re.sub(r"Archived\s+copy\s+\w+", " ", " ".join(lines))
        words = re.sub(r"testimonia [\d.]+|Release \d+|version \d+|decision \d+|\(\w{16}\)", " ", words)
        found = unknown(words, known | {str(i + 1)} | years | set(titles))
        pages = {str(n) for n in range(1, len(text) + 1)} if i == 1 else set()  # the contents
        assert found - pages == set(), (i + 1, found)
    assert unknown("64.3% of 977", known) == {"64.3%", "977"}


def section(blocks: list[tuple[str, str]], title: str) -> list[str]:
    """The words under a heading, up to the next of its level."""
    start = blocks.index(("Heading 2", title))
    end = next(i for i in range(start + 1, len(blocks)) if blocks[i][0] in ("Heading 1", "Heading 2"))
    return [words for _, words in blocks[start + 1 : end]]


def test_how_sure_stands_in_print_and_in_the_editors_document(release: Path, book: Book) -> None:
    document = Document(str(release / "report.docx"))
    blocks = []
    for item in document.iter_inner_content():
        cells = [cell.text for row in item.rows for cell in row.cells] if isinstance(item, DocxTable) else [item.text]
        blocks += [("" if isinstance(item, DocxTable) else item.style.name, words) for words in cells]
    said = " ".join(section(blocks, "How sure"))
    printed = " ".join(" ".join(page.extract_text().split()) for page in PdfReader(release / "report.pdf").pages)
    for part in ("Growth against what was read", "Which words hold", "What is not given, and why"):
        assert part in said and part in printed, part
    refusals = [r["reason"] for r in book.held["refusals"]]
    assert refusals and all(r[1:] in said and r[1:] in printed for r in refusals)
    assert unknown(said, book.all | book.words | {"95%"}) == set()


def test_each_figure_of_the_ledger_is_printed_with_its_value(release: Path, book: Book) -> None:
    text = " ".join(" ".join(page.extract_text().split()) for page in PdfReader(release / "report.pdf").pages)
    rows = text[text.rindex("Appendix D") :]
    for ref, said in book.held["said"].items():
        assert re.search(rf"\b{ref}\b", rows), ref
        assert said["value"] in rows, (ref, said)


def test_the_one_page_knows_no_number_but_the_ledgers(release: Path, book: Book) -> None:
    text = " ".join(PdfReader(release / "brief.pdf").pages[0].extract_text().split())
    years = {p["month"][:4] for p in book.held["growth_spoke"]}
    text = re.sub(r"Archived copy \w+|Source \d+|Release \d+|decision \d+|testimonia [\d.]+", " ", text)
    assert unknown(text, known_on_paper(release, book) | years) == set()
    individuals = book.by_ref["F1"]
    assert f"At least {number(individuals['low'])} people left" in text
    for code in ("leaving.corruption", "joining.material"):
        share = next(f for f in book.by_ref.values() if f["id"] == f"{code}.share")
        count = next(f for f in book.by_ref.values() if f["id"] == f"{code}.count")
        assert f"{percent(share['value'])} · {number(count['value'])} of the" in text, code


def test_each_number_of_the_press_text_has_its_reference(release: Path, book: Book) -> None:
    text = (release / "press.txt").read_text("utf-8")
    shares = re.findall(r"(\d+%) \[(F\d+)\]", text)
    assert len(shares) >= 6
    for said, ref in shares:
        assert said in set(book.forms(book.by_ref[ref])), (said, ref)
    for line in re.findall(
        r"^- (.*?)(?=^- |^\w|\Z)", text[: text.index("Quotes that may be used")], re.MULTILINE | re.DOTALL
    ):
        words = " ".join(line.split())
        refs = [r for group in re.findall(r"\[((?:F\d+(?:, )?)+)\]", words) for r in group.split(", ")]
        allowed = {w for r in refs for w in book.forms(book.by_ref[r])} | {"95%"} | book.words
        assert refs, words
        assert unknown(re.sub(r"\[[^\]]*\]", " ", words), allowed) == set(), words
