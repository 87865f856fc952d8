"""Are two appearances the same person? Named comparisons, each with its contribution; never a naked score."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec

from testimonia.domain.appearance import Appearance
from testimonia.domain.article import ArticleFacts
from testimonia.domain.pair import PairScore, Verdict

_KUNYA = re.compile(r"^(?:abu|abou|aboo|umm|um|oum)\b")
_SPELLINGS = (
    ("dh", "d"),
    ("kh", "h"),
    ("gh", "g"),
    ("sh", "s"),
    ("ch", "s"),
    ("th", "t"),
    ("ph", "f"),
    ("q", "k"),
    ("c", "k"),
    ("j", "g"),
    ("z", "s"),
    ("v", "f"),
    ("b", "b"),
)
_VOWELS = re.compile(r"(?<!^)[aeiouwyh]")
_PARTICLES = {
    "al",
    "el",
    "ash",
    "as",
    "ar",
    "an",
    "az",
    "at",
    "ben",
    "bin",
    "ibn",
    "bint",
    "von",
    "van",
    "de",
    "der",
    "la",
    "le",
    "mr",
    "mrs",
}


class MatchOptions(msgspec.Struct, frozen=True, kw_only=True):
    """`floor`: appearances below this probability are not compared. `same`, `open`: thresholds of the verdicts.

    Chosen so that a full name alone decides, while a first name or kunya needs age, nationality or role beside it.
    """

    floor: float = 0.3
    same: float = 0.7
    open: float = 0.45


def match(
    appearances: Sequence[Appearance],
    facts: Mapping[str, ArticleFacts],
    options: MatchOptions,
    plain: Callable[[str], str],
) -> Iterator[PairScore]:
    """Every pair that shares a blocking key, in order. `plain` writes a name in ASCII."""
    held = [a for a in appearances if a.probability >= options.floor]
    keys = {a.id: _keys(a, plain) for a in held}
    blocks: dict[str, list[Appearance]] = {}
    for item in held:
        for key in sorted(keys[item.id]):
            blocks.setdefault(key, []).append(item)
    seen: set[tuple[str, str]] = set()
    for group in blocks.values():
        for i, one in enumerate(group):
            for other in group[i + 1 :]:
                left, right = (one, other) if one.id < other.id else (other, one)
                if left.article != right.article and (left.id, right.id) not in seen:
                    seen.add((left.id, right.id))
                    score = compare(left, right, facts, options, plain)
                    if score.score > 0.2:
                        yield score


def skeleton(name: str, plain: Callable[[str], str]) -> tuple[str, ...]:
    """The parts of a name as consonants, with spelling variants folded: Youssef, Yusuf and Yousef are one."""
    words = [w for w in re.split(r"[\s.'’\-]+", plain(name).lower()) if w]
    parts = []
    for word in words:
        if word in _PARTICLES and len(words) > 1:
            continue
        for old, new in _SPELLINGS:
            word = word.replace(old, new)
        word = re.sub(r"^(?:[aeiou]+)", lambda m: {"o": "u", "e": "a", "i": "a"}.get(m.group()[0], m.group()[0]), word)
        parts.append(re.sub(r"(.)\1+", r"\1", _VOWELS.sub("", word)) or word)
    return tuple(parts)


def _keys(item: Appearance, plain: Callable[[str], str]) -> set[str]:
    keys = {
        f"n:{part}"
        for name in item.names()
        for part in skeleton(name, plain)
        if len(part) > 1 and part not in ("ab", "um", "b", "m")
    }
    age, nation, gender = item.value("age"), item.value("nationality"), item.value("gender")
    if nation and gender:
        keys.add(f"d:{nation}:{gender}")
    elif age and gender:
        keys.add(f"a:{age}:{gender}")
    return keys


def compare(
    left: Appearance,
    right: Appearance,
    facts: Mapping[str, ArticleFacts],
    options: MatchOptions,
    plain: Callable[[str], str],
) -> PairScore:
    """The score of one pair with everything that went into it."""
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
    for a in left.names():
        for b in right.names():
            score = _name_score(a, b, plain)
            if score > best:
                best, why = score, f"{a} / {b}"
    if best:
        parts["name"] = best
        reasons.append(f"names agree: {why}")
    elif left.names() and right.names() and not _all_kunya(left, right):
        parts["name"] = -0.5
        against.append(f"names differ: {left.label} / {right.label}")
    else:
        parts["name"] = 0.0


def _all_kunya(left: Appearance, right: Appearance) -> bool:
    return any(all(_KUNYA.match(n.lower()) for n in a.names()) for a in (left, right))


def _name_score(a: str, b: str, plain: Callable[[str], str]) -> float:
    one, two = skeleton(a, plain), skeleton(b, plain)
    shared = set(one) & set(two)
    if not shared:
        return 0.0
    if _KUNYA.match(a.lower()) or _KUNYA.match(b.lower()):
        return 0.4 if one == two else 0.0
    if len(shared) >= 2:
        return 0.8
    if len(one) == len(two) == 1:
        return 0.45
    return 0.4 if min(len(one), len(two)) == 1 else -0.1


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
    grams = [
        {
            tuple(w[i : i + 6])
            for s in x.speech
            if s.direct
            for w in [re.findall(r"\w+", s.span.quote.lower())]
            for i in range(max(0, len(w) - 5))
        }
        for x in (left, right)
    ]
    shared = len(grams[0] & grams[1])
    if shared >= 2:
        parts["quotation"] = 0.5
        reasons.append(f"{shared} runs of six words are quoted in both")
