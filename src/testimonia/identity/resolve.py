"""Appearances and human decisions to persons, and the range of the count.

`best` counts the partition as it stands: included and candidate persons. `floor` joins every open pair that may be joined
and leaves out candidates below `firm`; `ceiling` keeps all apart and counts every open question of inclusion as a case.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from testimonia.domain.appearance import Appearance, Basis, Role, Value
from testimonia.domain.article import ArticleFacts
from testimonia.domain.decision_state import DecisionState
from testimonia.domain.pair import PairScore, Verdict
from testimonia.domain.person import CountRange, Person, Status
from testimonia.domain.question import Question
from testimonia.domain.reading import Doubt
from testimonia.domain.resolution import Resolution
from testimonia.domain.setaside import Reason, SetAside
from testimonia.domain.settings import Settings
from testimonia.domain.span import Span
from testimonia.identity.decided import anchored, values, verdict_on
from testimonia.identity.unsure import identity

LISTED = {
    Role.TRAVELLER,
    Role.KILLED,
    Role.CAPTURED,
    Role.RETURNEE_SILENT,
    Role.STILL_MEMBER,
    Role.OTHER_GROUP,
    Role.VICTIM,
}
FIRM = 0.6


def resolve(
    appearances: Sequence[Appearance], pairs: Iterable[PairScore], state: DecisionState, facts: Mapping[str, ArticleFacts], settings: Settings,
    doubts: Iterable[tuple[str, Doubt]] = (),
) -> Resolution:  # fmt: skip
    """Persons, counted once each. Human must-links and cannot-links always win."""
    held = sorted(appearances, key=lambda a: (facts[a.article].order, a.mentions[0].span.start, a.id))
    by_id = {a.id: a for a in held}
    scores = sorted(pairs, key=lambda p: (-p.score, p.left, p.right))
    state = anchored(state, by_id)
    rank = {id: n for n, id in enumerate(state.verdicts)}
    groups = _cluster(held, scores, state)
    persons: list[Person] = []
    asides: list[SetAside] = []
    for group in groups:
        person = _person(group, state, rank, facts, settings)
        if person is None:
            asides += [_aside(a, facts, settings) for a in group]
        else:
            persons.append(person)
    home = {a: p for p in persons for a in p.appearances}
    return _with_open(
        persons, asides, list(_cases(doubts, by_id, home, state)), (p for p in scores if p.verdict is Verdict.OPEN),
        {frozenset(p) for p in (*state.must, *state.cannot)}, {a.id: a.mentions[0].span for a in held},
    )  # fmt: skip


def merge(
    found: Iterable[Resolution], order: Mapping[str, int], open_pairs: Iterable[PairScore] = (), decided: Container[frozenset[str]] = frozenset(),
    first: Mapping[str, Span] | None = None,
) -> Resolution:  # fmt: skip
    """One resolution out of those of groups that no accepted pair and no decision joins.

    `order`: of the articles. `open_pairs`: those that nobody answered but `decided`; `first`: the first words for each appearance.
    """
    held = list(found)

    def place(id: str) -> tuple[int, int, str]:
        article, _, offsets = id.partition("@")
        return order[article], int(offsets.partition("-")[0]), id

    return _with_open(
        sorted((p for one in held for p in one.persons), key=lambda p: place(p.appearances[0])),
        sorted((a for one in held for a in one.set_asides), key=lambda a: place(a.subject)),
        sorted((q for one in held for q in one.questions), key=lambda q: (q.id, q.why)),
        open_pairs, decided, first or {},
    )  # fmt: skip


def _with_open(
    persons: list[Person], asides: list[SetAside], cases: list[Question], pairs: Iterable[PairScore], decided: Container[frozenset[str]],
    first: Mapping[str, Span],
) -> Resolution:  # fmt: skip
    """The whole, with the questions of identity and the range that these give the count."""
    home = {a: p for p in persons for a in p.appearances}
    is_open = sorted((p for p in pairs if _is_open(p, home, decided)), key=lambda p: (-p.score, p.left, p.right))
    questions = (*identity(is_open, first, home), *cases)
    return Resolution(
        persons=tuple(persons), set_asides=tuple(asides), count=_range(persons, is_open, home, questions), questions=questions
    )  # fmt: skip


def _cluster(
    held: list[Appearance],
    scores: list[PairScore],
    state: DecisionState,
) -> list[list[Appearance]]:
    group = {a.id: [a.id] for a in held}
    article = {a.id: a.article for a in held}
    articles: dict[str, set[str]] = {}  # of the group, by its first member; so is `apart`; most are alone and free
    apart: defaultdict[str, set[str]] = defaultdict(set)
    for a, b in state.cannot:
        if a in group and b in group:
            apart[a].add(b)
            apart[b].add(a)

    def articles_of(some: list[str]) -> set[str]:
        return articles.get(some[0]) or {article[some[0]]}

    def may(one: list[str], other: list[str], *, human: bool) -> bool:
        few, many = sorted((one, other), key=len)
        is_free = many[0] not in apart or apart[many[0]].isdisjoint(few)
        return is_free and (human or articles_of(few).isdisjoint(articles_of(many)))

    def join(one: list[str], other: list[str]) -> None:
        few, many = sorted((one, other), key=len)
        articles[many[0]] = articles_of(many) | articles_of(few)
        if few[0] in apart:
            apart[many[0]] |= apart[few[0]]
        many += few
        group.update(dict.fromkeys(few, many))

    machine = [(p.left, p.right) for p in scores if p.verdict is Verdict.SAME]
    for wanted, human in ((state.must, True), (machine, False)):
        for a, b in wanted:
            if a in group and b in group and group[a] is not group[b] and may(group[a], group[b], human=human):
                join(group[a], group[b])
    clusters: dict[int, list[Appearance]] = {}
    for item in held:
        clusters.setdefault(id(group[item.id]), []).append(item)
    return list(clusters.values())


def _person(
    group: list[Appearance], state: DecisionState, rank: Mapping[str, int], facts: Mapping[str, ArticleFacts], settings: Settings
) -> Person | None:  # fmt: skip
    verdict = verdict_on(group, state, rank)
    p = max(a.probability for a in group)
    role = max(group, key=lambda a: a.probability).role
    pairs = values(group, state)
    first = _first_public(group, pairs, facts)
    inside = _in_window(first, settings)
    if verdict is not None:
        status, reason = (Status.INCLUDED if verdict[0] else Status.EXCLUDED), verdict[1]
    elif p >= settings.case_threshold:
        status, reason = (
            (Status.CANDIDATE, "proposed by the machine")
            if inside
            else (Status.EXCLUDED, f"first public word {first} lies outside the window")
        )
    elif role in LISTED:
        status, reason = Status.EXCLUDED, f"no case: {role.value.replace('_', ' ')}"
    else:
        return None
    best = {f: _best(f, pairs) for f in ("name", "nationality", "gender", "age", "group_role", "joined", "left")}
    names = [n for a in group for n in a.names() if not n.isupper()]
    return Person(
        id=Person.id_of(group[0].id), status=status, reason=reason, label=best["name"] or next((v.value for v, _ in pairs if v.field == "alias"), None) or group[0].label,
        name=best["name"], aliases=tuple(dict.fromkeys(n for n in names if n != best["name"])),
        pseudonymous=any(v.field == "pseudonym" for v, _ in pairs), nationality=best["nationality"], gender=best["gender"],
        age=int(best["age"]) if best["age"] else None, group_role=best["group_role"], joined=best["joined"], left=best["left"], first_public=first,
        values=tuple(v for v, _ in pairs), values_from=tuple(a for _, a in pairs), appearances=tuple(a.id for a in group),
        origins=_origins([facts[a.article] for a in group]), probability=p, in_window=inside,
    )  # fmt: skip


def _origins(articles: Sequence[ArticleFacts]) -> tuple[str, ...]:
    """The origins that are independent: of two that have text in common, as a roundup has with the stories in it, the earlier alone."""
    held = dict.fromkeys(one.origin for one in articles)
    leaning = {one.origin for one in articles if not held.keys().isdisjoint(one.takes_from)}
    return tuple(origin for origin in held if origin not in leaning)


def _first_public(
    group: list[Appearance], pairs: list[tuple[Value, str]], facts: Mapping[str, ArticleFacts]
) -> str | None:
    """The day of the earliest article, or an earlier public word of which an article states the date; what people set wins."""
    spoke = [(v.value, v.basis) for v, _ in pairs if v.field == "spoke"]
    decided = [value for value, basis in spoke if basis is Basis.DECIDED]
    if decided:
        return decided[0]
    dates = sorted(d for a in group if (d := facts[a.article].published))
    published = dates[0] if dates else None
    stated = min((value for value, basis in spoke if basis is Basis.STATED), default=None)
    if stated is None or published is None:
        return published or stated
    return published if published.startswith(stated) else min(stated, published)


def _in_window(first: str | None, settings: Settings) -> bool:
    if first is None:
        return True
    start, end = settings.window_start, settings.window_end
    return (start is None or first >= start or start.startswith(first)) and (end is None or first[: len(end)] <= end)


def _best(field: str, pairs: list[tuple[Value, str]]) -> str | None:
    """Most weight wins; a stated value counts twice an inferred one; the first in capture order breaks a tie."""
    votes: dict[str, float] = {}
    for value, _ in pairs:
        if value.field == field:
            votes[value.value] = votes.get(value.value, 0.0) + value.weight * (
                2.0 if value.basis is not Basis.INFERRED else 1.0
            )
    if not votes:
        return None
    if field == "name":
        return max(votes, key=lambda n: (len(n.split()), votes[n]))
    return max(votes, key=lambda v: votes[v])


def _aside(item: Appearance, facts: Mapping[str, ArticleFacts], settings: Settings) -> SetAside:
    waits = item.probability >= settings.review_threshold
    return SetAside(stage="resolve", subject=item.id, source=facts[item.article].source, reason=Reason.NO_CASE,
                    detail="waits for review" if waits else item.role.value.replace("_", " "))  # fmt: skip


def _is_open(pair: PairScore, home: Mapping[str, Person], decided: Container[frozenset[str]]) -> bool:
    a, b = home.get(pair.left), home.get(pair.right)
    counted = a is not None and b is not None and Status.EXCLUDED not in (a.status, b.status)
    return counted and a is not b and frozenset((pair.left, pair.right)) not in decided


def _cases(
    doubts: Iterable[tuple[str, Doubt]],
    by_id: Mapping[str, Appearance],
    home: Mapping[str, Person],
    state: DecisionState,
) -> Iterator[Question]:
    for article, doubt in doubts:
        item = by_id.get(doubt.appearance or "")
        person = home.get(item.id) if item else None
        settled = item is not None and (
            item.id in state.verdicts or (person is not None and person.status is not Status.EXCLUDED)
        )
        if not settled:
            yield Question(
                id=Question.id_of(doubt.kind, article, doubt.appearance or ""), kind=doubt.kind, article=article,
                spans=tuple(m.span for m in item.mentions if m.kind.value != "pronoun")[:6] if item else (), appearances=(item.id,) if item else (),
                person=person.id if person else None, why=doubt.why, weight=(1.0 - abs(item.probability - 0.5)) if item else 0.8,
            )  # fmt: skip


def _range(
    persons: list[Person], open_pairs: list[PairScore], home: Mapping[str, Person], questions: Sequence[Question]
) -> CountRange:
    counted = [p for p in persons if p.status is not Status.EXCLUDED]
    firm = {p.id for p in counted if p.status is Status.INCLUDED or p.probability >= FIRM}
    parent = {p.id: p.id for p in counted}

    def root(x: str) -> str:
        while parent[x] != x:
            parent[x] = x = parent[parent[x]]  # chains stay short
        return x

    for pair in open_pairs:
        a, b = root(home[pair.left].id), root(home[pair.right].id)
        parent[max(a, b)] = min(a, b)
    floor = len({root(i) for i in firm})
    return CountRange(
        floor=floor, best=len(counted), ceiling=len(counted) + sum(q.kind in ("case", "policy") for q in questions),
        open_pairs=tuple(sorted((p.left, p.right) for p in open_pairs)),
    )  # fmt: skip
