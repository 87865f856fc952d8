"""A release is complete, repeats, describes itself, and shows every change to it."""

from __future__ import annotations

import csv
import json
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from frictionless import Package, system
from released import ids, publish

from testimonia import Study
from testimonia.errors import ReleaseError, UsageError
from testimonia.pipeline.verify_release import verify_release

WHOLE = (
    "index.html", "report.html", "report.pdf", "brief.pdf", "press.txt", "report.docx", "ledger.json", "datapackage.json",
    "codebook.json", "manifest.json", "manifest.json.minisig", "check.html", "people.html", "data/persons.csv",
    "data/persons.parquet", "charts/chart-growth.csv",
)  # fmt: skip


def files_of(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_everything_is_in_it(release: Path) -> None:
    assert set(WHOLE) <= files_of(release).keys()
    assert all((release / name).stat().st_size for name in WHOLE)


def test_the_same_study_gives_the_same_bytes(home: Path, tmp_path: Path) -> None:
    shutil.copytree(home / "study", tmp_path / "study")
    again = publish(tmp_path / "study", "again", signed_by="Ana Lind")
    assert (again.number, again.is_new) == (1, False)
    assert files_of(tmp_path / "again") == files_of(home / "release")


def test_it_is_verified_on_a_machine_without_the_study(release: Path, tmp_path: Path) -> None:
    moved = shutil.copytree(release, tmp_path / "elsewhere")
    command = [sys.executable, "-m", "testimonia.cli", "verify", str(moved)]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert "release 1 is what was signed" in ended.stdout
    assert "Ana Lind" in ended.stdout


def flip(folder: Path, name: str, at: int) -> None:
    data = bytearray((folder / name).read_bytes())
    data[at] ^= 1
    (folder / name).write_bytes(bytes(data))


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("at", [0, -1])
def test_a_byte_that_changed_is_told(release: Path, tmp_path: Path, name: str, at: int) -> None:
    moved = shutil.copytree(release, tmp_path / "r", copy_function=shutil.copy2)
    flip(moved, name, at)
    with pytest.raises(ReleaseError):
        verify_release(moved)


def test_every_byte_of_the_signature_counts(release: Path, tmp_path: Path) -> None:
    moved = shutil.copytree(release, tmp_path / "r")
    size = (moved / "manifest.json.minisig").stat().st_size
    for at in range(size):
        flip(moved, "manifest.json.minisig", at)
        with pytest.raises(ReleaseError):
            verify_release(moved)
        flip(moved, "manifest.json.minisig", at)
    assert verify_release(moved).number == 1


def test_what_is_added_removed_renamed_or_linked_is_told(release: Path, tmp_path: Path) -> None:
    def added(folder: Path) -> None:
        (folder / "note.txt").write_text("x")

    def removed(folder: Path) -> None:
        (folder / "press.txt").unlink()

    def renamed(folder: Path) -> None:
        (folder / "press.txt").rename(folder / "press2.txt")

    def linked(folder: Path) -> None:
        (folder / "data" / "link.csv").symlink_to("persons.csv")

    def emptied(folder: Path) -> None:
        (folder / "empty").mkdir()

    def unsigned(folder: Path) -> None:
        (folder / "manifest.json.minisig").unlink()

    for n, change in enumerate((added, removed, renamed, linked, emptied, unsigned)):
        moved = shutil.copytree(release, tmp_path / str(n), symlinks=True)
        change(moved)
        with pytest.raises(ReleaseError):
            verify_release(moved)


def test_another_key_does_not_pass_for_the_one_that_the_reader_was_told(release: Path) -> None:
    told = verify_release(release).fingerprint
    assert verify_release(release, told.upper()).number == 1
    with pytest.raises(ReleaseError, match="another key"):
        verify_release(release, "0" * 64)


def test_the_key_stays_in_the_house_and_only_its_owner_reads_it(home: Path, release: Path) -> None:
    key = home / "study" / "release.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    secret = key.read_bytes().splitlines()[1]
    assert all(secret not in data for data in files_of(release).values())


def test_a_release_does_not_change(study: Path) -> None:
    publish(study, "second", signed_by="Bo")
    with pytest.raises(UsageError, match="do not change"):
        publish(study, "second", signed_by="Cy")
    assert verify_release(study.parent / "second").signed_by == "Bo"


def test_the_manifests_are_a_chain(study: Path, release: Path) -> None:
    import hashlib

    publish(study, "second", signed_by="Bo")
    held = json.loads((study.parent / "second" / "manifest.json").read_bytes())
    assert held["release"] == 2
    assert held["previous"] == hashlib.sha256((release / "manifest.json").read_bytes()).hexdigest()


def test_without_a_signature_it_says_that_it_is_a_draft(study: Path) -> None:
    with Study.open(study) as held:
        held.include(ids(study)["Omid Karsten"], by="bo", reason="own account")
    publish(study, "draft")
    folder = study.parent / "draft"
    assert verify_release(folder).signed_by is None
    assert "Nobody has signed this check" in (folder / "check.html").read_text("utf-8")


def test_a_draft_keeps_its_number_when_it_is_signed(study: Path) -> None:
    with Study.open(study) as held:
        held.include(ids(study)["Omid Karsten"], by="bo", reason="own account")
    assert publish(study, "draft").number == 2
    signed = publish(study, "signed", signed_by="Ana Lind")
    assert (signed.number, signed.is_new) == (2, True)
    assert publish(study, "other", signed_by="Bo").number == 3


def test_the_data_package_is_what_it_says(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(release)
    system.trusted = True
    found = Package("datapackage.json").validate()
    errors = [e.message for task in found.tasks for e in task.errors if not task.name.endswith("-parquet")]
    assert errors == []
    assert sum(not t.name.endswith("-parquet") for t in found.tasks) == 12


def test_parquet_and_csv_say_the_same(release: Path) -> None:
    from pyarrow import parquet

    for path in sorted((release / "data").glob("*.csv")):
        rows = list(csv.DictReader(path.open(encoding="utf-8", newline="")))
        table = parquet.read_table(path.with_suffix(".parquet")).to_pylist()
        assert len(rows) == len(table)
        assert not rows or list(rows[0]) == list(table[0])
        for row, other in zip(rows, table, strict=True):
            for name, cell in row.items():
                plain = other[name]
                same = cell in ("", "WITHHELD") if plain is None else _said(plain) == cell.removeprefix("'")
                assert same, (path.name, name, cell, plain)


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def test_every_figure_can_be_recounted_from_the_list_of_persons(release: Path) -> None:
    """No table says more than the list of persons: countries, ages and women can be counted from it again."""
    persons = list(csv.DictReader((release / "data" / "persons.csv").open(encoding="utf-8", newline="")))
    figures = {f["id"]: f for f in json.loads((release / "ledger.json").read_bytes())["figures"]}
    assert figures["count.individuals"]["value"] == len(persons) == 8
    for id, figure in figures.items():
        kind, _, rest = id.partition(".")
        if kind == "country" and "unknown" not in id:
            assert figure["value"] == sum(p["nationality"] == rest.split(".")[0] for p in persons), id
        if id in ("gender.F.count", "gender.M.count"):
            assert figure["value"] == sum(p["gender"] == rest[0] for p in persons), id


def test_each_source_has_its_archived_copy_and_the_state_of_its_link(home: Path, release: Path) -> None:
    import hashlib

    sources = list(csv.DictReader((release / "data" / "sources.csv").open(encoding="utf-8", newline="")))
    held = {hashlib.sha256(p.read_bytes()).hexdigest() for p in (home / "articles").iterdir()}
    assert {s["archived_sha256"] for s in sources} == held
    assert all(s["link"] in ("web", "file", "withheld") and s["captured"] for s in sources)


def test_the_editors_document_begins_with_its_contents(release: Path) -> None:
    from docx import Document
    from docx.oxml.ns import qn

    document = Document(str(release / "report.docx"))
    headings = [p for p in document.paragraphs if p.style.name in ("Heading 1", "Heading 2")]
    links = [link for p in document.paragraphs for link in p.hyperlinks]
    assert [link.text for link in links] == [p.text for p in headings]
    marks = [p._p.find(qn("w:bookmarkStart")).get(qn("w:name")) for p in headings]
    assert [link.fragment for link in links] == marks and len(set(marks)) == len(marks) > 8
    kinds = [c.get(qn("w:fldCharType")) for c in document.element.body.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]


def test_documents_name_no_author_and_no_time(release: Path) -> None:
    from docx import Document
    from pypdf import PdfReader

    core = Document(str(release / "report.docx")).core_properties
    assert (core.author, core.last_modified_by, core.created.year) == ("", "", 1980)
    import zipfile

    parts = zipfile.ZipFile(release / "report.docx").namelist()
    assert not any("thumbnail" in part for part in parts)
    assert sum(part.startswith("word/media/") for part in parts) >= 6  # the charts
    for name in ("report.pdf", "brief.pdf"):
        reader = PdfReader(release / name)
        assert "/CreationDate" not in (reader.metadata or {}) or "1970" in str(reader.metadata["/CreationDate"])
        assert reader.metadata.author in (None, "")
        fonts = [f for page in reader.pages for f in page["/Resources"].get("/Font", {}).values()]
        assert fonts
        for font in fonts:
            below = font.get_object()["/DescendantFonts"][0].get_object()
            assert any(key.startswith("/FontFile") for key in below["/FontDescriptor"].get_object()), "not embedded"
    assert len(PdfReader(release / "brief.pdf").pages) == 1
