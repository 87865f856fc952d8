"""The last door: evidence, balance and disclosure are checked before anything leaves the house.

snapshot, findings, texts -> nothing, or EvidenceError with every problem (the first 20 in words)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from testimonia.domain.appearance import Appearance
from testimonia.domain.article import Article
from testimonia.domain.figure import Figure, Findings
from testimonia.domain.snapshot import Snapshot
from testimonia.domain.span import Span
from testimonia.errors import EvidenceError, TestimoniaError
from testimonia.study.count import COUNTS, count, seal
from testimonia.study.count.register import COUNTED
from testimonia.study.disclosure import is_named, shown_name
from testimonia.study.veil import Veil
from testimonia.text import sha256

__all__ = ["gate", "problems", "shown_name"]

Texts = Callable[[str], Article]

SHOWN = 20
"""So many problems are told in words; the rest are counted."""


def gate(snapshot: Snapshot, findings: Findings, texts: Texts) -> None:
    """Raises EvidenceError, with the first 20 problems, unless everything walks back to words that still stand."""
    found = list(problems(snapshot, findings, texts))
    if not found:
        return
    more = [f"and {len(found) - SHOWN} more"] if len(found) > SHOWN else []
    raise EvidenceError(
        f"nothing is published: {len(found)} problem{'s' * (len(found) > 1)} with the evidence",
        where="gate",
        got="\n            ".join([*found[:SHOWN], *more]),
        expected="every figure walks back to quotes that stand at their offsets",
        hint="run `testimonia run STUDY` again; where it stays, report it as a bug",
    )


def problems(snapshot: Snapshot, findings: Findings, texts: Texts) -> Iterator[str]:
    """Everything that is wrong, one sentence each."""
    articles, lost = _articles(snapshot, texts)
    yield from lost
    yield from _quotes(snapshot, articles)
    yield from _people(snapshot)
    yield from _balance(snapshot, findings)
    yield from _figures(snapshot, findings, articles)
    yield from _disclosure(snapshot, findings)


def _articles(snapshot: Snapshot, texts: Texts) -> tuple[dict[str, str], list[str]]:
    """The texts that can be trusted, by id, and what is wrong with the others."""
    sound: dict[str, str] = {}
    lost: list[str] = []
    for facts in snapshot.articles:
        try:
            article = texts(facts.id)
        except (LookupError, TestimoniaError) as error:
            lost.append(f"article {facts.id}: its text is missing ({error})")
            continue
        if article.id != facts.id:
            lost.append(f"article {facts.id}: got the text of {article.id}")
        elif sha256(article.text) != article.sha256:
            lost.append(f"article {facts.id}: the text does not match its SHA-256; it was changed after cleaning")
        else:
            sound[facts.id] = article.text
    return sound, lost


def _quotes(snapshot: Snapshot, articles: dict[str, str]) -> Iterator[str]:
    for article, where, span in _spans(snapshot):
        if article not in articles:
            yield f"{where}: article {article} is not there or not sound"
        elif not span.quote or articles[article][span.start : span.end] != span.quote:
            got = articles[article][span.start : span.end][:60]
            yield f"{where}: at {article} {span.start}-{span.end} stands {got!r}, not {span.quote[:60]!r}"


def _spans(snapshot: Snapshot) -> Iterator[tuple[str, str, Span]]:
    """Every quote that something rests on: article, what rests on it, span."""
    for appearance in snapshot.appearances.values():
        for span in _spans_of(appearance):
            yield appearance.article, f"appearance {appearance.id}", span
    for person in snapshot.persons:
        for value, source in zip(person.values, person.values_from, strict=False):
            if value.span is not None and source in snapshot.appearances:
                yield snapshot.appearances[source].article, f"{value.field} of {person.id}", value.span
    for coding in snapshot.codings:
        yield coding.article, f"coding {coding.id}", coding.span
    for passage in snapshot.passages:
        yield passage.article, f"passage {passage.code} of {passage.appearance}", passage.span
    for claim in snapshot.claims:
        yield claim.article, f"claim {claim.id}", claim.span
    for narrative in snapshot.narratives:
        yield narrative.article, f"reported narrative {narrative.code}", narrative.span
    for question in snapshot.questions:
        for span in question.spans:
            yield question.article, f"question {question.id}", span


def _spans_of(appearance: Appearance) -> Iterator[Span]:
    yield from (m.span for m in appearance.mentions)
    yield from (a.span for a in appearance.atoms)
    yield from (v.span for v in appearance.values if v.span is not None)
    yield from (s.span for s in appearance.speech)
    yield from appearance.scope


def _people(snapshot: Snapshot) -> Iterator[str]:
    owners: dict[str, str] = {}
    for person in snapshot.persons:
        if not person.appearances:
            yield f"person {person.id}: has no appearance"
        if len(person.values) != len(person.values_from):
            yield f"person {person.id}: {len(person.values)} values from {len(person.values_from)} places"
        for id in (*person.appearances, *person.values_from):
            if id not in snapshot.appearances:
                yield f"person {person.id}: appearance {id} is not there"
        for id in person.appearances:
            if owners.setdefault(id, person.id) != person.id:
                yield f"appearance {id}: belongs to both {owners[id]} and {person.id}: one would be counted twice"
    for coding in snapshot.codings:
        appearance = snapshot.appearances.get(coding.appearance)
        if appearance is None or appearance.article != coding.article:
            yield f"coding {coding.id}: appearance {coding.appearance} is not in article {coding.article}"


def _balance(snapshot: Snapshot, findings: Findings) -> Iterator[str]:
    for step in findings.attrition:
        if step.entered != step.kept + step.set_aside:
            yield f"{step.stage}: {step.entered} entered, but {step.kept} kept + {step.set_aside} set aside"
        if sum(step.reasons.values()) != step.set_aside:
            yield f"{step.stage}: {step.set_aside} set aside, but reasons for {sum(step.reasons.values())}"
    counted, range_ = sum(p.status in COUNTED for p in snapshot.persons), snapshot.count
    if counted != range_.best:
        yield f"count: {counted} persons are counted, but the best estimate says {range_.best}"
    if not 0 <= range_.floor <= range_.best <= range_.ceiling:
        yield f"count: the range {range_.floor} to {range_.ceiling} does not hold {range_.best}"


def _figures(snapshot: Snapshot, findings: Findings, articles: dict[str, str]) -> Iterator[str]:
    members = _members(snapshot, articles)
    again = count(snapshot)
    recount = {f.id: f.hash for f in again.figures}
    for figure in findings.figures:
        yield from _figure(figure, members)
        if recount.pop(figure.id, None) != figure.hash:
            yield f"figure {figure.id}: a recount of the study does not give it"
    yield from (f"figure {id}: the study gives it, the findings lack it" for id in recount)
    tables = ("growth_spoke", "growth_left", "cross", "attrition", "reported")
    for name in (*tables, "refusals", "sayings", "sensitivity", "corrected", "associations", "compared"):
        if getattr(findings, name) != getattr(again, name):
            yield f"{name}: a recount of the study gives another"


def _members(snapshot: Snapshot, articles: dict[str, str]) -> dict[str, frozenset[str]]:
    """Who may be a member of a figure, and what may be evidence for it."""
    codings: dict[str, list[str]] = {}
    for coding in snapshot.codings:
        codings.setdefault(coding.appearance, []).append(coding.id)
    allowed = {
        p.id: frozenset((*p.appearances, *(k for a in p.appearances for k in codings.get(a, ()))))
        for p in snapshot.persons
    }
    allowed |= {a.id: frozenset((a.id,)) for a in snapshot.articles if a.id in articles}
    return allowed | {q.id: frozenset((q.article,)) for q in snapshot.questions}


def _figure(figure: Figure, members: dict[str, frozenset[str]]) -> Iterator[str]:
    if seal(figure).hash != figure.hash:
        yield f"figure {figure.id}: its hash does not match; it was changed after counting"
    if figure.unit in COUNTS and len(figure.members) != figure.value:
        yield f"figure {figure.id}: says {figure.value:g}, but has {len(figure.members)} members"
    if len(set(figure.members)) != len(figure.members):
        yield f"figure {figure.id}: counts someone twice"
    if len(figure.evidence) != len(figure.members):
        yield f"figure {figure.id}: {len(figure.members)} members, evidence for {len(figure.evidence)}"
    for member, evidence in zip(figure.members, figure.evidence, strict=False):
        if member not in members:
            yield f"figure {figure.id}: member {member} is not in the study"
        elif not evidence or not members[member].issuperset(evidence):
            yield f"figure {figure.id}: the evidence for {member} does not walk back to quotes"


def _disclosure(snapshot: Snapshot, findings: Findings) -> Iterator[str]:
    """Nobody is shown beyond the setting: neither by what stands for a person nor by words taken over from the data."""
    settings = snapshot.settings
    hidden = [p for p in snapshot.persons if not is_named(p, settings) and p.name]
    for person in hidden:
        if person.name == shown_name(person, settings):
            yield f"person {person.id}: would be shown by the name"
    veil = Veil(snapshot)
    for figure in findings.figures:
        # titles from the codebook are not about persons; a code may share a word with somebody's name
        told = figure.id.startswith(("role.", "excluded.")) or ".role_" in figure.id
        if told and veil.names_in(f"{figure.title}\n{figure.query}"):
            yield f"figure {figure.id}: shows a name that is not to be shown"
