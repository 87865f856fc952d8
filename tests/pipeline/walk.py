"""Number -> people -> quotes -> article, walked here step by step and without the program's own gate."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from testimonia.domain.article import Article
from testimonia.domain.figure import Figure, Findings
from testimonia.domain.snapshot import Snapshot
from testimonia.domain.span import Span


def walk_back(state: Snapshot, findings: Findings, article: Callable[[str], Article]) -> Iterator[str]:
    """Every place where a figure does not lead to words that stand in an article."""
    quotes: dict[str, tuple[str, Span]] = {k.id: (k.article, k.span) for k in state.codings}
    quotes |= {a.id: (a.article, a.mentions[0].span) for a in state.appearances.values()}
    owner = {a: p.id for p in state.persons for a in p.appearances}
    whose = {k.id: owner.get(k.appearance) for k in state.codings} | owner
    texts = {facts.id: article(facts.id).text for facts in state.articles}
    for figure in findings.figures:
        yield from _size(figure)
        for member, evidence in zip(figure.members, figure.evidence, strict=True):
            if not evidence:
                yield f"{figure.id}: nothing shows {member}"
            for id in evidence:
                if id in texts:
                    continue  # an article stands for itself, a question for the article to look at
                if id not in quotes:
                    yield f"{figure.id}: {id} is not in the study"
                elif whose[id] != member:
                    yield f"{figure.id}: {id} shows {whose[id]}, not {member}"
                elif texts[quotes[id][0]][quotes[id][1].start : quotes[id][1].end] != quotes[id][1].quote:
                    yield f"{figure.id}: the words of {id} do not stand in {quotes[id][0]}"


def _size(figure: Figure) -> Iterator[str]:
    if figure.unit in ("persons", "articles", "questions") and len(set(figure.members)) != figure.value:
        yield f"{figure.id}: {figure.value:g} is not the number of its members"
