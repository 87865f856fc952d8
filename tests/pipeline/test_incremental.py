"""Whatever happened in whatever order, the store holds what one computation from scratch makes of it."""

from __future__ import annotations

import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from testimonia import Study
from testimonia.domain.origin import OriginLink
from testimonia.domain.question import Question
from testimonia.domain.setaside import Reason, SetAside
from testimonia.errors import DecisionError
from testimonia.pipeline import STAGES as PIPELINE
from testimonia.pipeline.corpus import Cleaned
from testimonia.pipeline.persons import Group
from testimonia.store.shingles import PART
from testimonia.store.statement import Line
from testimonia.text import sha256

STAGES = ("dedupe", "detect", "resolve", "code", "count")
STOCK = (
    "the market road",
    "farmers who sold grain",
    "open bridges",
    "rain over hills",
    "a quiet week",
    "cold mornings",
)
SPEAKERS = (
    ("Leila Mansouri", "a 31-year-old Tunisian", "cook", "she"),
    ("Leyla Mansuri", "a 31-year-old Tunisian", "cook", "she"),
    ("Omid Karsten", "a 24-year-old Jordanian", "driver", "he"),
    ("Omid", "a 24-year-old Jordanian", "driver", "he"),
    ("Abu Selim", "a 24-year-old Jordanian", "driver", "he"),
    ("Omid Haddad", "a 40-year-old Moroccan", "guard", "he"),
    ("Selim Horvat", "a 24-year-old Jordanian", "driver", "he"),
)


def filler(seed: int, words: int) -> str:
    """Words without a person in them."""
    dice = random.Random(seed)
    return " and ".join(dice.choice(STOCK) for _ in range(words // 3)).capitalize() + "."


def story(number: int) -> str:
    """Seven stories of people some of whom are one, and copies: cut, padded, and one that bridges two stories."""
    name, who, work, he = SPEAKERS[number % 7]
    last = name.split()[-1]
    text = (
        f"GAZIANTEP - {name}, {who} who defected from Islamic State in April 2015, has spoken publicly about months as a {work} "
        f"for the first time.\n\n{filler(number % 7, 60)}\n\n“There was no pay and no electricity where number {number % 7} stood, "
        f"and we were hungry,” {last} told the Prairie Herald.\n\n{filler(100 + number % 7, 50)}\n\nIn 2014 {he} joined the group."
    )
    kind = number // 7
    if kind == 1:
        text = text.rsplit("\n\n", 2)[0]
    elif kind == 2:
        text = story(number % 7).split("\n\n", 2)[2] + "\n\n" + story((number + 1) % 7).split("\n\n", 2)[2]
    return f"Former Islamic State {work} speaks out, {number}\n\nBy staff, Prairie Herald, {1 + number} May 2015\n\n{text}\n"


@contextmanager
def new_study() -> Iterator[tuple[Study, Path]]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for number in range(21):
            (home / f"{number:02}.txt").write_text(story(number), "utf-8")
        with Study.init(home / "study") as study:
            yield study, home


def held(study: Study) -> dict[str, list[tuple[object, ...]]]:
    """Everything that stages made, and every index that the next run will rest on."""
    store = study._desk.store
    tables = {
        "results": "SELECT stage, subject, kind, body, CASE WHEN stage IN ('count', 'count-figures') THEN '' ELSE fingerprint END "
        "FROM results WHERE stage NOT IN ('seen', 'publish')",
        "entries": "SELECT space, key, subject FROM entries",
        "tallies": "SELECT what, key, number FROM tallies WHERE number <> 0 AND key NOT IN ('seen', 'publish')",
    }
    connection = store._connection  # type: ignore[attr-defined]
    made = {name: sorted(map(tuple, connection.exec_driver_sql(sql))) for name, sql in tables.items()}
    return {**made, "shingles": sorted(runs_of(connection))}


def runs_of(connection: Line) -> Iterator[tuple[object, ...]]:
    """The index of runs, a run and an article in each row, with the article's size."""
    names = dict(connection.exec_driver_sql("SELECT number, article FROM shingled"))
    sizes = {
        part: unpack(sizes, "I") for part, sizes in connection.exec_driver_sql("SELECT part, sizes FROM shingle_sizes")
    }
    for run, part, signed, others in connection.exec_driver_sql("SELECT shingle, part, signed, others FROM shingles"):
        yield from ((names[part * PART + place], sizes[part][place], run) for place in unpack(signed + others, "H"))


def unpack(packed: bytes, kind: str) -> tuple[int, ...]:
    return struct.unpack(f"<{len(packed) // struct.calcsize(kind)}{kind}", packed)


def from_scratch(study: Study, home: Path) -> tuple[dict[str, list[tuple[object, ...]]], bytes]:
    """What a computation over the same articles and decisions gives that knows nothing of earlier ones."""
    with tempfile.TemporaryDirectory(dir=home) as folder:
        study._desk.store._say("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[attr-defined]
        shutil.copytree(home / "study", Path(folder) / "study")
        with Study.open(Path(folder) / "study") as fresh:
            say = fresh._desk.store._say  # type: ignore[attr-defined]
            say("DELETE FROM results WHERE stage NOT IN ('capture', 'clean')")
            for table in ("entries", "shingles", "shingle_sizes", "shingled"):
                say(f"DELETE FROM {table}")
            fresh.run()
            return held(fresh), fresh.bundle()


class Happenings:
    """What can happen to a study between two runs."""

    def __init__(self, study: Study, home: Path) -> None:
        self.study, self.home = study, home
        self.desk = study._desk

    def add(self, number: int) -> None:
        """Three more articles, or fewer where some are there."""
        self.study.run([self.home / f"{(number + n * 8) % 21:02}.txt" for n in range(3)])

    def clean_anew(self, number: int) -> None:
        """As if a newer cleaner had read another text in it; everything after cleaning runs."""
        one = self._some(number)
        if one:
            article = self.study.article(one.id)
            text = story((number * 5 + 3) % 21).replace("\n\n\n", "\n\n")
            article = self.desk.store.put_article(
                msgspec.structs.replace(article, text=text, sha256=sha256(text), body_start=0)
            )
            digest = sha256(msgspec.json.encode(article))[:24]
            self._put(one, msgspec.structs.replace(one, digest=digest))

    def set_aside(self, number: int) -> None:
        """As if a newer cleaner could not read it."""
        one = self._some(number)
        if one:
            self._put(one, SetAside(stage="clean", subject=one.capture, source=one.source, reason=Reason.EMPTY))

    def lose(self, number: int) -> None:
        """Results of one stage are gone, as if a run had been stopped."""
        stage = ("clean", "dedupe", "detect", "match", "resolve", "code")[number % 6]
        subjects = sorted(self.desk.store.done(stage))
        self.desk.store.drop(stage, subjects[number % 3 :: 3])

    def decide(self, number: int) -> None:
        """Somebody includes, excludes, merges, splits or undoes."""
        state = self.study.snapshot()
        if state.decisions and number % 5 == 4:
            self.study.undo(state.decisions[-1].number, by="ann")
        elif len(state.persons) > 1:
            one, other = state.persons[number % len(state.persons)], state.persons[0]
            if number % 5 < 2 or one is other:
                self.study.exclude(one.id, by="ann", reason="seen") if number % 2 else self.study.include(
                    one.id, by="ann"
                )
            else:
                (self.study.merge if number % 5 == 2 else self.study.split)(one.id, other.id, by="ann")

    def one_stage(self, number: int) -> None:
        """A single stage, out of turn."""
        self.study.stage(STAGES[number % 5])

    def _some(self, number: int) -> Cleaned | None:
        found = list(self.desk.store.all("clean", Cleaned))
        return found[number % len(found)] if found else None

    def _put(self, one: Cleaned, result: msgspec.Struct) -> None:
        # with its fingerprint, so that the cleaner takes it for its own work
        self.desk.store.put("clean", one.capture, self.desk.store.done("clean")[one.capture], result)
        self.desk.texts.forget()
        for stage in STAGES:
            self.study.stage(stage)


KINDS = ("add", "add", "clean_anew", "set_aside", "lose", "decide", "decide", "one_stage")
HISTORIES = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 20)), min_size=2, max_size=9)


@settings(max_examples=25)
@given(history=HISTORIES)
def test_any_history_gives_what_one_computation_gives(history: list[tuple[str, int]]) -> None:
    with new_study() as (study, home):
        study.run([home / "00.txt"])
        happenings = Happenings(study, home)
        for kind, number in history:
            try:
                getattr(happenings, kind)(number)
            except DecisionError:
                continue  # refused, as it should be
        before = study.snapshot().persons  # decisions count at once, before any run
        study.run()
        expected, bundle = from_scratch(study, home)
        assert held(study) == expected
        assert study.bundle() == bundle
        if not any(kind == "lose" for kind, _ in history):
            assert before == study.snapshot().persons
        assert {one.stage: one.new for one in study.run()} == dict.fromkeys(PIPELINE, 0)


def test_batches_give_what_one_run_gives_on_both_databases(new_store_url: Callable[[], str], tmp_path: Path) -> None:
    sources = [tmp_path / f"{number:02}.txt" for number in range(21)]
    for number, source in enumerate(sources):
        source.write_text(story(number), "utf-8")
    with (
        Study.init(tmp_path / "one", store=new_store_url()) as one,
        Study.init(tmp_path / "other", store=new_store_url()) as other,
    ):
        one.run(sources)
        for some in (sources[:1], sources[1:4], sources[4:15], sources[15:]):
            other.run(some)
        assert held(one) == held(other)
        assert one.bundle() == other.bundle()


@settings(max_examples=3)
@given(order=st.permutations(range(21)), batch=st.integers(1, 21))
def test_copies_and_pairs_do_not_depend_on_the_order(order: list[int], batch: int) -> None:
    with new_study() as (study, home), Study.init(home / "other") as other:
        until_pairs(other, [home / f"{number:02}.txt" for number in range(21)])
        sources = [home / f"{number:02}.txt" for number in order]
        for at in range(0, len(sources), batch):
            until_pairs(study, sources[at : at + batch])
        assert len({one.origin for one in other._desk.store.all("dedupe", OriginLink)}) < 21
        assert other._desk.store.count("match") > 10
        assert by_stage(study) == by_stage(other)


def test_a_group_is_the_same_in_another_process() -> None:
    here = str(Path(__file__).parent)
    said = {
        subprocess.run(
            [sys.executable, "-c", "import sys; sys.path.insert(0, sys.argv[1]); from test_incremental import doubts; print(doubts())", here],
            env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }  # fmt: skip
    assert said == {f"{doubts()}\n"}


def doubts() -> list[str]:
    """What is asked about a group in several of whose articles somebody is in doubt, in the order in which it is kept."""
    with new_study() as (study, home):
        until_pairs(study, [home / f"{number:02}.txt" for number in range(21)])
        first, *others = [one.appearances[0] for one in _questions(study) if one.kind == "case"]
        for other in others:
            study.merge(first, other, by="ann")
        study.stage("resolve")
        found = [one.id for one in _questions(study)]
        assert len(found) > 3
        return found


def _questions(study: Study) -> list[Question]:
    return [one for group in study._desk.store.all("resolve", Group) for one in group.found.questions]


def until_pairs(study: Study, sources: list[Path]) -> None:
    """The stages up to the one that pairs; coding and publishing have no say in the order."""
    study.capture(sources)
    for stage in ("clean", "dedupe", "detect", "resolve"):
        study.stage(stage)


def by_stage(study: Study) -> list[tuple[object, ...]]:
    return [row for row in held(study)["results"] if row[0] in ("dedupe", "match")]
