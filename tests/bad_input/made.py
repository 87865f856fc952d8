"""Makers of files, good and bad: pages, archives, documents."""

from __future__ import annotations

import io
import random
import zipfile
import zlib
from pathlib import Path

WORDS = "The former guard said he walked out of the camp in March and reached the border two days later. "
STORY = WORDS * 4
GOOD = """Former Islamic State cook speaks out

By Nora Whitfield, Prairie Herald, 2 May 2015

TUNIS - Leila Mansouri, a 31-year-old Tunisian who defected from Islamic State in April 2015, has spoken publicly about her months in Raqqa for the first time.

"There was no pay and no electricity, and we were hungry every night," Mansouri told the Prairie Herald. "I left because the life they had promised did not exist."

She joined the group in 2014 after recruiters offered her money and a house. "They promised me a house and a salary," she said.
"""


def noise(size: int) -> bytes:
    """Bytes of no meaning, the same ones each time."""
    return random.Random(size).randbytes(size)


def page(inside: str, head: str = "") -> bytes:
    """A small page."""
    return f"<!DOCTYPE html><html><head>{head}</head><body>{inside}</body></html>".encode()


def zipped(members: dict[str, bytes], *, how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", how) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2015, 1, 1, 0, 0, 0)), data, how)
    return made.getvalue()


def nested_bomb() -> bytes:
    """ZIP in ZIP in ZIP, each level harmless by itself, 300 MB in all."""
    inner = zipped({f"{n}.txt": b"all work and no play. " * 4_000 for n in range(10)})
    middle = zipped({f"{n}.zip": inner for n in range(20)}, how=zipfile.ZIP_STORED)
    return zipped({f"{n}.zip": middle for n in range(18)})


def broken_member() -> bytes:
    """A ZIP whose one member is damaged in its middle, and another that is not."""
    data = bytearray(zipped({"a-bad.txt": noise(10) + STORY.encode() * 3, "b-good.txt": STORY.encode()}))
    data[60:90] = b"\xff" * 30
    return bytes(data)


def docx(document: str, more: dict[str, bytes] | None = None) -> bytes:
    """A Word document with this XML as its main part."""
    kinds = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type='
        '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
        "</Relationships>"
    )
    parts = {
        "[Content_Types].xml": kinds.encode(),
        "_rels/.rels": links.encode(),
        "word/document.xml": document.encode(),
    }
    return zipped({**parts, **(more or {})})


def word_xml(inside: str, head: str = "", more: str = "") -> str:
    """The main part of a Word document: a paragraph, and more markup after it."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return (
        f'<?xml version="1.0"?>{head}<w:document xmlns:w="{space}"><w:body><w:p><w:r><w:t>{inside}</w:t></w:r></w:p>'
        f"{more}</w:body></w:document>"
    )


def pdf(text: str = "", password: str = "", pages: int = 1, shown: bytes = b"") -> bytes:
    """A PDF with the text on its last page, or with what is `shown` there."""
    import pypdf
    from pypdf.generic import DictionaryObject, NameObject, StreamObject

    writer = pypdf.PdfWriter()
    sheet = [writer.add_blank_page(600, 800) for _ in range(pages)][-1]
    if shown:
        stream = StreamObject()
        stream.set_data(zlib.compress(shown, 9))
        stream[NameObject("/Filter")] = NameObject("/FlateDecode")
        sheet[NameObject("/Contents")] = writer._add_object(stream)
    if text:
        font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
        made = DictionaryObject({NameObject(key): NameObject(value) for key, value in font.items()})
        fonts = DictionaryObject({NameObject("/F1"): writer._add_object(made)})
        sheet[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        stream = StreamObject()
        lines = [text[at : at + 90] for at in range(0, len(text), 90)]
        said = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
        stream.set_data(f"BT /F1 11 Tf 40 750 Td {said} ET".encode("latin-1"))
        sheet[NameObject("/Contents")] = writer._add_object(stream)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    made_bytes = io.BytesIO()
    writer.write(made_bytes)
    return made_bytes.getvalue()


def warc(bodies: dict[str, bytes], *, packed: bool = False, **headers: str) -> bytes:
    """A WARC file, its responses as HTML; with more headers for each (`_` for `-`)."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    made = io.BytesIO()
    writer = WARCWriter(made, gzip=packed)
    given = [("Content-Type", "text/html"), *((name.replace("_", "-"), value) for name, value in headers.items())]
    for uri, body in bodies.items():
        head = StatusAndHeaders("200 OK", given, protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(uri, "response", payload=io.BytesIO(body), http_headers=head))
    return made.getvalue()


def cut_warc() -> bytes:
    """Three records, the third cut off."""
    return warc({f"http://example.org/{n}": page(f"<p>{n} {STORY}</p>") for n in range(3)})[:-400]


def table(rows: list[bytes]) -> bytes:
    """A CSV file."""
    return b"title,text,date\n" + b"".join(rows)


def entity_bomb() -> bytes:
    """Ten entities, each ten times the one before."""
    lines = '<!ENTITY a0 "lol">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 11))
    return f"<!DOCTYPE html [{lines}]><html><body><p>&a10;</p></body></html>".encode()


def sparse(path: Path, size: int) -> None:
    """A file of this size that takes no room on the disk."""
    with path.open("wb") as stream:
        stream.truncate(size)
