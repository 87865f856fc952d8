"""One file of each kind of bad input, and what must become of it."""

from __future__ import annotations

import gzip
import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

WORDS = "The former guard said he walked out of the camp in March and reached the border two days later. "
STORY = WORDS * 4
GOOD = """Former Islamic State cook speaks out

By Nora Whitfield, Prairie Herald, 2 May 2015

TUNIS - Leila Mansouri, a 31-year-old Tunisian who defected from Islamic State in April 2015, has spoken publicly about her months in Raqqa for the first time.

"There was no pay and no electricity, and we were hungry every night," Mansouri told the Prairie Herald. "I left because the life they had promised did not exist."

She joined the group in 2014 after recruiters offered her money and a house. "They promised me a house and a salary," she said.
"""


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
    data = bytearray(zipped({"a-bad.txt": os.urandom(10) + STORY.encode() * 3, "b-good.txt": STORY.encode()}))
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


def word_xml(inside: str, head: str = "") -> str:
    """The main part of a Word document."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return (
        f'<?xml version="1.0"?>{head}<w:document xmlns:w="{space}"><w:body><w:p><w:r><w:t>{inside}</w:t></w:r></w:p>'
        "</w:body></w:document>"
    )


def pdf(text: str = "", password: str = "") -> bytes:
    """A PDF of one page."""
    import pypdf
    from pypdf.generic import DictionaryObject, NameObject, StreamObject

    writer = pypdf.PdfWriter()
    sheet = writer.add_blank_page(600, 800)
    if text:
        font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
        made = DictionaryObject({NameObject(key): NameObject(value) for key, value in font.items()})
        fonts = DictionaryObject({NameObject("/F1"): writer._add_object(made)})
        sheet[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        stream = StreamObject()
        lines = [text[at : at + 90] for at in range(0, len(text), 90)]
        shown = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
        stream.set_data(f"BT /F1 11 Tf 40 750 Td {shown} ET".encode("latin-1"))
        sheet[NameObject("/Contents")] = writer._add_object(stream)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    made_bytes = io.BytesIO()
    writer.write(made_bytes)
    return made_bytes.getvalue()


def warc(bodies: dict[str, bytes]) -> bytes:
    """A WARC file, its responses as HTML."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    made = io.BytesIO()
    writer = WARCWriter(made, gzip=False)
    for uri, body in bodies.items():
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(uri, "response", payload=io.BytesIO(body), http_headers=head))
    return made.getvalue()


def cut_warc() -> bytes:
    """Three records: the second one's length is a lie, the third is cut off."""
    whole = warc({f"http://example.org/{n}": page(f"<p>{n} {STORY}</p>") for n in range(3)})
    return whole[: len(whole) - 400].replace(b"Content-Length: 5", b"Content-Length: 9", 2)


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


# name -> (bytes, the reason for which it is set aside; "" where all of it is kept)
BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty.txt": (lambda: b"", "empty"),
    "blank.txt": (lambda: b" \n\t\r\n" * 50, "no_text"),
    "nul.txt": (lambda: b"\0" * 5000, "binary"),
    "noise.html": (lambda: bytes(range(256)) * 40, "binary"),
    "program.exe": (lambda: b"MZ\x90\0" + bytes(range(256)) * 10, "binary"),
    "picture.jpg": (lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF\0" + bytes(range(256)) * 10, "binary"),
    "short.html": (lambda: page("<p>Too little.</p>"), "too_short"),
    "cut.html": (lambda: page(f"<p>{STORY}</p><p>{STORY}")[:-40], ""),
    "cut.pdf": (lambda: pdf(STORY)[:300], "unreadable"),
    "scan.pdf": (pdf, "no_text"),
    "locked.pdf": (lambda: pdf(STORY, "secret"), "unreadable"),
    "fake.pdf": (lambda: b"%PDF-1.7\n" + os.urandom(2000), "unreadable"),
    "cut.docx": (lambda: docx(word_xml(STORY))[:200], "unreadable"),
    "empty.docx": (lambda: zipped({"nothing.txt": b"x"}), "unreadable"),
    "bomb.docx": (lambda: docx(word_xml(STORY), {"word/media.xml": b" " * 320_000_000}), "unreadable"),
    "entity.docx": (
        lambda: docx(word_xml(f"{STORY} &x;", '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>')),
        "",
    ),
    "not-xml.docx": (lambda: docx("<w:document><oops"), "unreadable"),
    "cut.zip": (lambda: zipped({"a.txt": STORY.encode()})[:80], "unreadable"),
    "bomb.zip": (lambda: zipped({"zeros.txt": b"0" * 60_000_000}), "bomb"),
    "nested-bomb.zip": (nested_bomb, "bomb"),
    "deep.zip": (
        lambda: zipped({"1.zip": zipped({"2.zip": zipped({"3.zip": zipped({"4.zip": zipped({"a.txt": b"x"})})})})}),
        "too_deep",
    ),
    "slip.zip": (lambda: zipped({"../../slip.txt": STORY.encode(), "/slip.txt": STORY.encode()}), "outside"),
    "member.zip": (broken_member, "unreadable"),
    "deep.html": (lambda: page("<div>" * 100_000 + STORY), "unreadable"),
    "deep-unknown.html": (lambda: page("<x-y>" * 100_000 + STORY), "unreadable"),
    "deep-inline.html": (lambda: page("<em>" * 100_000 + STORY), "unreadable"),
    "deep-list.html": (lambda: page("<ul><li>" * 50_000 + STORY), "unreadable"),
    "entities.html": (entity_bomb, "too_short"),
    "attribute.html": (lambda: page(f'<p title="{"x" * 10_000_000}">{STORY}</p>'), ""),
    "nulls.html": (lambda: page(f"<p>{STORY}</p>").replace(b"guard", b"gu\0ard"), ""),
    "script.html": (lambda: page(f"<script>document.write('{WORDS}')</script><p>{STORY}</p>"), ""),
    "unclosed.html": (lambda: page("".join(f"<p>Paragraph {n}. {WORDS}" for n in range(1500))), ""),
    "one-word.txt": (lambda: b"x" * 300_000, "too_short"),
    "one-line.txt": (lambda: STORY.encode() * 3000, "too_large"),
    "arrows.txt": (lambda: b"a > " * 3000 + b"!\n\n" + STORY.encode(), ""),
    "utf-16.txt": (lambda: STORY.encode("utf-16"), ""),
    "utf-16-no-mark.txt": (lambda: STORY.encode("utf-16-le"), ""),
    "windows.html": (lambda: page(f"<p>{STORY} “Enough”, she said.</p>").decode().encode("windows-1252"), ""),
    "lying.html": (
        lambda: page(f"<p>{STORY} “Enough”</p>", '<meta charset="no-such-code">').decode().encode("windows-1252"),
        "",
    ),
    "year-9999.html": (lambda: page(f"<p>31 December 9999</p><p>{STORY}</p>", '<meta name="date" content="9999-12-31">'), ""),
    "right-to-left.html": (lambda: page(f"<p>\u202e{STORY} \u0648\u0642\u0627\u0644 e\u0301\u0301\u0301 \u202c</p>"), ""),
    "emoji.txt": (lambda: ("\U0001f600\U0001f468\u200d\U0001f469\u200d\U0001f467 " + GOOD.replace("Leila Mansouri", "Amina Rahal").replace("Mansouri", "Rahal")).encode(), ""),
    "broken.warc": (cut_warc, "unreadable"),
    "noise.warc": (lambda: os.urandom(3000), "unreadable"),
    "cut.warc.gz": (lambda: gzip.compress(warc({"http://example.org/a": page(f"<p>{STORY}</p>")}))[:-60], "unreadable"),
    "empty.warc": (lambda: b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n", "empty"),
    "bomb.warc.gz": (lambda: gzip.compress(warc({"http://example.org/b": b"0" * 60_000_000})), "bomb"),
    "nul.csv": (lambda: table([b'A,"' + STORY.encode() + b'",2015-01-01\n', b'B,"x\0y",\n']), "binary"),
    "field.csv": (lambda: table([b'A,"' + STORY.encode() * 28_000 + b'",2015-01-01\n']), "too_large"),
    "quotes.csv": (lambda: table([b'A,"never closed\n' + STORY.encode()]), ""),
    "no-text.csv": (lambda: b"name,age\nA,3\n", "no_text"),
    "lines.jsonl": (
        lambda: b'{"text": "cut\n[1, 2]\n' + b"[" * 100_000 + b"\n" + json.dumps({"text": STORY, "title": "\ud800"}).encode(),
        "unreadable",
    ),
    "surrogate.jsonl": (lambda: json.dumps({"text": STORY + "\ud83d"}).encode(), ""),
    "garbage.vtt": (lambda: b"WEBVTT\n\n99:99 --> nonsense\n\n-->\n\n\xff\xfe\xfa", "no_text"),
    "garbage.srt": (lambda: b"1\n2\n3\n\n4\n", "unreadable"),
}  # fmt: skip


def write_all(folder: Path) -> Path:
    """One good article, and everything bad beside it."""
    folder.mkdir(parents=True)
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    for name, (make, _) in BAD.items():
        (folder / name).write_bytes(make())
    sparse(folder / "big.txt", 200 * 2**20)
    sparse(folder / "big.zip", 600 * 2**20)
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    (folder / "outside.txt").symlink_to("/etc/hostname")
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    (folder / "up").symlink_to(folder.parent)
    os.mkfifo(folder / "pipe.txt")
    (folder / "name\udcff\n.txt").write_text(STORY, encoding="utf-8")
    return folder


OTHERS = {
    "big.txt": "too_large", "big.zip": "too_large", "gone.txt": "vanished", "outside.txt": "outside",
    "loop.txt": "unreadable", "up": "outside", "pipe.txt": "unsupported_type", "name\\udcff\n.txt": "",
}  # fmt: skip
