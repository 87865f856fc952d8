"""Formats to blocks of text: HTML, plain text, PDF, DOCX, subtitles. The heavy libraries are imported on first use."""

from __future__ import annotations

import io
import logging
import re
import warnings
from typing import Any

from testimonia.adapters.markup import objection
from testimonia.ports.extract import Extracted, Unreadable
from testimonia.text import decoded

MIN_WIDTH, WIDEST = 45, 100
"""Characters a line of text that was typed to a fixed width."""
MAX_PAGES = 400
MAX_UNPACKED = 300 * 2**20
MAX_TAGS = 1_000_000  # of a Word document: some tens of seconds


def html(data: bytes) -> Extracted:
    """Main text and metadata of a page, by trafilatura; where it finds little, every paragraph of the page."""
    import trafilatura
    from selectolax.lexbor import LexborHTMLParser as HTMLParser

    source = decoded(data).replace("\x00", "")
    if why := objection(source):
        raise Unreadable(f"{why}; save the article as text")
    page = HTMLParser(source)
    root = page.css_first("html")
    language = root.attributes.get("lang") if root is not None else None
    found: Any = trafilatura.bare_extraction(
        source, fast=True, include_comments=False, include_tables=True, with_metadata=True
    )
    blocks = [] if found is None else _lines(found.text or "")
    fallback = _all_blocks(page)
    total = sum(map(len, blocks))
    glued = total > 1500 and max(map(len, blocks)) > 0.4 * total  # a page laid out as one table comes as one block
    if glued or total < 0.35 * sum(len(b) for b in fallback if len(b) > 80):
        blocks = fallback
    meta = found.as_dict() if found is not None else {}
    heading = page.css_first("h1")
    title = (heading.text(strip=True, separator=" ") if heading else "") or str(meta.get("title") or "")
    return Extracted(
        blocks=tuple(blocks), title=re.sub(r"\s+", " ", title).strip() or None, publisher=str(meta.get("sitename") or "") or None,
        authors=tuple(a.strip() for a in str(meta.get("author") or "").split(";") if a.strip()), published=str(meta.get("date") or "") or None,
        language=(language or "")[:2].lower() or None,
    )  # fmt: skip


def _lines(text: str) -> list[str]:
    return [re.sub(r"\s*\|\s*", " ", line).strip(" -") for line in text.split("\n") if line.strip(" |-")]


def _all_blocks(page: object) -> list[str]:
    from selectolax.lexbor import LexborHTMLParser as HTMLParser

    assert isinstance(page, HTMLParser)
    for tag in ("script", "style", "nav", "footer", "header", "form", "noscript", "aside"):
        for node in page.css(tag):
            node.decompose()
    page.unwrap_tags(["a", "b", "i", "em", "strong", "span", "u", "font", "sup", "small", "abbr", "q", "cite"])
    body = page.body
    return [
        re.sub(r"\s+", " ", t).strip() for t in (body.text(separator="\n") if body else "").split("\n") if t.strip()
    ]


def plain(data: bytes) -> Extracted:
    """Pasted text: paragraphs are divided by blank lines; hard-wrapped lines are joined."""
    text = decoded(data).replace("\r\n", "\n").replace("\r", "\n")
    chunks = [[line.strip() for line in chunk.split("\n") if line.strip()] for chunk in re.split(r"\n[ \t]*\n", text)]
    width = max((len(line) for lines in chunks for line in lines), default=0)
    return Extracted(blocks=tuple(block for lines in chunks for block in _unwrapped(lines, width)))


def _unwrapped(lines: list[str], width: int) -> list[str]:
    """The lines of one chunk; where the page was typed to a width, a line goes on in the next one if that one's first word had no room."""
    if (
        len(lines) > 1
        and all(45 <= len(line) <= WIDEST for line in lines[:-1])
        and all(not line.endswith((".", ":", "?", "”", '"')) for line in lines[:-1:2])
    ):
        return [" ".join(lines)]
    blocks: list[str] = []
    typed, last = MIN_WIDTH <= width <= WIDEST, 0
    for line in lines:
        if typed and blocks and last + 1 + len(line.split(" ", 1)[0]) > width:
            blocks[-1] += " " + line
        else:
            blocks.append(line)
        last = len(line)
    return blocks


def pdf(data: bytes) -> Extracted:
    """Text of a PDF, page headers and numbers dropped, words mended at line ends."""
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong with a file is told by us
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reader = pypdf.PdfReader(io.BytesIO(data))
            if len(reader.pages) > MAX_PAGES:
                raise Unreadable(f"{len(reader.pages):,} pages; at most {MAX_PAGES}: cut it into its articles")
            pages = [(page.extract_text() or "").split("\n") for page in reader.pages]
            info = reader.metadata
    except (
        pypdf.errors.PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        RecursionError,
        OSError,
        AttributeError,
        IndexError,
    ) as error:
        raise Unreadable(f"damaged PDF: {error}") from None
    seen: dict[str, int] = {}
    for lines in pages:
        for line in {*lines[:2], *lines[-2:]}:
            key = re.sub(r"\d+", "#", line.strip())
            seen[key] = seen.get(key, 0) + 1
    repeated = {k for k, n in seen.items() if n > 1 and len(pages) > 1}
    kept = [
        line.strip()
        for lines in pages
        for line in lines
        if re.sub(r"\d+", "#", line.strip()) not in repeated
        and not re.fullmatch(r"(?:page )?\d+(?: of \d+)?", line.strip(), re.IGNORECASE)
    ]
    title = str(info.title) if info and info.title else None
    return Extracted(blocks=tuple(_joined(kept)), title=title)


def _joined(lines: list[str]) -> list[str]:
    width = max((len(line) for line in lines), default=0)
    blocks: list[str] = []
    current = ""
    for line in lines:
        if not line:
            blocks, current = ([*blocks, current] if current else blocks), ""
            continue
        current = current[:-1] + line if current.endswith("-") and line[:1].islower() else f"{current} {line}".strip()
        if (len(line) < 0.72 * width and line.endswith((".", "?", "!", "”", '"', ":"))) or len(line) < 0.5 * width:
            blocks.append(current)
            current = ""
    return [*blocks, current] if current else blocks


def docx(data: bytes) -> Extracted:
    """Paragraphs and table rows of a Word document."""
    import zipfile
    import zlib

    import docx as word
    from lxml.etree import LxmlError

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(m.file_size for m in archive.infolist()) > MAX_UNPACKED:
                raise Unreadable(f"unpacks to more than {MAX_UNPACKED >> 20} MB; if you trust it, save it as text")
            if sum(archive.read(m).count(b"<") for m in archive.infolist() if m.filename.endswith(".xml")) > MAX_TAGS:
                raise Unreadable(f"more than {MAX_TAGS:,} tags; cut it into its articles, or save it as text")
        document = word.Document(io.BytesIO(data))
        blocks = [p.text.strip() for p in document.paragraphs if p.text.strip()]
        blocks += [_row(row) for table in document.tables for row in table.rows]
        title = document.core_properties.title or None
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, RuntimeError, OSError, EOFError, LxmlError) as error:
        raise Unreadable(
            f"damaged DOCX: {error}; fetch it again, or save it anew from the program that made it"
        ) from None
    return Extracted(blocks=tuple(blocks), title=title)


def _row(row: Any) -> str:
    # Not row.cells: it repeats what spans columns as often as the document says, be it a million times.
    from docx.table import _Cell

    return " ".join(_Cell(cell, row).text.strip() for cell in row._tr.tc_lst)


def subtitles(data: bytes) -> Extracted:
    """SRT or VTT: cues of one speaker join into one labelled paragraph."""
    text = decoded(data).replace("\r\n", "\n").replace("\r", "\n")
    blocks: list[str] = []
    speaker = ""
    for cue in re.split(r"\n[ \t]*\n", text):
        lines = [line for line in cue.split("\n") if line.strip()]
        timed = next((i for i, line in enumerate(lines) if "-->" in line), None)
        if timed is None:
            continue
        words = " ".join(line.strip(" -") for line in lines[timed + 1 :])
        voice = re.match(r"<v(?:\.[\w.]+)? ([^>]+)>", words) or re.match(r"([A-Z][A-Z .'-]{2,40}):\s", words)
        words = re.sub(
            r"<[^<>]*>", "", words[voice.end() :] if voice and words.startswith(voice.group()) else words
        ).strip()
        name = (voice.group(1).strip().upper() if voice else speaker) or ""
        if blocks and name == speaker:
            blocks[-1] += " " + words
        else:
            blocks.append(f"{name}: {words}" if name else words)
        speaker = name
    if not blocks:
        raise Unreadable("no cue with a time in it")
    return Extracted(blocks=tuple(b for b in blocks if b.strip(": ")))


EXTRACTORS = {
    "text/html": html, "text/plain": plain, "application/pdf": pdf, "text/vtt": subtitles, "application/x-subrip": subtitles,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": docx,
}  # fmt: skip


def language_of(text: str) -> str:
    """ISO 639-1, by py3langid."""
    from testimonia.adapters.langid import identifier

    code, _ = identifier().classify(text[:4000])
    return str(code)
