"""What other programs export: mail, news databases, WACZ, references, lists of addresses."""

from __future__ import annotations

import io
import json
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from docx import Document
from site_on_loopback import story

from testimonia import Study
from testimonia.errors import InputError
from testimonia.pipeline.addresses import addresses_in

ARTICLES = [
    f"Paper {number}\nMay {number}, 2015 Friday\n\nHeadline number {number}\n\n"
    + f"Sentence number {number} of an invented account, with enough words to be an article of its own. " * 4
    for number in (1, 2, 3)
]
LEXIS = "\n\n".join(f"{number} of 3 DOCUMENTS\n\n{text}" for number, text in enumerate(ARTICLES, start=1))
NEXIS = "Job Number: 5\nDocuments (3)\n\n" + "".join(f"{text}\n\nEnd of Document\n\n" for text in ARTICLES)
FACTIVA = "".join(
    f"{text}\n\nDocument PRHE00002015050{number}abc{number}\n\n" for number, text in enumerate(ARTICLES, start=1)
)


def rtf(text: str) -> bytes:
    return b"{\\rtf1\\ansi " + text.replace("\n", "\\par\n").encode("ascii") + b"}"


def html(text: str) -> bytes:
    return ("<html><body>" + "".join(f"<p>{line}</p>" for line in text.split("\n")) + "</body></html>").encode()


def docx(text: str) -> bytes:
    made = Document()
    for line in text.split("\n"):
        made.add_paragraph(line)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def read(tmp_path: Path, name: str, data: bytes) -> list[tuple[str, str]]:
    """(source, text) of each article that the file gives."""
    file = tmp_path / name
    file.write_bytes(data)
    Study.init(tmp_path / "study").close()
    with Study.open(tmp_path / "study") as study:
        study.capture([file])
        study.clean()
        store = study._desk.store
        assert not list(store.set_asides()), list(store.set_asides())
        return [(one.source, one.text) for one in store.articles()]


@pytest.mark.parametrize("text", [LEXIS, NEXIS, FACTIVA], ids=["lexis", "nexis", "factiva"])
@pytest.mark.parametrize(("suffix", "make"), [(".rtf", rtf), (".html", html), (".docx", docx), (".txt", str.encode)])
def test_an_export_with_many_articles_is_cut_into_them(tmp_path: Path, text: str, suffix: str, make: object) -> None:
    found = read(tmp_path, f"export{suffix}", make(text))  # type: ignore[operator]
    assert [source for source, _ in found] == [f"export{suffix}#article={number}" for number in (1, 2, 3)]
    for number, (_, words) in enumerate(found, start=1):
        assert f"Sentence number {number} of" in words
        assert not any(f"Sentence number {other} of" in words for other in {1, 2, 3} - {number})


def test_one_article_stays_one(tmp_path: Path) -> None:
    assert len(read(tmp_path, "one.rtf", rtf(ARTICLES[0] + "\n\nEnd of Document"))) == 1


def test_mail_gives_its_messages_and_attachments(tmp_path: Path) -> None:
    body = ARTICLES[0]
    eml = f"From: a@example.org\nSubject: An account\nDate: Fri, 01 May 2015 10:00:00 +0200\nContent-Type: text/plain; charset=utf-8\n\n{body}\n"
    second = (
        "From: a@example.org\nSubject: With a page\nDate: Sat, 02 May 2015 10:00:00 +0200\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=xx\n\n"
        f'--xx\nContent-Type: text/plain\n\n{ARTICLES[1]}\n--xx\nContent-Type: text/html\nContent-Disposition: attachment; filename="page.html"\n\n{story("Leila Mansouri").decode()}\n--xx--\n'
    )
    mbox = f"From a Fri May  1 10:00:00 2015\n{eml}\n>From here on it is quoted, by a line that says so.\n\nFrom b Sat May  2 10:00:00 2015\n{second}"
    found = read(tmp_path, "box.mbox", mbox.encode())
    assert [source for source, _ in found] == [
        "box.mbox#message=1",
        "box.mbox#message=2",
        "box.mbox#message=2!/page.html",
    ]
    assert "From here on it is quoted" in found[0][1]


def test_a_wacz_gives_its_pages_alone(tmp_path: Path) -> None:
    warc = (Path("src/testimonia/data/demo/articles") / "crawl-2015.warc.gz").read_bytes()
    plain, packed = io.BytesIO(), tmp_path / "w"
    packed.mkdir()
    with zipfile.ZipFile(plain, "w") as archive:
        archive.writestr("archive/data.warc.gz", warc)
        archive.writestr("pages/pages.jsonl", '{"format": "json-pages-1.0"}\n')
        archive.writestr("datapackage.json", "{}")
    (tmp_path / "x").mkdir()
    one = {source for source, _ in read(packed, "a.wacz", plain.getvalue())}
    assert one == {source for source, _ in read(tmp_path / "x", "a.warc.gz", warc)}
    assert one


A, B = "https://paper.example/a", "https://paper.example/b?x=1"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("list.txt", f"# mine\n{A}\n\n{B}\nnothing\nfile:///etc/passwd\n{A}\n"),
        (
            "mediacloud.csv",
            f'id,language,media_name,publish_date,title,url\n1,en,Paper,2015-05-01,"A, b",{A}\n2,en,Paper,2015-05-01,B,{B}\n',
        ),
        ("gdelt.csv", f"DocumentIdentifier;Themes\n{A};X\n{B};Y\n"),
        ("gdelt.tsv", f"1\t20150501\tUSA\t{A}\n2\t20150501\tUSA\t{B}\n"),
        ("zotero.ris", f"TY  - NEWS\nTI  - A\nUR  - {A}\nER  - \n\nTY  - NEWS\nTI  - B\nUR  - {B}\nER  - \n"),
        (
            "zotero.bib",
            f"@misc{{a, title={{A}}, url={{{A}}}}}\n@article{{b, title={{B}}, howpublished={{\\url{{{B}}}}}}}\n",
        ),
        ("zotero.json", json.dumps([{"type": "article-newspaper", "URL": A}, {"URL": B}, {"title": "none"}])),
    ],
)
def test_addresses_in_exports(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    assert list(addresses_in(str(tmp_path / name))) == [A, B]


def test_a_file_without_addresses_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(InputError, match="no address in it"):
        addresses_in(str(tmp_path / "x.csv"))


def _letter(**headers: str) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["Subject"], made["Date"] = (
        "a@example.org",
        "Ein Bericht über Leïla",
        "Fri, 01 May 2015 23:30:00 -0500",
    )
    for name, value in headers.items():
        made[name] = value
    return made


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252"])
@pytest.mark.parametrize("cte", ["quoted-printable", "base64", "8bit"])
def test_a_letter_in_whatever_dress(tmp_path: Path, charset: str, cte: str) -> None:
    made = _letter()
    made.set_content(
        ARTICLES[0] + "\nEr sagte: „Größe“ – naïve.\n".translate({0x201E: '"', 0x201C: '"', 0x2013: "-"}),
        charset=charset,
        cte=cte,
    )
    ((source, text),) = read(tmp_path, "one.eml", made.as_bytes())
    assert source == "one.eml#message=1"
    assert 'Er sagte: "Größe" - naïve.' in text
    assert "Sentence number 1 of" in text


def test_a_letter_in_two_forms_is_read_once_with_its_attachments(tmp_path: Path) -> None:
    made = _letter()
    made.set_content("See the page.")
    made.add_alternative(story("Omid Karsten").decode(), subtype="html")
    made.add_attachment(docx(ARTICLES[1]), maintype="application", subtype="octet-stream", filename="Artikel ä.docx")
    made.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png")
    found = dict(read(tmp_path, "two.EML", made.as_bytes()))
    assert set(found) == {"two.EML#message=1", "two.EML#message=1!/Artikel ä.docx"}
    assert "Karsten" in found["two.EML#message=1"]
    assert "Sentence number 2 of" in found["two.EML#message=1!/Artikel ä.docx"]


def test_a_letter_that_was_passed_on_gives_what_it_carries(tmp_path: Path) -> None:
    inner = _letter()
    inner.set_content(ARTICLES[2])
    made = EmailMessage()
    made["Subject"] = "Fwd"
    made.set_content(ARTICLES[0])
    made.add_attachment(inner)
    found = dict(read(tmp_path, "fwd.eml", made.as_bytes()))
    assert "Sentence number 1 of" in found["fwd.eml#message=1"]
    assert "Sentence number 3 of" in found["fwd.eml#message=1!/message.eml#message=1"]


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\n\n", b"Subject: nothing\n\n", b"Content-Type: multipart/mixed; boundary=x\n\n--x\n", b"Content-Type: text/plain; charset=nonsense\n\n\xff\xfe words",
        b"Content-Type: message/rfc822\n\n" * 300, b"Date: tomorrow\nSubject: =?utf-8?b?////?=\n\n" + b"x" * 10,
    ],
    ids=["empty", "lines", "no body", "cut off", "no such charset", "within itself", "broken head"],
)  # fmt: skip
def test_a_broken_letter_takes_nothing_with_it(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "mails").mkdir()
    (tmp_path / "mails" / "a.eml").write_bytes(data)
    good = _letter()
    good.set_content(ARTICLES[0])
    (tmp_path / "mails" / "b.eml").write_bytes(good.as_bytes())
    Study.init(tmp_path / "study").close()
    with Study.open(tmp_path / "study") as study:
        study.capture([tmp_path / "mails"])
        study.clean()
        assert any("b.eml#message=1" in one.source for one in study._desk.store.articles())
