"""What one article costs that is added to a large stored study: the command as a user runs it, and its stages.

    python tools/bench_one_article.py [--reader] [--keep FOLDER] [SIZE ...]

A study of so many articles is made first: a thousand invented ones (bench_articles.py) go through every stage up to coding; what was found in them is copied, each time with
family names and invented words of its own (load_study.py). The indexes in which a new article looks the others up are those of the whole: names are counted and filed by
matching's own code, runs of words are put where dedupe would put them (load_runs.py). Left out are the pairs between people of different copies, who share given names at the most.
With --keep it stays in FOLDER, and is taken from there the next time.

Then articles of five kinds are added one by one: of somebody whom the study knows; of somebody all of whose names are common in it; of somebody with a common name and no
other; of nobody who left; a copy of an article that is there. Of each kind one first, which is not counted (it loads words and patterns), then eleven, stage by stage in one
process. Then eleven of the kinds in turn by `testimonia run STUDY FILE --until code`, each a process of its own, start of the program included. Told are medians, and the
dearest. The table goes into docs/performance.md.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from functools import cache, partial
from itertools import count, cycle, islice
from pathlib import Path

import msgspec
from bench_articles import WORDS, article
from bench_told import told
from load_runs import index_runs
from load_study import multiply

from testimonia.api import Study
from testimonia.domain.pair import PairScore
from testimonia.pipeline import Desk, commons, narrative, weights
from testimonia.pipeline.blocks import Blocks
from testimonia.pipeline.matching import OPTIONS, _Matching, name_of
from testimonia.pipeline.people import People
from testimonia.pipeline.persons import MEMBER, Group
from testimonia.pipeline.work import fingerprint
from testimonia.store.statement import text

BASE, ADDED = 1_000, 11
STAGES = ("capture", "clean", "dedupe", "detect", "resolve", "code")
COPIED = ("coded", "coding", "family", "member", "member-article", "member-person", "pair")
"""Indexes by ids alone; the others are by names, and made anew."""
TOGETHER = 500
"""Articles put into an index in one transaction."""
_MARK = text("UPDATE results SET fingerprint = :mark WHERE stage = :stage AND subject = :subject")
_NAME = re.compile(r"- (\w+ \w+), an? ")


def measure(size: int, keep: Path | None, *, reader: bool) -> str:
    """The rows of one size."""
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
            os.sync()  # else the copy is still being written out while the articles are added
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
    """A study of so many times as many.

    Names are commoner in it than in the base, so its pairs are weighed again, and what follows from that is worked out. Copied results get the marks they would bear if a
    run had made them: else whoever is looked at again later would count as changed.
    """
    if times == 1:
        shutil.copytree(base / "study", home / "study")
        return
    home.mkdir()
    begun = time.process_time()
    multiply(base / "study", home / "study", times, names=True, spaces=COPIED)
    index_runs(base / "study", home / "study", times)
    with Study.open(home / "study") as held:
        _index_names(held._desk)
        _settle(held._desk)
        held.run(until="code")
        # What is there is what the stages would go on from: they have nothing to do but for one more article.
        done = {outcome.stage: outcome.new for outcome in held.run(until="code")}
    assert not any(done.values()), done
    print(f"{times},000 articles made in {time.process_time() - begun:.0f} s", file=sys.stderr, flush=True)


def _index_names(desk: Desk) -> None:
    """Counts how common names are, then files everybody under their keys, as matching does before it compares."""
    ids, people = list(desk.store.done("dedupe")), People(desk)
    for some in (ids[at : at + TOGETHER] for at in range(0, len(ids), TOGETHER)):
        with desk.store.transaction():
            for id in some:
                items = [item for item in people.of(id) if item.probability >= OPTIONS.floor]
                commons.recount(desk, id, items, people.facts(id))
    blocks = Blocks(desk, OPTIONS, people, commons.bands(desk))
    for some in (ids[at : at + TOGETHER] for at in range(0, len(ids), TOGETHER)):
        with desk.store.transaction():
            for id in some:
                list(blocks.put(id, is_new=True))


def _settle(desk: Desk) -> None:
    """Gives copied results the marks of their own, and weighs all pairs by the names of the whole."""
    pairs = (
        (name_of(one.left, one.right), fingerprint(msgspec.json.encode(one)))
        for one in desk.store.all("match", PairScore)
    )
    _mark(desk, "match", pairs)
    _mark(desk, "resolve", ((one.id, fingerprint(one)) for one in desk.store.all("resolve", Group)))
    jobs = narrative._jobs(desk, narrative._mark(desk, weights.lexicon(desk), desk.codebook), None)
    _mark(desk, "code", ((job.subject, job.fingerprint) for job in jobs))
    ids, matching = sorted(desk.store.done("dedupe")), _Matching(desk, People(desk), OPTIONS)
    for some in (ids[at : at + TOGETHER] for at in range(0, len(ids), TOGETHER)):
        with desk.store.transaction():
            for id in some:
                matching.weigh(id)


def _mark(desk: Desk, stage: str, marks: Iterable[tuple[str, str]]) -> None:
    rows = [{"stage": stage, "subject": subject, "mark": mark} for subject, mark in marks]
    with desk.store.transaction():
        desk.store._write(_MARK, rows)


def _known() -> Iterator[str]:
    """Articles of people who are in the first thousand."""
    held = {name for number in range(BASE) for name in _NAME.findall(article(number))}
    for number in count(2 * BASE):
        text = article(number)
        if number % 10 < 7 and held.intersection(_NAME.findall(text)):
            yield text


def _called(names: Callable[[int], str]) -> Iterator[str]:
    """Articles of somebody with another name."""
    for number in count(3 * BASE):
        found = _NAME.search(text := article(number))
        if number % 10 < 7 and found:
            first, last = found[1].split()
            own = names(number)
            for old, new in (
                (found[1], own),
                (last.replace("k", "q"), own.split()[-1]),
                (last, own.split()[-1]),
                (first, own.split()[0]),
            ):
                text = text.replace(old, new)
            yield text


def _common(number: int) -> str:
    """Two given names, each borne by one in sixteen men of the study."""
    return f"{WORDS['men'][number % 16]} {WORDS['men'][(number // 16 + number) % 16 - 1]}"


KINDS: dict[str, Callable[[], Iterator[str]]] = {
    "of somebody known": _known,
    "of a common name": partial(_called, _common),
    "of one common name alone": partial(_called, lambda number: WORDS["men"][number % 16]),
    "of nobody who left": lambda: map(article, count(4 * BASE + 7, 10)),
    "a copy": lambda: map(article, count(BASE - 1, 10)),
}


def added(study: Path, work: Path, size: int) -> str:
    """Adds the articles; the rows."""
    texts = {kind: list(islice(make(), ADDED + 5)) for kind, make in KINDS.items()}
    numbers = count()

    @cache
    def file(text: str) -> Path:
        place = work / f"{next(numbers)}.txt"
        place.write_text(text, "utf-8")
        return place

    rows = []
    with Study.open(study) as held:
        people = held._desk.store.filed(MEMBER)
        for kind, some in texts.items():
            found = [[_timed(held, stage, file(text)) for stage in STAGES] for text in some[: ADDED + 1]][1:]
            each = [statistics.median(row[n] for row in found) for n in range(len(STAGES))]
            sums = [sum(row) for row in found]
            rows.append(
                f"| {size:,} ({people:,}) | {kind} | {_ms(*each)} | {_ms(statistics.median(sums), max(sums))} | |"
            )
    _command(study, file(texts["a copy"][-1]))  # not counted: it compiles the program's modules, as installing it does
    commands = [
        _command(study, file(texts[kind][ADDED + 1 + number // len(KINDS)]))
        for number, kind in enumerate(islice(cycle(KINDS), ADDED))
    ]
    clock, worked = (statistics.median(one[n] for one in commands) for n in (0, 1))
    size_mb = sum(file.stat().st_size for file in study.iterdir() if file.is_file()) / 1e6
    rows.append(
        f"| {size:,} | the command; store of {size_mb:,.0f} MB |{' |' * len(STAGES)} {1000 * worked:,.0f} | {1000 * max(one[1] for one in commands):,.0f} | {clock:.2f} |"
    )
    return "\n".join(rows)


def _ms(*seconds: float) -> str:
    return " | ".join(f"{1000 * one:.0f}" for one in seconds)


def _timed(study: Study, stage: str, file: Path) -> float:
    start = time.process_time()
    study.capture([file]) if stage == "capture" else study.stage(stage)
    return time.process_time() - start


def _command(study: Path, file: Path) -> tuple[float, float]:
    """Seconds by the clock and of the processor."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "testimonia.cli", "run", str(study), str(file), "--until", "code"]
    # An installed program is compiled once; with this said, its modules would be compiled at every start.
    around = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=around)
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
            f"| articles (appearances) | one added | {' | '.join(STAGES)} | all, ms | dearest of {ADDED} | s by the clock |"
        )
        print(f"|---:|---|{'---:|' * (len(STAGES) + 3)}")
        for size in asked.sizes:
            print(measure(size, asked.keep, reader=asked.reader), flush=True)

    name = f"one article {'with the reader' if asked.reader else 'by the rules'}, {max(asked.sizes)} articles"
    told(name, table, ("msgspec",), "milliseconds of the processor, medians", page="performance")


if __name__ == "__main__":
    main()
