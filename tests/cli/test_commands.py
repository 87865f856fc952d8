"""The commands end to end, on three tiny invented articles."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from small_study import LEILA, Terminal, people, statuses, write_articles

from testimonia import Study
from testimonia.errors import UsageError


def test_from_nothing_to_a_report(terminal: Terminal, tmp_path: Path) -> None:
    articles, study = write_articles(tmp_path / "articles"), tmp_path / "study"
    assert "next: testimonia run" in terminal.ok("init", study)
    said = terminal.ok("run", study, articles)
    assert "Documents      3 in" in said
    assert "Origins        3 (0 copies of them)" in said
    assert "at least" in said
    assert "Quality of life" in said
    report = study / "report" / "report.html"
    assert str(report) in said
    page = report.read_text("utf-8")
    assert page.startswith("<!doctype html>".upper()) or page.lower().startswith("<!doctype html>")
    assert "Mansouri" in page
    assert sorted(path.name for path in report.parent.iterdir()) == ["report.html"]


def test_a_second_run_does_nothing_and_says_so(terminal: Terminal, study: Path) -> None:
    report = study / "report" / "report.html"
    before = (report.stat().st_mtime_ns, report.stat().st_ino)
    for arguments in (("run", study), ("run", study, study.parent / "articles")):
        ended = terminal(*arguments)
        assert "Nothing new" in ended.out
        assert all("nothing new" in line for line in ended.err.splitlines())
    assert (report.stat().st_mtime_ns, report.stat().st_ino) == before


def test_one_more_article_costs_one_article(study: Path) -> None:
    articles = study.parent / "articles"
    text = (articles / "omid.txt").read_text("utf-8").replace("Omid Karsten", "Piet Dewit").replace("Karsten", "Dewit")
    (articles / "piet.txt").write_text(text.replace("24-year-old Jordanian", "39-year-old Belgian"), "utf-8")
    with Study.open(study) as held:
        new = {outcome.stage: outcome.new for outcome in held.run([articles])}
    assert [new[stage] for stage in ("capture", "clean", "dedupe", "detect")] == [1, 1, 1, 1]
    assert new["code"] <= 2
    assert new["publish"] == 1


def test_a_run_until_code_leaves_the_figures_to_a_later_one(terminal: Terminal, study: Path, tmp_path: Path) -> None:
    report = (study / "report" / "report.html").read_bytes()
    (tmp_path / "new.txt").write_text(
        LEILA.replace("Leila Mansouri", "Huda Rahal").replace("Mansouri", "Rahal"), "utf-8"
    )
    said = terminal.ok("run", study, tmp_path / "new.txt", "--until", "code").splitlines()
    assert [line.partition(":")[0] for line in said] == [
        "capture",
        "clean",
        "dedupe",
        "detect",
        "consult",
        "resolve",
        "code",
    ]
    assert (study / "report" / "report.html").read_bytes() == report
    with Study.open(study) as held:
        assert len(held.snapshot().articles) == 4
        with pytest.raises(UsageError, match="no such stage"):
            held.run(until="capture")
    assert "\nresolve: nothing new (4 appearances)\n" in terminal.ok("run", study, "--until", "count")
    assert (study / "report" / "report.html").read_bytes() == report
    terminal.ok("run", study)
    assert (study / "report" / "report.html").read_bytes() != report


def test_a_lost_or_changed_report_comes_back(terminal: Terminal, study: Path) -> None:
    report = study / "report" / "report.html"
    page = report.read_bytes()
    report.unlink()
    terminal.ok("run", study)
    assert report.read_bytes() == page
    report.write_bytes(b"scribbled over")
    terminal.ok("publish", study)
    assert report.read_bytes() == page


def test_stage_by_stage_is_the_same_as_run(terminal: Terminal, study: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    terminal.ok("init", other)
    terminal.ok("capture", other, study.parent / "articles")
    for stage in ("clean", "dedupe", "detect", "resolve", "code", "count", "publish"):
        terminal.ok(stage, other)
    for folder in (study, other):
        terminal.ok("export", folder, "--format", "bundle", "--out", folder / "out.json")
    assert (study / "out.json").read_bytes() == (other / "out.json").read_bytes()


def test_what_enters_is_kept_or_set_aside(terminal: Terminal, study: Path) -> None:
    articles = study.parent / "articles"
    (articles / "empty.txt").touch()
    (articles / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" * 50)
    (articles / "short.txt").write_text("Too short.", "utf-8")
    terminal.ok("run", study, articles)
    found = json.loads(terminal.ok("status", study, "--json"))
    assert {one["source"].split("/")[-1] for one in found["set_asides"]} >= {"empty.txt", "photo.jpg", "short.txt"}
    for step in found["attrition"]:
        assert step["entered"] == step["kept"] + step["set_aside"], step
        assert step["set_aside"] == sum(step["reasons"].values()), step
    assert "empty.txt" in terminal.ok("status", study)
    assert "Nothing new" in terminal.ok("run", study, articles)


def test_status_of_a_study_with_nothing_in_it(terminal: Terminal, tmp_path: Path) -> None:
    terminal.ok("init", tmp_path / "s")
    assert "0 captured" in terminal.ok("status", tmp_path / "s")
    assert "Documents      0 in" in terminal.ok("run", tmp_path / "s")


def test_show_opens_a_person_a_document_a_coding_and_a_figure(terminal: Terminal, study: Path) -> None:
    id = people(study)["Leila Mansouri"]
    card = terminal.ok("show", study, id)
    assert "nationality: TN" in card
    assert "no electricity" in card
    with Study.open(study) as held:
        state = held.snapshot()
    coding = state.codings[0]
    assert coding.code in terminal.ok("show", study, coding.id)
    assert "source:" in terminal.ok("show", study, coding.article)
    assert coding.article in terminal.ok("show", study, coding.appearance)
    assert id in terminal.ok("show", study, "count.individuals")
    assert "no decisions yet" in terminal.ok("show", study, "decisions")


def test_show_names_what_is_near(terminal: Terminal, study: Path) -> None:
    ended = terminal("show", study, "count.individual")
    assert ended.code == 2
    assert "count.individuals" in ended.err


def test_exports(terminal: Terminal, study: Path, tmp_path: Path) -> None:
    terminal.ok("export", study, "--format", "bundle", "--out", tmp_path / "b.json")
    data = json.loads((tmp_path / "b.json").read_text("utf-8"))
    assert data["format"] == "testimonia-bundle"
    texts = {one["id"]: one["text"] for one in data["documents"]}
    for case in data["cases"]:
        for item in (*case["mentions"], *case["codings"]):
            assert texts[item["document"]][item["start"] : item["end"]] == item["quote"]
    terminal.ok("export", study, "--format", "csv", "--out", tmp_path / "tables")
    with (tmp_path / "tables" / "persons.csv").open(encoding="utf-8", newline="") as stream:
        assert "Leila Mansouri" in {cell for row in csv.reader(stream) for cell in row}
    ended = terminal("export", study, "--format", "bundle", "--out", tmp_path / "tables")
    assert ended.code == 5
    assert "cannot be written" in ended.err


def test_evaluate_against_annotation(terminal: Terminal, study: Path, tmp_path: Path) -> None:
    gold = [
        {
            "doc": "leila", "file": "leila.txt", "lang": "en", "title": "Former Islamic State cook speaks out",
            "publisher": "Prairie Herald", "published": "2015-05-02", "kind": "testimony",
            "first_sentence": "TUNIS - Leila Mansouri, a 31-year-old Tunisian", "last_sentence": "she said.",
            "boilerplate": [], "claims": [], "notes": "",
            "persons": [
                {
                    "id": "P01", "role": "case", "surface": ["Leila Mansouri"], "name": "Leila Mansouri",
                    "alias": None, "pseudonym": False, "nationality": "TN", "gender": "F", "age": 31, "group_role": "cook",
                    "joined": "2014", "left": "2015-04", "leaving": [], "joining": [],
                }
            ],
        }
    ]  # fmt: skip
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "gold.json").write_text(json.dumps(gold), "utf-8")
    assert "case" in terminal.ok("evaluate", study, "--gold", tmp_path / "gold")
    assert terminal("evaluate", study, "--gold", tmp_path / "none").code == 4


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("run", "nowhere"), 3, "no study here"),
        (("status", "nowhere"), 3, "testimonia init"),
        (("run",), 2, "Missing argument"),
        (("frobnicate",), 2, "No such command"),
        (("init", "x", "--template", "gangs"), 2, "defectors"),
        (("init", "x", "--store", "mysql://h/d"), 5, "postgresql://"),
        (("init", "x", "--group", "  "), 2, "no name"),
    ],
)
def test_mistakes_are_told_without_a_traceback(
    terminal: Terminal,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    code: int,
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = terminal(*arguments)
    assert ended.code == code, ended.err
    assert words in ended.err
    assert "Traceback" not in ended.err


def test_a_source_that_is_not_there(terminal: Terminal, study: Path) -> None:
    ended = terminal("run", study, "no-such-folder")
    assert ended.code == 4
    assert "no-such-folder" in ended.err


def test_a_study_is_not_made_twice(terminal: Terminal, study: Path) -> None:
    assert terminal("init", study).code == 2
    (study / "study.toml").unlink()
    ended = terminal("init", study)
    assert ended.code == 5
    assert "study.toml" in ended.err


def test_an_init_that_was_cut_off_can_be_made_again(terminal: Terminal, tmp_path: Path) -> None:
    terminal.ok("init", tmp_path / "s")
    (tmp_path / "s" / "study.toml").unlink()
    terminal.ok("init", tmp_path / "s")
    terminal.ok("status", tmp_path / "s")


def test_other_groups_than_those_of_the_template(terminal: Terminal, tmp_path: Path) -> None:
    terminal.ok("init", tmp_path / "s", "--group", "boko haram", "--group", 'Mara "Calle" 9')
    with Study.open(tmp_path / "s") as held:
        settings = held.snapshot().settings
    assert [group.name for group in settings.groups] == ["Boko Haram", 'Mara "Calle" 9']
    others = [group.name for group in settings.other_groups]
    assert "Islamic State" in others
    assert "Boko Haram" not in others
    assert settings.window_start is None


def test_a_study_on_a_server_is_the_same(terminal: Terminal, study: Path, tmp_path: Path, postgres: object) -> None:
    url = postgres.new_database()  # type: ignore[attr-defined]
    terminal.ok("init", tmp_path / "team", "--store", url)
    assert url in (tmp_path / "team" / "study.toml").read_text("utf-8")
    terminal.ok("run", tmp_path / "team", study.parent / "articles")
    assert "Nothing new" in terminal.ok("run", tmp_path / "team")
    assert statuses(tmp_path / "team") == statuses(study)
    for folder in (study, tmp_path / "team"):
        terminal.ok("export", folder, "--format", "bundle", "--out", folder / "out.json")
    assert (study / "out.json").read_bytes() == (tmp_path / "team" / "out.json").read_bytes()


def test_a_password_in_the_address_is_kept_from_other_eyes(terminal: Terminal, tmp_path: Path) -> None:
    ended = terminal("init", tmp_path / "s", "--store", "postgresql://ann:hunter2secret@127.0.0.1:1/study")
    assert ended.code == 5
    assert "hunter2secret" not in ended.err + ended.out
    assert not (tmp_path / "s" / "study.toml").exists()


def test_words_of_a_source_do_not_steer_the_terminal(terminal: Terminal, study: Path) -> None:
    (study.parent / "articles" / "bad\x1b[31mred.txt").touch()
    terminal.ok("run", study, study.parent / "articles")
    assert "\x1b" not in terminal.ok("status", study)


def test_importing_is_light() -> None:
    script = (
        "import sys, testimonia, testimonia.cli.commands; "
        "heavy = {'sqlalchemy', 'trafilatura', 'rich', 'yaml', 'jinja2', 'py3langid', 'pypdf', 'docx', 'numpy'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout.strip() == "[]"


def test_the_demo_comes_with_the_program(terminal: Terminal, tmp_path: Path) -> None:
    said = terminal.ok("demo", tmp_path / "demo")
    assert "Individuals    at least" in said
    assert "Nothing new" in terminal.ok("demo", tmp_path / "demo")
