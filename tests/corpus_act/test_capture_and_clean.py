"""Sources in, article text out; bad input is set aside with a reason and the rest goes on."""

import io
import unicodedata
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testimonia.adapters import documents, warc
from testimonia.corpus.capture import CaptureOptions, CaptureTools, capture
from testimonia.corpus.clean import CleanOptions, CleanTools, clean, date_in
from testimonia.domain.article import Article, Form
from testimonia.domain.capture import Capture, RawCapture
from testimonia.domain.setaside import Reason, SetAside
from testimonia.errors import InputError
from testimonia.text import sha256

STORY = " ".join(
    ["The former guard said he walked out of the camp in March and reached the border two days later."] * 4
)
TOOLS = CaptureTools(clock=lambda: "2026-01-01T00:00:00Z", warc=warc.records)
CLEANERS = CleanTools(extractors=documents.EXTRACTORS, language=documents.language_of)


def captured(path: Path, **options: int) -> list[RawCapture | SetAside]:
    return list(capture([str(path)], CaptureOptions(**options), TOOLS))


def cleaned(data: bytes, media_type: str = "text/html") -> Article | SetAside:
    digest = sha256(data)
    made = Capture(
        id=Capture.id_of("x", digest),
        source="x",
        media_type=media_type,
        sha256=digest,
        size=len(data),
        captured_at="2026-01-01T00:00:00Z",
    )
    return next(clean([RawCapture(capture=made, data=data)], CleanOptions(), CLEANERS))


def reasons(items: list[RawCapture | SetAside]) -> list[Reason]:
    return [i.reason for i in items if isinstance(i, SetAside)]


def test_a_missing_source_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such source"):
        captured(tmp_path / "nowhere")


def test_a_folder_is_read_in_order_and_bad_items_are_set_aside(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "b.txt").write_text(STORY)
    (folder / "a.html").write_text(f"<html><body><p>{STORY}</p></body></html>")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "noise.bin").write_bytes(bytes(range(256)) * 20)
    items = captured(folder)
    assert [i.capture.source for i in items if isinstance(i, RawCapture)] == ["news/a.html", "news/b.txt"]
    assert sorted(reasons(items)) == [Reason.BINARY, Reason.EMPTY]


def test_a_file_of_200_megabytes_is_not_read(tmp_path: Path) -> None:
    big = tmp_path / "big.txt"
    with big.open("wb") as stream:
        stream.truncate(200 * 2**20)
    assert reasons(captured(big)) == [Reason.TOO_LARGE]


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.txt", b"0" * 60_000_000)
    assert reasons(captured(path)) == [Reason.BOMB]


def test_a_member_name_cannot_lead_out_of_the_archive(tmp_path: Path) -> None:
    path = tmp_path / "slip.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../etc/x.txt", STORY)
        archive.writestr("good.txt", STORY)
    items = captured(path)
    assert reasons(items) == [Reason.OUTSIDE]
    assert [i.capture.source for i in items if isinstance(i, RawCapture)] == ["slip.zip!/good.txt"]


def test_a_cut_archive_is_set_aside(tmp_path: Path) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("good.txt", STORY)
    path = tmp_path / "cut.zip"
    path.write_bytes(whole.getvalue()[:60])
    assert reasons(captured(path)) == [Reason.UNREADABLE]


def test_rows_of_a_table_are_documents(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(f'title,text,date\nOne,"{STORY}",2015-03-02\nTwo,,2015-03-03\n')
    items = captured(path)
    assert [i.capture.source for i in items if isinstance(i, RawCapture)] == ["rows.csv#row=1"]
    assert reasons(items) == [Reason.NO_TEXT]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1252"])
def test_any_encoding(encoding: str) -> None:
    item = cleaned(
        f"<html><body><h1>A guard’s way out</h1><p>{STORY} He said “enough”.</p></body></html>".encode(encoding)
    )
    assert isinstance(item, Article)
    assert "“enough”" in item.text
    assert item.title == "A guard’s way out"


def test_markup_nested_beyond_reason_is_set_aside() -> None:
    item = cleaned(b"<html><body>" + b"<div>" * 50_000 + STORY.encode() + b"</body></html>")
    assert isinstance(item, SetAside)
    assert item.reason is Reason.UNREADABLE


def test_scripts_never_reach_the_text() -> None:
    item = cleaned(f"<html><body><script>stealNames()</script><p>{STORY}</p></body></html>".encode())
    assert isinstance(item, Article)
    assert "stealNames" not in item.text


@pytest.mark.parametrize("data", [b"%PDF-1.4 nothing more", b"%PDF-"])
def test_a_damaged_pdf_is_set_aside(data: bytes) -> None:
    item = cleaned(data, "application/pdf")
    assert isinstance(item, SetAside)
    assert item.reason in (Reason.UNREADABLE, Reason.NO_TEXT)


def test_subtitles_become_a_transcript() -> None:
    cues = "\n\n".join(
        f"00:00:0{i}.000 --> 00:00:0{i + 1}.000\n<v {who}>Answer number {i}: {STORY[:95]}"
        for i, who in enumerate(["Host", "Guest", "Host", "Guest", "Host"])
    )
    item = cleaned(f"WEBVTT\n\n{cues}".encode(), "text/vtt")
    assert isinstance(item, Article)
    assert item.form is Form.TRANSCRIPT
    assert item.text.startswith("HOST: ")


def test_furniture_is_dropped_and_kept_with_its_rule() -> None:
    page = f"14 of 20 DOCUMENTS\n\nThe Lowmere Courier\n\nMarch 9, 2015 Monday\n\nGuard tells of his way out of the camp\n\nA queue at the gate\n\nA queue at the gate\n\n{STORY}\n\nRead more: Another man who left\n\n{STORY[:-1]} again.\n\nHave your say\n\nLOAD-DATE: March 10, 2015\n"
    item = cleaned(page.encode(), "text/plain")
    assert isinstance(item, Article)
    for line in ("DOCUMENTS", "Have your say", "Read more", "LOAD-DATE", "A queue at the gate"):
        assert line not in item.text
        assert any(line in x.text for x in item.leftovers)
    assert item.published == "2015-03-09"
    assert item.title == "Guard tells of his way out of the camp"


def test_right_to_left_and_emoji_survive() -> None:
    item = cleaned(f"<html><body><p>😀 {STORY} وقال إنه غادر.</p></body></html>".encode())
    assert isinstance(item, Article)
    assert "😀" in item.text
    assert "غادر" in item.text


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("9 March 2015", "2015-03-09"),
        ("March 9, 2015 Monday", "2015-03-09"),
        ("31.12.2014", "2014-12-31"),
        ("5 May 9999", None),
        ("31 February 2015", None),
    ],
)
def test_dates(words: str, value: str | None) -> None:
    assert date_in(words) == value


@given(st.binary(max_size=400))
def test_any_bytes_give_an_article_or_a_reason_and_always_the_same(data: bytes) -> None:
    for media_type in ("text/html", "text/plain", "text/vtt"):
        one, two = cleaned(data, media_type), cleaned(data, media_type)
        assert one == two
        if isinstance(one, Article):
            assert unicodedata.is_normalized("NFC", one.text)
            assert 0 <= one.body_start <= len(one.text)
