"""Counts: the ledger of figures, each a query with its members and their evidence.

    persons, codings, articles, claims -> figures, series, cross-table, reported totals beside our own

Counted are persons included or proposed. A code counts persons, not passages; not mentioned is not no.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from testimonia.domain.figure import Figure, Findings
from testimonia.domain.question import Question
from testimonia.domain.snapshot import Snapshot
from testimonia.study.count.associations import associations, shares_by_group
from testimonia.study.count.groups import attribute_groups
from testimonia.study.count.growth import growth
from testimonia.study.count.ledger import COUNTS, seal, tally
from testimonia.study.count.months import months, series
from testimonia.study.count.patterns import patterns
from testimonia.study.count.people import individuals, people
from testimonia.study.count.powered import agreements, corrected
from testimonia.study.count.reasons import FAMILIES, cross, reasons
from testimonia.study.count.register import Register
from testimonia.study.count.reported import reported
from testimonia.study.count.sayings import sayings
from testimonia.study.count.uncertainty import uncertainty
from testimonia.study.count.unseen import unseen
from testimonia.study.language import say

__all__ = ["COUNTS", "count", "seal"]


def count(snapshot: Snapshot) -> Findings:
    """All figures of the study at this state of its log. A pure function: equal studies give equal ledgers."""
    register = Register(snapshot)
    totals, ours = reported(register)
    range_figures, sensitivity = uncertainty(register)
    groups = tuple(attribute_groups(register))
    grown, (pairs, tables) = growth(register), associations(register, groups)
    within, compared = shares_by_group(register, groups)
    declared, tested, no_pattern = patterns(register, groups)
    (hidden, no_hidden), (sampled, no_sampled) = unseen(register), corrected(register)
    figures = (
        *people(register),
        *_articles(register),
        *months(register),
        *reasons(register, individuals(register)),
        *_questions(snapshot),
        *ours,
        *range_figures,
        *grown.figures,
        *pairs,
        *within,
        *declared,
        *hidden,
        *sampled,
        *agreements(register),
    )
    codes = [c.replace("/", ".") for family in FAMILIES for c in register.family(family)]
    return Findings(
        refusals=(*grown.refusals, *no_pattern, *no_hidden, *no_sampled),
        sayings=(*grown.sayings, *sayings(figures, codes)),
        sensitivity=sensitivity,
        corrected=grown.months,
        associations=(*tables, *tested),
        compared=compared,
        figures=figures,
        growth_spoke=series(register, "spoke"),
        growth_left=series(register, "left"),
        cross=tuple(cross(register)),
        attrition=snapshot.attrition,
        reported=totals,
    )


def _articles(register: Register) -> Iterator[Figure]:
    """Articles read, origins after copies, copies, and those with a counted person; evidence: the article."""
    articles = register.snapshot.articles
    tell = {register.snapshot.appearances[a].article for a in register.owner if a in register.snapshot.appearances}
    kinds = {
        "articles.in.count": (say("Articles read"), say("articles kept by cleaning"), articles),
        "articles.origins.count": (
            say("Independent articles"),
            say("articles that are no copy of another"),
            [a for a in articles if a.origin == a.id],
        ),
        "articles.copies.count": (
            say("Copies"),
            say("articles that copy another"),
            [a for a in articles if a.origin != a.id],
        ),
        "articles.telling.count": (
            say("Articles with a counted person"),
            say("articles in which at least one counted person appears"),
            [a for a in articles if a.id in tell],
        ),
    }
    for id, (title, query, found) in kinds.items():
        yield tally(id, title, query, ((a.id, (a.id,)) for a in found), unit="articles")


def _questions(snapshot: Snapshot) -> Iterator[Figure]:
    """What waits for people, in all and by kind; evidence: the article to look at."""
    questions = {q.id: q for q in snapshot.questions}.values()  # two doubts may put the same question
    kinds: dict[str, list[Question]] = defaultdict(list)
    for question in questions:
        kinds[question.kind].append(question)
    rows = ((q.id, (q.article,)) for q in questions)
    yield tally(
        "review.open.count", say("Questions that wait for people"), say("all open questions"), rows, unit="questions"
    )
    for kind in sorted(kinds):
        found = ((q.id, (q.article,)) for q in kinds[kind])
        title, query = say("Open questions: {kind}", kind=kind), say("open questions of the kind {kind}", kind=kind)
        yield tally(f"review.open.{kind}.count", title, query, found, unit="questions")
