"""When a person joined, left and spoke in public: dates beside the verbs that say so, to the precision that the text supports."""

from __future__ import annotations

import re

from testimonia.domain.appearance import Basis, Value
from testimonia.domain.span import Span
from testimonia.identity.detect.layout import Layout
from testimonia.identity.detect.people import Someone

_MONTHS = {
    m: i + 1
    for i, m in enumerate(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ]
    )
}
_MONTH = "|".join(m.title() for m in _MONTHS)
_DATE = re.compile(
    rf"\b(?:(last|this|next|the following|that) )?(?:(?:early|late|mid)[- ])?(?:(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? )?({_MONTH})\b(?: (\d{{1,2}})(?:st|nd|rd|th)?\b)?(?:,? (?:of )?(this year|last year|(?:19|20)\d\d))?|\b(?:in|of|since|until|by) ((?:19|20)\d\d)\b|\b(last year|this year)\b"
)
_JOINED = re.compile(
    r"\b(?:join(?:ed|ing)?|enlist(?:ed)?|signed up|travel(?:l?ed) to|went to (?:Syria|Iraq)|arrived|crossed into Syria|entered (?:Syria|the ranks)|recruited|conscripted|flew|forced to work|began|started|set out|took the oath|swore|left (?:home|his|her|for))\b"
)
_LEFT = re.compile(
    r"\b(?:left|fled|escap(?:ed|e)|desert(?:ed)?|defect(?:ed)?|quit|got out|walked (?:out|away|off)|ran (?:away|off)|slipped|crossed (?:back )?(?:into|to) Turkey|surrendered|returned|came (?:back|home)|went home|until|gave (?:himself|herself) up|made it out|home by)\b"
)
_OUTLET = (
    r"(?:newspapers?|dail(?:y|ies)|magazines?|radio|television|TV|channels?|broadcasters?|reporters?|journalists?|(?:news )?agency|programme|documentary"
    r"|[A-Z]\w*(?: [A-Z]\w*)* (?:Service|Times|Post|News|Herald|Tribune|Press|Journal|Gazette|Observer|Chronicle|Courier|Mail|Echo))"
)
_SPOKE = re.compile(
    r"\b(?:(?:first )?spoke (?:out|publicly|in public)|first spoke|(?:gave|granted) (?:an |his first |her first |their first )?interview|testified in public"
    rf"|(?:told|spoke (?:to|with)|spoken to|interviewed by|appeared (?:on|in)) (?:[\w’'-]+ ){{0,5}}?{_OUTLET})\b"
)
"""Words in public only: whom the person told must be an outlet, not a brother or a commander."""
_EVENTS = (("joined", _JOINED), ("left", _LEFT), ("spoke", _SPOKE))


def dates(someone: Someone, layout: Layout) -> list[Value]:
    """Dates of joining, leaving and speaking in public in the sentences of which the person is a subject."""
    values = []
    seen = sorted({layout.sentence_at(m.start) for m in someone.mentions if not m.quoted})
    for i in seen:
        piece = layout.sentences[i]
        told = layout.told[piece.start : piece.end]
        for match in _DATE.finditer(told):
            when = resolve_date(match, layout.article.published)
            field_name = _event(told, match.start())
            if when and field_name:
                span = Span.of(layout.article.text, piece.start + match.start(), piece.start + match.end())
                stated = bool(match.group(5) and match.group(5)[0].isdigit()) or bool(match.group(6))
                values.append(
                    Value(
                        field=field_name,
                        value=when,
                        basis=Basis.STATED if stated else Basis.INFERRED,
                        weight=0.9 if stated else 0.6,
                        span=span,
                        rule="verb-date",
                    )
                )
    return values


def _event(told: str, at: int) -> str | None:
    """Which event a date belongs to: the one told last before it; at the same word, joining."""
    starts = {name: [m.start() for m in verb.finditer(told, 0, at)] for name, verb in _EVENTS}
    last = {name: found[-1] for name, found in starts.items() if found}
    return max(last, key=lambda name: last[name]) if last else None


def resolve_date(match: re.Match[str], published: str | None) -> str | None:
    """The partial date a phrase means, seen from the publication date; None where it cannot be told."""
    _, day_before, month_name, day_after, year_words, bare_year, year_phrase = match.groups()
    year_now, month_now = (
        (int(published[:4]), int(published[5:7]) if len(published) >= 7 else 12) if published else (None, None)
    )
    if bare_year:
        return bare_year
    if year_phrase:
        return None if year_now is None else str(year_now - 1 if year_phrase == "last year" else year_now)
    if not month_name:
        return None
    month = _MONTHS[month_name.lower()]
    if year_words and year_words[0].isdigit():
        year: int | None = int(year_words)
    elif year_now is None or month_now is None:
        return None
    elif year_words == "last year":
        year = year_now - 1
    elif year_words == "this year":
        year = year_now
    else:  # "in August", "last March": the latest one that is not after publication
        year = year_now if month <= month_now else year_now - 1
    day = day_before or day_after
    stamp = f"{year}-{month:02d}"
    return f"{stamp}-{int(day):02d}" if day and year_words and 1 <= int(day) <= 28 else stamp
