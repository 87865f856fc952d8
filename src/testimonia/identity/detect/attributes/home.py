"""Where a person is at home, inferred from the whole account where no sentence says it: a guess by votes, marked as one.

Two readings compete. Who came from elsewhere (flew, has a passport, came home) is from the country of which the account
otherwise speaks: the towns about them, the authorities and compatriots that are counted beside them. Who came from nowhere
(conscripted, of the local brigade, "before the war") is from the side of the war zone whose towns stand about them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache

from testimonia.domain.appearance import Basis, MentionKind, Speech, Value
from testimonia.domain.lexicon import HomeCues, Lexicon
from testimonia.domain.span import Span
from testimonia.identity.detect.attributes.places import DESCENT, PLACE, country_of
from testimonia.identity.detect.layout import Layout, Piece
from testimonia.identity.detect.mentions import fold
from testimonia.identity.detect.someone import Someone

_ZONE = ("SY", "IQ")
"""Where the group ruled: everybody was there."""
_WAY = frozenset({"TR"})
"""Through which everybody came: only its own affairs count."""
_RUN = re.compile(PLACE)
_IN_TONGUE = re.compile(
    r"\b(?:in|from|into|speaks?|spoke|learn\w*|fluent|broken|translated|bookish)(?: the| good| fluent| halting| broken)? \|(?:[,.;:) ]|$)"
    r"|\|[ -](?:speaking|translation|page|class|lesson|language|accent|edition|newspaper|convert)",
    re.IGNORECASE,
)
"""A language: no sign of where anybody is from. "|" marks the word itself."""
_IN_BRACKETS = re.compile(r"\(\|[^)]*\)")
"""A newspaper's town."""
_NEXT = re.compile(r"\s+([\w-]+)")
_COUNTED = re.compile(
    r"\b(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|dozens of|hundreds of|some|many|few|first|other) (?:\w+ ){0,2}$",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"^(?P<place>[A-Z][A-Z' -]{2,30}|[A-Z]\w+)(?:, [A-Z][\w. ]+)?(?: \([^)]{2,40}\))?\s?(?:[-–—]{1,2}|:)\s"
)
_NEAR, _LEAD, _AFFAIRS, _SAID, _SIGN, _LINE, _WAYSIDE = 0.75, 0.75, 1.0, 0.4, 0.7, 0.5, 0.25
"""Votes of: a place beside the person, in the headline or lead, in a country's own affairs, in their own words, an institution,
a dateline, a place on the way. Chosen on the training articles w1 and w2 and the demo."""
_LEAD_LENGTH = 700
_TRAVEL, _LOCAL = 0.5, 1.0
"""What each sign of travel adds to the foreign reading, and each sign of a local takes."""
_LEAN, _LITTLE = 0.7, 0.5
"""From so much on the foreign reading holds; below so many foreign votes the local one may."""
_ENOUGH, _MARGIN = 1.0, 1.5
"""Votes for a side of the war zone; and by what the first country must surpass the next."""
_SCOPE = 3
"""Sentences about a person without which nothing is inferred."""
_WEIGHT = 0.3
_TOWNS = 4


def homes(someone: Someone, crowd: list[Someone], layout: Layout, lexicon: Lexicon, said: list[Speech]) -> list[Value]:
    """At most one inferred nationality, with the words that told it best."""
    scope = _sentences(someone, layout)
    if (
        len(scope) + len(said) < _SCOPE
        or someone.kin
        or someone.newsroom
        or any(m.title and m.title[:2] != "Mr" for m in someone.mentions)
    ):
        return []  # fmt: skip
    share = _share(someone, crowd)
    own = [layout.sentences[i] for i in scope]
    words = [Piece(s.span.start, s.span.end, -1) for s in said if s.direct]
    locals_, travels = compiled(lexicon.home)
    local = _hits(locals_, layout.plain, [*own, *words])
    travel = _hits(travels, layout.plain, [*own, *words])
    foreign = _votes(someone, crowd, own, words, share, layout, lexicon)
    most = max((votes for votes, _ in foreign.values()), default=0.0)
    if most >= _LITTLE and most + _TRAVEL * travel - _LOCAL * local >= _LEAN:
        chosen, votes = _chosen(foreign), foreign
    elif local and travel <= local + 1 and (most < _LITTLE or local > max(1, travel)):
        votes = _votes_zone([*own, *words], share, layout, lexicon)
        chosen = _chosen(votes) if max((n for n, _ in votes.values()), default=0.0) >= _ENOUGH else None
    else:
        return []
    return [_value(chosen, votes[chosen][1], layout)] if chosen else []


def towns(someone: Someone, layout: Layout, lexicon: Lexicon) -> list[Value]:
    """The towns in the sentences about a person that are not in everybody's account, the most frequent first."""
    pieces = [layout.sentences[i] for i in _sentences(someone, layout)]
    found = [
        (at, end)
        for at, end, _, is_people in _places(layout.told, pieces, lexicon)
        if not is_people and layout.plain[at:end] not in lexicon.countries and fold(layout.plain[at:end]) not in lexicon.home.common
    ]  # fmt: skip
    often = Counter(fold(layout.plain[a:b]) for a, b in found)
    first = {fold(layout.plain[a:b]): (a, b) for a, b in reversed(found)}
    return [
        Value(field="place", value=town, basis=Basis.INFERRED, weight=0.5, span=Span.of(layout.article.text, *first[town]), rule="town")
        for town in sorted(often, key=lambda t: (-often[t], first[t]))[:_TOWNS]
    ]  # fmt: skip


Votes = dict[str, tuple[float, tuple[int, int]]]


def _value(country: str, at: tuple[int, int], layout: Layout) -> Value:
    span = Span.of(layout.article.text, *at)
    return Value(
        field="nationality", value=country, basis=Basis.INFERRED, weight=_WEIGHT, span=span, rule="home-by-votes"
    )


def _chosen(votes: Votes) -> str | None:
    """The country with by far the most votes."""
    ranked = sorted(votes, key=lambda c: (-votes[c][0], c))
    if not ranked:
        return None
    return ranked[0] if len(ranked) == 1 or votes[ranked[0]][0] >= _MARGIN * votes[ranked[1]][0] else None


def _sentences(someone: Someone, layout: Layout) -> list[int]:
    return sorted({layout.sentence_at(m.start) for m in someone.mentions if not m.quoted})


def _share(someone: Someone, crowd: list[Someone]) -> float:
    """How far the whole article tells of this person's world: wholly where nobody is spoken of half as often."""
    rest = max((len(s.mentions) for s in crowd if s is not someone and not s.kin and not s.newsroom), default=0)
    return 1.0 if len(someone.mentions) >= 2 * rest else 0.5 if len(someone.mentions) > rest else 0.0


@lru_cache(maxsize=2)
def compiled(cues: HomeCues) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The cues of a local and of a traveller, each as one pattern."""
    return (
        re.compile("|".join(cues.local) or "(?!)", re.IGNORECASE),
        re.compile("|".join(cues.travelled) or "(?!)", re.IGNORECASE),
    )


def _hits(pattern: re.Pattern[str], plain: str, pieces: list[Piece]) -> int:
    return len({m.group().lower() for p in pieces for m in pattern.finditer(plain, p.start, p.end)})


def _votes(
    someone: Someone, crowd: list[Someone], own: list[Piece], words: list[Piece], share: float, layout: Layout, lexicon: Lexicon
) -> Votes:  # fmt: skip
    """Votes for countries outside the war zone, each with the words that first told of it."""
    held: dict[str, float] = defaultdict(float)
    first: dict[str, tuple[int, int]] = {}

    def vote(country: str, weight: float, at: tuple[int, int]) -> None:
        if country not in _ZONE:
            held[country] += weight
            first.setdefault(country, at)

    others = [
        (m.start, m.end) for s in crowd if s is not someone for m in s.mentions if m.kind is not MentionKind.PRONOUN
    ]
    whole = [Piece(0, len(layout.plain), -1)] if share else []
    seen: set[tuple[str, str]] = set()
    for text, pieces, weight in ((layout.told, own, _NEAR), (layout.plain, words, _SAID), (layout.told, whole, 0.0)):
        for at, end, country, is_people in _places(text, pieces, lexicon):
            if any(a <= at < b for a, b in others) and not (whole and at < layout.article.body_start):
                continue
            affairs = is_people and _is_affair(layout.plain, at, end, lexicon)
            lead = bool(whole) and at < _LEAD_LENGTH
            near = weight if not is_people else 0.0
            worth = max(near, _AFFAIRS * (1.0 if weight else share) if affairs else 0.0, _LEAD * share if lead else 0.0)
            if country in _WAY and not affairs and not (lead and at < layout.article.body_start):
                worth = min(worth, _WAYSIDE)
            key = (country, layout.plain[at:end])
            if worth and key not in seen:
                seen.add(key)
                vote(country, worth, (at, end))
    for country, sign in _signs(layout.plain, whole or own, lexicon):
        vote(country, _SIGN, sign)
    if whole and (line := _dateline(layout, lexicon)) and line[0] not in _WAY:
        vote(line[0], _LINE * share, line[1])
    return {country: (weight, first[country]) for country, weight in held.items()}


def _places(text: str, pieces: list[Piece], lexicon: Lexicon) -> Iterator[tuple[int, int, str, bool]]:
    for piece in pieces:
        for match in _RUN.finditer(text, piece.start, piece.end):
            found = country_of(match.group("place"), lexicon)
            if not found or not found.large:
                continue
            end = match.start() + len(found.form)
            around = f"{text[max(0, match.start() - 30) : match.start()]}|{text[end : end + 24]}"
            is_people = found.form in lexicon.demonyms
            if is_people and DESCENT.match(text[end : end + 30]):
                continue
            if not (_IN_TONGUE.search(around) if is_people else _IN_BRACKETS.search(around)):
                yield match.start(), end, found.code, is_people


def _is_affair(plain: str, at: int, end: int, lexicon: Lexicon) -> bool:
    """ "Belgian authorities", "2,000 Jordanians", "the first Indian to": a country's own affairs."""
    follows = _NEXT.match(plain[end : end + 24])
    return bool(follows and follows.group(1).lower() in lexicon.home.offices) or bool(
        _COUNTED.search(plain[max(0, at - 24) : at])
    )


@lru_cache(maxsize=2)
def _sign_pattern(institutions: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b{re.escape(word)}\b" for word, _ in institutions) or "(?!)")


def _signs(plain: str, pieces: list[Piece], lexicon: Lexicon) -> Iterator[tuple[str, tuple[int, int]]]:
    means = dict(lexicon.home.institutions)
    pattern = _sign_pattern(lexicon.home.institutions)
    seen: set[str] = set()
    for piece in pieces:
        for match in pattern.finditer(plain, piece.start, piece.end):
            if match.group() not in seen:
                seen.add(match.group())
                yield means[match.group()], match.span()


def _dateline(layout: Layout, lexicon: Lexicon) -> tuple[str, tuple[int, int]] | None:
    for piece in layout.paragraphs[1:4]:
        if match := _DATELINE.match(layout.plain[piece.start : piece.start + 90]):
            written = match.group("place")
            if found := country_of(written.title() if written.isupper() else written, lexicon):
                return found.code, (piece.start, piece.start + len(written))
    return None


def _votes_zone(near: list[Piece], share: float, layout: Layout, lexicon: Lexicon) -> Votes:
    """Votes for the two sides of the war zone: towns about the person; a country's name is no vote, for it stands everywhere."""
    held: dict[str, float] = defaultdict(float)
    first: dict[str, tuple[int, int]] = {}
    for pieces, weight in ((near, 1.0), ([Piece(0, len(layout.plain), -1)], 0.5 * share)):
        for at, end, country, _ in _places(layout.plain, pieces, lexicon):
            if country in _ZONE and weight and layout.plain[at:end] not in lexicon.countries:
                held[country] += weight
                first.setdefault(country, (at, end))
    return {country: (weight, first[country]) for country, weight in held.items()}
