"""DOCX with python-docx: headings, quotes, tables and pictures that editors go on with; the same bytes for the same input."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

from testimonia.domain.document import Block, Drawing, Grid, Heading, Properties, Runs, Said, Text

_THEN = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)
_THUMBNAIL = "docProps/thumbnail.jpeg"
Picture = Callable[[str], bytes]


def docx(blocks: Sequence[Block], properties: Properties, picture: Picture) -> bytes:
    """The document; `picture` makes a PNG of a drawing. It names no author and no time."""
    from docx import Document

    document = Document()
    _styled(document)
    _titled(document, properties)
    for block in blocks:
        _add(document, block, picture)
    held = io.BytesIO()
    document.save(held)
    return _repeatable(held.getvalue())


def _styled(document: Any) -> None:
    from docx.shared import Mm, Pt

    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Georgia", Pt(10.5)
    for section in document.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(25)


def _titled(document: Any, properties: Properties) -> None:
    core = document.core_properties
    core.title, core.subject, core.language, core.keywords = (
        properties.title, properties.subject, properties.language, properties.keywords,
    )  # fmt: skip
    core.author = core.last_modified_by = core.comments = core.category = ""
    core.created = core.modified = _THEN
    core.revision = 1
    document.add_heading(properties.title, 0)
    for words in properties.texts.values():
        document.add_paragraph(words)


def _add(document: Any, block: Block, picture: Picture) -> None:
    match block:
        case Heading():
            note = f" – {block.note}" if block.note and block.level == 3 else ""
            document.add_heading(block.text + note, min(block.level, 4))
        case Text():
            _runs(document.add_paragraph(), block.runs)
        case Said():
            paragraph = document.add_paragraph(style="Intense Quote" if block.direct else "Quote")
            paragraph.add_run(block.text)
            document.add_paragraph(f"{block.by}. {block.source}", style="Caption")
        case Drawing():
            _picture(document, block, picture)
        case Grid():
            _table(document, block)


def _runs(paragraph: Any, runs: Runs) -> None:
    for run in runs:
        paragraph.add_run(run.text).bold = run.strong or None


def _picture(document: Any, block: Drawing, picture: Picture) -> None:
    from docx.shared import Mm

    document.add_paragraph(block.title, style="Caption").paragraph_format.keep_with_next = True
    shape = document.add_picture(io.BytesIO(picture(block.svg)), width=Mm(155))
    about = shape._inline.docPr
    about.set("descr", block.alt)
    about.set("title", block.title)
    if block.note:
        document.add_paragraph(block.note, style="Caption")


def _table(document: Any, block: Grid) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    table = document.add_table(rows=1, cols=len(block.head), style="Light List")
    for cell, words in zip(table.rows[0].cells, block.head, strict=True):
        cell.text = words
    for row in block.rows:
        for i, (cell, runs) in enumerate(zip(table.add_row().cells, row, strict=True)):
            paragraph = cell.paragraphs[0]
            _runs(paragraph, runs)
            if i in block.numeric:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            for run in paragraph.runs:
                run.font.size = Pt(8.5)


def _repeatable(data: bytes) -> bytes:
    """The same package without the time of writing, and without the thumbnail that the library's template brings."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name == _THUMBNAIL:
                continue
            data = old.read(name)
            if name == "_rels/.rels":
                data = re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", data)
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED, 6)
    return out.getvalue()
