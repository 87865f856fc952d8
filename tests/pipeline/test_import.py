"""What other programs wrote comes in: each with its habits, hostile ones too; the same file twice changes nothing."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import msgspec
import openpyxl
import pytest
from foreign import CARS, HUNGRY, LEILA, NOTES, PROMISED, Project, id_of, team
from hypothesis import given, settings
from hypothesis import strategies as st

from testimonia import Study
from testimonia.adapters.exchange import read
from testimonia.cli import main
from testimonia.config import load_codebook
from testimonia.domain.coding import CodingStatus, Stance
from testimonia.domain.decision import AddCoding, CorrectAttribute, Include, Merge
from testimonia.domain.person import Status
from testimonia.domain.setaside import Reason
from testimonia.errors import DecisionError, InputError, TestimoniaError
from testimonia.pipeline.imports.alignment import Alignment, places
from testimonia.study.gate import gate
from testimonia.text import sha256


@pytest.fixture
def study(tmp_path: Path) -> Study:
    made = Study.init(tmp_path / "study")
    (tmp_path / "study" / "study.toml").write_text(
        (tmp_path / "study" / "study.toml").read_text().replace("reader = true", "reader = false")
    )
    made.close()
    return Study.open(tmp_path / "study")


def state(study: Study) -> bytes:
    """Everything that people and findings rest on, as bytes."""
    return study.bundle() + b"".join(msgspec.json.encode(d) for d in study.snapshot().decisions)


def sound(study: Study) -> None:
    """The gate lets the study pass: every quote stands at its offsets."""
    gate(study.snapshot(), study.findings(), study.article)


HABITS = {
    "qualcoder": {"bom": True},
    "nvivo": {"origin": "NVivo 14", "folder": "Sources", "line_end": "\r\n"},
    "maxqda": {"origin": "MAXQDA 2024", "folder": "sources", "upper": True, "file": "My project.qde"},
    "atlas": {"origin": "ATLAS.ti 23", "line_end": "\r\n"},
    "quirkos": {"origin": "Quirkos", "folder": "sources"},
}


@pytest.mark.parametrize("habits", HABITS.values(), ids=HABITS.keys())
def test_a_team_comes_from_another_program_and_goes_on(study: Study, tmp_path: Path, habits: dict[str, object]) -> None:
    done = study.import_file(team(**habits).write(tmp_path / "team.qdpx"), by="cy")
    assert (done.documents, done.codes, done.known) == (2, ("leaving/greed_of_commanders",), 0)
    assert done.aside == ()
    study.run()
    sound(study)
    found = study.snapshot()
    assert Counter(p.status for p in found.persons if p.status is Status.INCLUDED) == {Status.INCLUDED: 2}
    mine = {(k.span.quote, k.code, k.coder) for k in found.codings if k.coder.startswith("human:")}
    assert mine == {
        (HUNGRY, "leaving/quality_of_life", "human:ruth"), (PROMISED, "leaving/quality_of_life", "human:ibrahim"),
        (CARS, "leaving/greed_of_commanders", "human:ruth"),
    }  # fmt: skip
    assert all(k.status is CodingStatus.ACCEPTED for k in found.codings if k.coder.startswith("human:"))
    assert {a.source for a in found.articles} == {
        f"team.qdpx!/{id_of(name)}.txt" for name in ("tHerald, 2 May", "tTil Oster/interview")
    }
    assert study.report.exists()


def test_the_same_file_twice_changes_nothing(study: Study, tmp_path: Path) -> None:
    path = team().write(tmp_path / "team.qdpx")
    first = study.import_file(path, by="cy")
    before = state(study)
    assert study.import_file(path, by="cy").decisions == () and state(study) == before
    study.run()
    before = state(study)
    again = study.import_file(path, by="dee")
    assert (again.decisions, again.documents, again.codes, state(study)) == ((), 0, (), before)
    assert again.known + 1 >= len(first.decisions)


def test_what_was_undone_stays_undone(study: Study, tmp_path: Path) -> None:
    path = team().write(tmp_path / "team.qdpx")
    coding = next(d for d in study.import_file(path, by="cy").decisions if isinstance(d.action, AddCoding))
    study.undo(coding.number, by="ana", reason="not his words")
    before = state(study)
    assert study.import_file(path, by="cy").decisions == () and state(study) == before


def test_every_decision_says_where_it_is_from(study: Study, tmp_path: Path) -> None:
    done = study.import_file(team().write(tmp_path / "team.qdpx"), by="cy")
    assert {(type(d.action).__name__, d.by) for d in done.decisions} == {
        ("Include", "cy"), ("CorrectAttribute", "cy"), ("AddCoding", "ruth"), ("AddCoding", "ibrahim"),
    }  # fmt: skip
    assert all(d.reason.startswith("from team.qdpx: ") for d in done.decisions)
    assert [d.number for d in done.decisions] == list(range(1, len(done.decisions) + 1))


def test_a_name_that_the_article_does_not_give_is_taken_over_nowhere(study: Study, tmp_path: Path) -> None:
    """The team knows who Selim is; the study must not."""
    study.import_file(team().write(tmp_path / "team.qdpx"), by="cy")
    study.run()
    found = study.snapshot()
    assert b"Oster" not in state(study) and b"Oster" not in msgspec.json.encode(found)
    assert "Oster" not in study.report.read_text() and "Oster" not in json.dumps(msgspec.to_builtins(study.status()))
    him = next(
        p for p in found.persons if any(found.appearances[a].article == found.articles[1].id for a in p.appearances)
    )
    assert him.gender == "M" and him.status is Status.INCLUDED


def test_an_article_that_no_reader_takes_stays_open_for_people_put_into_it(study: Study, tmp_path: Path) -> None:
    """The notes name no group: detection sets them aside. Whoever was put in by hand stands, also when everything is read anew."""
    study.import_file(team().write(tmp_path / "team.qdpx"), by="cy")
    study.run()
    notes = study.snapshot().articles[1].id
    assert notes not in {s.subject for s in study.snapshot().set_asides if s.stage == "detect"}
    toml = tmp_path / "study" / "study.toml"
    toml.write_text(toml.read_text().replace("case_threshold = 0.45", "case_threshold = 0.5"))
    study.close()
    with Study.open(tmp_path / "study") as later:
        later.run()
        sound(later)
        assert any(k.span.quote == CARS for k in later.snapshot().codings)
        assert notes not in {s.subject for s in later.snapshot().set_asides if s.stage == "detect"}


def test_one_person_in_two_documents_is_one(study: Study, tmp_path: Path) -> None:
    p = team()
    more = NOTES.replace("Selim", "Leila").replace("winter", "spring")
    p.text("third", more, p.selection(more, "We ate bread", "Quality of life", p.user("ruth"), id="bread"))
    p.cases = []
    p.case("Leila Mansouri", selections=(HUNGRY, PROMISED, "bread"))
    done = study.import_file(p.write(tmp_path / "t.qdpx"), by="cy")
    assert sum(isinstance(d.action, Merge) for d in done.decisions) == 1
    study.run()
    (person,) = [p for p in study.snapshot().persons if p.status is Status.INCLUDED]
    assert len(person.appearances) == 2 and person.name == "Leila Mansouri"
    lost = [s for s in done.aside if s.reason is Reason.NO_PERSON]
    assert [s.subject for s in lost] == ["t.qdpx: selection 3"]  # Selim has no case any more


def test_nvivo_a_case_is_a_code_too(study: Study, tmp_path: Path) -> None:
    """NVivo marks a case's passages with a code that bears the case's GUID; codings within them are that person's."""
    p = Project(origin="NVivo 14")
    ruth = p.user("ruth")
    p.codes = p.code("Quality of life") + p.code("Leila").replace(p.guid("cLeila"), p.guid("kLeila()"))
    around = p.selection(
        LEILA, LEILA[LEILA.index("“There") : LEILA.index("She joined")], "Leila", ruth, id="around"
    ).replace(p.guid("cLeila"), p.guid("kLeila()"))
    p.text("a", LEILA, around + p.selection(LEILA, HUNGRY, "Quality of life", ruth))
    p.case("Leila")
    done = study.import_file(p.write(tmp_path / "t.qdpx"), by="cy")
    assert [type(d.action).__name__ for d in done.decisions] == ["Include", "AddCoding"] and done.codes == ()


def test_a_project_without_cases_lets_the_text_tell_whose_words_they_are(study: Study, tmp_path: Path) -> None:
    p = team()
    p.cases = []
    done = study.import_file(p.write(tmp_path / "t.qdpx"), by="cy")
    assert {d.action.quote for d in done.decisions if isinstance(d.action, AddCoding)} == {HUNGRY, PROMISED}
    assert [(s.subject, s.reason) for s in done.aside] == [("t.qdpx: selection 3", Reason.NO_PERSON)]


def test_attributes_in_all_spellings(study: Study, tmp_path: Path) -> None:
    p = team()
    told = {
        "Cases:Sex": "F",
        "Country": "Tunisia",
        "person: age": "31.0",
        "Joined": "2014-03",
        "Left": "spring",
        "Shoe size": "38",
        "Role": "unassigned",
    }
    for name in told:
        p.variable(name)
    p.cases = []
    p.case("Leila Mansouri", selections=(HUNGRY,), values="".join(p.value(n, v) for n, v in told.items()))
    done = study.import_file(p.write(tmp_path / "t.qdpx"), by="cy")
    fixed = {(d.action.field, d.action.value) for d in done.decisions if isinstance(d.action, CorrectAttribute)}
    assert ("joined", "2014-03") in fixed and not {f for f, _ in fixed} & {"left", "group_role"}
    values = {p.name: (p.gender, p.nationality, p.age, p.joined) for p in study.snapshot().persons}
    assert values["Leila Mansouri"] == ("F", "TN", 31, "2014-03")
    asides = {s.subject for s in done.aside if s.reason is Reason.NO_VALUE}
    assert asides == {"t.qdpx: case 1, Left", "t.qdpx: variable Shoe size"}


def test_what_has_no_text_is_set_aside_and_the_rest_goes_on(study: Study, tmp_path: Path) -> None:
    p = team()
    p.sources += [
        '<PictureSource guid="x" path="internal://a.png"><PictureSelection guid="y"/></PictureSource>', '<AudioSource guid="z" path="internal://a.mp3"/>',
        f'<TextSource guid="{id_of("r")}" name="rich" richTextPath="internal://a.docx"/>',
        f'<TextSource guid="{id_of("short")}" name="short"><PlainTextContent>Too short a text.</PlainTextContent></TextSource>',
    ]  # fmt: skip
    p.extra = "<Sets><Set guid='s' name='n'/></Sets><Graphs><Graph guid='g'/></Graphs>"
    done = study.import_file(p.write(tmp_path / "t.qdpx"), by="cy")
    told = {(s.subject.removeprefix("t.qdpx: "), s.reason.value) for s in done.aside}
    assert told == {
        ("source 3", "unsupported_type"), ("source 4", "unsupported_type"), ("source 5", "no_text"), ("document 3", "too_short"),
        ("Sets", "unsupported_type"), ("Graphs", "unsupported_type"),
    }  # fmt: skip
    assert len([d for d in done.decisions if isinstance(d.action, AddCoding)]) == 3
    assert {s.subject for s in study.status().set_asides if s.stage == "import"} == {s.subject for s in done.aside}


def test_a_pdf_and_a_transcript_have_texts(study: Study, tmp_path: Path) -> None:
    p = Project()
    ruth = p.user("ruth")
    p.codes = p.code("Quality of life")
    p.text("x", LEILA, p.selection(LEILA, HUNGRY, "Quality of life", ruth))
    inner = p.sources.pop().replace("<TextSource", "<Representation").replace("</TextSource", "</Representation")
    at = NOTES.index(CARS)
    points = (
        f'<SyncPoint guid="{id_of("p")}" position="{at}"/><SyncPoint guid="{id_of("q")}" position="{at + len(CARS)}"/>'
    )
    coded = f'<TranscriptSelection guid="{id_of("ts")}" fromSyncPoint="{id_of("p")}" toSyncPoint="{id_of("q")}" creatingUser="{ruth}"><Coding guid="{id_of("k")}"><CodeRef targetGUID="{p.guid("cQuality of life")}"/></Coding></TranscriptSelection>'
    spoken = (
        f"<Transcript guid='{id_of('tr')}'><PlainTextContent>{NOTES}</PlainTextContent>{points}{coded}</Transcript>"
    )
    p.sources = [
        f'<PDFSource guid="{p.guid("tpdf")}" name="a.pdf"><PDFSelection guid="r"/>{inner}</PDFSource>',
        f'<AudioSource guid="{p.guid("taudio")}" name="a.mp3">{spoken}</AudioSource>',
    ]
    p.case("Leila Mansouri", sources=("pdf",))
    p.case("one", sources=("audio",))
    done = study.import_file(p.write(tmp_path / "t.qdpx"), by="cy")
    assert {d.action.quote for d in done.decisions if isinstance(d.action, AddCoding)} == {HUNGRY, CARS}
    assert [s.detail for s in done.aside] == ["not of the text: 1 PDFSelection"]


@pytest.mark.parametrize(
    ("start", "end", "reason"),
    [("-5", "3", "no_quote"), ("9", "4", "no_quote"), ("0", "99999", "no_quote"), ("x", "y", "no_quote"), ("36", "38", "no_quote"), ("9" * 40, "1", "no_quote")],
)  # fmt: skip
def test_offsets_that_are_none(study: Study, tmp_path: Path, start: str, end: str, reason: str) -> None:
    p = team()
    at = LEILA.index(HUNGRY)
    p.sources[0] = p.sources[0].replace(
        f'startPosition="{at}" endPosition="{at + len(HUNGRY)}"', f'startPosition="{start}" endPosition="{end}"'
    )
    done = study.import_file(p.write(tmp_path / "t.qdpx"), by="cy")
    assert [(s.subject, s.reason.value) for s in done.aside] == [("t.qdpx: selection 1", reason)]
    assert len([d for d in done.decisions if isinstance(d.action, AddCoding)]) == 2


def test_places_of_the_same_words_are_told_apart(study: Study, tmp_path: Path) -> None:
    p = Project()
    text = (
        LEILA
        + "\n\n“We were afraid,” she said.\n\nLater, on the road, it was worse. “We were afraid,” she said again to Mansouri's sister."
    )
    p.codes = p.code("Quality of life")
    p.text("a", text, p.selection(text, "We were afraid", "Quality of life", p.user("ruth"), nth=1))
    p.case("Leila Mansouri", sources=("a",))
    (coding,) = [
        d.action
        for d in study.import_file(p.write(tmp_path / "t.qdpx"), by="cy").decisions
        if isinstance(d.action, AddCoding)
    ]
    held = study.article(study.snapshot().articles[0].id).text
    assert held[: coding.start].count("We were afraid") == 1


# -- paths and hostile files


def test_texts_beside_the_file_are_found_and_no_others(study: Study, tmp_path: Path) -> None:
    box = tmp_path / "box"
    (box / "media").mkdir(parents=True)
    (box / "media" / "leila.txt").write_text(LEILA)
    (box / "notes.txt").write_text(NOTES)
    (tmp_path / "secret.txt").write_text(LEILA.replace("Leila", "Secret"))
    (box / "link.txt").symlink_to(tmp_path / "secret.txt")
    p = team()
    p.attributes = ' basePath="C:\\Users\\ruth\\media"'
    p.sources, p.files = [], {}
    for name, address in {
        "relative": "relative:///leila.txt", "absolute": "absolute:///home/ruth/notes.txt", "up": "relative:///../secret.txt", "link": "relative:///link.txt",
        "etc": "absolute:///etc/passwd", "inner": "internal://../../secret.txt", "gone": "internal://gone.txt", "nul": "relative:///a%00b",
    }.items():  # fmt: skip
        p.text(name, "", address=address)
    done = study.import_file(p.write(box / "t.qdpx"), by="cy")
    assert done.documents == 2
    reasons = {s.subject.removeprefix("t.qdpx: "): s.reason.value for s in done.aside if "source" in s.subject}
    assert reasons == {
        "source 3": "outside",
        "source 4": "outside",
        "source 5": "vanished",
        "source 6": "outside",
        "source 7": "vanished",
        "source 8": "vanished",
    }
    assert b"Secret" not in state(study) and b"root:" not in state(study)


BOMB = '<!DOCTYPE p [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
FETCH = '<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("doctype", [BOMB, FETCH, '<!DOCTYPE p SYSTEM "http://x.example/p.dtd">'])
@pytest.mark.parametrize("kind", ["qdpx", "qdc"])
def test_entities_are_refused(study: Study, tmp_path: Path, doctype: str, kind: str) -> None:
    p = team()
    xml = p.xml().replace("?>", f"?>{doctype}", 1).replace("QualCoder", "&c;&x;QualCoder")
    path = tmp_path / f"t.{kind}"
    path.write_bytes(xml.encode()) if kind == "qdc" else p.write(path, xml=xml)
    with pytest.raises(InputError):
        study.import_file(path, by="cy")
    assert study.snapshot().decisions == ()


def hostile(tmp_path: Path) -> dict[str, Path]:
    def file(name: str, data: bytes) -> Path:
        (tmp_path / name).write_bytes(data)
        return tmp_path / name

    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", b"<x>" + b" " * 30_000_000)
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 60_000_000)
    deep = (
        "<CodeBook xmlns='urn:QDA-XML:codebook:1.0'><Codes>"
        + "<Code guid='a' name='b' isCodable='true'>" * 5000
        + "</Code>" * 5000
        + "</Codes></CodeBook>"
    )
    two = team()
    two.files |= {"a.qde": b"x", "b.qde": b"y"}
    two.file = "c.qde"
    return {
        "empty": file("a.qdpx", b""), "no zip": file("b.qdpx", b"PK\x03\x04 broken"), "bomb": file("c.qdpx", bomb.getvalue()),
        "no project": file("d.qdpx", (lambda o: (zipfile.ZipFile(o, "w").close(), o.getvalue())[1])(io.BytesIO())),
        "two projects": two.write(tmp_path / "e.qdpx"), "no xml": file("f.qdc", b"<CodeBook"), "deep": file("g.qdc", deep.encode()),
        "other root": file("h.qdc", b"<html/>"), "other project": team().write(tmp_path / "i.qdpx", xml="<html/>"), "book bomb": file("j.xlsx", book.getvalue()),
        "no book": file("k.xlsx", b"PK\x03\x04"), "no table": file("l.csv", b"\x00\x01\x02"), "no columns": file("m.csv", b"a,b\n1,2\n"), "kind": file("n.pdf", b"%PDF"),
        "folder": tmp_path, "gone": tmp_path / "gone.qdpx", "long cell": file("o.csv", b'person,document,quote,code\n"' + b"x" * 2_000_000),
    }  # fmt: skip


CASES = [
    "empty",
    "no zip",
    "bomb",
    "no project",
    "two projects",
    "no xml",
    "deep",
    "other root",
    "other project",
    "book bomb",
    "no book",
    "no table",
    "no columns",
    "kind",
    "folder",
    "gone",
    "long cell",
]


@pytest.mark.parametrize("case", CASES)
def test_a_file_that_is_none_is_told_in_words(tmp_path: Path, case: str) -> None:
    found = hostile(tmp_path)
    assert set(found) == set(CASES)
    with pytest.raises(InputError) as told:
        read(found[case])
    assert told.value.exit_code == 4 and "Traceback" not in str(told.value)


def test_nobody_answers_for_an_import(study: Study, tmp_path: Path) -> None:
    with pytest.raises(DecisionError):
        study.import_file(team().write(tmp_path / "t.qdpx"), by=" ")


def test_names_of_files_and_people_lead_nowhere(study: Study, tmp_path: Path) -> None:
    p = Project()
    ruth = p.user("=cmd|' /C calc'!A0\u202e")
    p.codes = p.code("Quality of life")
    p.text("../../etc/cron.d/x\u0007", LEILA, p.selection(LEILA, HUNGRY, "Quality of life", ruth))
    p.case("<script>alert(1)</script>", sources=("../../etc/cron.d/x\u0007",))
    xml = p.xml().replace("\u0007", "")
    done = study.import_file(p.write(tmp_path / "t.qdpx", xml=xml), by="cy")
    study.run()
    assert study.snapshot().articles[0].source == f"t.qdpx!/{id_of('t../../etc/cron.d/x' + chr(7))}.txt"
    assert "<script>alert" not in study.report.read_text() and len(done.decisions) == 2


# -- codebooks


def qdc(tmp_path: Path, codes: str) -> Path:
    path = tmp_path / "book.qdc"
    path.write_text(
        f'<?xml version="1.0"?><CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="x"><Codes>{codes}</Codes></CodeBook>'
    )
    return path


def test_a_codebook_comes_in_below_its_families(study: Study, tmp_path: Path) -> None:
    p = Project()
    tree = p.code(
        "Reasons to leave",
        codable=False,
        inside=p.code("Brutality against Muslims")
        + p.code("Ärger & fear", description="Fear: of spies,\nand more", inside=p.code("of spies")),
    )
    tree += p.code("Why they joined", codable=False, inside=p.code("2 cousins")) + p.code("Flat")
    before = (tmp_path / "study" / "codebook.yaml").read_text()
    done = study.import_file(qdc(tmp_path, tree), by="cy")
    assert (
        done.codes == ("leaving/arger_fear", "joining/c_2_cousins", "imported/flat")
        and done.decisions == ()
        and done.aside == ()
    )
    book = load_codebook(tmp_path / "study" / "codebook.yaml")
    new = book.code("leaving/arger_fear")
    assert new and (new.name, new.definition, [s.name for s in new.subs]) == (
        "Ärger & fear",
        "Fear: of spies, and more",
        ["of spies"],
    )
    assert (tmp_path / "study" / "codebook.yaml").read_text().startswith(before.rstrip())  # comments and all
    assert study.import_file(qdc(tmp_path, tree), by="cy").codes == ()
    study.run()


def test_its_own_codebook_is_known_again_and_one_of_another_study_is_whole(study: Study, tmp_path: Path) -> None:
    (path,) = study.export("qdc", tmp_path / "own.qdc")
    assert study.import_file(path, by="cy").codes == ()
    with Study.init(tmp_path / "other") as other:
        own = (tmp_path / "study" / "codebook.yaml").read_text()
        (tmp_path / "other" / "codebook.yaml").write_text(
            "title: t\ncodes:\n  - {id: leaving/none, name: None of these, definition: x}\n"
        )
        other.close()
    with Study.open(tmp_path / "other") as other:
        other.import_file(path, by="cy")
    theirs = {c.id: c for c in load_codebook(tmp_path / "other" / "codebook.yaml").codes}
    (tmp_path / "own.yaml").write_text(own)
    for code in load_codebook(tmp_path / "own.yaml").codes:
        assert (theirs[code.id].definition, theirs[code.id].includes, theirs[code.id].excludes) == (
            code.definition,
            code.includes,
            code.excludes,
        )


def test_a_codebook_that_cannot_be_added_to_stays_as_it_is(study: Study, tmp_path: Path) -> None:
    path = tmp_path / "study" / "codebook.yaml"
    words = "codes: [{id: leaving/none, name: None, definition: x}]\ntitle: after\n"
    path.write_text(words)
    study.close()
    with Study.open(tmp_path / "study") as again, pytest.raises(TestimoniaError) as told:
        again.import_file(qdc(tmp_path, Project().code("Flat")), by="cy")
    assert "id: imported/flat" in str(told.value) and path.read_text() == words


# -- spreadsheets


def table(path: Path, rows: list[list[object]]) -> Path:
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.create_sheet("About").append(["made by ruth"])
        book.save(path)
        return path
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";" if path.stem == "semicolons" else "\t" if path.suffix == ".tsv" else ",").writerows(
        rows
    )
    path.write_bytes(out.getvalue().encode("utf-16" if path.stem == "utf16" else "utf-8-sig"))
    return path


ROWS: list[list[object]] = [
    ["Participant", "Document name", "Segment", "Code", "Author", "Gender", "Age"],
    ["Leila Mansouri", "leila.txt", "we were hungry every night", "Quality of life", "ruth", "F", 31],
    [
        "Leila Mansouri",
        "leila.txt",
        "I left because the life they had  promised did not exist.",
        "Broken promises",
        "ibrahim",
        "",
        "",
    ],
    ["Leila Mansouri", "leila.txt", "words that stand nowhere", "Quality of life", "ruth", "", ""],
    ["Leila Mansouri", "other.txt", "we were hungry every night", "Quality of life", "ruth", "", ""],
    ["Leila Mansouri", "leila.txt", "we were hungry every night", "", "ruth", "", ""],
    ["", "", "", "", "", "", ""],
]


@pytest.mark.parametrize("name", ["t.csv", "semicolons.csv", "t.tsv", "utf16.csv", "t.xlsx"])
def test_a_spreadsheet_comes_in(study: Study, tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "leila.txt").write_text(LEILA)
    study.run([tmp_path / "in"])
    path = table(tmp_path / name, ROWS)
    done = study.import_file(path, by="cy")
    coded = {(d.action.quote, d.action.code, d.by) for d in done.decisions if isinstance(d.action, AddCoding)}
    assert coded == {
        ("we were hungry every night", "leaving/quality_of_life", "ruth"),
        ("I left because the life they had promised did not exist.", "imported/broken_promises", "ibrahim"),
    }  # fmt: skip
    reasons = {s.subject.removeprefix(f"{name}: ").removeprefix("Sheet, "): s.reason.value for s in done.aside}
    assert reasons.pop("About", None) == ("unsupported_type" if name == "t.xlsx" else None)
    assert reasons == {"row 4": "no_quote", "row 5": "no_document", "case 1": "no_document", "row 6": "no_code"}
    study.run()
    sound(study)
    before = state(study)
    assert study.import_file(path, by="cy").decisions == () and state(study) == before


def test_the_tables_of_this_program_come_back(study: Study, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "leila.txt").write_text(LEILA)
    study.run([tmp_path / "in"])
    study.export("csv", tmp_path / "tables")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "tables" / "codings.csv").read_text())))
    assert rows
    for row in rows:
        row["coder"], row["stance"] = "bo", "denied"
    with (tmp_path / "mine.csv").open("w", newline="") as out:
        writer = csv.DictWriter(out, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    done = study.import_file(tmp_path / "mine.csv", by="cy")
    assert [(d.by, d.action.stance) for d in done.decisions] == [("bo", Stance.DENIED)] * len(rows) and done.aside == ()


def test_a_list_of_cases_includes_them(study: Study, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "leila.txt").write_text(LEILA)
    study.run([tmp_path / "in"])
    done = study.import_file(
        table(tmp_path / "t.csv", [["case", "file"], ["Leila Mansouri", "leila.txt"], ["Omid Karsten", "leila.txt"]]),
        by="cy",
    )
    assert [type(d.action) for d in done.decisions] == [Include]
    assert [(s.subject, s.reason) for s in done.aside] == [("t.csv: case 2", Reason.NO_PERSON)]


# -- out and in again


def test_what_went_out_comes_back_and_changes_nothing_or_what_was_changed(study: Study, tmp_path: Path) -> None:
    study.import_file(team().write(tmp_path / "team.qdpx"), by="cy")
    study.run()
    (path,) = study.export("qdpx", tmp_path / "out.qdpx")
    before = state(study)
    back = study.import_file(path, by="cy")
    assert (back.documents, back.codes, back.decisions, state(study)) == (0, (), (), before)
    assert {s.reason for s in back.aside} <= {Reason.OF_A_MACHINE}


@pytest.mark.parametrize("disclosure", ["names", "initials", "ids"])
def test_coded_elsewhere_it_comes_back_where_names_were_taken_out(
    study: Study, tmp_path: Path, disclosure: str
) -> None:
    """The text in the project is shorter or longer than the article: offsets are led back to the words of the article."""
    study.import_file(team().write(tmp_path / "team.qdpx"), by="cy")
    toml = tmp_path / "study" / "study.toml"
    toml.write_text(toml.read_text().replace('disclosure = "names"', f'disclosure = "{disclosure}"'))
    study.close()
    with Study.open(tmp_path / "study") as held:
        held.run()
        held.export("qdpx", tmp_path / "out.qdpx")
        with zipfile.ZipFile(tmp_path / "out.qdpx") as archive:
            files = {n: archive.read(n) for n in archive.namelist()}
        xml = files["project.qde"].decode()
        place, text = next(
            (n, d.decode()) for n, d in files.items() if n.startswith("sources/") and b"recruiters offered" in d
        )
        assert ("Leila" in text) is (disclosure == "names")
        quote = "recruiters offered her money and a house"
        at, code = text.index(quote), xml.split('name="Quality of life"')[0].rpartition('guid="')[2][:36]
        user, source = (
            xml.split('name="ruth"')[0].rpartition('guid="')[2][:36],
            place.split("/")[1].removesuffix(".txt"),
        )
        new = f'<PlainTextSelection guid="{id_of("new")}" startPosition="{at}" endPosition="{at + len(quote)}" creatingUser="{user}"><Coding guid="{id_of("nk")}"><CodeRef targetGUID="{code}"/></Coding></PlainTextSelection>'
        index = xml.index(f'<TextSource guid="{source}"')
        close = xml.index(">", index) + 1
        files["project.qde"] = (xml[:close] + new + xml[close:]).encode()
        with zipfile.ZipFile(tmp_path / "back.qdpx", "w") as archive:
            for name, data in files.items():
                archive.writestr(name, data)
        (event,) = held.import_file(tmp_path / "back.qdpx", by="cy").decisions
        assert isinstance(event.action, AddCoding) and event.action.quote == quote and event.by == "ruth"
        sound(held)


def test_a_study_goes_to_another_study_whole(study: Study, tmp_path: Path) -> None:
    study.import_file(team().write(tmp_path / "team.qdpx"), by="cy")
    study.run()
    study.export("qdpx", tmp_path / "out.qdpx")
    with Study.init(tmp_path / "other") as other:
        other.import_file(tmp_path / "out.qdpx", by="dee")
        other.run()
        sound(other)
        mine, theirs = (
            {(k.span.quote, k.code, k.sub, k.stance, k.coder) for k in s.snapshot().codings if k.coder.startswith("human:")} for s in (study, other)
        )  # fmt: skip
        assert mine == theirs and len(mine) == 3
        texts = [sorted(sha256(s.article(a.id).text) for a in s.snapshot().articles) for s in (study, other)]
        assert texts[0] == texts[1]
        assert sum(p.status is Status.INCLUDED for p in other.snapshot().persons) == 2


# -- alignment

WORDS = st.lists(
    st.text(st.sampled_from("abé😀שא\u0301"), min_size=1, max_size=5).filter(lambda w: w[0] != "\u0301"),
    min_size=3,
    max_size=20,
)


@settings(max_examples=150)
@given(WORDS, WORDS, WORDS, st.sampled_from([" ", "\n", "\r\n", "\n\n", "\u00a0", "\t  "]))
def test_words_are_found_whatever_white_space_and_form_the_text_was_given(
    before: list[str], words: list[str], after: list[str], space: str
) -> None:
    parts = ["#".join(before), " ".join(words), "#".join(after)]
    foreign = unicodedata.normalize("NFD", f"{parts[0]}|{parts[1].replace(' ', space)}|{parts[2]}")
    canonical = unicodedata.normalize("NFC", f"{parts[0]} | {parts[1]}\n\n| {parts[2]}")
    start = foreign.index("|") + 1
    span = Alignment(foreign, canonical).span(start, foreign.index("|", start))
    assert span is not None
    span.check(canonical)
    low = canonical.index("|") + 1
    assert low <= span.start <= span.end <= canonical.index("|", low)
    assert (
        span.quote.replace("\u0301", "").split() == unicodedata.normalize("NFC", parts[1]).replace("\u0301", "").split()
    )


def test_words_that_were_furniture_are_found_nowhere() -> None:
    assert Alignment("Share this page. He left.", "He left.").span(0, 10) is None
    assert Alignment("a  b", "a b").span(1, 3) is None  # white space alone
    assert [s.start for s in places("He left. He left.", "He  left")] == [0, 9]


# -- both stores, and files that nobody wrote


def test_on_both_stores(new_store_url: Callable[[], str], tmp_path: Path) -> None:
    with Study.init(tmp_path / "study", store=new_store_url()) as held:
        path = team().write(tmp_path / "team.qdpx")
        assert len(held.import_file(path, by="cy").decisions) == 6
        held.run()
        before = state(held)
        assert held.import_file(path, by="cy").decisions == () and state(held) == before


XML = team().xml()


@settings(max_examples=120)
@given(st.lists(st.tuples(st.integers(0, len(XML)), st.integers(0, 60), st.text(max_size=8)), min_size=1, max_size=4))
def test_a_project_that_was_cut_and_mixed_up_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, cuts: list[tuple[int, int, str]]
) -> None:
    xml = XML
    for at, length, put in cuts:
        xml = xml[:at] + put + xml[at + length :]
    path = tmp_path_factory.mktemp("cut") / "t.qdpx"
    team().write(path, xml=xml.encode("utf-8", "replace").decode())
    try:
        found = read(path)
    except InputError:
        return
    assert all(k.quote.strip() and k.start is not None and k.end is not None and k.start < k.end for k in found.codings)


@settings(max_examples=80)
@given(st.binary(max_size=300))
def test_a_table_of_any_bytes_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "t.csv"
    path.write_bytes(b"person,document,quote,code\r\n" + data)
    try:
        found = read(path)
    except InputError:
        return
    assert all(k.quote and k.code for k in found.codings)


# -- the command


def test_the_command_says_what_came_in_and_what_did_not(
    study: Study, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    p = team()
    p.sources.append('<PictureSource guid="x" path="internal://a.png"/>')
    path = p.write(tmp_path / "team.qdpx")
    study.close()
    said = []
    for _ in range(2):
        with pytest.raises(SystemExit) as left:
            main(["import", str(tmp_path / "study"), str(path), "--by", "cy", "--reason", "first wave"])
        assert left.value.code == 0
        said.append(capsys.readouterr().out.splitlines())
    first, again = said
    assert first[0] == "2 documents captured, 1 codes added, 6 decisions made, 1 set aside"
    assert first[1:3] == [
        "  new code: leaving/greed_of_commanders",
        "  team.qdpx: source 3: unsupported_type: a PictureSource without a text",
    ]
    assert again[0].startswith("0 documents captured, 0 codes added, 0 decisions made (") and first[-1].startswith(
        "next: testimonia run "
    )
    with Study.open(tmp_path / "study") as held:
        assert all(d.reason.startswith("first wave: ") for d in held.snapshot().decisions)


def test_the_command_refuses_in_words(study: Study, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    study.close()
    (tmp_path / "a.qdpx").write_bytes(b"no zip")
    with pytest.raises(SystemExit) as left:
        main(["import", str(tmp_path / "study"), str(tmp_path / "a.qdpx"), "--by", "cy"])
    told = capsys.readouterr()
    assert left.value.code == 4 and "no sound ZIP archive" in told.err and "Traceback" not in told.err
