"""The sweep against public tools: pages per second on one core, near copies; each ratio within one run,
in CPU seconds of one process (the machine may be shared).

    python tools/bench_sweep.py pages 5000 [--peers 600]
    python tools/bench_sweep.py copies 4000
    python tools/bench_sweep.py engines 1000

Writes its tables into docs/bench.md. Needs datasketch, rensa and resiliparse beside the extras `sweep` and `dev`, for `engines` the extra `spark` and Java; fundus and news-please, which do not install beside the
program, get environments of their own under .venv-peers (the network is asked once).
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from bench_told import told
from sweep_pages import EDITS, broken, collection, copied, copies, originals

PEERS = {
    "fundus": ["fundus", "curl_cffi<0.14"],  # fundus 0.5.7 imports what later versions of curl_cffi lack
    "news-please": ["news-please", "fastwarc"],
}
"""Readers of news that ask for older versions of what the program needs (lxml, fastwarc): what to install for each in an environment of its own."""
WRITTEN = ("candidates.parquet", "candidates.warc.gz", "set_aside.jsonl", "sweep.json")
VENVS = Path(__file__).parents[1] / ".venv-peers"


def pages(total: int, peers: int) -> None:
    """One core, WARC to candidate; the peers over the first `peers` records of the same files."""
    with tempfile.TemporaryDirectory() as folder:
        web = Path(folder) / "web"
        planted = collection(web, total, every=500)
        size = sum(f.stat().st_size for f in web.iterdir()) / 2**20
        print(f"{total} pages, {size:.0f} MB packed", file=sys.stderr, flush=True)
        ours, found = _ours(web, Path(folder) / "out", total)
        lost = planted - found
        rows = [("testimonia sweep, WARC to candidates", total / ours)]
        for name, read, number in _readers(peers):
            rows.append((name, _rate(web, read, number)))
        others = [_peer(name, web, peers) for name in PEERS]
        print(f"| WARC (gzip) to ..., {total:,} pages, one core | pages/s | sweep / this |\n|---|---:|---:|")
        for name, rate in (*rows, *((name, rate) for name, rate, why in others if not why)):
            print(f"| {name} | {rate:,.0f} | {rows[0][1] / rate:.2f} |")
        for name, _, why in others:
            if why:
                print(f"| {name} | {why} | |")
        print(
            f"\nplanted {len(planted)}, found {len(found & planted)}, lost {len(lost)}; kept besides: {len(found - planted)}"
        )
        whole = _whole_path(web, planted)
        print(f"of the planted, the stages without cheap tests keep {len(whole)}; of these lost: {len(whole - found)}")


def _ours(web: Path, out: Path, total: int) -> tuple[float, set[str]]:
    from testimonia.adapters.parquet import read_hauls
    from testimonia.config.template import settings_of
    from testimonia.pipeline.sweep.gathered import gather, kin
    from testimonia.pipeline.sweep.sifted import Task, do, mark_of, rows_of
    from testimonia.pipeline.sweep.units import units

    out.mkdir()
    settings = settings_of("defectors")
    mark = mark_of(settings)
    tasks = [Task(unit=u, key=u.key(mark), folder=str(out), settings=settings) for u in units([str(web)])]
    warm = Path(__file__).parents[1] / "src" / "testimonia" / "data" / "demo" / "articles"
    for unit in units([str(warm)]):  # words and models are loaded once in a process, not once a page
        do(Task(unit=unit, key="warm", folder=str(out / "warm"), settings=settings))
    start = time.process_time()
    accounts = [do(task) for task in tasks]
    tally = gather(out, tasks, accounts, kin)
    took = time.process_time() - start
    assert tally.balances and tally.read == total
    return took, {one.candidate.address for task in tasks for one in read_hauls(rows_of(task))}


def _whole_path(web: Path, planted: set[str]) -> set[str]:
    from testimonia.config.template import settings_of
    from testimonia.domain.candidate import Haul
    from testimonia.pipeline.sweep.sieve import Sieve
    from testimonia.pipeline.sweep.units import contents, inside, units

    sieve, kept = Sieve(settings_of("defectors")), set()
    for unit in units([str(web)]):
        for _, one in contents(unit):
            if one.name in planted:
                kept |= {r.capture.source for r in inside(one) if isinstance(sieve.judged(r, ""), Haul)}
    return kept


def _records(web: Path) -> Iterator[bytes]:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    for file in sorted(web.iterdir()):
        for record in ArchiveIterator(str(file), record_types=WarcRecordType.response, parse_http=True):
            yield record.reader.read()


def _readers(peers: int) -> list[tuple[str, Callable[[bytes], object], int]]:
    import trafilatura
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    return [
        ("fastwarc, decompressing alone", len, 10**9),
        ("fastwarc + resiliparse, parsing alone", lambda d: HTMLTree.parse_from_bytes(d, "utf-8"), 10 * peers),
        ("fastwarc + resiliparse main text", lambda d: extract_plain_text(d.decode(), main_content=True), 10 * peers),
        (
            "fastwarc + trafilatura (fast)",
            lambda d: trafilatura.extract(d.decode(), fast=True, include_comments=False),
            peers,
        ),
    ]


def _peer(name: str, web: Path, number: int) -> tuple[str, float, str]:
    """A reader that needs other versions than ours, in an environment of its own: its label, pages a second, and where there are none, why."""
    home = VENVS / name
    steps = [
        [sys.executable, "-m", "venv", str(home)],
        [str(home / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PEERS[name]],
    ]
    if (home / "installed").exists():
        steps = []
    run = [str(home / "bin" / "python"), str(Path(__file__).with_name("peer_reader.py")), name, str(web), str(number)]
    alone = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    for step in (*steps, run):
        done = subprocess.run(step, capture_output=True, text=True, env=alone, check=False)
        if done.returncode:
            said = [line for line in done.stderr.splitlines() if "rror" in line] or ["no word of why"]
            return name, 0.0, ("does not install: " if step is not run else "does not run: ") + said[-1].strip()[:120]
    (home / "installed").touch()
    found = json.loads(done.stdout)
    return (
        f"{name} {found['version']}, in an environment of its own (a text of {found['texts']} of {found['read']} pages)",
        found["rate"],
        "",
    )


def _rate(web: Path, read: Callable[[bytes], object], number: int) -> float:
    start, seen = time.process_time(), 0
    for data in itertools.islice(_records(web), number):
        read(data)
        seen += 1
    return seen / (time.process_time() - start)


# -- the two engines


def engines(total: int) -> None:
    """This machine's processes and Spark over the same files, some broken: seconds by the clock, and that both wrote the same bytes."""
    from testimonia.adapters.progress import Silence
    from testimonia.config.template import settings_of
    from testimonia.pipeline.sweep import sweep
    from testimonia.text import sha256

    with tempfile.TemporaryDirectory() as folder:
        web = Path(folder) / "web"
        collection(web, total, every=20, files=6)
        broken(web, 20)
        print(f"| {total:,} pages and 80 reprints | s by the clock | candidates | origins |\n|---|---:|---:|---:|")
        written = []
        for engine in ("local", "spark"):
            out, start = Path(folder) / engine, time.perf_counter()
            found = sweep([str(web)], out, settings_of("defectors"), engine=engine, workers=2, progress=Silence())
            took = time.perf_counter() - start
            said = json.loads((out / "sweep.json").read_bytes())
            print(f"| --engine {engine} | {took:.1f} | {found.tally.kept:,} | {said['origins']:,} |", flush=True)
            written.append({name: sha256((out / name).read_bytes()) for name in WRITTEN})
    differ = [name for name in WRITTEN if written[0][name] != written[1][name]]
    print(f"\n{', '.join(WRITTEN)}: {'differ: ' + ', '.join(differ) if differ else 'the same, byte for byte'}")
    if differ:
        raise SystemExit(f"the engines wrote different files: {', '.join(differ)}")


# -- near copies


def near(number: int) -> None:
    """Families against the truth, pair by pair."""
    texts, story = copies(number)
    print(f"| near copies, {len(texts):,} articles | docs/s | recall | precision |\n|---|---:|---:|---:|")
    methods = [
        ("testimonia sweep", partial(_timed, _own)),
        ("testimonia dedupe, of a study", partial(_timed, _study)),
        ("the same, as its stage, one by one, in the store", _stored),
        ("rensa .5", partial(_timed, _rensa(0.5))),
        ("rensa .2", partial(_timed, _rensa(0.2))),
        ("datasketch .5", partial(_timed, _datasketch(0.5))),
        ("datasketch .2", partial(_timed, _datasketch(0.2))),
    ]
    for name, method in methods:
        home, took = method(texts)
        recall, precision = _scores(home, story)
        print(f"| {name} | {len(texts) / took:,.0f} | {recall:.4f} | {precision:.4f} |", flush=True)
    _by_edit(min(number, 400))
    _by_another_hand(min(number, 400))


def _timed(method: Callable[[list[str]], list[object]], texts: list[str]) -> tuple[list[object], float]:
    start = time.process_time()
    home = method(texts)
    return home, time.process_time() - start


def _by_edit(number: int) -> None:
    import random

    from testimonia.adapters.reprints import prints

    told = []
    for edit in EDITS:
        base = originals(number)
        texts = ["\n\n".join(b) for b in base]
        texts += ["\n\n".join(copied(b, edit, random.Random(f"{edit} {i}"))) for i, b in enumerate(base)]
        scores = [_scores(method(texts), [*range(number), *range(number)]) for method in (_own, _study)]
        ratios = [
            len(set(prints(a).all) & set(prints(b).all)) / max(1, min(len(prints(a).all), len(prints(b).all)))
            for a, b in zip(texts[:100], texts[number : number + 100], strict=False)
        ]
        found = " | ".join(f"{recall:.4f}, {precision:.4f}" for recall, precision in scores)
        told.append(f"| {edit} | {sum(ratios) / len(ratios):.2f} | {found} |")
    print(
        f"\nBy edit, {number} stories and {number} copies each:\n\n| edit | share of runs (mean) | sweep: recall, precision | dedupe |\n|---|---:|---:|---:|"
    )
    print("\n".join(told))


def _by_another_hand(number: int) -> None:
    """The edits of tests/sweep, whose generator was written after the rules were set."""
    import random

    sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "sweep"))
    import reprints_by_another_hand as other

    base = [other.story(i) for i in range(number)]
    methods = [("sweep", _own), ("dedupe", _study), ("rensa .2", _rensa(0.2)), ("datasketch .2", _datasketch(0.2))]
    print(
        f"\nAnother hand's stories and edits (`tests/sweep/reprints_by_another_hand.py`), {number} of each; stories that share nothing but idioms and stock phrases:\n\n"
        "| edit by another hand: recall, precision | "
        + " | ".join(name for name, _ in methods)
        + " |\n|---|"
        + "---:|" * len(methods)
    )
    for name, edit in other.EDITS.items():
        texts = [other.text(b) for b in base] + [edit(b, random.Random(f"{name} {i}")) for i, b in enumerate(base)]
        told = [_scores(method(texts), [*range(number), *range(number)]) for _, method in methods]
        print(f"| {name.replace('_', ' ')} | " + " | ".join(f"{r:.4f}, {p:.4f}" for r, p in told) + " |", flush=True)
    for part in (0.35, 0.1):
        texts = [other.text(b) for b in base]
        texts += [other.merged(base[i], base[i + 1], random.Random(i), part) for i in range(0, number, 2)]
        told = []
        for _, method in methods:
            home = method(texts)
            joins = sum(home[number + i // 2] in (home[i], home[i + 1]) for i in range(0, number, 2))
            told.append(f"{joins / (number / 2):.3f}")
        print(f"| merged, {part} of each of two: taken for a copy | " + " | ".join(told) + " |", flush=True)


def _scores(home: list[object], story: list[int]) -> tuple[float, float]:
    """Recall and precision over pairs in one family."""
    both = Counter(zip(home, story, strict=True))
    pairs = lambda sizes: sum(n * (n - 1) // 2 for n in sizes)  # noqa: E731
    hit, found, true = pairs(both.values()), pairs(Counter(home).values()), pairs(Counter(story).values())
    return hit / true, hit / max(1, found)


def _own(texts: list[str]) -> list[object]:
    from testimonia.adapters.reprints import families, prints

    names = [f"{i:08d}" for i in range(len(texts))]
    hosts = [f"host{i % 211}" for i in range(len(texts))]
    home = families(names, [prints(t) for t in texts], hosts)
    return [home[name] for name in names]


def _study(texts: list[str]) -> list[object]:
    """As a study finds its copies."""
    from testimonia.corpus.dedupe import DedupeOptions, dedupe
    from testimonia.domain.article import Article

    articles = [
        Article(id=f"d-{i:08d}", capture="", source="", text=text, sha256="", language="en", cleaner="")
        for i, text in enumerate(texts)
    ]
    return [link.origin for link in dedupe(articles, DedupeOptions())]


def _stored(texts: list[str]) -> tuple[list[object], float]:
    """As a study's stage finds them: one after the other, each among those that are in the store by then. And the seconds of that stage alone."""
    from testimonia.api import Study
    from testimonia.pipeline.copies import links

    with tempfile.TemporaryDirectory() as folder:
        sources = Path(folder) / "sources"
        sources.mkdir()
        for i, text in enumerate(texts):
            (sources / f"{i:08d}.txt").write_text(text, "utf-8")
        Study.init(Path(folder) / "study").close()
        with Study.open(Path(folder) / "study") as held:
            held.capture([sources])
            held.clean()
            start = time.process_time()
            held.dedupe()
            took = time.process_time() - start
            number = {article.id: int(Path(article.source).stem) for article in held._desk.store.articles()}
            origins = {number[id]: link.origin for id, link in links(held._desk).items()}
    return [origins[i] for i in range(len(texts))], took


def _shingles(text: str) -> list[str]:
    import re

    words = re.findall(r"\w+", text.lower())
    return list({" ".join(words[i : i + 5]) for i in range(max(1, len(words) - 4))})


def _rensa(threshold: float) -> Callable[[list[str]], list[object]]:
    def run(texts: list[str]) -> list[object]:
        from rensa import RMinHash, RMinHashLSH

        bands = {0.5: 32, 0.2: 64}[threshold]
        index, held = RMinHashLSH(threshold=threshold, num_perm=128, num_bands=bands), []
        for i, text in enumerate(texts):
            one = RMinHash(num_perm=128, seed=7)
            one.update(_shingles(text))
            index.insert(i, one)
            held.append(one)
        return _joined(
            len(texts),
            (
                (i, j)
                for i, one in enumerate(held)
                for j in index.query(one)
                if j < i and one.jaccard(held[j]) >= threshold * 0.8
            ),
        )

    return run


def _datasketch(threshold: float) -> Callable[[list[str]], list[object]]:
    def run(texts: list[str]) -> list[object]:
        from datasketch import MinHash, MinHashLSH

        index, edges = MinHashLSH(threshold=threshold, num_perm=128), []
        for i, text in enumerate(texts):
            one = MinHash(num_perm=128)
            one.update_batch([s.encode() for s in _shingles(text)])
            edges += [(i, j) for j in index.query(one)]
            index.insert(i, one)
        return _joined(len(texts), edges)

    return run


def _joined(number: int, edges: Iterable[tuple[int, int]]) -> list[object]:
    from testimonia.adapters.reprints import joined

    home = joined([f"{i:08d}" for i in range(number)], ((f"{a:08d}", f"{b:08d}") for a, b in edges))
    return [home[f"{i:08d}"] for i in range(number)]


def main() -> None:
    """One bench by its name."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", choices=("pages", "copies", "engines"))
    parser.add_argument("sizes", nargs="+", type=int)
    parser.add_argument("--peers", type=int, default=600)
    args = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    for size in args.sizes:
        if args.bench == "pages":
            told(
                f"sweep {size} pages",
                lambda size=size: pages(size, args.peers),
                ("fastwarc", "resiliparse", "trafilatura", "ahocorasick-rs", "selectolax"),
            )  # type: ignore[misc]
        elif args.bench == "engines":
            told(
                f"sweep {size} pages by both engines",
                lambda size=size: engines(size),
                ("pyspark", "pyarrow"),
                "by the clock",
            )  # type: ignore[misc]
        else:
            told(f"sweep {size} copies", lambda size=size: near(size), ("numpy", "rensa", "datasketch"))  # type: ignore[misc]


if __name__ == "__main__":
    main()
