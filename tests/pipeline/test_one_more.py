"""One more article costs one article: no stage goes over the study for it, and what is read of the store does not grow with the study."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec
import pytest

from testimonia import Study
from testimonia.config import load_study
from testimonia.domain.article import Article
from testimonia.domain.capture import Capture
from testimonia.domain.pair import PairScore
from testimonia.domain.setaside import SetAside
from testimonia.pipeline import run
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.persons import Group
from testimonia.store.sql import SqlStore
from testimonia.store.statement import Fields, Statement, Values

T = TypeVar("T", bound=msgspec.Struct)
NATIONS = ("Tunisian", "Jordanian", "Moroccan", "Syrian", "Iraqi", "Belgian", "Egyptian", "Turk", "Dane", "German")
SYLLABLES = ("ba", "de", "gi", "ko", "lu", "ma", "ne", "ri", "so", "tu")


class Counting(SqlStore):
    """A store that notes what is asked of it. `rows`: how many it gave, without neighbours under a key, of which it gives so many at most."""

    rows = 0
    listed: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()

    def _rows(self, statement: Statement, values: Values | None = None) -> list[Fields]:
        found = super()._rows(statement, values)
        self.rows += len(found)
        return found

    def beside(self, space: str, key: str, subject: str, reach: int) -> tuple[list[str], list[str]]:
        before = self.rows
        found = super().beside(space, key, subject, reach)
        self.rows = before
        return found

    def done(self, stage: str, subjects: Iterable[str] | None = None) -> dict[str, str]:
        if subjects is None:
            self.listed += (f"done {stage}",)
        return super().done(stage, subjects)

    def all(self, stage: str, type: type[T]) -> Iterator[T]:
        self.listed += (f"all {stage}",)
        return super().all(stage, type)

    def set_asides(self, stage: str | None = None) -> Iterator[SetAside]:
        self.listed += ("set aside",)
        return super().set_asides(stage)

    def captures(self, after: int = 0) -> Iterator[Capture]:
        if not after:
            self.listed += ("captures",)
        return super().captures(after)

    def articles(self) -> Iterator[Article]:
        self.listed += ("articles",)
        return super().articles()

    def get(self, stage: str, subject: str, type: type[T]) -> T | None:
        if stage == "match":
            self.pairs += (subject,)
        return super().get(stage, subject, type)


def invented(dice: random.Random) -> str:
    return "".join(dice.choice(SYLLABLES) for _ in range(4))


def story(number: int, name: str = "") -> str:
    """Of somebody with a name of their own, or with this one; no two stories share more than stock phrases."""
    dice = random.Random(number)
    # of fewer nationalities than a key has neighbours that are looked at, all would be everybody's neighbours
    who = "a 31-year-old Tunisian" if name else f"a {dice.randint(18, 60)}-year-old {dice.choice(NATIONS)}"
    name = name or f"{invented(dice).capitalize()} {invented(dice).capitalize()}"
    # a text more than a fifth of which is stock phrases is one of many alike, and compared with all of them (dedupe's signature leaves out a fifth)
    fill = " ".join(f"The {invented(dice)} quarter has {number} of the {invented(dice)}." for _ in range(30))
    return (
        f"Former Islamic State cook speaks out, {number}\n\nBy staff, Prairie Herald, 3 May 2015\n\n"
        f"GAZIANTEP - {name}, {who} who defected from Islamic State in April 2015, has spoken publicly about months as a cook "
        f"for the first time.\n\n{fill}\n\n“There was no pay in {invented(dice)},” {name.split()[-1]} told the Prairie Herald.\n\n"
        "In 2014 he joined the group.\n"
    )


def written(folder: Path, texts: Iterable[str]) -> Path:
    """A folder with these articles."""
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / f"{number:04}.txt").write_text(text, "utf-8")
    return folder


def added(study: Path, sources: Path, until: str = "code") -> Counting:
    """The store, after a run over these sources as the command makes it."""
    config = load_study(study)
    store = Counting.open(config.store_url, create=False)
    try:
        with Study.open(study) as silent:
            progress = silent._desk.progress
        run(Desk(config=config, store=store, progress=progress), [str(sources)], until=until)
    finally:
        store.close()
    return store


def new(study: Path) -> Path:
    """An empty study that is read by the rules alone, which is what takes the least time."""
    Study.init(study).close()
    toml = study / "study.toml"
    toml.write_text(toml.read_text("utf-8").replace("reader = true", "reader = false"), "utf-8")
    return study


def study_of(home: Path, size: int) -> Path:
    """A study of so many stories, up to coding."""
    study = new(home / f"study-{size}")
    with Study.open(study) as held:
        held.run([written(home / f"first-{size}", map(story, range(size)))], until="code")
    return study


def test_no_stage_lists_the_study_for_one_more_article_without_a_language_model(tmp_path: Path) -> None:
    study = study_of(tmp_path, 8)
    store = added(study, written(tmp_path / "more", [story(1000)]))
    assert store.listed == ()
    assert store.rows


def test_a_word_of_a_language_model_is_dropped_where_there_is_none_any_more(tmp_path: Path) -> None:
    study = study_of(tmp_path, 2)
    with Study.open(study) as held:
        store = held._desk.store
        group = next(iter(store.all("resolve", Group)))
        store.put("consult", "d-aaaaaaaaaa", "mark", group)  # any result will do: it is not read
        held.run()
        assert store.count("consult") == 0


def test_what_is_read_for_one_more_article_does_not_grow_with_the_study(tmp_path: Path) -> None:
    # in both, the stock phrases are in so many articles that dedupe asks how common they are: a row for each, at any size
    small, large = (
        added(study_of(tmp_path, size), written(tmp_path / f"more-{size}", [story(1000)])) for size in (20, 60)
    )
    assert 50 < large.rows < small.rows + 10


@pytest.mark.parametrize("bearers", [3, 6])
def test_of_a_persons_pairs_each_is_read_once_for_its_group(tmp_path: Path, bearers: int) -> None:
    study = new(tmp_path / "study")
    with Study.open(study) as held:
        held.run([written(tmp_path / "first", (story(n, "Leila Mansouri") for n in range(bearers)))], until="code")
        pairs = list(held._desk.store.all("match", PairScore))
        [group] = held._desk.store.all("resolve", Group)
    assert len(group.members) == bearers
    assert len(pairs) >= bearers - 1
    store = added(study, written(tmp_path / "more", [story(1000, "Leila Mansouri")]), until="resolve")
    assert len(store.pairs) > len(pairs)
    assert len(store.pairs) == len(set(store.pairs))
