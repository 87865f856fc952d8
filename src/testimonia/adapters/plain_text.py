"""The lines of an export of a news database: RTF, DOCX, PDF, HTML or text."""

from __future__ import annotations

import io
import re
import zipfile

from testimonia.text import decoded

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_NAMED = re.compile(r"nexis|factiva|files ?\(\d+\)")
_MOST = 30 * 2**20


def is_rtf(data: bytes) -> bool:
    """Whether the bytes are Rich Text."""
    return data.startswith(b"{\\rtf")


def lines_of(name: str, data: bytes) -> str:
    """The text with a line a paragraph; "" for what holds no marks of such an export, or cannot be read."""
    try:
        return _lines_of(name.lower(), data)
    except Exception:  # noqa: BLE001 - whatever is wrong with it, reading it as one document will say so
        return ""


def _lines_of(name: str, data: bytes) -> str:
    if is_rtf(data):
        from striprtf.striprtf import rtf_to_text

        return str(rtf_to_text(decoded(data[:_MOST]), errors="ignore"))  # type: ignore[no-untyped-call]
    if name.endswith(".docx") and _marked(_document_xml(data)):
        return _extracted(_DOCX, data)
    if data.startswith(b"%PDF-") and _NAMED.search(name):  # reading every PDF twice would cost too much
        return _extracted("application/pdf", data)
    if name.endswith((".html", ".htm")) and _marked(data):
        return _html(data)
    return decoded(data) if name.endswith(".txt") and _marked(data) else ""


def _marked(data: bytes) -> bool:
    return b"DOCUMENTS" in data or data.count(b"End of Document") > 1 or data.count(b"Document ") > 1


def _document_xml(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("word/document.xml") as stream:
        return stream.read(_MOST)


def _extracted(kind: str, data: bytes) -> str:
    from testimonia.adapters import documents

    return "\n".join(documents.EXTRACTORS[kind](data).blocks)


def _html(data: bytes) -> str:
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(decoded(data))
    tree.strip_tags(["script", "style"])
    return tree.body.text(separator="\n") if tree.body else ""
