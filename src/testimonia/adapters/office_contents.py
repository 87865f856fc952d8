"""The contents of a DOCX: lines that lead to the headings, inside the field by which a word processor makes them anew with page numbers."""

from __future__ import annotations

from typing import Any

LEVELS = 2
"""Headings down to this level are listed."""


def contents(document: Any, title: str, first: int) -> None:
    """Lists the headings of a finished document before its paragraph number `first`, under `title`."""
    from docx.shared import Pt

    body = list(document.paragraphs)
    listed = [p for p in body if p.style.name in {f"Heading {n + 1}" for n in range(LEVELS)} and p.text]
    if not listed:
        return
    place = body[first]
    head = place.insert_paragraph_before(title, style="Caption")
    head.paragraph_format.keep_with_next = True
    head.paragraph_format.space_before = Pt(18)
    head.runs[0].bold = True
    lines = []
    for number, heading in enumerate(listed, start=1):
        name = f"_Toc{number:06d}"
        _marked(heading._p, name, number)
        line = place.insert_paragraph_before()
        _line(line, heading.text, name, is_part=heading.style.name == "Heading 1")
        lines.append(line._p)
    # The field's parts stand in runs of their own: at the beginning of the first line and at the end of the last.
    begun = _field("begin", "separate", f' TOC \\o "1-{LEVELS}" \\h \\z \\u ')
    after = 0 if lines[0].pPr is None else 1
    for offset, run in enumerate(begun):
        lines[0].insert(after + offset, run)
    for run in _field("end"):
        lines[-1].append(run)


def _marked(paragraph: Any, name: str, number: int) -> None:
    """A bookmark around what the heading says."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    begin, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    begin.set(qn("w:id"), str(number))
    begin.set(qn("w:name"), name)
    end.set(qn("w:id"), str(number))
    paragraph.insert(0 if paragraph.pPr is None else 1, begin)
    paragraph.append(end)


def _line(paragraph: Any, words: str, name: str, *, is_part: bool) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    form = paragraph.paragraph_format
    form.space_after, form.left_indent = Pt(1), Mm(0 if is_part else 6)
    form.space_before = Pt(5 if is_part else 0)
    run = paragraph.add_run(words)
    run.bold = is_part or None
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), name)
    link.set(qn("w:history"), "1")
    run._r.addprevious(link)
    link.append(run._r)


def _field(first: str, last: str = "", instruction: str = "") -> list[Any]:
    """The runs that begin a field, or end it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    def run(child: Any) -> Any:
        held = OxmlElement("w:r")
        held.append(child)
        return held

    def char(kind: str) -> Any:
        held = OxmlElement("w:fldChar")
        held.set(qn("w:fldCharType"), kind)
        return run(held)

    if not last:
        return [char(first)]
    words = OxmlElement("w:instrText")
    words.set(qn("xml:space"), "preserve")
    words.text = instruction
    return [char(first), run(words), char(last)]
