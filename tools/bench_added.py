"""What one added mention costs in identity alone: in a store with so many generated mentions, milliseconds of processor time.

    python tools/bench_added.py [MENTIONS ...]

The mentions are those of bench_people.py, put into a store as readings; then they are matched and resolved as `testimonia resolve` does, and twenty more
one by one. Told are the median, and the dearest: somebody with whom the bearers of a common name double has all of them compared anew. The table is Markdown, for
docs/performance.md.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from itertools import islice
from pathlib import Path

import msgspec
from bench_people import People

from testimonia.api import Study
from testimonia.domain.appearance import Appearance
from testimonia.domain.article import Article
from testimonia.domain.capture import Capture, RawCapture
from testimonia.domain.origin import OriginLink
from testimonia.domain.reading import Reading
from testimonia.pipeline.corpus import Cleaned
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.matching import match
from testimonia.pipeline.persons import settle
from testimonia.text import sha256

ADDED = 20


def measure(number: int) -> tuple[float, float, list[float]]:
    """Milliseconds: of matching and of resolving a mention, all at once; and of both for each added one."""
    people = People(number + ADDED)
    told = (mention for mention, _ in people.all())
    with tempfile.TemporaryDirectory() as folder, Study.init(Path(folder) / "study") as study:
        desk = study._desk
        with desk.store.transaction():
            for mention in islice(told, number):
                put(desk, mention, people)
        start = time.process_time()
        match(desk)
        matched = time.process_time()
        settle(desk)
        ended = time.process_time()
        added = []
        for mention in told:
            put(desk, mention, people)
            before = time.process_time()
            match(desk)
            settle(desk)
            added.append(1000 * (time.process_time() - before))
        return 1000 * (matched - start) / number, 1000 * (ended - matched) / number, added


def put(desk: Desk, mention: Appearance, people: People) -> None:
    """The mention as the only one in an article of its own, as the stages before leave it."""
    facts, source = people.facts[mention.article], f"{mention.article}.txt"
    data = source.encode()
    capture = Capture(
        id=_capture(mention.article),
        source=source,
        media_type="text/plain",
        sha256=sha256(data),
        size=len(data),
        captured_at="2026-01-01T00:00:00Z",
    )
    article, origin = Article.id_of(capture.id), Article.id_of(_capture(facts.origin))
    here = msgspec.structs.replace(mention, article=article, id=mention.id.replace(mention.article, article))
    store = desk.store
    store.add_capture(RawCapture(capture=capture, data=data))
    cleaned = Cleaned(
        id=article,
        capture=capture.id,
        digest="",
        source=source,
        title=None,
        publisher=None,
        published=facts.published,
        language="en",
    )
    store.put("clean", capture.id, "bench", cleaned)
    store.put("dedupe", article, "bench", OriginLink(article=article, origin=origin))
    store.put("detect", article, "bench", Reading(article=article, appearances=(here,), detector="bench"))


def _capture(article: str) -> str:
    return Capture.id_of(f"{article}.txt", sha256(f"{article}.txt".encode()))


def main() -> None:
    """Prints the table, a row a size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=[1_000, 3_000, 10_000], metavar="MENTIONS")
    print(
        "| mentions | match, ms a mention | resolve, ms a mention | one added: median, ms | dearest of 20, ms |\n|---:|---:|---:|---:|---:|"
    )
    for size in parser.parse_args().sizes:
        matched, resolved, added = measure(size)
        print(
            f"| {size:,} | {matched:.1f} | {resolved:.1f} | {statistics.median(added):.0f} | {max(added):.0f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
