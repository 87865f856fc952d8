"""The last door: evidence, balance and disclosure are checked before anything leaves the house.

snapshot, findings, texts -> nothing, or EvidenceError with every problem (the first 20 in words)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator

from testimonia.domain.appearance import Appearance
from testimonia.domain.article import Article
from testimonia.domain.claim import Claim, ReportedNarrative
from testimonia.domain.coding import Coding, Passage
from testimonia.domain.figure import Figure, Findings
from testimonia.domain.person import Person
from testimonia.domain.question import Question
from testimonia.domain.snapshot import Snapshot
from testimonia.domain.span import Span
from testimonia.errors import EvidenceError, TestimoniaError
from testimonia.ports.texts import read_ahead
from testimonia.study.count import COUNTS, count, seal
from testimonia.study.count.register import COUNTED
from testimonia.study.disclosure import is_named, shown_name
from testimonia.study.veil import Veil
from testimonia.text import sha256

__all__ = ["gate", "problems", "shown_name"]

Texts = Callable[[str], Article]
Resting = Appearance | Person | Coding | Passage | Claim | ReportedNarrative | Question
"""What rests on words."""

SHOWN = 20
"""So many problems are told in words; the rest are counted."""

AHEAD = 50
"""So many texts are read at once: they follow each other in the store."""


def gate(
    snapshot: Snapshot, findings: Findings, texts: Texts, whole: Iterable[Appearance | Passage] | None = None
) -> None:
    """Raises EvidenceError, with the first 20 problems, unless everything walks back to words that still stand.

    `whole`: where the snapshot holds people in outline, all that the articles say of them, in the order of the articles as far as may be.
    """
    refuse(problems(snapshot, findings, texts, whole))


def refuse(problems: Iterable[str]) -> None:
    """Raises EvidenceError, with the first 20 of these problems, where there are any."""
    found = list(problems)
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


def problems(
    snapshot: Snapshot, findings: Findings, texts: Texts, whole: Iterable[Appearance | Passage] | None = None
) -> Iterator[str]:
    """Everything that is wrong, one sentence each."""
    sound: set[str] = set()
    yield from misquoted(snapshot, texts, sound, with_people=whole is None)
    if whole is not None:
        yield from misquoted_whole(whole, texts, sound)
    yield from unbalanced(snapshot)
    yield from unfounded(snapshot, findings, sound, Veil(snapshot))
    yield from _recounted(findings, count(snapshot))


def misquoted(snapshot: Snapshot, texts: Texts, sound: set[str], *, with_people: bool) -> Iterator[str]:
    """What rests on words that do not stand; puts every article into `sound` whose text is the one that was read. `with_people`: their appearances too."""
    rests = _resting(snapshot, with_people=with_people)
    for number, facts in enumerate(snapshot.articles):
        if number % AHEAD == 0:
            read_ahead(texts, (one.id for one in snapshot.articles[number : number + AHEAD]))
        text, lost = _text(facts.id, texts)
        if lost:
            yield lost
            continue
        sound.add(facts.id)
        for one in rests.pop(facts.id, ()):
            yield from _misquoted(facts.id, text, _spans(one, facts.id, snapshot))
    for article, held in rests.items():
        for where, _ in (span for one in held for span in _spans(one, article, snapshot)):
            yield f"{where}: article {article} is not there or not sound"


def misquoted_whole(whole: Iterable[Appearance | Passage], texts: Texts, sound: Collection[str]) -> Iterator[str]:
    """The same of what the articles say of people. `sound`: articles whose text is the one that was read."""
    for one in whole:
        if one.article in sound:
            yield from _misquoted(one.article, texts(one.article).text, _spans_in(one))
        else:
            for where, _ in _spans_in(one):
                yield f"{where}: article {one.article} is not there or not sound"


def unbalanced(snapshot: Snapshot) -> Iterator[str]:
    """What does not add up in the study itself, whatever is counted from it."""
    yield from _people(snapshot)
    yield from _balance(snapshot)
    for person in snapshot.persons:
        if (
            person.name
            and person.name == shown_name(person, snapshot.settings)
            and not is_named(person, snapshot.settings)
        ):
            yield f"person {person.id}: would be shown by the name"


def unfounded(snapshot: Snapshot, findings: Findings, sound: Collection[str], veil: Veil) -> Iterator[str]:
    """What is wrong with figures of this study. `sound`: see `misquoted`; `veil`: of whom no figure may show the name."""
    members = _members(snapshot, sound)
    for step in findings.attrition:
        if step.entered != step.kept + step.set_aside:
            yield f"{step.stage}: {step.entered} entered, but {step.kept} kept + {step.set_aside} set aside"
        if sum(step.reasons.values()) != step.set_aside:
            yield f"{step.stage}: {step.set_aside} set aside, but reasons for {sum(step.reasons.values())}"
    for figure in findings.figures:
        yield from _figure(figure, members)
        # titles from the codebook are not about persons; a code may share a word with somebody's name
        told = figure.id.startswith(("role.", "excluded.")) or ".role_" in figure.id
        if told and veil.names_in(f"{figure.title}\n{figure.query}"):
            yield f"figure {figure.id}: shows a name that is not to be shown"


def _text(id: str, texts: Texts) -> tuple[str, str]:
    """The article's text, and why it cannot be trusted; "" where it can."""
    try:
        article = texts(id)
    except (LookupError, TestimoniaError) as error:
        return "", f"article {id}: its text is missing ({error})"
    if article.id != id:
        return "", f"article {id}: got the text of {article.id}"
    if sha256(article.text) != article.sha256:
        return "", f"article {id}: the text does not match its SHA-256; it was changed after cleaning"
    return article.text, ""


def _misquoted(article: str, text: str, spans: Iterable[tuple[str, Span]]) -> Iterator[str]:
    for where, span in spans:
        if not span.quote or text[span.start : span.end] != span.quote:
            got = text[span.start : span.end][:60]
            yield f"{where}: at {article} {span.start}-{span.end} stands {got!r}, not {span.quote[:60]!r}"


def _resting(snapshot: Snapshot, *, with_people: bool) -> dict[str, list[Resting]]:
    """What rests on words of each article, so that one text after the other is read, each once."""
    found: dict[str, list[Resting]] = defaultdict(list)
    for one in snapshot.appearances.values() if with_people else ():
        found[one.article].append(one)
    for person in snapshot.persons:
        seen = (snapshot.appearances.get(id) for id in person.values_from)
        for article in dict.fromkeys(one.article for one in seen if one):
            found[article].append(person)
    for held in (snapshot.codings, snapshot.passages, snapshot.claims, snapshot.narratives, snapshot.questions):
        for item in held:
            found[item.article].append(item)
    return found


def _spans(one: Resting, article: str, snapshot: Snapshot) -> Iterator[tuple[str, Span]]:
    """Every quote of the article on which it rests, each with what it is."""
    if isinstance(one, Appearance | Passage):
        yield from _spans_in(one)
    elif isinstance(one, Person):
        for value, source in zip(one.values, one.values_from, strict=False):
            seen = snapshot.appearances.get(source)
            if value.span is not None and seen is not None and seen.article == article:
                yield f"{value.field} of {one.id}", value.span
    elif isinstance(one, Coding):
        yield f"coding {one.id}", one.span
    elif isinstance(one, Claim):
        yield f"claim {one.id}", one.span
    elif isinstance(one, ReportedNarrative):
        yield f"reported narrative {one.code}", one.span
    else:
        yield from ((f"question {one.id}", span) for span in one.spans)


def _spans_in(one: Appearance | Passage) -> Iterator[tuple[str, Span]]:
    if isinstance(one, Appearance):
        yield from ((f"appearance {one.id}", span) for span in _spans_of(one))
    else:
        yield f"passage {one.code} of {one.appearance}", one.span


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


def _balance(snapshot: Snapshot) -> Iterator[str]:
    counted, range_ = sum(p.status in COUNTED for p in snapshot.persons), snapshot.count
    if counted != range_.best:
        yield f"count: {counted} persons are counted, but the best estimate says {range_.best}"
    if not 0 <= range_.floor <= range_.best <= range_.ceiling:
        yield f"count: the range {range_.floor} to {range_.ceiling} does not hold {range_.best}"


def _recounted(findings: Findings, again: Findings) -> Iterator[str]:
    recount = {f.id: f.hash for f in again.figures}
    for figure in findings.figures:
        if recount.pop(figure.id, None) != figure.hash:
            yield f"figure {figure.id}: a recount of the study does not give it"
    yield from (f"figure {id}: the study gives it, the findings lack it" for id in recount)
    tables = ("growth_spoke", "growth_left", "cross", "attrition", "reported")
    for name in (*tables, "refusals", "sayings", "sensitivity", "corrected", "associations", "compared"):
        if getattr(findings, name) != getattr(again, name):
            yield f"{name}: a recount of the study gives another"


def _members(snapshot: Snapshot, articles: Collection[str]) -> dict[str, frozenset[str]]:
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
