"""The detection's reading with the model's proposals in it.

Both for a case: the candidate stands firm, with both reasons. The model alone: a candidate, where membership, leaving and speaking
each stand in quoted words, but one that is not in the floor of the count; else a question for people. The rules alone: unchanged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from testimonia.domain.appearance import Appearance, Basis, Evidence, Mention, MentionKind, Role, Value
from testimonia.domain.claim import Claim
from testimonia.domain.consultation import Heard
from testimonia.domain.reading import Doubt, Reading
from testimonia.domain.settings import Settings
from testimonia.domain.span import Span
from testimonia.identity.consult.table import Individual
from testimonia.identity.consult.values import RULE
from testimonia.identity.detect.layout import Layout

AGREED = 0.95
"""Probability of a case on which both agree. A convention: `status` shows how often they do, a team's decisions who is right."""
ELSE = 0.02
"""Probability of somebody whom the model alone found and takes for no case."""
NEEDED = (Evidence.MEMBER, Evidence.LEFT, Evidence.SPOKE)
_NAMES = {Evidence.MEMBER: "membership", Evidence.LEFT: "leaving", Evidence.SPOKE: "speaking"}
BOTH = "rules and a language model both take them for a case"
ALONE = "a language model alone takes them for a case: membership, leaving and speaking each stand in quoted words"


def join(
    reading: Reading, individuals: Iterable[Individual], claims: Iterable[Claim], layout: Layout, settings: Settings, coder: str
) -> Reading:  # fmt: skip
    """One reading of two readers: nothing that the first found is gone."""
    held = {one.id: one for one in reading.appearances}
    doubts = list(reading.doubts)
    for one in individuals:
        before = held.get(one.appearance) or _new(one, layout)
        after = _said_too(before, one, settings, coder)
        held[one.appearance] = after
        doubts += _doubt(before, after, one)
        for id in one.same:
            held[id] = _with_counter(held[id], f"a language model takes them and {after.label} for one person")
    return msgspec.structs.replace(
        reading,
        appearances=tuple(held.values()),
        claims=(*reading.claims, *_others(reading.claims, claims)),
        doubts=tuple({(d.kind, d.appearance): d for d in reversed(doubts)}.values())[::-1],
        detector=f"{reading.detector}+{coder}",
    )


def _with_counter(one: Appearance, why: str) -> Appearance:
    return msgspec.structs.replace(one, counter_reasons=(*one.counter_reasons, why))


def heard(individuals: Iterable[Individual]) -> tuple[Heard, ...]:
    """The model's own word of each."""
    return tuple(
        Heard(
            appearance=one.appearance,
            role=one.role,
            kinds=tuple(kind for kind in Evidence if kind in one.kinds),
            values=tuple(one.values),
            codings=tuple(one.codings),
        )
        for one in individuals
    )


def _said_too(before: Appearance, one: Individual, settings: Settings, coder: str) -> Appearance:
    """The appearance with what the model says of it."""
    p, role = before.probability, before.role
    whole = all(kind in one.kinds for kind in NEEDED)
    why, against = list(before.reasons), list(before.counter_reasons)
    if one.role is Role.CASE and role is Role.CASE:
        p, why = max(p, AGREED if whole else p), [BOTH, *why]
    elif one.role is Role.CASE and whole:
        p, role, why = max(p, settings.case_threshold), Role.CASE, [ALONE, *why]
    elif one.role is Role.CASE:
        p, why = (
            max(p, settings.review_threshold),
            [f"a language model takes them for a case, without words for {_missing(one)}", *why],
        )
    elif one.role is not None and role is Role.CASE:
        against = [f"a language model takes them for: {one.role.value.replace('_', ' ')}", *against]
    mentions = {m.span: m for m in _mentions(one, before)}
    return msgspec.structs.replace(
        before,
        mentions=(*before.mentions, *(m for s, m in mentions.items() if s not in {k.span for k in before.mentions})),
        atoms=tuple(sorted((*before.atoms, *one.atoms), key=lambda a: (a.span.start, a.rule))),
        values=(*before.values, *_values(one, before)),
        role=role,
        probability=round(p, 4),
        reasons=tuple(why),
        counter_reasons=tuple(against),
        detector=before.detector if before.detector == coder else f"{before.detector}+{coder}".removeprefix("+"),
    )


def _missing(one: Individual) -> str:
    return ", ".join(_NAMES[kind] for kind in NEEDED if kind not in one.kinds)


def _mentions(one: Individual, before: Appearance) -> Iterator[Mention]:
    """Mentions that the detection has not, in order; what overlaps one of its own is that one."""
    for span, kind in sorted(one.mentions.items()):
        if not any(span.overlaps(m.span) for m in before.mentions):
            yield Mention(span=span, kind=kind)


def _values(one: Individual, before: Appearance) -> Iterator[Value]:
    """Attributes, and the longest name where the detection has a shorter one or none."""
    yield from one.values
    names = [span for span, kind in sorted(one.mentions.items()) if kind is MentionKind.NAME]
    best = max(names, key=lambda s: (len(s.quote.split()), -s.start), default=None)
    if best is not None and len(best.quote.split()) > len((before.value("name") or "").split()):
        yield Value(field="name", value=" ".join(best.quote.split()), basis=Basis.STATED, span=best, rule=RULE)
    known = {v.value for v in before.values if v.field == "alias"}
    for span in (s for s, kind in sorted(one.mentions.items()) if kind is MentionKind.ALIAS):
        words = " ".join(span.quote.split())
        if words not in known:
            known.add(words)
            yield Value(field="alias", value=words, basis=Basis.STATED, span=span, rule=RULE)


def _new(one: Individual, layout: Layout) -> Appearance:
    """Somebody whom the detection did not find; what is about them is where the model found it."""
    mentions = tuple(Mention(span=span, kind=kind) for span, kind in sorted(one.mentions.items()))
    named = [m for m in mentions if m.kind is MentionKind.NAME] or list(mentions)
    label = max(named, key=lambda m: (len(m.span.quote.split()), -m.span.start)).span.quote
    first = next(m for m in mentions if Appearance.id_of(layout.article.id, m.span.start, m.span.end) == one.appearance)
    places = (*(m.span for m in mentions), *(a.span for a in one.atoms), *(k.span for k in one.codings))
    return Appearance(
        id=one.appearance,
        article=layout.article.id,
        label=" ".join(label.split()),
        mentions=(first, *(m for m in mentions if m is not first)),
        scope=_sentences(places, layout),
        role=one.role if one.role not in (None, Role.CASE) else Role.OTHER,
        probability=ELSE,
        detector="",
    )


def _sentences(places: Iterable[Span], layout: Layout) -> tuple[Span, ...]:
    numbers = {n for s in places for n in range(layout.sentence_at(s.start), layout.sentence_at(s.end - 1) + 1)}
    pieces = (layout.sentences[n] for n in sorted(numbers))
    return tuple(Span.of(layout.article.text, piece.start, piece.end) for piece in pieces)


def _doubt(before: Appearance, after: Appearance, one: Individual) -> Iterator[Doubt]:
    if one.role is Role.CASE and after.role is not Role.CASE:
        yield Doubt(
            kind="case",
            appearance=after.id,
            why=f"a language model takes them for a case, without words for {_missing(one)}; "
            f"the rules give {before.probability:.2f}",
        )


def _others(known: Iterable[Claim], more: Iterable[Claim]) -> Iterator[Claim]:
    """Totals that the rules did not read: another figure, or elsewhere."""
    held = list(known)
    for claim in more:
        if not any(k.figure == claim.figure and k.unit == claim.unit and k.span.overlaps(claim.span) for k in held):
            held.append(claim)
            yield claim
