"""Formats that hold more than they show: PDF, archives and office files, pictures, tables, anything else."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from testimonia.errors import ReleaseError

Pieces = Iterator[tuple[str, str | bytes]]
_LARGEST = 200_000_000
_ASCII = re.compile(rb"[\x20-\x7e\xa0-\xff]{4,}")
_WIDE = re.compile(rb"(?:[\x20-\x7e]\x00){4,}")


def archive(path: str, data: bytes) -> Pieces:
    """The members of a ZIP (DOCX, XLSX, QDPX, ODT, ...) with their names, and its comments."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as held:
            yield f"{path} (its comment)", held.comment.decode("utf-8", "replace")
            for entry in held.infolist():
                if entry.flag_bits & 1 or entry.file_size > _LARGEST:
                    raise _closed(path, f"{entry.filename} is encrypted or too large")
                yield f"{path}!/{entry.filename} (its comment)", entry.comment.decode("utf-8", "replace")
                yield entry.filename, held.read(entry)
    except (zipfile.BadZipFile, NotImplementedError, zlib.error, EOFError, RuntimeError) as error:
        raise _closed(path, str(error)) from error


def gunzipped(path: str, data: bytes) -> Pieces:
    """What a gzip file holds."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as held:
            yield f"{path} (unpacked)", held.read(_LARGEST)
    except (OSError, EOFError, zlib.error) as error:
        raise _closed(path, str(error)) from error


def parquet(path: str, data: bytes) -> Pieces:
    """The metadata and cells of a Parquet file."""
    from testimonia.adapters import columns

    yield from ((path, words) for words in columns.words(data))


def pdf(path: str, data: bytes) -> Pieces:
    """The text of each page, and every string and stream of the file: metadata, outlines, links, notes, attachments."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError
    from pypdfium2 import PdfiumError

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise _closed(path, "it is encrypted")
        for number, text in enumerate(_pages(data), start=1):
            yield f"{path}, page {number}", text
        said: list[str] = []
        for number in sorted(reader.xref.get(0, {}).keys() | reader.xref_objStm.keys()):
            for where, part in _pdf_object(f"{path}, object {number}", reader.get_object(number)):
                if isinstance(part, str):
                    said.append(part)
                else:
                    yield where, part
        yield f"{path}, what it says of itself", "\n".join(said)
    except (PyPdfError, PdfiumError, ValueError, KeyError, RecursionError, AttributeError) as error:
        raise _closed(path, str(error)) from error


def _pages(data: bytes) -> Iterator[str]:
    """The text of each page."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        for page in document:
            text = page.get_textpage()
            yield text.get_text_bounded()
            text.close()
            page.close()
    finally:
        document.close()


def _pdf_object(where: str, held: object) -> Pieces:
    from pypdf.generic import (
        ArrayObject,
        ByteStringObject,
        DictionaryObject,
        NameObject,
        StreamObject,
        TextStringObject,
    )

    if isinstance(held, TextStringObject):
        yield where, str(held)
    elif isinstance(held, ByteStringObject):
        yield where, f"{bytes(held).decode('latin-1')}\n{bytes(held).decode('utf-16-be', 'ignore')}"
    elif isinstance(held, NameObject):
        yield where, str(held)
    elif isinstance(held, ArrayObject):
        for one in list.__iter__(held):
            yield from _pdf_object(where, one)
    elif isinstance(held, DictionaryObject):
        for key, value in dict.items(held):
            yield where, str(key)
            yield from _pdf_object(where, value)
        if isinstance(held, StreamObject) and held.get("/Type") in ("/Metadata", "/EmbeddedFile"):
            yield where, held.get_data()


def picture(path: str, data: bytes) -> Pieces:
    """The metadata of a picture: text chunks, comments, EXIF, XMP; what the pixels show is for people to look at."""
    if data.startswith(b"\x89PNG"):
        yield from _chunks(path, data)
    elif data.startswith(b"\xff\xd8\xff"):
        yield from _segments(path, data)
    else:
        yield from strings(path, data)


def _segments(path: str, data: bytes) -> Pieces:
    """JPEG's segments before the picture itself (EXIF with its thumbnail, XMP, comments), and what follows its end."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] not in (0xDA, 0xD9):
        size = int.from_bytes(data[at + 2 : at + 4], "big")
        yield from strings(path, data[at + 4 : at + 2 + size])
        at += 2 + max(2, size)
    end = data.rfind(b"\xff\xd9")
    yield from strings(path, data[end + 2 :] if end >= 0 else data[at:])


def _chunks(path: str, data: bytes) -> Pieces:
    """PNG's chunks but for the pixels; packed text (zTXt, iTXt) unpacked, and what follows the end."""
    at = 8
    while at + 12 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        body = data[at + 8 : at + 8 + size]
        if kind not in (b"IDAT", b"fdAT"):
            yield from strings(path, body)
        if kind == b"IEND":
            yield from strings(path, data[at + 12 + size :])
            break
        if kind in (b"zTXt", b"iTXt"):
            for start in range(min(len(body), 300)):
                if body[start : start + 1] == b"\x78":
                    with_text = zlib.decompressobj()
                    try:
                        yield (
                            f"{path}, {kind.decode()}",
                            with_text.decompress(body[start:], 1_000_000).decode("utf-8", "replace"),
                        )
                        break
                    except zlib.error:
                        continue
        at += 12 + size


def strings(path: str, data: bytes) -> Pieces:
    """Every run of letters in any file, of one byte or two; UTF-8 too."""
    yield path, "\n".join(m.group().decode("latin-1") for m in _ASCII.finditer(data))
    yield path, "\n".join(m.group().decode("utf-16-le") for m in _WIDE.finditer(data))
    if any(byte > 0x7F for byte in data[:1_000_000]):
        yield path, data[:20_000_000].decode("utf-8", "ignore")


def _closed(path: str, why: str) -> ReleaseError:
    return ReleaseError(
        "a file cannot be searched for hidden names, so it cannot go out",
        where=path,
        got=why[:200],
        hint="leave it out, or save it anew without a password",
    )
