"""What kind of document bytes are."""

from __future__ import annotations

from pathlib import PurePosixPath

from testimonia.text import utf_16

TYPES = {
    ".html": "text/html", ".htm": "text/html", ".xhtml": "text/html", ".txt": "text/plain", ".md": "text/plain", ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".vtt": "text/vtt", ".srt": "application/x-subrip",
}  # fmt: skip


def sniff(name: str, data: bytes) -> str | None:
    """The media type from bytes and name, or None for what is no document."""
    own = name.split("!/")[-1]  # of what lies in another file, its own name
    is_part = any(mark in own for mark in ("#article=", "#message=", "#text"))
    suffix = "" if is_part else PurePosixPath(own.split("?")[0].split("#")[0]).suffix.lower()
    head = data[:2048].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if data.startswith(b"PK\x03\x04"):
        return TYPES[".docx"] if suffix == ".docx" else None
    if kind := _by_its_beginning(head):
        return kind
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")) and not utf_16(data):
        return None
    if b"<html" in head or b"<body" in head:
        return TYPES[".html"]
    if suffix in (".json",):
        return None
    known = TYPES.get(suffix)
    if suffix and not known and "#row=" not in name and "__" not in name:
        return None if suffix[1:].isalpha() and len(suffix) < 6 else "text/plain"
    return known or "text/plain"


def _by_its_beginning(head: bytes) -> str | None:
    """What says itself what it is; a stray NUL further on does not make it another thing."""
    for beginning, suffix in (
        (b"%pdf-", ".pdf"),
        (b"webvtt", ".vtt"),
        (b"<!doctype html", ".html"),
        (b"<html", ".html"),
    ):
        if head.startswith(beginning):
            return TYPES[suffix]
    return None
