"""Are two appearances the same person? Named comparisons, each with its contribution; never a naked score."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from testimonia.domain.appearance import Appearance
from testimonia.domain.article import ArticleFacts
from testimonia.domain.pair import PairScore, Verdict
from testimonia.identity.match.names import alike, is_kunya, known_by
from testimonia.identity.match.quotes import quoted


class MatchOptions(msgspec.Struct, frozen=True, kw_only=True):
    """`floor`: appearances below this probability are not compared. `same`, `open`: thresholds of the verdicts.

    Chosen so that a full name alone decides, while a first name or kunya needs age, nationality or role beside it.
    """

    floor: float = 0.3
    same: float = 0.7
    open: float = 0.45


def compare(
    left: Appearance,
    right: Appearance,
    facts: Mapping[str, ArticleFacts],
    options: MatchOptions,
    plain: Callable[[str], str],
) -> PairScore:
    """The score of one pair with everything that went into it; the same whichever comes first."""
    left, right = (left, right) if left.id < right.id else (right, left)
    parts: dict[str, float] = {}
    reasons: list[str] = []
    against: list[str] = []
    _names(left, right, plain, parts, reasons, against)
    _values(left, right, facts, parts, reasons, against)
    _words(left, right, parts, reasons)
    if facts[left.article].origin == facts[right.article].origin and parts.get("name", 0) > 0:
        parts["copy"] = 0.6
        reasons.append("the two articles are copies of one text")
    score = max(0.0, min(1.0, sum(parts.values())))
    hard = parts.get("age", 0) <= -0.5 or parts.get("gender", 0) < 0 or parts.get("nationality", 0) <= -0.4
    verdict = (
        Verdict.DIFFERENT if hard or score < options.open else Verdict.SAME if score >= options.same else Verdict.OPEN
    )
    if _guarded(left) != _guarded(right) and parts.get("name", 0) <= 0 and verdict is Verdict.SAME:
        verdict = Verdict.DIFFERENT  # safety first: a pseudonym is never joined to another name by the machine
        against.append("one of the names is guarded: a machine does not join it to another")
    return PairScore(
        left=left.id,
        right=right.id,
        score=round(score, 4),
        verdict=verdict,
        parts=parts,
        reasons=tuple(reasons),
        counter_reasons=tuple(against),
    )


def _guarded(item: Appearance) -> bool:
    return item.value("pseudonym") == "yes"


def _names(
    left: Appearance,
    right: Appearance,
    plain: Callable[[str], str],
    parts: dict[str, float],
    reasons: list[str],
    against: list[str],
) -> None:
    best, why = 0.0, ""
    theirs = known_by(right.names(), plain)
    for a, whole in known_by(left.names(), plain).items():
        for b, other in theirs.items():
            found = alike(a, b, plain, is_all=whole and other)
            if found > best:
                best, why = found, f"{a} / {b}"
    if best:
        parts["name"] = best
        reasons.append(f"names agree: {why}")
    elif left.names() and right.names() and not _all_kunya(left, right):
        parts["name"] = -0.5
        against.append(f"names differ: {left.label} / {right.label}")
    else:
        parts["name"] = 0.0


def _all_kunya(left: Appearance, right: Appearance) -> bool:
    return any(all(is_kunya(n) for n in a.names()) for a in (left, right))


def _values(
    left: Appearance,
    right: Appearance,
    facts: Mapping[str, ArticleFacts],
    parts: dict[str, float],
    reasons: list[str],
    against: list[str],
) -> None:
    for field, agree, differ in (
        ("gender", 0.03, -1.0),
        ("nationality", 0.15, -0.4),
        ("group_role", 0.15, 0.0),
        ("joined", 0.12, 0.0),
        ("left", 0.15, 0.0),
    ):
        a, b = left.value(field), right.value(field)
        if a is None or b is None:
            continue
        same = a == b or (field in ("joined", "left") and (a.startswith(b) or b.startswith(a)))
        parts[field] = agree if same else differ
        (reasons if same else against).append(f"{field} {'agrees' if same else 'differs'}: {a} / {b}")
    a, b = left.value("age"), right.value("age")
    if a and b:
        years = abs(_year(facts[left.article]) - _year(facts[right.article]))
        gap = abs(int(a) - int(b))
        fits = gap <= years + 1
        parts["age"] = 0.25 if gap == 0 else 0.15 if fits else -0.2 if gap <= years + 2 else -0.6
        (reasons if fits else against).append(f"age {a} / {b}, {years} years between the articles")


def _year(facts: ArticleFacts) -> int:
    return int(facts.published[:4]) if facts.published else 2015


def _words(left: Appearance, right: Appearance, parts: dict[str, float], reasons: list[str]) -> None:
    """Shared quotations are the strongest sign there is."""
    shared = len(quoted(left) & quoted(right))
    if shared >= 2:
        parts["quotation"] = 0.5
        reasons.append(f"{shared} runs of six words are quoted in both")
