"""Near copies among many: planted copies are found, independent accounts are kept apart."""

from __future__ import annotations

import random

import pytest
from sweep_pages import EDITS, copied, originals

from testimonia.adapters.reprints import families, prints

NUMBER = 60


def home_of(texts: list[str], hosts: list[str] | None = None) -> list[str]:
    names = [f"{i:04d}" for i in range(len(texts))]
    home = families(names, [prints(t) for t in texts], hosts or [f"h{i}" for i in range(len(texts))])
    return [home[n] for n in names]


@pytest.mark.parametrize("edit", EDITS)
def test_a_copy_is_found_and_nothing_else(edit: str) -> None:
    base = originals(NUMBER)
    texts = ["\n\n".join(b) for b in base]
    texts += ["\n\n".join(copied(b, edit, random.Random(f"{edit} {i}"))) for i, b in enumerate(base)]
    home = home_of(texts)
    found = sum(home[i] == home[NUMBER + i] for i in range(NUMBER))
    families_seen = len(set(home))
    assert found >= 0.98 * NUMBER
    assert families_seen == 2 * NUMBER - found  # no two stories in one family


def test_a_third_left_is_less_than_half_of_the_runs() -> None:
    base = originals(10)
    for i, blocks in enumerate(base):
        a, b = prints("\n\n".join(blocks)).all, prints("\n\n".join(copied(blocks, "third", random.Random(i)))).all
        assert len(set(a.tolist()) & set(b.tolist())) < 0.5 * min(len(a), len(b))


def test_one_long_quotation_makes_no_copy() -> None:
    quote = "“" + originals(1)[0][1] * 2 + "”"
    texts = [f"{originals(9)[i][0]}\n\n{quote}, he said.\n\n{originals(9)[i][1]}" for i in (5, 6)]
    assert len(set(home_of(texts))) == 2


def test_the_furniture_of_a_site_makes_no_copies() -> None:
    house = originals(1)[0][1]  # a third of each article
    texts = [f"{originals(12)[i][0]}\n\n{originals(12)[i][1]}\n\n{house}" for i in (1, 2, 3, 6, 7)]
    assert len(set(home_of(texts, ["one.example.org"] * 5))) == 5


def test_a_story_in_a_hundred_papers_is_one_family_whatever_the_order() -> None:
    blocks = originals(1)[0]
    dice = random.Random(1)
    texts = ["\n\n".join(copied(blocks, dice.choice(EDITS[:-1]), dice)) for _ in range(100)]
    assert len(set(home_of(texts))) == 1
    dice.shuffle(texts)
    assert len(set(home_of(texts))) == 1


def test_few_and_empty_texts() -> None:
    assert home_of([]) == []
    assert len(set(home_of(["", "", "one two", "one two"]))) == 4
