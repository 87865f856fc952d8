"""Near copies by edits that another hand made: each found, and no two stories taken for one; what shares a tenth is no copy."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
from reprints_by_another_hand import EDITS, merged, story, text

from testimonia import Study
from testimonia.adapters.reprints import families, prints
from testimonia.corpus.dedupe import DedupeOptions, dedupe
from testimonia.domain.article import Article
from testimonia.domain.origin import OriginLink

NUMBER = 300


def homes(texts: list[str], papers: int = 97) -> list[str]:
    names = [f"{i:05d}" for i in range(len(texts))]
    home = families(names, [prints(t) for t in texts], [f"h{i % papers}" for i in range(len(texts))])
    return [home[name] for name in names]


def scores(home: list[str], truth: list[int]) -> tuple[float, float]:
    """Recall and precision over pairs in one family."""
    pairs = lambda held: sum(n * (n - 1) // 2 for n in Counter(held).values())  # noqa: E731
    hit = pairs(zip(home, truth, strict=True))
    return hit / pairs(truth), hit / max(1, pairs(home))


@pytest.mark.parametrize("edit", EDITS)
def test_copies_are_found_and_nothing_else(edit: str) -> None:
    base = [story(i) for i in range(NUMBER)]
    texts = [text(b) for b in base] + [EDITS[edit](b, random.Random(f"{edit} {i}")) for i, b in enumerate(base)]
    recall, precision = scores(homes(texts), [*range(NUMBER), *range(NUMBER)])
    assert recall >= 0.98
    assert precision >= 0.99


def articles(texts: list[str]) -> list[Article]:
    return [
        Article(id=f"d-{i:05d}", capture=f"c-{i:05d}", source="", text=t, sha256="", language="en", cleaner="")
        for i, t in enumerate(texts)
    ]


@pytest.mark.parametrize("edit", EDITS)
def test_a_study_finds_them_as_well(edit: str) -> None:
    base = [story(i) for i in range(NUMBER)]
    texts = [text(b) for b in base] + [EDITS[edit](b, random.Random(f"{edit} {i}")) for i, b in enumerate(base)]
    home = [link.origin for link in dedupe(articles(texts), DedupeOptions())]
    recall, precision = scores(home, [*range(NUMBER), *range(NUMBER)])
    assert recall >= 0.98
    assert precision >= 0.99


def test_in_a_study_a_roundup_of_two_stories_joins_nobody() -> None:
    base = [story(i) for i in range(NUMBER)]
    texts = [text(b) for b in base]
    texts += [merged(base[i], base[i + 1], random.Random(i), 0.35) for i in range(0, NUMBER, 2)]
    home = [link.origin for link in dedupe(articles(texts), DedupeOptions())]
    assert len(set(home[:NUMBER])) == NUMBER
    assert len(set(home)) >= 0.99 * len(
        texts
    )  # where too little of one of its stories is left, it is a copy of the other


def test_a_study_finds_thirds_and_roundups_whatever_was_captured_first(tmp_path: Path) -> None:
    base = [story(i) for i in range(12)]
    texts = [text(b) for b in base]
    texts += [EDITS["third_here_and_there"](b, random.Random(i)) for i, b in enumerate(base)]
    texts += [EDITS["thinned"](b, random.Random(i)) for i, b in enumerate(base)]
    texts += [merged(base[i], base[i + 1], random.Random(i), 0.5) for i in range(0, 12, 2)]
    order = random.Random(7).sample(range(len(texts)), len(texts))
    for number in order:
        paper = f"{chr(65 + number % 26)}{'aeiou'[number // 26]}rville Herald"
        head = f"Headline {number}\n\nBy staff, {paper}, {1 + number // 12} May 2015"
        (tmp_path / f"{number:02}.txt").write_text(f"{head}\n\n{texts[number]}\n", "utf-8")
    with Study.init(tmp_path / "study") as study:
        for at in range(0, len(order), 5):
            study.capture([tmp_path / f"{number:02}.txt" for number in order[at : at + 5]])
            study.clean()
            study.dedupe()
        held = {article.id: article for article in study._desk.store.articles()}
        found = {link.article: link for link in study._desk.store.all("dedupe", OriginLink)}
    assert found == {link.article: link for link in dedupe(held.values(), DedupeOptions())}
    number_of = {id: int(Path(article.source).stem) for id, article in held.items()}
    families = Counter(link.origin for link in found.values())
    assert sorted(families.values()) == [1] * 6 + [3] * 12
    assert all(number_of[link.article] % 12 == number_of[link.origin] % 12 for link in found.values())
    assert all(families[id] == 1 for id, number in number_of.items() if number >= 36)  # the roundups
    assert all(len(found[id].takes_from) == 2 for id, number in number_of.items() if number >= 36)


def test_a_third_is_a_third() -> None:
    for number in range(20):
        held = story(number)
        for edit in ("third_in_one_block", "third_here_and_there"):
            a = prints(text(held)).all
            b = prints(EDITS[edit](held, random.Random(number))).all
            assert len(set(a.tolist()) & set(b.tolist())) < 0.48 * min(len(a), len(b))


def test_an_article_out_of_two_stories_is_a_copy_only_of_what_it_took_a_third_from() -> None:
    base = [story(i) for i in range(NUMBER)]
    found = {}
    for part in (0.35, 0.1):
        texts = [text(b) for b in base]
        texts += [merged(base[i], base[i + 1], random.Random(i), part) for i in range(0, NUMBER, 2)]
        home = homes(texts)
        found[part] = [home[NUMBER + i // 2] in (home[i], home[i + 1]) for i in range(0, NUMBER, 2)]
    assert sum(found[0.35]) >= 0.98 * NUMBER / 2
    assert sum(found[0.1]) <= 0.02 * NUMBER / 2


@pytest.mark.parametrize("papers", [10, 30, 60])
def test_a_story_of_which_many_papers_took_a_part_each_is_one_family(papers: int) -> None:
    """Two of them may share a ninth only; what joins them is the story itself."""
    texts, truth = [], []
    for number in range(3):
        held = story(9000 + number)
        parts = [EDITS["third_here_and_there"](held, random.Random(f"{number} {p}")) for p in range(papers)]
        texts += [text(held), *parts]
        truth += [number] * (papers + 1)
    texts += [text(story(i)) for i in range(100)]
    truth += range(100, 200)
    order = list(range(len(texts)))
    random.Random(papers).shuffle(order)
    home = dict(zip(order, homes([texts[i] for i in order], papers=len(texts)), strict=True))
    firsts = [number * (papers + 1) for number in range(3)]
    joined = [home[first + p] == home[first] for first in firsts for p in range(1, papers + 1)]
    assert sum(joined) >= 0.98 * len(joined)
    _, precision = scores([home[i] for i in range(len(texts))], truth)
    assert precision >= 0.99
