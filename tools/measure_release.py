"""How long a release of a large generated study takes, and how much memory: python tools/measure_release.py PERSONS ARTICLES.

Seconds are those of the clock and of all processors, helpers too. Memory is the largest sum that was seen, five times a second, of what this
process and all below it held at once (Linux: proportional set size, in which a page that two processes share counts half for each).
"""

from __future__ import annotations

import contextlib
import os
import random
import resource
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "study"))

from snapshot_builder import codebook, settings

from testimonia.adapters.press import WorkingPress
from testimonia.domain.appearance import Appearance, Basis, Mention, MentionKind, Role, Value
from testimonia.domain.article import Article, ArticleFacts
from testimonia.domain.coding import Coding
from testimonia.domain.person import CountRange, Person, Status
from testimonia.domain.release_policy import ReleasePolicy
from testimonia.domain.snapshot import Snapshot
from testimonia.domain.span import Span
from testimonia.pipeline.release_search import searched
from testimonia.study.count import count
from testimonia.study.mask import Mask
from testimonia.study.publish import view
from testimonia.study.publish.screen import Screen
from testimonia.study.release import Check, Edition, built
from testimonia.study.release.catalogue import Catalogue
from testimonia.study.shield import protect, secrets_of
from testimonia.study.shield.protect import marked
from testimonia.text import sha256

SYLLABLES = [
    "ba",
    "da",
    "ka",
    "la",
    "ma",
    "na",
    "ra",
    "sa",
    "ta",
    "za",
    "fi",
    "gi",
    "hi",
    "ki",
    "li",
    "mi",
    "ni",
    "ri",
    "si",
    "ti",
    "bu",
    "du",
    "ku",
    "lu",
    "mu",
    "nu",
    "ru",
    "su",
    "tu",
    "zu",
]
CODES = (
    "leaving/infighting",
    "leaving/brutality",
    "leaving/corruption",
    "leaving/quality_of_life",
    "joining/ideology",
    "joining/material",
)


def made(persons: int, articles: int) -> tuple[Snapshot, dict[str, Article]]:
    """A study of so many invented people, each in articles / persons articles, one in twenty under a pseudonym."""
    dice = random.Random(7)
    texts: dict[str, Article] = {}
    facts, seen, people, codings = [], {}, [], []
    each = articles // persons
    for i in range(persons):
        name = " ".join("".join(dice.choices(SYLLABLES, k=3)).title() for _ in range(2))
        country, gender, age = (
            dice.choice(["SY", "IQ", "TN", "DE", "GB", "FR"]),
            dice.choice("FMM"),
            dice.randint(16, 50),
        )
        mine = []
        for j in range(each):
            id = f"d-{i:05d}{j:03d}"
            quote = f"They took everything that we had and told us to be patient, in year {j} of my time there"
            text = f"{name} speaks\n\n{name}, a {age}-year-old, left and told this paper why.\n\n“{quote},” he said.\n\nThe rest of the page is of no concern here and goes on for a while."
            published = f"{2014 + dice.randint(0, 5)}-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}"
            texts[id] = Article(id=id, capture="c-" + id[2:], source=f"https://news.example/{id}", text=text, sha256=sha256(text),
                                title="An account", publisher=f"Gazette {i % 97}", published=published, language="en", cleaner="x")  # fmt: skip
            facts.append(ArticleFacts(id=id, order=len(facts), source=texts[id].source, title="An account", publisher=texts[id].publisher,
                                      published=published, captured_on="2026-01-01", language="en", origin=id))  # fmt: skip
            spans = [Span.of(text, m, m + len(name)) for m in (0, text.index(name, 5))]
            appearance = Appearance.id_of(id, spans[0].start, spans[0].end)
            values = tuple(
                Value(field=f, value=v, basis=Basis.STATED)
                for f, v in (("nationality", country), ("gender", gender), ("age", str(age)))
            )
            seen[appearance] = Appearance(id=appearance, article=id, label=name, mentions=tuple(Mention(span=s, kind=MentionKind.NAME) for s in spans),
                                          values=values, role=Role.CASE, probability=0.9, detector="x@1")  # fmt: skip
            mine.append(appearance)
            if j < 3:
                at = text.index(quote)
                span = Span.of(text, at, at + len(quote))
                code = dice.choice(CODES)
                codings.append(Coding(id=Coding.id_of(appearance, code, span), appearance=appearance, article=id, code=code, span=span,
                                      coder="machine:x@1", confidence=0.9))  # fmt: skip
        people.append(Person(id=Person.id_of(mine[0]), status=Status.INCLUDED, label=name, name=name, pseudonymous=i % 20 == 0, nationality=country, gender=gender,
                             age=age, first_public=published, appearances=tuple(mine), origins=tuple(a.partition("@")[0] for a in mine)))  # fmt: skip
    snapshot = Snapshot(settings=settings(), codebook=codebook(), articles=tuple(facts), appearances=seen, persons=tuple(people),
                        codings=tuple(codings), count=CountRange(floor=persons, best=persons, ceiling=persons), program="testimonia")  # fmt: skip
    return snapshot, texts


class Memory(threading.Thread):
    """Looks at the memory of the whole tree of processes again and again. `peak`: the most that was seen since it was set to 0, in MiB."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak = 0.0

    def run(self) -> None:
        """Until the program ends."""
        while True:
            self.peak = max(self.peak, sum(map(_held, _tree(os.getpid()))) / 1024)
            time.sleep(0.2)


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
    """Seconds of processor time, of helpers that have ended too."""
    below = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + below.ru_utime + below.ru_stime


def main() -> None:
    persons, articles = int(sys.argv[1]), int(sys.argv[2])
    snapshot, texts = made(persons, articles)
    steps: list[tuple[str, float]] = [("", time.perf_counter())]
    worked = [_worked()]

    def step(name: str) -> None:
        steps.append((name, time.perf_counter()))
        worked.append(_worked())
        print(
            f"{name:10} {steps[-1][1] - steps[-2][1]:8.1f} s {worked[-1] - worked[-2]:8.1f} s of processor   {memory.peak:8.0f} MiB",
            flush=True,
        )
        peaks.append(memory.peak)
        memory.peak = 0.0

    memory, peaks = Memory(), [0.0]
    memory.start()
    public = protect(snapshot, ReleasePolicy())
    step("protect")
    findings = marked(count(public.counted), public)
    step("count")
    screen = Screen(Mask(public.guard), public.places, public.fields)
    report = view(public.shown, findings, texts.__getitem__, screen)
    step("view")
    secrets = secrets_of(public.guard)
    edition = Edition(number=1, report=report, findings=findings, public=public, archive={}, say=Catalogue(), fingerprint="",
                      check=Check(withheld=public.withheld, policy=ReleasePolicy(), forms=secrets.forms))  # fmt: skip
    files = built(edition, WorkingPress(), texts.__getitem__, screen)
    step("build")
    searched(files, secrets)
    step("search")
    with tempfile.TemporaryDirectory() as folder:
        for path, data in files.items():
            (Path(folder) / path).parent.mkdir(parents=True, exist_ok=True)
            (Path(folder) / path).write_bytes(data)
    step("write")
    print(
        f"{persons} persons, {articles} articles: {steps[-1][1] - steps[0][1]:.1f} s, {worked[-1] - worked[0]:.1f} s of processor, {max(peaks):.0f} MiB, {len(files)} files, {sum(map(len, files.values())) / 1e6:.0f} MB, load {os.getloadavg()[0]:.1f}"
    )


if __name__ == "__main__":
    main()
