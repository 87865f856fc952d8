"""Measures the findings of a large invented study: time and memory of counting everything once.

    python tools/bench_findings.py [PERSONS] [ARTICLES]

Prints one line of JSON; exits 1 where it took more than 60 s or 2 GiB.
"""

from __future__ import annotations

import json
import random
import resource
import sys
import time

from testimonia.domain.appearance import Appearance, Mention, MentionKind, Role
from testimonia.domain.article import ArticleFacts
from testimonia.domain.claim import Claim, ClaimScope, Qualifier
from testimonia.domain.codebook import Code, Codebook
from testimonia.domain.coding import Coding, Stance
from testimonia.domain.person import CountRange, Person, Status
from testimonia.domain.question import Question
from testimonia.domain.settings import Group, Settings
from testimonia.domain.snapshot import Snapshot
from testimonia.domain.span import Span
from testimonia.study.count import count

CODES = (
    "leaving/infighting", "leaving/brutality", "leaving/corruption", "leaving/quality_of_life", "leaving/other",
    "joining/defend_sunnis", "joining/ideology", "joining/material", "joining/adventure", "joining/coercion",
)  # fmt: skip
COUNTRIES = ("SY", "IQ", "TN", "FR", "DE", "GB", "TR", "SA", "EG", "MA", "BE", "US", "AU", "ID", "RU", "UZ", "JO")
SECONDS, KILOBYTES = 60.0, 2 * 1024 * 1024


def study(persons: int, articles: int, seed: int = 1) -> Snapshot:
    """An invented study: articles over six years by 400 publishers, some of which came late; persons told by one to five of them."""
    dice = random.Random(seed)
    facts = [_article(dice, i, articles) for i in range(articles)]
    people: dict[str, Appearance] = {}
    held = []
    codings: list[Coding] = []
    for i in range(persons):
        person = _person(dice, i, facts, people)
        held.append(person)
        codings += _codings(dice, person)
    pairs = tuple(sorted(dice.sample([p.appearances[0] for p in held], 2)) for _ in range(persons // 25))
    open_pairs = tuple((a, b) for a, b in pairs)
    questions = tuple(
        Question(id=f"?q{i}", kind="identity", article=people[a].article, appearances=(a, b), why="alike", weight=0.5)
        for i, (a, b) in enumerate(open_pairs)
    )
    span = Span(start=0, end=4, quote="said")
    claims = tuple(
        Claim(id=f"k{i}", article=dice.choice(facts).id, figure=float(dice.randrange(5, persons)), unit="persons",
              qualifier=Qualifier.AT_LEAST, scope=ClaimScope.SPOKE, span=span, rule="bench", country=dice.choice((None, *COUNTRIES)))
        for i in range(articles // 200)
    )  # fmt: skip
    return Snapshot(
        settings=Settings(title="Bench", groups=(Group(name="the Order"),)),
        codebook=Codebook(title="Bench", codes=tuple(Code(id=c, name=c, definition=c) for c in CODES)),
        articles=tuple(facts), appearances=people, persons=tuple(held), codings=tuple(codings), claims=claims, questions=questions,
        count=CountRange(floor=persons // 2, best=persons, ceiling=persons, open_pairs=open_pairs), program="bench",
    )  # fmt: skip


def _article(dice: random.Random, i: int, articles: int) -> ArticleFacts:
    month = i * 72 // articles
    publisher = dice.randrange(60 + month * 5)
    id = f"d-{i:07d}"
    return ArticleFacts(
        id=id, order=i, source=f"s/{i}", publisher=f"Paper {publisher}", language="en", origin=id,
        published=f"{2014 + month // 12}-{month % 12 + 1:02d}-{dice.randrange(1, 28):02d}", captured_on=f"{2014 + month // 12}-{month % 12 + 1:02d}-28",
    )  # fmt: skip


def _person(dice: random.Random, i: int, facts: list[ArticleFacts], people: dict[str, Appearance]) -> Person:
    told = sorted(dice.sample(range(len(facts)), dice.choice((1, 1, 1, 2, 2, 3, 5))))
    ids = []
    for at in told:
        id = f"{facts[at].id}@{i}-{i + 4}"
        span = Span(start=i, end=i + 4, quote="name")
        people[id] = Appearance(id=id, article=facts[at].id, label="name", mentions=(Mention(span=span, kind=MentionKind.NAME),),
                                role=Role.CASE, probability=0.9, detector="bench")  # fmt: skip
        ids.append(id)
    first = facts[told[0]].published
    year, month = int((first or "2014")[:4]), int((first or "2014-01")[5:7])
    back = year * 12 + month - 1 - min(int(dice.expovariate(0.2)), 40)
    return Person(
        id=f"P-{i:06d}", status=dice.choice((Status.INCLUDED, Status.CANDIDATE)), label=f"Person {i}", first_public=first,
        left=f"{back // 12}-{back % 12 + 1:02d}", nationality=dice.choice((None, *COUNTRIES)), gender=dice.choice(("M", "M", "M", "F", None)),
        age=dice.choice((None, 19, 24, 31, 47)), appearances=tuple(ids), origins=tuple(facts[at].id for at in told), probability=0.9,
    )  # fmt: skip


def _codings(dice: random.Random, person: Person) -> list[Coding]:
    found = []
    for code in dice.sample(CODES, dice.randrange(5)):
        span = Span(start=dice.randrange(10**6), end=10**6 + 9, quote="words")
        stance = Stance.DENIED if dice.random() < 0.05 else Stance.PRESENT
        found.append(Coding(id=Coding.id_of(person.appearances[0], code, span), appearance=person.appearances[0], code=code, span=span,
                            article=person.appearances[0].split("@")[0], stance=stance, coder="bench", confidence=0.8))  # fmt: skip
    return found


def main() -> int:
    """Makes the study, counts it, and says what that took."""
    persons, articles = (int(a) for a in (*sys.argv[1:], *("10000", "100000")[len(sys.argv) - 1 :]))
    snapshot = study(persons, articles)
    before, cpu = time.perf_counter(), time.process_time()
    found = count(snapshot)
    seconds = time.perf_counter() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    said = {"persons": persons, "articles": articles, "figures": len(found.figures), "tables": len(found.associations),
            "refusals": [r.id for r in found.refusals], "seconds": round(seconds, 1), "cpu_seconds": round(time.process_time() - cpu, 1), "peak_mib": peak // 1024}  # fmt: skip
    sys.stdout.write(json.dumps(said) + "\n")
    return int(seconds > SECONDS or peak > KILOBYTES)


if __name__ == "__main__":
    sys.exit(main())
