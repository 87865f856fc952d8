"""A sweep from WARC files and folders to candidates: nothing vanishes, a stopped one goes on, what it writes can be captured."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pyarrow.parquet
import pytest
from click.testing import CliRunner
from sweep_pages import collection, page, planted, record

import testimonia
from testimonia.adapters.progress import Silence
from testimonia.api import Study
from testimonia.cli.commands import commands
from testimonia.config.template import settings_of
from testimonia.domain.article import Article
from testimonia.errors import InputError, UsageError
from testimonia.pipeline.sweep import Swept
from testimonia.pipeline.sweep import sweep as work
from testimonia.text import sha256

SETTINGS = settings_of("defectors")
SRC = Path(testimonia.__file__).parents[1]
FILES = ("candidates.parquet", "candidates.warc.gz", "set_aside.jsonl", "sweep.json")


def sweep(sources: list[Path], out: Path, workers: int = 1, engine: str = "local") -> Swept:
    given = [str(source) for source in sources]
    return work(given, out, SETTINGS, engine=engine, workers=workers, progress=Silence())


def rows(out: Path) -> list[dict[str, object]]:
    return list(pyarrow.parquet.read_table(out / "candidates.parquet").to_pylist())


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, set[str]]:
    folder = tmp_path_factory.mktemp("web") / "crawl"
    return folder, collection(folder, 120, every=10, files=3)


@pytest.fixture(scope="module")
def swept(web: tuple[Path, set[str]], tmp_path_factory: pytest.TempPathFactory) -> tuple[Swept, Path]:
    out = tmp_path_factory.mktemp("out")
    return sweep([web[0]], out, workers=2), out


def test_every_planted_candidate_is_found_and_read_is_kept_plus_set_aside(
    swept: tuple[Swept, Path], web: tuple[Path, set[str]]
) -> None:
    found, out = swept
    assert {str(row["address"]) for row in rows(out)} >= web[1]
    assert found.tally.read == 120
    assert found.tally.balances
    assert found.tally.kept == len(rows(out)) < 40
    files = msgspec.json.decode((out / "sweep.json").read_bytes())["files"]
    assert sum(file["read"] for file in files) == 120
    assert [file["name"] for file in files] == [f"crawl/crawl-{n:03d}.warc.gz" for n in range(3)]


def test_a_row_is_the_article_that_the_study_would_make(swept: tuple[Swept, Path], tmp_path: Path) -> None:
    for row in rows(swept[1]):
        assert row["sha256"] == sha256(str(row["text"]))
        assert row["why"] and row["language"] == "en" and row["source"]
    with Study.init(tmp_path / "study") as study:
        assert study.capture([swept[1] / "candidates.warc.gz"]).kept == swept[0].tally.kept
        study.clean()
        ids = [one.id for one in study._desk.store.captures()]
        texts = {study.article(Article.id_of(id)).source: study.article(Article.id_of(id)).text for id in ids}
    assert texts == {row["address"]: row["text"] for row in rows(swept[1])}


def test_capture_takes_the_parquet_file(swept: tuple[Swept, Path], tmp_path: Path) -> None:
    with Study.init(tmp_path / "study") as study:
        outcome = study.capture([swept[1] / "candidates.parquet"])
        assert (outcome.kept, outcome.set_aside) == (swept[0].tally.kept, 0)
        assert study.clean().kept == outcome.kept
        texts = sorted(study.article(Article.id_of(one.id)).text for one in study._desk.store.captures())
    assert texts == sorted(str(row["text"]) for row in rows(swept[1]))


def test_one_process_and_two_write_the_same(
    swept: tuple[Swept, Path], web: tuple[Path, set[str]], tmp_path: Path
) -> None:
    sweep([web[0]], tmp_path / "one")
    for name in FILES:
        assert (tmp_path / "one" / name).read_bytes() == (swept[1] / name).read_bytes()


def test_again_reads_nothing_and_a_new_file_only_itself(web: tuple[Path, set[str]], tmp_path: Path) -> None:
    folder = tmp_path / "crawl"
    folder.mkdir()
    for file in sorted(web[0].iterdir())[1:]:
        (folder / file.name).write_bytes(file.read_bytes())
    first = sweep([folder], tmp_path / "out")
    again = sweep([folder], tmp_path / "out")
    assert (first.new, again.new, again.tally) == (2, 0, first.tally)
    (folder / "late.warc.gz").write_bytes(record("https://x.example.org/1", planted(3)))
    late = sweep([folder], tmp_path / "out")
    assert (late.new, late.tally.read) == (1, first.tally.read + 1)


def test_a_killed_sweep_is_finished_by_the_next_and_comes_out_the_same(
    swept: tuple[Swept, Path], web: tuple[Path, set[str]], tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "testimonia.cli", "sweep", str(web[0]), "--out", str(tmp_path), "--workers", "1"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    for _ in range(1200):
        if list((tmp_path / "parts").glob("*.json")) or process.poll() is not None:
            break
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert not (tmp_path / "sweep.json").exists()
    finished = sweep([web[0]], tmp_path)
    assert finished.new < finished.units
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (swept[1] / name).read_bytes()


def test_one_page_in_two_files_is_one_candidate(tmp_path: Path) -> None:
    (tmp_path / "web").mkdir()
    for name in ("a", "b"):
        (tmp_path / "web" / f"{name}.warc.gz").write_bytes(record("https://x.example.org/1", planted(3)))
    found = sweep([tmp_path / "web"], tmp_path / "out")
    assert (found.tally.read, found.tally.kept, found.tally.set_aside) == (2, 1, {"gather already_captured": 1})


def test_a_copy_has_the_origin_of_the_earliest(tmp_path: Path) -> None:
    story = planted(2)
    later = story.replace(b"<h1>", b"<h1>Again: ").replace(b" 2015</p>", b" 2016</p>", 1)
    cut = later[: later.rindex(b"<p>", 0, later.index(b"</article>"))] + later[later.index(b"</article>") :]
    (tmp_path / "w.warc.gz").write_bytes(
        record("https://z.example.org/first", story) + record("https://a.example.org/second", cut)
    )
    sweep([tmp_path / "w.warc.gz"], tmp_path / "out")
    second, first = rows(tmp_path / "out")
    assert first["origin"] == first["sha256"] == second["origin"] != second["sha256"]


def test_a_folder_of_pages_is_a_source(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "told.html").write_bytes(planted(1))
    (folder / "other.html").write_bytes(page(50))
    (folder / "rows.csv").write_text("text,url\nnothing to see,https://e.example.org\n")
    (folder / "empty.html").write_bytes(b"")
    (folder / "noise.bin").write_bytes(bytes(range(256)) * 9)
    found = sweep([folder], tmp_path / "out")
    assert [row["address"] for row in rows(tmp_path / "out")] == ["pages/told.html"]
    assert (found.tally.read, found.tally.balances) == (5, True)
    told = [msgspec.json.decode(line) for line in (tmp_path / "out" / "set_aside.jsonl").read_bytes().splitlines()]
    assert {(one["source"], one["reason"]) for one in told} == {
        ("pages/empty.html", "empty"),
        ("pages/noise.bin", "binary"),
    }


def test_broken_records_do_not_take_the_file_with_them(tmp_path: Path) -> None:
    whole = [record(f"https://x.example.org/{n}", planted(n)) for n in range(3)]
    broken = whole[0] + whole[1][:300] + os.urandom(200) + whole[2]
    bomb = record("https://x.example.org/deep", b"<html><body>Islamic State left Raqqa" + b"<div>" * 5000)
    packed = record("https://x.example.org/gz", gzip.compress(planted(5))[:-40])
    (tmp_path / "w.warc.gz").write_bytes(broken + bomb + packed + whole[1])
    found = sweep([tmp_path / "w.warc.gz"], tmp_path / "out")
    addresses = {row["address"] for row in rows(tmp_path / "out")}
    assert addresses == {f"https://x.example.org/{n}" for n in range(3)}
    assert found.tally.balances and sum(found.tally.set_aside.values()) >= 3


KILLER = """
import os
from testimonia.pipeline.sweep.sieve import Sieve
real = Sieve.screened
def screened(self, one):
    if b"DEADLY" in one.data:
        os._exit(9)
    return real(self, one)
Sieve.screened = screened
"""


def test_a_document_that_kills_its_process_is_set_aside_alone(tmp_path: Path) -> None:
    # A page over which a parser dies is not to be had: in these processes any page that says so is one.
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(KILLER)
    (tmp_path / "web").mkdir()
    deadly = [planted(n).replace(b"</h1>", b" DEADLY</h1>") if n in (1, 2) else planted(n) for n in range(4)]
    for name in ("a", "b"):
        data = b"".join(record(f"https://{name}.example.org/{n}", one) for n, one in enumerate(deadly))
        (tmp_path / "web" / f"{name}.warc.gz").write_bytes(data)
    env = {**os.environ, "PYTHONPATH": f"{tmp_path / 'site'}{os.pathsep}{SRC}"}
    command = [sys.executable, "-m", "testimonia.cli", "sweep", str(tmp_path / "web"), "--out", str(tmp_path / "out")]
    done = subprocess.run([*command, "--workers", "2"], env=env, capture_output=True, text=True, check=True)
    assert "read 8 = kept 4 + set aside 4" in done.stdout
    assert "sift failed              4" in done.stdout


def test_errors_in_words(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such source"):
        sweep([tmp_path / "nowhere"], tmp_path / "out")
    with pytest.raises(UsageError, match="no such engine"):
        sweep([tmp_path], tmp_path / "out", engine="flink")


def test_the_command_and_the_method(tmp_path: Path) -> None:
    (tmp_path / "w.warc.gz").write_bytes(record("https://x.example.org/1", planted(3)))
    Study.init(tmp_path / "study").close()
    said = CliRunner().invoke(
        commands,
        [
            "sweep",
            str(tmp_path / "w.warc.gz"),
            "--out",
            str(tmp_path / "o"),
            "--study",
            str(tmp_path / "study"),
            "--workers",
            "1",
        ],
    )
    assert said.exit_code == 0, said.output
    assert "read 1 = kept 1 + set aside 0" in said.output
    with Study.open(tmp_path / "study") as study:
        assert study.sweep([tmp_path / "w.warc.gz"], tmp_path / "o", workers=1).new == 0
