"""Of many open pairs the likest are asked, and how many wait behind them is said; all of them count in the range."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations

from testimonia.domain.appearance import Appearance, Mention, MentionKind, Role
from testimonia.domain.article import ArticleFacts
from testimonia.domain.decision import Decision, Split
from testimonia.domain.pair import PairScore, Verdict
from testimonia.domain.settings import Group, Settings
from testimonia.domain.span import Span
from testimonia.identity.resolve import merge, resolve
from testimonia.identity.unsure import ASKED
from testimonia.review.decide import fold

SETTINGS = Settings(title="t", groups=(Group(name="Islamic State"),))


def appearance(n: int) -> Appearance:
    span = Span(start=0, end=4, quote="Omid")
    return Appearance(
        id=Appearance.id_of(f"d-{n:02}", 0, 4), article=f"d-{n:02}", label="Omid", mentions=(Mention(kind=MentionKind.NAME, span=span),),
        role=Role.CASE, probability=0.9, detector="t@1",
    )  # fmt: skip


PEOPLE = [appearance(n) for n in range(12)]
FACTS = {
    one.article: ArticleFacts(id=one.article, source="", order=n, language="en", origin=one.article)
    for n, one in enumerate(PEOPLE)
}
PAIRS = [
    PairScore(
        left=a.id,
        right=b.id,
        score=0.5 + 0.01 * (int(b.article[2:]) - int(a.article[2:])),
        verdict=Verdict.OPEN,
        reasons=("names agree",),
    )
    for a, b in combinations(PEOPLE, 2)
]


def test_the_likest_are_asked_and_the_others_are_counted() -> None:
    found = resolve(PEOPLE, PAIRS, fold([]), FACTS, SETTINGS)
    assert (found.count.floor, found.count.best, found.count.ceiling) == (1, 12, 12)
    assert len(found.count.open_pairs) == len(PAIRS)
    asked = [q for q in found.questions if q.kind == "identity"]
    assert len(asked) < len(PAIRS)
    per = Counter(id for q in asked for id in q.appearances)
    assert all(per[one.id] >= ASKED for one in PEOPLE)
    for question in asked:
        said = re.search(r"(\d+) more pairs of these two, less alike, wait behind this", question.why)
        assert int(said[1] if said else 0) == sum(11 - per[id] for id in question.appearances)
    score = {frozenset((p.left, p.right)): p.score for p in PAIRS}
    left = PAIRS[0].left, PAIRS[0].right  # the least like of all
    assert set(left) not in [set(q.appearances) for q in asked]
    for id in left:
        theirs = sorted((score[frozenset(q.appearances)] for q in asked if id in q.appearances), reverse=True)
        assert theirs[ASKED - 1] >= score[frozenset(left)]


def test_an_answer_brings_up_the_next() -> None:
    asked = {q.appearances for q in resolve(PEOPLE, PAIRS, fold([]), FACTS, SETTINGS).questions}
    first = min(asked, key=lambda ends: (ends[0], ends[1]))
    split = Decision(
        number=1, at="", by="ann", reason="seen", action=Split(left=first[0], right=first[1]), previous="", hash=""
    )
    now = resolve(PEOPLE, PAIRS, fold([split]), FACTS, SETTINGS)
    assert first not in {q.appearances for q in now.questions}
    assert len(now.count.open_pairs) == len(PAIRS) - 1


def test_groups_put_side_by_side_are_the_whole() -> None:
    whole = resolve(PEOPLE, PAIRS, fold([]), FACTS, SETTINGS)
    groups = [resolve([one], [], fold([]), FACTS, SETTINGS) for one in PEOPLE]
    order = {one.article: n for n, one in enumerate(PEOPLE)}
    assert merge(groups, order, reversed(PAIRS), (), {one.id: one.mentions[0].span for one in PEOPLE}) == whole
