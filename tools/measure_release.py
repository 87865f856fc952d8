"""How long the figures and releases of a large stored study take, and how much memory: python tools/measure_release.py STUDY [--times 100] [--often 8].

Makes the study where it is not there yet: 1,000 invented articles (`often` for each person) go through every stage, by the rules, and their results are copied `times` times
with names of their own (tools/load_study.py). Then runs the commands as a user does, each in a process of its own: `count`, `publish --out`, `verify`, and after one more
decision, and that somebody withdrew, all of them again, so that the second release is compared with the first; then `diff`. Releases lie beside STUDY, and go at the next measurement.

Seconds are those of the clock and of all processors, helpers too. Memory is the largest sum that was seen, five times a second, of what the
command and all below it held at once (Linux: proportional set size, in which a page that two processes share counts half for each).
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

from bench_articles import article
from load_study import multiply

from testimonia.api import Study
from testimonia.domain.person import Status

BASE = 1000
"""Articles that go through the stages; more are copies of these."""

SAID = 0.45
"""So many of the numbers of the bench's articles stay."""


def main() -> None:
    """See above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("study", type=Path)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--often", type=int, default=8, help="articles for each person, about")
    asked = parser.parse_args()
    if not (asked.study / "study.toml").exists():
        make(asked.study, asked.times, asked.often)
    first, second = (asked.study.with_name(f"{asked.study.name}-release-{n}") for n in (1, 2))
    for folder in (first, second):
        shutil.rmtree(folder, ignore_errors=True)
    print("| command | s by the clock | s of processor | MiB |\n|---|---:|---:|---:|", flush=True)
    print(_row("count", str(asked.study)), flush=True)
    print(_row("publish", str(asked.study), "--out", str(first)), flush=True)
    print(_row("verify", str(first)), flush=True)
    _decide(asked.study)
    print(_row("count", str(asked.study)), flush=True)
    print(_row("publish", str(asked.study), "--out", str(second)), flush=True)
    print(_row("verify", str(second)), flush=True)
    print(_row("diff", str(first), str(second)), flush=True)
    files = [p.stat().st_size for p in second.rglob("*") if p.is_file()]
    with Study.open(asked.study) as study:
        held = study.snapshot()
    print(
        f"\n{len(held.persons)} persons, {len(held.articles)} articles, {len(held.appearances)} appearances, {len(held.codings)} codings, {len(held.questions)} questions; "
        f"a release of {len(files)} files, {sum(files) / 1e6:.0f} MB; load {os.getloadavg()[0]:.1f}"
    )


def make(folder: Path, times: int, often: int) -> None:
    """A stored study of so many times a thousand articles, each copy with other names."""
    base = folder.with_name(f"{folder.name}-base")
    sources = folder.with_name(f"{folder.name}-articles")
    sources.mkdir(parents=True, exist_ok=True)
    for number in range(BASE):
        (sources / f"{number:06d}.txt").write_text(_told(number, often), encoding="utf-8")
    Study.init(base).close()
    settings = base / "study.toml"
    toml = settings.read_text().replace("reader = true", "reader = false")
    # without the reader most of the invented people are in doubt; this study counts them
    settings.write_text(re.sub(r"case_threshold = \S+", "case_threshold = 0.3", toml))
    with Study.open(base) as held:
        held.capture([sources])
        for stage in ("clean", "dedupe", "detect", "resolve", "code"):
            held.stage(stage)
    multiply(base, folder, times, names=True)


def _told(number: int, often: int) -> str:
    """An article of the bench, with as many numbers as in the demo's (about two to a page), of which one page in fifty gives a total like ours."""
    dice = random.Random(number)
    page = re.sub(r", (an? \w+) aged (\d+) who", r", \2, \1 who", article(number, often))
    page = re.sub(r"while \d+ ", lambda found: found[0] if dice.random() < SAID else "while some ", page)
    total = (
        f"By their count at least {dice.randint(20, 9000)} people have left Islamic State and spoken about it publicly."
    )
    return page if number % 50 else f"{page}\n{total}\n"


def _decide(folder: Path) -> None:
    """One person more is decided on, one withdraws."""
    with Study.open(folder) as study:
        one, other, *_ = (p for p in study.snapshot().persons if p.status is Status.CANDIDATE)
        study.exclude(one.id, by="bench", reason="for the measurement")
        study.withdraw(other.id, by="bench", reason="for the measurement")


def _row(*command: str) -> str:
    """What the command took, as a row of a table."""
    before, began, peak = _worked(), time.perf_counter(), 0.0
    with subprocess.Popen([sys.executable, "-m", "testimonia.cli", *command], stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            peak = max(peak, sum(map(_held, _tree(process.pid))) / 1024)
            time.sleep(0.2)
        if process.returncode:
            raise SystemExit(f"{command[0]} failed: {process.returncode}")
    clock, worked = time.perf_counter() - began, _worked() - before
    return f"| `{command[0]}` | {clock:.1f} | {worked:.1f} | {peak:,.0f} |"


def _tree(top: int) -> list[int]:
    """This process and all below it."""
    found = [top]
    for process in found:
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{process}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
    return found


def _held(process: int) -> int:
    """KiB of a process; 0 where it has ended."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


def _worked() -> float:
    """Seconds of processor time of commands that have ended."""
    below = resource.getrusage(resource.RUSAGE_CHILDREN)
    return below.ru_utime + below.ru_stime


if __name__ == "__main__":
    main()
