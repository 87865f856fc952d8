"""Are two appearances the same person? Named comparisons, each with its contribution; never a naked score."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import msgspec

from testimonia.domain.appearance import Appearance
from testimonia.domain.article import ArticleFacts
from testimonia.domain.pair import PairScore, Verdict
from testimonia.identity.match.names import alike, is_kunya, known_by, skeleton
from testimonia.identity.match.quotes import quoted

ABOUT = "age-about"
"""The rule that finds an age told roughly."""
GUESS = 0.45
"""A nationality of less weight is inferred from the whole account: it says little for or against."""


class MatchOptions(msgspec.Struct, frozen=True, kw_only=True):
    """`floor`: appearances below this probability are not compared. `same`, `open`: thresholds of the verdicts.

    Chosen so that a full name alone decides, while a first name or kunya needs age, nationality or role beside it.
    """

    floor: float = 0.3
    same: float = 0.7
    open: float = 0.45


@dataclass(frozen=True, slots=True)
class Cut:
    """What of an appearance can rule a pair out before anything else is looked at. `nationality`: "" where it is a guess; `age`: None where none is told."""

    gender: str
    nationality: str
    age: int | None
    is_rough: bool
    year: int

    def may_be(self, other: Cut) -> bool:
        """False only where `compare` finds the two different, whatever else is told of them."""
        if self.gender != other.gender and self.gender and other.gender:
            return False
        if self.nationality != other.nationality and self.nationality and other.nationality:
            return False
        if self.age is None or other.age is None:
            return True
        return abs(self.age - other.age) <= _loose(abs(self.year - other.year), self.is_rough or other.is_rough) + 1


def cut(item: Appearance, facts: Mapping[str, ArticleFacts]) -> Cut:
    """The hard signs of an appearance."""
    nationality, age = item.strongest("nationality"), item.strongest("age")
    return Cut(
        gender=item.value("gender") or "",
        nationality=nationality.value if nationality and nationality.weight >= GUESS else "",
        age=int(age.value) if age else None,
        is_rough=age is not None and age.rule == ABOUT,
        year=_year(facts[item.article]),
    )


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
    _places(left, right, parts, reasons)
    score = max(0.0, min(1.0, sum(parts.values())))
    hard = parts.get("age", 0) <= -0.5 or parts.get("gender", 0) < 0 or parts.get("nationality", 0) <= -0.4
    verdict = (
        Verdict.DIFFERENT if hard or score < options.open else Verdict.SAME if score >= options.same else Verdict.OPEN
    )
    if (_guarded(left) or _guarded(right)) and parts.get("name", 0) <= 0 and left.names() and right.names():
        # Safety first (ADR 6): a machine joins no pseudonym to another name, and does not even ask about a full one.
        exposes = _is_full(left, plain) or _is_full(right, plain)
        if verdict is Verdict.SAME or (exposes and verdict is Verdict.OPEN):
            verdict = Verdict.DIFFERENT if exposes else Verdict.OPEN
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


def _is_full(item: Appearance, plain: Callable[[str], str]) -> bool:
    """Whether the article gives an unguarded name of two parts and more, by which anybody could be found."""
    return not _guarded(item) and any(not is_kunya(n) and len(skeleton(n, plain)) >= 2 for n in item.names())


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
        one, two = left.strongest(field), right.strongest(field)
        if one is None or two is None:
            continue
        a, b = one.value, two.value
        same = a == b or (field in ("joined", "left") and (a.startswith(b) or b.startswith(a)))
        if field == "nationality" and min(one.weight, two.weight) < GUESS:
            agree, differ = 0.13, -0.1
        parts[field] = agree if same else differ
        (reasons if same else against).append(f"{field} {'agrees' if same else 'differs'}: {a} / {b}")
    _ages(left, right, facts, parts, reasons, against)


def _ages(
    left: Appearance,
    right: Appearance,
    facts: Mapping[str, ArticleFacts],
    parts: dict[str, float],
    reasons: list[str],
    against: list[str],
) -> None:
    """Ages agree over the years between the articles; one that is told as "about forty" agrees more widely."""
    one, two = left.strongest("age"), right.strongest("age")
    if one is None or two is None:
        return
    years = abs(_year(facts[left.article]) - _year(facts[right.article]))
    gap = abs(int(one.value) - int(two.value))
    loose = _loose(years, ABOUT in (one.rule, two.rule))
    fits = gap <= loose
    parts["age"] = 0.25 if gap == 0 else 0.15 if fits else -0.2 if gap <= loose + 1 else -0.6
    (reasons if fits else against).append(f"age {one.value} / {two.value}, {years} years between the articles")


def _loose(years: int, is_rough: bool) -> int:
    """By how many years two ages may differ and agree. `years`: between the articles."""
    return years + (3 if is_rough else 1)


def _places(left: Appearance, right: Appearance, parts: dict[str, float], reasons: list[str]) -> None:
    """A town that few accounts speak of: for one name twice, or for two without any; all people of one town have it in common."""
    if parts.get("name", 0) <= 0 and (left.names() or right.names()):
        return
    mine = {v.value for v in left.values if v.field == "place"}
    if shared := sorted(mine & {v.value for v in right.values if v.field == "place"}):
        parts["place"] = 0.1
        reasons.append(f"both speak of {', '.join(shared)}")


def _year(facts: ArticleFacts) -> int:
    return int(facts.published[:4]) if facts.published else 2015


def _words(left: Appearance, right: Appearance, parts: dict[str, float], reasons: list[str]) -> None:
    """Shared quotations are the strongest sign there is."""
    shared = len(quoted(left) & quoted(right))
    if shared >= 2:
        parts["quotation"] = 0.5
        reasons.append(f"{shared} runs of six words are quoted in both")
