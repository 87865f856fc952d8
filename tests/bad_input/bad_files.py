"""One file of each kind of bad input, and what must become of it."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path

from made import (
    GOOD,
    STORY,
    WORDS,
    broken_member,
    cut_warc,
    docx,
    entity_bomb,
    nested_bomb,
    noise,
    page,
    pdf,
    sparse,
    table,
    warc,
    word_xml,
    zipped,
)


def of(name: str, before: str = "") -> str:
    """The good article, of somebody else."""
    return before + GOOD.replace("Leila Mansouri", name).replace("Mansouri", name.split()[1])


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
    "bomb.pdf": (lambda: pdf(shown=b"0 " * 100_000_000), "no_text"),
    "many-pages.pdf": (lambda: pdf(STORY, pages=401), "unreadable"),
    "fake.pdf": (lambda: b"%PDF-1.7\n" + noise(2000), "unreadable"),
    "cut.docx": (lambda: docx(word_xml(STORY))[:200], "unreadable"),
    "empty.docx": (lambda: zipped({"nothing.txt": b"x"}), "unreadable"),
    "bomb.docx": (lambda: docx(word_xml(STORY), {"word/media.xml": b" " * 320_000_000}), "unreadable"),
    "entity.docx": (
        lambda: docx(word_xml(f"{STORY} &x;", '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>')),
        "",
    ),
    "wide-cell.docx": (
        lambda: docx(
            word_xml(
                STORY,
                more='<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>',
            )
        ),
        "",
    ),
    "many-tags.docx": (lambda: docx(word_xml(STORY, more="<w:p/>" * 1_000_001)), "unreadable"),
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
    "deep-hidden.html": (lambda: page("<noscript>" + "<div>" * 100_000 + "</noscript>" + STORY), "unreadable"),
    "deep-comment.html": (lambda: page("<!-->" + "<div>" * 100_000 + "-->" + STORY), "unreadable"),
    "many-elements.html": (lambda: page("<br>" * 300_000 + STORY), "unreadable"),
    "many-attributes.html": (lambda: page(f"<p {' '.join(f'a{n}=1' for n in range(100_000))}>{STORY}</p>"), "unreadable"),
    "open-scripts.html": (lambda: page(f"<p>{STORY}</p>" + "<script>" * 30_000), ""),
    "open-marks.vtt": (lambda: f"WEBVTT\n\n00:01.000 --> 00:02.000\n{STORY}{'<' * 300_000}\n".encode(), ""),
    "question-marks.txt": (lambda: of("Nadia Karam").encode() + b"?" * 20_000, ""),
    "entities.html": (entity_bomb, "too_short"),
    "attribute.html": (lambda: page(f'<p title="{"x" * 2_000_000}">{STORY}</p>'), ""),
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
    "emoji.txt": (lambda: ("\U0001f600\U0001f468\u200d\U0001f469\u200d\U0001f467 " + of("Amina Rahal")).encode(), ""),
    "combining.txt": (lambda: of("Z\u0300e\u0301\u0323\u0301li\u0302e Hada\u030ad").encode(), ""),
    "both-ways.txt": (lambda: of("Samira Haddad", "\u202e\u0648\u0642\u0627\u0644\u062a\u202c \u200f").encode(), ""),
    "broken.warc": (cut_warc, "unreadable"),
    "noise.warc": (lambda: noise(3000), "unreadable"),
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
