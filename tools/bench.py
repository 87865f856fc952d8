"""Documents per second per stage, and what one added article costs, at 100, 1,000 and 10,000 documents.

    python tools/bench.py [--rules] [--until STAGE] [SIZE ...]

With --until the stages after STAGE are left out: figures and report are about everything, and take long in a large study. With --rules the learned reader is off: what it costs is the same for every article, whatever the size of the study. The articles are invented (see bench_articles.py). An added article is measured five times and the median told. All by the clock, for a
release is made by two processes. The tables go into docs/performance.md.
"""

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bench_articles import article
from bench_told import told

from testimonia.api import Study

STAGES = ("capture", "clean", "dedupe", "detect", "resolve", "code", "count", "publish")
ADDED = 5


def measure(size: int, stages: tuple[str, ...], *, reader: bool) -> tuple[dict[str, float], dict[str, float]]:
    """Seconds of each stage over all the documents, and over one more."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "articles"
        source.mkdir()
        for number in range(size):
            (source / f"{number:06d}.txt").write_text(article(number))
        Study.init(Path(folder) / "study").close()
        if not reader:
            toml = Path(folder) / "study" / "study.toml"
            toml.write_text(toml.read_text().replace("reader = true", "reader = false"))
        with Study.open(Path(folder) / "study") as study:
            whole = {stage: timed(study, stage, source) for stage in stages}
            rounds = []
            for number in range(size, size + ADDED):
                extra = Path(folder) / f"{number}.txt"
                extra.write_text(article(number))
                rounds.append({stage: timed(study, stage, extra) for stage in stages if stage != "publish"})
            added = {stage: statistics.median(one[stage] for one in rounds) for stage in rounds[0]}
            return whole, added | ({"publish": timed(study, "publish", source)} if "publish" in stages else {})


def timed(study: Study, stage: str, source: Path) -> float:
    """Seconds that the stage takes."""
    start = time.perf_counter()
    study.capture([source]) if stage == "capture" else study.stage(stage)
    return time.perf_counter() - start


def table(sizes: list[int], stages: tuple[str, ...], *, reader: bool) -> None:
    """Prints the two tables; progress goes to stderr."""
    found = {}
    for size in sizes:
        print(f"{size} documents ...", file=sys.stderr, flush=True)
        found[size] = measure(size, stages, reader=reader)
    heads = " | ".join(f"{size:,} documents" for size in sizes)
    print(f"| documents per second | {heads} |\n|---|{'---:|' * len(sizes)}")
    for stage in stages:
        print(f"| {stage} | " + " | ".join(f"{size / found[size][0][stage]:,.0f}" for size in sizes) + " |")
    print("| all | " + " | ".join(f"{size / sum(found[size][0].values()):,.0f}" for size in sizes) + " |")
    print(f"\n| one added article, ms | {heads} |\n|---|{'---:|' * len(sizes)}")
    for stage in stages:
        print(f"| {stage} | " + " | ".join(f"{1000 * found[size][1][stage]:,.0f}" for size in sizes) + " |")
    for end in (end for end in ("code", "count", "publish") if end in stages):
        until = stages[: stages.index(end) + 1]
        sums = (f"{1000 * sum(found[size][1][stage] for stage in until):,.0f}" for size in sizes)
        print(f"| capture to {end} | " + " | ".join(sums) + " |")


def main() -> None:
    """Measures and writes the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=[100, 1000, 10000], metavar="SIZE")
    parser.add_argument("--rules", action="store_true", help="without the learned reader")
    parser.add_argument(
        "--until", choices=STAGES, default=STAGES[-1], metavar="STAGE", help="the last stage to measure"
    )
    args = parser.parse_args()
    stages = STAGES[: STAGES.index(args.until) + 1]
    name = f"stages {'by the rules' if args.rules else 'with the reader'}, {max(args.sizes)} documents"
    told(
        name,
        lambda: table(args.sizes, stages, reader=not args.rules),
        ("msgspec", "trafilatura", "onnxruntime"),
        "by the clock",
        page="performance",
    )


if __name__ == "__main__":
    main()
