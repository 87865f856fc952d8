"""Are two appearances the same person? Named comparisons, each with its contribution; never a naked score."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from testimonia.domain.appearance import Appearance
from testimonia.domain.article import ArticleFacts
from testimonia.domain.pair import PairScore, Verdict
from testimonia.identity.match.common import (
    EVERYBODY,
    Bands,
    beside_details,
    kunya_key,
    less_of_strangers,
    unknown,
    weighed,
)
from testimonia.identity.match.cut import (
    ABOUT,
    AGE,
    AGE_FITS,
    GENDER,
    GUESS,
    GUESS_DIFFERS,
    GUESSED,
    JOINED,
    LEFT,
    NATIONALITY,
    NEVER,
    PLACE,
    ROLE,
    UNTELLING,
    loose,
    year_of,
)
from testimonia.identity.match.names import alike, is_kunya, known_by, skeleton
from testimonia.identity.match.options import MatchOptions
from testimonia.identity.match.quotes import quoted

SECOND = 0.2
"""What it weighs at most that a kunya agrees beside a name: the two are given by different people, half of what one weighs alone."""


def compare(
    left: Appearance,
    right: Appearance,
    facts: Mapping[str, ArticleFacts],
    options: MatchOptions,
    plain: Callable[[str], str],
    held: Bands = unknown,
) -> PairScore:
    """The score of one pair with everything that went into it; the same whichever comes first. `held`: how common names are."""
    left, right = (left, right) if left.id < right.id else (right, left)
    parts: dict[str, float] = {}
    reasons: list[str] = []
    against: list[str] = []
    both = _names(left, right, plain, held, parts, reasons, against)
    _values(left, right, facts, parts, reasons, against)
    _words(left, right, parts, reasons)
    if facts[left.article].text == facts[right.article].text and parts.get("name", 0) > 0:
        parts["copy"] = 0.6
        reasons.append("the two articles are copies of one text")
    _places(left, right, parts, reasons)
    _strangers(held, parts, against)
    if both > 0 and sum(parts.values()) >= options.open:  # it makes no question where there was none
        parts["second name"] = both
        reasons.append("a name and a kunya agree")
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
    held: Bands,
    parts: dict[str, float],
    reasons: list[str],
    against: list[str],
) -> float:
    """What the name weighs goes into `parts`; returns what it weighs that one of the other kind agrees beside it."""
    best, weight, named, common, why = NEVER, 0.0, 0.0, 0, ""
    by_kind = {True: 0.0, False: 0.0}
    theirs = known_by(right.names(), plain)
    for a, whole in known_by(left.names(), plain).items():
        for b, other in theirs.items():
            found = alike(a, b, plain, is_all=whole and other)
            if not found.weight:
                continue
            shared = (kunya_key(found.shared),) if found.is_kunya else found.shared
            is_worth, doublings = weighed(found.weight, shared, held, found.initials)
            with_details = beside_details(found.weight, shared, held, found.initials)
            by_kind[found.is_kunya] = max(by_kind[found.is_kunya], with_details)
            if with_details > best:
                best, weight, named, common, why = with_details, found.weight, is_worth, doublings, f"{a} / {b}"
    both = min(SECOND, *by_kind.values())
    if weight:
        parts["name"] = weight
        reasons.append(f"names agree: {why}")
        if named < weight:
            parts["common name"] = named - weight
            many = (
                f"some {2**common} people or more bear it" if common else "somebody else may well bear both its parts"
            )
            against.append(f"the name is common here: {many}")
        if best < named:
            parts["namesakes"] = best - named
            against.append("what is told of the two fits others of the name as well")
    elif left.names() and right.names() and not _all_kunya(left, right):
        parts["name"] = -0.5
        against.append(f"names differ: {left.label} / {right.label}")
    else:
        parts["name"] = 0.0
    return both


def _strangers(held: Bands, parts: dict[str, float], against: list[str]) -> None:
    """Where no name is shared, and no words, what is told of the two fits others as well."""
    taken = less_of_strangers(held)
    if taken and parts["name"] == 0.0 and "quotation" not in parts:
        parts["strangers"] = -taken
        against.append(f"no name is shared, and some {2 ** held(EVERYBODY)} people or more are in the study")


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
        ("gender", GENDER, -1.0),
        ("nationality", NATIONALITY, -0.4),
        ("group_role", ROLE, 0.0),
        ("joined", JOINED, 0.0),
        ("left", LEFT, 0.0),
    ):
        one, two = left.strongest(field), right.strongest(field)
        if one is None or two is None:
            continue
        a, b = one.value, two.value
        if field == "group_role" and a in UNTELLING:
            continue
        same = a == b or (field in ("joined", "left") and (a.startswith(b) or b.startswith(a)))
        if field == "nationality" and min(one.weight, two.weight) < GUESS:
            agree, differ = GUESSED, GUESS_DIFFERS
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
    years = abs(year_of(facts[left.article]) - year_of(facts[right.article]))
    gap = abs(int(one.value) - int(two.value))
    most = loose(years, ABOUT in (one.rule, two.rule))
    fits = gap <= most
    parts["age"] = AGE if gap == 0 else AGE_FITS if fits else -0.2 if gap <= most + 1 else -0.6
    (reasons if fits else against).append(f"age {one.value} / {two.value}, {years} years between the articles")


def _places(left: Appearance, right: Appearance, parts: dict[str, float], reasons: list[str]) -> None:
    """A town that few accounts speak of: for one name twice, or for two without any; all people of one town have it in common."""
    if parts.get("name", 0) <= 0 and (left.names() or right.names()):
        return
    mine = {v.value for v in left.values if v.field == "place"}
    if shared := sorted(mine & {v.value for v in right.values if v.field == "place"}):
        parts["place"] = PLACE
        reasons.append(f"both speak of {', '.join(shared)}")


def _words(left: Appearance, right: Appearance, parts: dict[str, float], reasons: list[str]) -> None:
    """Shared quotations are the strongest sign there is."""
    shared = len(quoted(left) & quoted(right))
    if shared >= 2:
        parts["quotation"] = 0.5
        reasons.append(f"{shared} runs of six words are quoted in both")
