"""Where a person comes from: the country that words about them state, or that a town lets one infer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from testimonia.domain.appearance import Basis, MentionKind, Speech, Value
from testimonia.domain.lexicon import Lexicon
from testimonia.domain.span import Span
from testimonia.identity.detect.attributes.aside import aside
from testimonia.identity.detect.attributes.places import DESCENT, PLACE, country_of
from testimonia.identity.detect.layout import Layout
from testimonia.identity.detect.mentions import Found
from testimonia.identity.detect.people import Someone

_PLACE = PLACE
_SIDE = r"(?:(?:the )?(?:far |rural )?(?:north|south|east|west|centre|center|outskirts)(?:ern)?(?:[- ](?:east|west)(?:ern)?)? (?:of )?|central |near |outside |rural )?"
_WITHIN = rf"(?:(?:a|an|the|his|her)\s(?:[\w'’-]+,?\s){{1,5}}?(?:in|of|near|outside|from|called)\s)?{_SIDE}"
_NUMBER_WORD = r"(?:\d\d|[a-z]+teen|(?:twen|thir|for|fif|six)ty(?:-[a-z]+)?)"
_APPOSED = rf"(?:,?\s(?:now |then |aged )?\(?{_NUMBER_WORD}\)?|,\s(?:a|an|the)\s[^,.;:]{{2,60}}?)*,?"
_FROM_AFTER = re.compile(
    rf"^(?: and [a-z]+ of \w+)?{_APPOSED}\s(?:is |was |originally |comes |came |hails |himself |herself )*(?:(?:from|native of) {_WITHIN}|of ){_PLACE}"
)
_GONE = r"\b(?:who|whose|which|back|return\w*|releas\w+|freed|home|away|escap\w+|fled|left|said|call\w*|member)\b"
"""Words after which "from" tells where somebody got away."""
_IS_FROM = re.compile(
    rf"^(?:'s|,?\s(?:is|was|comes|came|hails))\s(?:also |now |just |originally |about )*(?:{_NUMBER_WORD}(?: now| years old)?,? (?:and )?)?"
    rf"(?:(?:an?|the) (?:(?!{_GONE})[^.;:]){{2,70}}?,? )?(?:originally )?(?:from|(?:native|citizen|national) of) {_WITHIN}{_PLACE}"
)
_IS_ONE = re.compile(
    rf"^(?:,? who)?(?:'s|,?\s(?:is|was))\s(?:also |himself |herself |now )*(?:{_NUMBER_WORD}(?: years old)?(?:,| and|, and) (?:an? )?|an? (?:[\w-]+ ){{0,3}}?)?(?P<place>[A-Z][\w-]+)"
)
_GREW = re.compile(
    rf"\b(?:grew up|was born|born and raised|born|raised|brought up|went to school|comes? from|hails from|a native of|left (?:home|his home|her home))(?: in| of)? {_WITHIN}{_PLACE}"
)
_RAISED = re.compile(rf"\b(?:raised|grew up|brought up) in {_WITHIN}{_PLACE}")
"""Says more than where somebody was born."""
_NATIVE = re.compile(
    rf"\b(?:his|her|my) (?:native|home (?:town|city|village|country) of|hometown of|home ?town,) {_SIDE}{_PLACE}"
)
_HOME = re.compile(
    rf"\b(?:his|her|my) (?:\w+ )?(?:home|house|flat|apartment|village|family|mother|father|parents|wife|job|shop|old street|neighbourhood|neighborhood|studies|university) (?:\w+ )?in {_SIDE}{_PLACE}"
)
_LIVED = re.compile(
    rf"\b(?:his|her|my|their) (?:[\w'’-]+ ){{1,4}}?in {_SIDE}{_PLACE}|\b(?:lived|worked|studied|married|job|shop) [^.,;]{{0,40}}?in {_SIDE}{_PLACE.replace('<place>', '<other>')}"
)
_BACK = re.compile(
    rf"\b(?:returned|came back|went back|come back|came home|went home|flew home|flown home|sent home|back home|back|home|deported) (?:home )?(?:to|in) {_WITHIN}{_PLACE}"
)
_OWN_FROM = re.compile(rf"\b(?:I'm|I am|I was|I come|I came)(?: originally| a \w+)? from {_WITHIN}{_PLACE}")
_OWN_ONE = re.compile(r"\b(?:I'm|I am) (?:an? )?(?P<place>[A-Z][\w-]+)\b")
_EXILE = frozenset({"TR"})
"""Where those who got away live and return to without being from there: no ground for a guess."""
_BATTLEFIELD = frozenset({"SY", "IQ"})
"""Where everybody was: having lived there tells nothing."""
_UNTELLING = {
    _GREW: frozenset[str](),
    _NATIVE: frozenset[str](),
    _RAISED: frozenset[str](),
    _HOME: _EXILE,
    _BACK: _EXILE,
    _LIVED: _EXILE | _BATTLEFIELD,
}


def origins(someone: Someone, layout: Layout, lexicon: Lexicon, said: list[Speech]) -> list[Value]:
    """Every country that the article ties the person to, by what it says of them and what they say of themselves."""
    own = [m for m in someone.mentions if m.kind is not MentionKind.PRONOUN]
    found = [v for m in own for v in (*_inside(m, layout, lexicon), *_before(m, layout, lexicon))]
    for m in someone.mentions:
        if m.kind is not MentionKind.PRONOUN or m.text.lower() in ("he", "she"):
            found += _after(m, layout, lexicon)
    for i in sorted({layout.sentence_at(m.start) for m in someone.mentions if not m.quoted}):
        piece = layout.sentences[i]
        for pattern, weight in (
            (_GREW, 0.6),
            (_NATIVE, 0.6),
            (_RAISED, 0.7),
            (_HOME, 0.35),
            (_BACK, 0.25),
            (_LIVED, 0.15),
        ):
            for match in pattern.finditer(layout.told, piece.start, piece.end):
                found += _value(match, weight, "origin-phrase", layout, lexicon, not_in=_UNTELLING[pattern])
    for item in said:
        if item.direct:
            for pattern, weight in ((_OWN_FROM, 0.65), (_OWN_ONE, 0.7)):
                for match in pattern.finditer(layout.plain, item.span.start, item.span.end):
                    found += _value(match, weight, "says-so", layout, lexicon, stated_only=pattern is _OWN_ONE)
    return found


def _inside(m: Found, layout: Layout, lexicon: Lexicon) -> Iterator[Value]:
    """ "a 21-year-old Syrian woman", "a Windsor man": a people or a place among the modifiers of a description."""
    for word in re.finditer(r"[A-ZÀ-Þ][\w'-]+(?: [A-Z][\w'-]+)?", layout.plain[m.start : m.end]):
        for form in (word.group(), word.group().split(" ")[0], word.group().split(" ")[-1]):
            at = m.start + word.start() + word.group().rindex(form)
            span = Span.of(layout.article.text, at, at + len(form))
            if form in lexicon.demonyms and not DESCENT.match(layout.plain[at + len(form) : at + len(form) + 30]):
                yield Value(
                    field="nationality", value=lexicon.demonyms[form], basis=Basis.STATED, span=span, rule="demonym"
                )
                break
            town = lexicon.towns.get(form) or (lexicon.homes.get(form) if word.start() else None)
            if town and m.kind is MentionKind.DESCRIPTION:
                yield Value(
                    field="nationality", value=town, basis=Basis.INFERRED, weight=0.45, span=span, rule="town-in-phrase"
                )
                break


def _before(m: Found, layout: Layout, lexicon: Lexicon) -> Iterator[Value]:
    """ "Tunisian defector Omar"."""
    lead = layout.plain[max(0, m.start - 28) : m.start]
    match = re.search(r"([A-Z][a-z]+) (?:\w+ ){0,2}$", lead)
    if match and m.kind is MentionKind.NAME and match.group(1) in lexicon.demonyms:
        at = max(0, m.start - 28) + match.start(1)
        span = Span.of(layout.article.text, at, at + len(match.group(1)))
        yield Value(
            field="nationality", value=lexicon.demonyms[match.group(1)], basis=Basis.STATED, weight=0.8, span=span, rule="demonym-before"
        )  # fmt: skip


def _after(m: Found, layout: Layout, lexicon: Lexicon) -> Iterator[Value]:
    end = layout.sentences[layout.sentence_at(m.start)].end
    base = m.end + aside(layout.plain[m.end : m.end + 70])
    stretch = layout.told[base : min(base + 110, end)] if not m.quoted else ""
    if m.kind is not MentionKind.PRONOUN and (match := _FROM_AFTER.match(stretch)):
        yield from _value(match, 0.8, "from", layout, lexicon, base=base)
    elif match := _IS_FROM.match(stretch):
        yield from _value(match, 0.75, "is-from", layout, lexicon, base=base)
    if match := _IS_ONE.match(stretch):
        yield from _value(match, 0.9, "is-one", layout, lexicon, base=base, stated_only=True)
    if m.kind is not MentionKind.PRONOUN:
        apposed = re.match(
            r"^,?\s(?:\(?\d\d\)?,\s)?(?:an?|the|is an?|was an?)\s((?:[\w-]+ ){0,4}?)(?P<place>[A-Z][\w-]+)", stretch
        )
        if apposed:
            yield from _value(apposed, 0.85, "apposed", layout, lexicon, base=base, stated_only=True)


def _value(
    match: re.Match[str], weight: float, rule: str, layout: Layout, lexicon: Lexicon, *, base: int = 0, not_in: frozenset[str] = frozenset(), stated_only: bool = False
) -> Iterator[Value]:  # fmt: skip
    """The country of the place matched: stated where it is a country or a people, inferred from a town (and worth less)."""
    group = "place" if match.group("place") else "other"
    found = country_of(match.group(group), lexicon, stated_only=stated_only)
    if found is None or found.code in not_in:
        return
    at = base + match.start(group)
    if DESCENT.match(layout.plain[at + len(found.form) : at + len(found.form) + 30]):
        return
    yield Value(
        field="nationality", value=found.code, basis=Basis.STATED if found.stated and weight >= 0.5 else Basis.INFERRED,
        weight=weight if found.stated else round(weight * 0.75, 3), span=Span.of(layout.article.text, at, at + len(found.form)), rule=rule,
    )  # fmt: skip
