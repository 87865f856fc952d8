"""Ways in which a hidden name gets into a release: each a file, real in its format, that says the name."""

from __future__ import annotations

import base64
import codecs
import gzip
import io
import json
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

Plant = tuple[str, bytes]
NAME = "Marzouq al-Qasir"
"""The real name of a man who spoke as "Idris"."""


def text(words: str, path: str = "also/note.txt") -> Plant:
    return path, words.encode("utf-8")


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    head = chunk(b"IHDR", b"\0\0\0\1\0\0\0\1\x08\2\0\0\0")
    return (
        b"\x89PNG\r\n\x1a\n"
        + head
        + b"".join(chunk(*c) for c in chunks)
        + chunk(b"IDAT", zlib.compress(b"\0\xff\xff\xff"))
        + chunk(b"IEND", b"")
    )


def jpeg(*segments: tuple[int, bytes], after: bytes = b"") -> bytes:
    body = b"".join(bytes([0xFF, kind]) + (len(data) + 2).to_bytes(2, "big") + data for kind, data in segments)
    return b"\xff\xd8" + body + b"\xff\xda\x00\x04\x01\x00" + bytes(range(64)) + b"\xff\xd9" + after


def exif(words: bytes) -> bytes:
    """EXIF with one ASCII entry, ImageDescription."""
    entry = (
        (0x010E).to_bytes(2, "big")
        + (2).to_bytes(2, "big")
        + (len(words) + 1).to_bytes(4, "big")
        + (26).to_bytes(4, "big")
    )
    return (
        b"Exif\0\0"
        + b"MM\0*"
        + (8).to_bytes(4, "big")
        + (1).to_bytes(2, "big")
        + entry
        + (0).to_bytes(4, "big")
        + words
        + b"\0"
    )


def docx(change: Callable[[object], None]) -> Plant:
    from docx import Document

    document = Document()
    document.add_paragraph("A foreword of the team.")
    change(document)
    out = io.BytesIO()
    document.save(out)
    return "also/foreword.docx", out.getvalue()


def pdf(change: Callable[[object], None]) -> Plant:
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return "also/poster.pdf", out.getvalue()


def zipped(*members: tuple[str, bytes], comment: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as held:
        for name, data in members:
            held.writestr(name, data)
        held.comment = comment
    return out.getvalue()


def parquet(column: str, cell: str, **metadata: str) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet as pq

    out = io.BytesIO()
    table = pa.table({column: [cell]})
    pq.write_table(table.replace_schema_metadata(metadata) if metadata else table, out)
    return out.getvalue()


def database(words: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.db"
        with sqlite3.connect(path) as held:
            held.execute("CREATE TABLE t (a TEXT)")
            held.execute("INSERT INTO t VALUES (?)", (words,))
        held.close()
        return path.read_bytes()


def _core(document: object) -> None:
    document.core_properties.author = NAME  # type: ignore[attr-defined]


def _footer(document: object) -> None:
    document.sections[0].footer.paragraphs[0].text = f"Typed for {NAME}"  # type: ignore[attr-defined]


def _run_apart(document: object) -> None:
    paragraph = document.add_paragraph()  # type: ignore[attr-defined]
    for piece in ("Mar", "zouq al-", "Qas", "ir"):
        paragraph.add_run(piece)


def _annotated(writer: object) -> None:
    from pypdf.annotations import FreeText

    writer.add_annotation(0, FreeText(text=f"ask {NAME}", rect=(10, 10, 90, 40)))  # type: ignore[attr-defined]


PLANTS: dict[str, Callable[[], Plant]] = {
    # what people write
    "a memo": lambda: text(f"Memo: Idris is {NAME}, do not call him."),
    "a quote": lambda: text(json.dumps({"quote": f"“I left,” {NAME} said."}), "also/quotes.json"),
    "a file name": lambda: ("also/interview-marzouq-al-qasir.txt", b"nothing"),
    "a folder name": lambda: ("also/Marzouq al-Qasir/scan.txt", b"nothing"),
    "a table": lambda: text(f"id,name\nP-1,{NAME}\n", "data/extra.csv"),
    # how it is spelled
    "capitals": lambda: text("MARZOUQ AL-QASIR"),
    "lower case": lambda: text("as marzouq al-qasir told us"),
    "reversed order": lambda: text("al-Qasir, Marzouq"),
    "diacritics": lambda: text("Marzûq al-Qaṣīr"),
    "another transliteration": lambda: text("Marzuk el-Kassir was his name"),
    "Arabic script": lambda: text("مرزوق القصير قال"),
    "Cyrillic look-alikes": lambda: text("Маrzоuq аl-Qаsir"),
    "full-width letters": lambda: text("Ｍａｒｚｏｕｑ Ｑａｓｉｒ"),
    "zero-width characters": lambda: text("Mar\u200bzou\u200dq al-Q\u2060asir"),
    "soft hyphens": lambda: text("Mar\u00adzouq al-Qa\u00adsir"),
    "letters set apart": lambda: text("M a r z o u q  al-  Q a s i r"),
    "other words between": lambda: text("Marzouq (Abu Salem) bin Ali al-Qasir"),
    "backwards": lambda: text("risaQ-la quozraM"),
    "ROT13": lambda: text(codecs.encode(NAME, "rot13")),
    # web pages
    "an HTML comment": lambda: text(f"<p>Idris</p><!-- {NAME} -->", "people/x.html"),
    "alt text": lambda: text(f'<img src="a.png" alt="Portrait of {NAME}">', "people/x.html"),
    "a data attribute": lambda: text('<p data-person="marzouq_al_qasir">Idris</p>', "people/x.html"),
    "split by tags": lambda: text("<b>Mar</b>zouq al-<i>Qas</i>ir", "people/x.html"),
    "HTML entities": lambda: text("".join(f"&#{ord(c)};" for c in NAME), "people/x.html"),
    "a URL slug": lambda: text("see https://x.example/2015/05/marzouq-al-qasir-tells-all", "also/links.txt"),
    "percent signs": lambda: text(f"https://x.example/?q={quote('مرزوق القصير')}", "also/links.txt"),
    "a style sheet": lambda: text('.x::after { content: "\\4d arzouq al-Qasir" }', "assets/x.css"),
    "an SVG title": lambda: text(f"<svg><title>{NAME}</title><rect/></svg>", "charts/x.svg"),
    # data
    "a JSON key": lambda: text('{"marzouqAlQasir": 1}', "also/x.json"),
    "JSON escapes": lambda: text("{\"a\": \"" + "".join(f"\\u{ord(c):04x}" for c in NAME) + '"}', "also/x.json"),
    "one word": lambda: text("user=marzouqalqasir"),
    "base64": lambda: text("token: " + base64.b64encode(f"name is {NAME}".encode()).decode()),
    "base64 for URLs": lambda: text("t=" + base64.urlsafe_b64encode(f"the man is {NAME}".encode()).decode().rstrip("=")),
    "base64 of UTF-16": lambda: text(base64.b64encode(NAME.encode("utf-16-le")).decode()),
    "a packed data address": lambda: text(
        "data:application/gzip;base64," + base64.b64encode(gzip.compress(NAME.encode())).decode(), "people/x.html"
    ),
    "hex": lambda: text(NAME.encode().hex()),
    "numbers of characters": lambda: text("[" + ", ".join(str(ord(c)) for c in NAME) + "]", "also/x.json"),
    "quoted printable": lambda: text("=4D=61=72=7A=6F=75=71 al-Qasir", "also/mail.eml"),
    "UTF-16": lambda: ("also/note.txt", f"He is {NAME}, really he is.".encode("utf-16")),
    "a Parquet cell": lambda: ("data/x.parquet", parquet("a", NAME)),
    "a Parquet column": lambda: ("data/x.parquet", parquet("marzouq_al_qasir", "x")),
    "Parquet metadata": lambda: ("data/x.parquet", parquet("a", "x", made_by=NAME)),
    "a database": lambda: ("also/x.db", database(f"called {NAME}")),
    "a gzip file": lambda: ("also/x.csv.gz", gzip.compress(NAME.encode())),
    "a ZIP in a ZIP": lambda: ("also/x.zip", zipped(("in.zip", zipped(("n.txt", NAME.encode()))))),
    "a name in a ZIP": lambda: ("also/x.zip", zipped(("marzouq_qasir.jpg", b"x"))),
    "a ZIP's comment": lambda: ("also/x.zip", zipped(("a.txt", b"x"), comment=NAME.encode())),
    # documents
    "PDF metadata": lambda: pdf(lambda w: w.add_metadata({"/Author": NAME})),  # type: ignore[attr-defined]
    "a PDF's outline": lambda: pdf(lambda w: w.add_outline_item(title=NAME, page_number=0)),  # type: ignore[attr-defined]
    "a PDF's note": lambda: pdf(_annotated),
    "a PDF's attachment": lambda: pdf(lambda w: w.add_attachment("a.txt", NAME.encode())),  # type: ignore[attr-defined]
    "a PDF's destination": lambda: pdf(lambda w: w.add_named_destination(NAME, 0)),  # type: ignore[attr-defined]
    "DOCX properties": lambda: docx(_core),
    "a DOCX's footer": lambda: docx(_footer),
    "a DOCX's runs": lambda: docx(_run_apart),
    # pictures
    "a PNG's text": lambda: ("also/face.png", png((b"tEXt", b"Comment\0" + NAME.encode()))),
    "a PNG's packed text": lambda: ("also/face.png", png((b"zTXt", b"Comment\0\0" + zlib.compress(NAME.encode())))),
    "a PNG's international text": lambda: (
        "also/face.png", png((b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(NAME.encode())))
    ),
    "after a PNG's end": lambda: ("also/face.png", png() + NAME.encode()),
    "EXIF": lambda: ("also/face.jpg", jpeg((0xE1, exif(NAME.encode())))),
    "a thumbnail's comment": lambda: ("also/face.jpg", jpeg((0xE1, exif(b"x") + jpeg((0xFE, NAME.encode()))))),
    "a JPEG's comment": lambda: ("also/face.jpg", jpeg((0xFE, NAME.encode()))),
    "XMP": lambda: ("also/face.jpg", jpeg((0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>" + NAME.encode() + b"</x:xmpmeta>"))),
    "after a JPEG's end": lambda: ("also/face.jpg", jpeg(after=NAME.encode())),
}  # fmt: skip
