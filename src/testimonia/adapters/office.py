"""DOCX with python-docx: headings, quotes, tables and pictures that editors go on with; the same bytes for the same input."""

from __future__ import annotations

import copy
import datetime
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

from testimonia.adapters.office_contents import contents
from testimonia.domain.document import Block, Drawing, Grid, Heading, Properties, Run, Runs, Said, Text

_THEN = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)
_THUMBNAIL = "docProps/thumbnail.jpeg"
_AFTER_BIDI = (
    "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents", "w:jc", "w:outlineLvl", "w:rPr",
)  # fmt: skip
_AFTER_RTL = ("w:cs", "w:em", "w:lang")
"""What the format wants after a paragraph's direction, and after a run's."""
Picture = Callable[[str], bytes]

FONT, INK, SOFT, RULE, ACCENT = "Georgia", "1A1A1C", "595A60", "CFCABF", "8A2C22"
COMPLEX = "Times New Roman"
"""The face of scripts that Georgia lacks and every word processor has here: Arabic, Hebrew."""
WIDTH = 160
"""Millimetres of text between the margins."""
KEPT = 10
"""A table of so many rows stands on one page."""
BEGUN = 3
"""So many rows of a longer one stand at the foot of a page, or none."""
WIDE = 7
"""A table of more columns is set smaller."""
_SIZES = {"Title": 24.0, "Heading 1": 20.0, "Heading 2": 14.5, "Heading 3": 11.5, "Heading 4": 10.5, "Caption": 9.0}
_SAMPLES = {
    "k-solid": "\u25a0",
    "k-hatch": "\u25a8",
    "k-empty": "\u25a1",
    "k-line": "\u251c\u2500\u2524",
    "best": "\u25cf",
    "k-dot": "\u25cb",
}


def docx(blocks: Sequence[Block], properties: Properties, picture: Picture) -> bytes:
    """The document; `picture` makes a PNG of a drawing. It names no author and no time."""
    from docx import Document

    document = Document()
    _styled(document)
    _speaking(document, properties.language)
    _footed(document, properties.title)
    _titled(document, properties)
    first = len(document.paragraphs)
    for block in blocks:
        _add(document, block, picture)
    if properties.contents:
        contents(document, properties.contents, first)
    if properties.direction == "rtl":
        _from_the_right(document)
    held = io.BytesIO()
    document.save(held)
    return _repeatable(held.getvalue())


def _styled(document: Any) -> None:
    from docx.shared import Mm, Pt

    normal = document.styles["Normal"]
    _set_in(normal, 10.5)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(6), 1.2
    for name, size in _SIZES.items():
        style = document.styles[name]
        _set_in(style, size, bold=name != "Caption", colour=SOFT if name == "Caption" else INK)
        style.paragraph_format.keep_with_next = name != "Caption"
    document.styles["Heading 1"].paragraph_format.page_break_before = True
    for name, before in (("Heading 1", 0), ("Heading 2", 24), ("Heading 3", 14)):
        held = document.styles[name].paragraph_format
        held.space_before, held.space_after = Pt(before), Pt(5)
    for name, direct in (("Intense Quote", True), ("Quote", False)):
        style = document.styles[name]
        _set_in(style, 10.5, bold=False, colour=INK)
        style.font.italic = not direct
        style.paragraph_format.left_indent, style.paragraph_format.right_indent = Mm(6), Mm(6)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(6), Pt(1)
        style.paragraph_format.keep_with_next = True
        _bordered(style.element.get_or_add_pPr(), "left", 12, RULE)
    _bordered(document.styles["Title"].element.get_or_add_pPr(), "top", 18, INK)
    for section in document.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm((210 - WIDTH) / 2)


def _from_the_right(document: Any) -> None:
    """Paragraphs, words and the columns of tables run from right to left."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for paragraph in document.element.body.iter(qn("w:p")):
        _rightward(paragraph)
        for run in paragraph.iter(qn("w:r")):
            properties = run.get_or_add_rPr()
            if properties.find(qn("w:rtl")) is None and any("\u0590" <= c <= "\u08ff" for c in "".join(run.itertext())):
                properties.insert_element_before(OxmlElement("w:rtl"), *_AFTER_RTL)
    for table in document.element.body.iter(qn("w:tbl")):
        table.tblPr.insert(1, OxmlElement("w:bidiVisual"))


def _rightward(paragraph: Any) -> None:
    """The paragraph begins at the right."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = paragraph.get_or_add_pPr()
    if properties.find(qn("w:bidi")) is None:
        properties.insert_element_before(OxmlElement("w:bidi"), *_AFTER_BIDI)


def _set_in(style: Any, size: float, *, bold: bool | None = None, colour: str = INK) -> None:
    """One face for the whole document; the template's theme would set headings in another, and in blue."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
    style.font.cs_bold, style.font.cs_italic = bold, False  # scripts from right to left know no italics
    style.font.color.rgb = RGBColor.from_string(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in [key for key in fonts.attrib if key.endswith("Theme")]:
        del fonts.attrib[name]
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    fonts.set(qn("w:cs"), COMPLEX)


def _speaking(document: Any, language: str) -> None:
    """The language in which it is read aloud and its spelling is checked; the template's is American English."""
    from docx.oxml.ns import qn

    for held in document.styles.element.iter(qn("w:lang")):
        held.set(qn("w:val"), language)


def _bordered(properties: Any, side: str, width: int, colour: str) -> None:
    """A rule on one side of a paragraph, in eighths of a point, in place of whatever the template draws."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)
    borders, line = OxmlElement("w:pBdr"), OxmlElement(f"w:{side}")
    for key, value in (("val", "single"), ("sz", str(width)), ("space", "8"), ("color", colour)):
        line.set(qn(f"w:{key}"), value)
    borders.append(line)
    after = {
        qn(f"w:{n}")
        for n in (
            "shd",
            "tabs",
            "suppressAutoHyphens",
            "spacing",
            "ind",
            "contextualSpacing",
            "jc",
            "outlineLvl",
            "rPr",
        )
    }
    place = next((i for i, child in enumerate(properties) if child.tag in after), len(properties))
    properties.insert(place, borders)


def _footed(document: Any, title: str) -> None:
    """The title and the page's number at the foot of each page."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm

    for section in document.sections:
        foot = section.footer.paragraphs[0]
        foot.style = document.styles["Caption"]
        for stop in list(foot.paragraph_format.tab_stops):
            stop.clear()
        foot.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
        run = foot.add_run(f"{title}\t")
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        run._r.addnext(field)


def _titled(document: Any, properties: Properties) -> None:
    from docx.shared import Pt

    core = document.core_properties
    core.title, core.subject, core.language, core.keywords = (
        properties.title, properties.subject, properties.language, properties.keywords,
    )  # fmt: skip
    core.author = core.last_modified_by = core.comments = core.category = ""
    core.created = core.modified = _THEN
    core.revision = 1
    document.add_heading(properties.title, 0)
    for n, words in enumerate(properties.texts.values()):
        run = document.add_paragraph().add_run(words)
        run.font.size = Pt(17 if n == 0 else 10.5)


def _add(document: Any, block: Block, picture: Picture) -> None:
    match block:
        case Heading():
            note = f" – {block.note}" if block.note and block.level == 3 else ""
            document.add_heading(block.text + note, min(block.level, 4))
        case Text():
            _text(document, block)
        case Said():
            _quoted(document, block)
            if block.rendered:
                _small(document, f"{block.rendered} [{block.rendered_by}]", indent=6)
            _small(document, f"{block.by}. {block.source}", indent=6)
        case Drawing():
            _picture(document, block, picture)
        case Grid():
            _table(document, block)


def _quoted(document: Any, block: Said) -> None:
    """The words, in their own language and direction."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    paragraph = document.add_paragraph(style="Intense Quote" if block.direct else "Quote")
    run = paragraph.add_run(block.text)
    if block.rtl:
        _rightward(paragraph._p)
        run.font.rtl = True
        run._r.rPr.insert_element_before(_sized(Pt(12)), "w:rtl", *_AFTER_RTL)
    lang = OxmlElement("w:lang")
    lang.set(qn("w:bidi" if block.rtl else "w:val"), block.language)
    run._r.get_or_add_rPr().append(lang)


def _sized(size: Any) -> Any:
    """The size of letters of complex scripts, in half points."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    held = OxmlElement("w:szCs")
    held.set(qn("w:val"), str(int(size.pt * 2)))
    return held


def _text(document: Any, block: Text) -> None:
    from docx.shared import Pt, RGBColor

    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = block.style in ("lede", "note")
    _runs(paragraph, block.runs)
    for run in paragraph.runs:
        if block.style == "lede":
            run.font.size = Pt(12.5)
        elif block.style == "note":
            run.font.size, run.font.color.rgb = Pt(9), RGBColor.from_string(SOFT)


def _small(document: Any, words: str, indent: int = 0) -> Any:
    from docx.shared import Mm

    paragraph = document.add_paragraph(words, style="Caption")
    paragraph.paragraph_format.left_indent = Mm(indent) if indent else None
    return paragraph


def _runs(paragraph: Any, runs: Runs) -> None:
    from docx.shared import RGBColor

    for run in runs:
        made = paragraph.add_run(run.text)
        made.bold = run.strong or None
        if run.soft:
            made.font.color.rgb = RGBColor.from_string(SOFT)


def _picture(document: Any, block: Drawing, picture: Picture) -> None:
    from docx.shared import Mm, RGBColor

    if block.title:
        head = document.add_paragraph(style="Caption")
        title = head.add_run(block.title)
        title.bold, title.font.color.rgb = True, RGBColor.from_string(INK)
        head.paragraph_format.keep_with_next = True
    for words in (
        block.subtitle,
        "    ".join(f"{_sample(style)} {means}".replace(" ", "\u00a0") for style, means in block.key),
    ):
        if words:
            _small(document, words).paragraph_format.keep_with_next = True
    shape = document.add_picture(io.BytesIO(picture(block.svg)), width=Mm(WIDTH * min(1.0, _part(block.svg))))
    document.paragraphs[-1].paragraph_format.keep_with_next = bool(block.note)
    about = shape._inline.docPr
    about.set("descr", block.alt)
    about.set("title", block.title or block.subtitle)
    if block.note:
        _small(document, block.note)


def _sample(style: str) -> str:
    return next((sign for name, sign in _SAMPLES.items() if name in style), "")


def _part(svg: str) -> float:
    """How much of the text's width the drawing takes: those for half a page stay that narrow."""
    found = re.search(r'viewBox="0 0 ([\d.]+) ', svg)
    return float(found[1]) / 720 if found else 1.0


def _table(document: Any, block: Grid) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt, RGBColor

    table = document.add_table(rows=1, cols=len(block.head))
    table.autofit = False
    parts = block.widths if len(block.widths) == len(block.head) else (1.0,) * len(block.head)
    widths = [Mm(WIDTH * part / sum(parts)) for part in parts]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    made: dict[object, Any] = {}
    rows = [tuple((Run(words, strong=True),) for words in block.head), *block.rows]
    for number, row in enumerate(rows):
        together = number < (len(rows) - 1 if len(rows) <= KEPT else BEGUN)
        alike = number == 0, together, tuple(tuple((run.strong, run.soft) for run in runs) for runs in row)
        if alike in made:
            _repeated(table, made[alike], row)
            continue
        held = table.rows[0] if number == 0 else table.add_row()
        made[alike] = held._tr
        _kept(held, is_head=number == 0)
        for i, (cell, runs) in enumerate(zip(held.cells, row, strict=True)):
            cell.width = widths[i]
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after, paragraph.paragraph_format.line_spacing = Pt(2), 1.0
            _runs(paragraph, runs)
            paragraph.paragraph_format.keep_with_next = together
            if i in block.numeric:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            for run in paragraph.runs:
                run.font.size = Pt(7.5 if number == 0 or len(block.head) > WIDE else 8)
                if number == 0:
                    run.font.color.rgb = RGBColor.from_string(SOFT)
    _ruled(table)
    document.add_paragraph().paragraph_format.space_after = Pt(4)


def _repeated(table: Any, made: Any, row: Sequence[Runs]) -> None:
    """A further row that differs from one that is made in its words alone: to copy it takes a fraction of the time."""
    from docx.oxml.ns import qn

    copied = copy.deepcopy(made)
    words = (run.text for runs in row for run in runs)
    for held, text in zip(copied.iter(qn("w:r")), words, strict=True):
        held.text = text
    table._tbl.append(copied)


def _kept(row: Any, *, is_head: bool) -> None:
    """Rows do not break across pages, and the head stands on each page."""
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))


def _ruled(table: Any) -> None:
    """Rules between the rows and none else; little room at the sides of a cell."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = OxmlElement("w:tblBorders")
    for side, width, colour in (("top", 8, INK), ("bottom", 4, RULE), ("insideH", 4, RULE)):
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", str(width)), ("space", "0"), ("color", colour)):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:w"), "60")
        line.set(qn("w:type"), "dxa")
        margins.append(line)
    properties = table._tbl.tblPr
    look = next((i for i, child in enumerate(properties) if child.tag == qn("w:tblLook")), len(properties))
    properties.insert(look, margins)
    place = next((i for i, child in enumerate(properties) if child.tag in (qn("w:shd"), qn("w:tblLayout"), qn("w:tblCellMar"), qn("w:tblLook"))),
                 len(properties))  # fmt: skip
    properties.insert(place, borders)


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
