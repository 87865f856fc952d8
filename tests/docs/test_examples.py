"""The examples of the manual are run: shell lines, Python, and the files that they speak of, page by page."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from manual import Block, Manual, blocks

from testimonia import Study
from testimonia.cli import main
from testimonia.config import load_codebook, load_study

MANUAL = Manual.read()
HELD = {name.split("/")[-1][:-3]: text for name, text in MANUAL.texts.items() if name.startswith("docs/manual/")}
SHELL = [page for page, text in HELD.items() if any(block.language == "sh" for block in blocks(text))]
SERVER = "postgresql://ana@db.example.org/leavers"


def shell(page: str) -> Iterator[str]:
    """The commands of a page, in order; other programs' lines are not ours to run."""
    for block in blocks(HELD[page]):
        if block.language == "sh":
            yield from (line.strip() for line in block.text.split("\n") if line.strip().startswith("testimonia "))


def write_files(page: str, folder: Path) -> list[Path]:
    """The files that a page shows, with ids of this study in the place of the example's."""
    return [_write(block, folder) for block in blocks(HELD[page]) if block.file]


def _write(block: Block, folder: Path) -> Path:
    assert block.file
    path = folder / block.file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(Ids(folder)(block.text), "utf-8")
    return path


class Ids:
    """Ids of an example to ids of the study at hand: the first person, the second person, ..."""

    def __init__(self, folder: Path) -> None:
        self._real: dict[str, list[str]] = {}
        if (folder / "mystudy" / "study.toml").exists():
            with Study.open(folder / "mystudy") as study:
                state = study.snapshot()
                tasks = study.queue()
            self._real = {
                "P": [person.id for person in state.persons],
                "k": [coding.id for coding in state.codings],
                "d": [facts.id for facts in state.articles],
                "?": [task.question.id for task in tasks],
            }

    @property
    def are_known(self) -> bool:
        return bool(self._real.get("P"))

    def __call__(self, text: str) -> str:
        examples = list(
            dict.fromkeys(re.findall(r"\b[Pkd]-[a-z2-7]{8,10}\b|\?[a-z2-7]{8}\b", "\n".join(HELD.values())))
        )
        for kind, ids in self._real.items():
            # an id that is real already stays: a page may bring articles of its own
            for example, real in zip((one for one in examples if one[0] == kind and one not in ids), ids, strict=False):
                text = text.replace(example, real)
        return text


@pytest.fixture(scope="session")
def run_study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The two articles of "getting started", and a study of them that has been run."""
    home = tmp_path_factory.mktemp("manual")
    write_files("getting-started", home)
    with Study.init(home / "mystudy") as study:
        study.run([home / "articles"])
    return home


@pytest.fixture
def place(run_study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(run_study, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("USER", "ana")
    return tmp_path


@pytest.mark.parametrize("page", SHELL)
def test_shell_examples_run(
    page: str, place: Path, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = list(shell(page))
    assert lines
    if "testimonia init mystudy" in lines:
        shutil.rmtree(place / "mystudy")
    write_files(page, place)
    ids = Ids(place)
    for line in lines:
        if SERVER in line:
            server: Any = request.getfixturevalue("postgres")
            line = line.replace(SERVER, server.new_database())
        ids = ids if ids.are_known else Ids(place)
        code, said = _call(ids(line), capsys.readouterr)
        assert code == 0, f"{line}\n{said}"
        if line == "testimonia run mystudy articles":
            ids = Ids(place)


def _call(line: str, said: Callable[[], Any]) -> tuple[object, str]:
    with pytest.raises(SystemExit) as left:
        main(shlex.split(line)[1:])
    return left.value.code, said().err


def test_the_example_of_getting_started_finds_two_people(run_study: Path) -> None:
    with Study.open(run_study / "mystudy") as study:
        assert [person.label for person in study.snapshot().persons] == ["Leila Mansouri", "Omid Karsten"]


def test_python_examples_run(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = [block.text for block in blocks(HELD["python"]) if block.language == "python"]
    assert found
    for source in found:
        exec(compile(source, "python.md", "exec"), {"__name__": "example"})
    assert "Leila Mansouri" in capsys.readouterr().out
    assert (place / "tables" / "persons.csv").exists()


def test_the_study_files_shown_are_ones(place: Path) -> None:
    files = {path.name for path in write_files("study-folder", place)}
    assert files == {"study.toml", "codebook.yaml"}
    study = load_study(place)
    assert study.settings.groups[0].case_sensitive == ("MC",)
    assert [code.id for code in load_codebook(study.codebook).codes] == ["leaving/brutality", "joining/protection"]


def test_every_file_shown_is_one_that_its_page_speaks_of() -> None:
    for text in HELD.values():
        for block in blocks(text):
            assert not block.file or block.file.split("/")[0] in text.replace(f"```{block.language} {block.file}", "")
