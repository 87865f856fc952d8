"""What one article costs that is added to a large stored study: the command as a user runs it, and its stages.

    python tools/bench_one_article.py [--reader] [--keep FOLDER] [SIZE ...]

A study of so many articles is made first: a thousand invented ones (bench_articles.py) are captured, cleaned and read; what was found in them is copied, each time with
family names and invented words of its own (load_study.py). Finding copies, matching, resolving and coding, which rest on the study as a whole, are done over all of
them by the stages themselves. With --keep it stays in FOLDER, and is taken from there the next time.

Then twenty articles are added one by one: ten by `testimonia run STUDY FILE --until code`, each a process of its own, start of the program included; ten stage by
stage within one process. Half of the articles tell of people who are in the study already, one in ten is a copy. Told are medians, and the dearest. The table goes into
docs/bench.md. With --reader the learned reader reads as well.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from functools import partial
from pathlib import Path

from bench_articles import article
from bench_told import told
from load_study import multiply

from testimonia.api import Study
from testimonia.pipeline.persons import MEMBER

BASE, ADDED = 1_000, 10
STAGES = ("capture", "clean", "dedupe", "detect", "resolve", "code")
COPIED = ("clean", "detect")
"""What rests on one article alone."""


def measure(size: int, keep: Path | None, *, reader: bool) -> str:
    """The row of one size."""
    with nullcontext(keep) if keep else tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / f"{size}{'-read' if reader else ''}"
        base = Path(folder) / f"base{'-read' if reader else ''}"
        for place, make in ((base, partial(read, reader=reader)), (home, partial(grow, base, size // BASE))):
            if not (place / "made").exists():
                shutil.rmtree(place, ignore_errors=True)
                make(place)
                (place / "made").touch()
        work = Path(tempfile.mkdtemp(dir=folder))
        try:
            shutil.copytree(home / "study", work / "study")
            return added(work / "study", work, size)
        finally:
            shutil.rmtree(work)


def read(home: Path, *, reader: bool) -> None:
    """A study of a thousand articles, through all stages up to coding."""
    sources, study = home / "articles", home / "study"
    sources.mkdir(parents=True)
    for number in range(BASE):
        (sources / f"{number:06d}.txt").write_text(article(number), "utf-8")
    Study.init(study).close()
    if not reader:
        toml = study / "study.toml"
        toml.write_text(toml.read_text().replace("reader = true", "reader = false"))
    with Study.open(study) as held:
        held.run([sources], until="code")


def grow(base: Path, times: int, home: Path) -> None:
    """A study of so many times as many."""
    if times == 1:
        shutil.copytree(base / "study", home / "study")
        return
    home.mkdir()
    multiply(base / "study", home / "study", times, names=True, stages=COPIED)
    with Study.open(home / "study") as held:
        for stage in STAGES[1:]:
            start = time.process_time()
            said = held.stage(stage).summary()
            print(f"{times},000: {stage} {said}, {time.process_time() - start:.0f} s", file=sys.stderr, flush=True)


def added(study: Path, work: Path, size: int) -> str:
    """Adds twenty articles; the row."""
    files = [work / f"{number}.txt" for number in range(BASE, BASE + 2 * ADDED)]
    for file in files:
        file.write_text(article(int(file.stem)), "utf-8")
    with Study.open(study) as held:
        stages = [[_timed(held, stage, file) for stage in STAGES] for file in files[:ADDED]]
        people = held._desk.store.filed(MEMBER)
    commands = [_command(study, file) for file in files[ADDED:]]
    clock, worked = (sorted(one[n] for one in commands) for n in (0, 1))
    each = [statistics.median(row[n] for row in stages) for n in range(len(STAGES))]
    sums = [sum(row) for row in stages]
    size_mb = sum(file.stat().st_size for file in study.iterdir() if file.is_file()) / 1e6
    return (
        f"| {size:,} | {people:,} | {size_mb:,.0f} | {statistics.median(clock):.2f} | {clock[-1]:.2f} | {statistics.median(worked):.2f} | "
        + " | ".join(f"{1000 * one:.0f}" for one in each)
        + f" | {1000 * statistics.median(sums):.0f} | {1000 * max(sums):.0f} |"
    )


def _timed(study: Study, stage: str, file: Path) -> float:
    start = time.process_time()
    study.capture([file]) if stage == "capture" else study.stage(stage)
    return time.process_time() - start


def _command(study: Path, file: Path) -> tuple[float, float]:
    """Seconds by the clock and of the processor."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "testimonia.cli", "run", str(study), str(file), "--until", "code"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    clock, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Measures each size and writes the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "sizes", nargs="*", type=int, default=[1_000, 10_000], metavar="SIZE", help="a multiple of 1,000"
    )
    parser.add_argument("--reader", action="store_true", help="with the learned reader")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where the studies stay")
    asked = parser.parse_args()

    def table() -> None:
        print(
            "| articles in the study | appearances | store, MB | `run --until code`: s by the clock, median | dearest of 10 | s of processor, median | "
            + " | ".join(f"{stage}, ms" for stage in STAGES)
            + " | all stages, ms | dearest of 10 |"
        )
        print("|" + "---:|" * (8 + len(STAGES)))
        for size in asked.sizes:
            print(measure(size, asked.keep, reader=asked.reader), flush=True)

    name = f"one article {'with the reader' if asked.reader else 'by the rules'}, {max(asked.sizes)} articles"
    told(name, table, ("sqlalchemy", "msgspec"), "stages in milliseconds of processor time within one process")


if __name__ == "__main__":
    main()
