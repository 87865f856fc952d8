"""Marks over a text: whatever they are, the text comes back exactly, each piece at its code-point offset under the marks that lie on it."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from testimonia.web.marks import MarkOn, direction, segments
from testimonia.web.visit import environment

LETTERS = st.sampled_from(["a", "B", " ", ".", "é", "e\u0301", "ب", "شُ", "ל", "\U0001f4f8", "\U0001f468\u200d\U0001f469", "<", "&", '"', "\n", "\n\n"])  # fmt: skip
KINDS = st.sampled_from(["person", "speech", "leaving", "joining", "ask"])


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[MarkOn]]:
    text = "".join(draw(st.lists(LETTERS, max_size=60)))
    edges = st.integers(0, len(text))
    marks = []
    for number in range(draw(st.integers(0, 8))):
        start, end = sorted((draw(edges), draw(edges)))
        marks.append(MarkOn(start=start, end=end, kind=draw(KINDS), title=f"mark {number}", id=str(number)))
    return text, marks


class Read(HTMLParser):
    """The page as a browser reads it: paragraphs of (offset, words, classes); an element within a mark is an error."""

    def __init__(self) -> None:
        super().__init__()
        self.paragraphs: list[list[tuple[int, str, str]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        assert self.open == {"div": [], "p": ["div"], "mark": ["div", "p"], "span": ["div", "p"]}[tag]
        self.open.append(tag)
        if tag == "p":
            self.paragraphs.append([])
        elif tag in ("mark", "span"):
            self.paragraphs[-1].append((int(held["data-start"] or ""), "", held.get("class") or ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in ("mark", "span"):
            start, words, kinds = self.paragraphs[-1][-1]
            self.paragraphs[-1][-1] = (start, words + data, kinds)


@given(marked())
def test_the_text_comes_back_and_every_piece_is_under_the_marks_on_it(case: tuple[str, list[MarkOn]]) -> None:
    text, marks = case
    paragraphs = segments(text, marks)
    covered = [False] * len(text)
    for paragraph in paragraphs:
        at = paragraph[0].start
        for piece in paragraph:
            assert piece.start == at
            assert piece.text
            assert text[at : at + len(piece.text)] == piece.text
            at += len(piece.text)
            for place in range(piece.start, at):  # every code point of it under the very same marks
                covered[place] = True
                assert {m.id for m in piece.marks} == {m.id for m in marks if m.start <= place < m.end}
    left_out = [place for place, is_in in enumerate(covered) if not is_in]
    assert not "".join(text[place] for place in left_out).strip()


@given(marked())
def test_the_page_nests_validly_and_says_the_same(case: tuple[str, list[MarkOn]]) -> None:
    text, marks = case
    macros = environment().get_template("macros.html").module
    read = Read()
    read.feed(str(macros.text(segments(text, marks), direction(text), "und")))  # type: ignore[attr-defined]
    assert read.open == []
    for paragraph in read.paragraphs:
        for start, words, kinds in paragraph:
            assert text[start : start + len(words)] == words
            held = {m.kind for m in marks if m.start <= start < m.end}
            assert held <= set(kinds.split())
            assert ("several" in kinds) == (sum(m.kind in ("leaving", "joining") and m.start <= start < m.end for m in marks) > 1)  # fmt: skip


def test_direction_is_that_of_most_letters() -> None:
    assert direction("تركَ التنظيم in 2015 📸") == "rtl"
    assert direction("he left التنظيم behind him") == "ltr"
    assert direction("שלום לכולם") == "rtl"
    assert direction("2015 …") == "ltr"
