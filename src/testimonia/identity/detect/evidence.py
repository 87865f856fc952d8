"""Evidence atoms: what sentences say of the people in them, each with its span and rule."""

from __future__ import annotations

import re
from functools import lru_cache

from testimonia.domain.appearance import Atom, Polarity, Speech
from testimonia.domain.lexicon import Lexicon, Rule
from testimonia.domain.settings import Group, Settings
from testimonia.domain.span import Span
from testimonia.identity.detect.layout import Layout
from testimonia.identity.detect.mentions import Found
from testimonia.identity.detect.people import Someone

_HYPOTHETICAL = re.compile(
    r"\b(?:want(?:ed|s)? to|hop(?:ed|es|ing) to|plan(?:ned|s|ning) to|tr(?:ied|ying) to|could|would|might|if|before (?:he|she|they) could|thinking of|dream(?:ed|t) of|caught (?:while|trying))\W+(?:\w+\W+){0,3}$",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\b(?:not|never|n't|no|without|refus(?:ed|es) to|fail(?:ed|s) to|denie[sd]|neither|nobody)\W+(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)
_TO_JOIN = re.compile(r"^[^.;]{0,50}\bto (?:join|fight|wage|travel)\b")


def group_pattern(groups: tuple[Group, ...]) -> str:
    """A regular expression for any name of the groups; case-sensitive names stay so under IGNORECASE."""
    loose = sorted((n for g in groups for n in (g.name, *g.aliases)), key=len, reverse=True)
    exact = sorted((n for g in groups for n in g.case_sensitive), key=len, reverse=True)
    parts = [rf"\b{re.escape(n)}\b" for n in loose] + [rf"(?-i:\b{re.escape(n)}\b)" for n in exact]
    return "(?:" + "|".join(parts or ["(?!)"]) + ")"


@lru_cache(maxsize=8)
def compiled(
    rules: tuple[Rule, ...], groups: tuple[Group, ...], others: tuple[Group, ...]
) -> tuple[tuple[Rule, re.Pattern[str]], ...]:
    """The rules with the study's groups put in, compiled once."""
    own, other = group_pattern(groups), group_pattern(others)
    return tuple((r, re.compile(r.pattern.replace("{G}", own).replace("{O}", other), re.IGNORECASE)) for r in rules)


def atoms_of(
    layout: Layout, crowd: list[Someone], speech: dict[int, list[Speech]], settings: Settings, lexicon: Lexicon
) -> dict[int, list[Atom]]:
    """Atoms of each person, by index in `crowd`."""
    found: dict[int, list[Atom]] = {}
    rules = compiled(lexicon.rules, settings.groups, settings.other_groups)
    mentions = sorted((m for s in crowd for m in s.mentions if m.person >= 0 and not m.quoted), key=lambda m: m.start)
    for piece in layout.sentences:
        near = [m for m in mentions if piece.start <= m.start < piece.end]
        if not near:
            continue
        for rule, pattern in rules:
            if rule.voice == "own":
                continue
            for match in pattern.finditer(layout.told, piece.start, piece.end):
                _told(rule, match, near, layout, found)
    for owner, said in speech.items():
        for item in said:
            if item.direct:
                _own(owner, item, rules, layout, found)
    return found


def _told(rule: Rule, match: re.Match[str], near: list[Found], layout: Layout, found: dict[int, list[Atom]]) -> None:
    owner = _subject(
        match,
        near,
        layout,
        descriptive=rule.name
        in ("former-member", "group-person", "expert", "official", "helper", "journalist", "pseudonym"),
    )
    if owner is None:
        return
    polarity, weight = _polarity(rule, match, layout)
    span = Span.of(layout.article.text, match.start(), match.end())
    found.setdefault(owner, []).append(
        Atom(kind=rule.kind, span=span, rule=rule.name, weight=weight, polarity=polarity)
    )


def _subject(match: re.Match[str], near: list[Found], layout: Layout, *, descriptive: bool) -> int | None:
    """Of whom the match speaks: the nearest mention before it in the clause; a description it overlaps; else the nearest after."""
    inside = [m for m in near if m.start < match.end() and match.start() < m.end]
    if inside:
        return inside[-1].person
    before = [m for m in near if m.end <= match.start()]
    if descriptive:
        gap = min(near, key=lambda m: min(abs(m.start - match.end()), abs(match.start() - m.end)))
        return gap.person
    if before:
        clause = [m for m in before if not re.search(r"[;:]|, (?:and|but|while) ", layout.plain[m.end : match.start()])]
        pool = clause or before
        subjects = [
            m
            for m in pool
            if not re.search(r"\b(?:to|of|by|with|from|for)\s$", layout.plain[max(0, m.start - 6) : m.start])
            and m.head not in ("his", "her", "him")
        ]
        return (subjects or pool)[-1].person
    return near[0].person if near[0].start - match.end() < 40 else None


def _polarity(rule: Rule, match: re.Match[str], layout: Layout) -> tuple[Polarity, float]:
    lead = layout.told[max(0, match.start() - 60) : match.start()]
    if rule.kind in ("left", "member", "dead"):
        if _NEGATED.search(lead):
            return Polarity.NEGATED, rule.weight * 0.3
        if rule.kind == "left" and (
            _HYPOTHETICAL.search(lead) or _TO_JOIN.match(layout.told[match.end() : match.end() + 70])
        ):
            return Polarity.HYPOTHETICAL, rule.weight * 0.3
    return Polarity.ASSERTED, rule.weight


def _own(
    owner: int,
    item: Speech,
    rules: tuple[tuple[Rule, re.Pattern[str]], ...],
    layout: Layout,
    found: dict[int, list[Atom]],
) -> None:
    for rule, pattern in rules:
        if rule.voice == "told":
            continue
        for match in pattern.finditer(layout.plain, item.span.start, item.span.end):
            span = Span.of(layout.article.text, match.start(), match.end())
            found.setdefault(owner, []).append(Atom(kind=rule.kind, span=span, rule=rule.name, weight=rule.weight))
