"""When a person joined, left and spoke in public: dates beside the verbs that say so, to the precision that the text supports."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter

from testimonia.domain.appearance import Basis, Speech, Value
from testimonia.domain.dates import MONTHS
from testimonia.domain.span import Span
from testimonia.identity.detect.attributes.subjects import Subjects, speaks_of_self, within
from testimonia.identity.detect.attributes.when import DATE, resolve
from testimonia.identity.detect.layout import Layout, Piece
from testimonia.identity.detect.people import Someone

_LAND = r"(?:Syria|Iraq|Raqqa|Rakka|Mosul|Aleppo|the (?:caliphate|group|ranks|organi[sz]ation|militants)|Islamic State|ISIS|Isis|ISIL|IS|Daesh)\b"
_JOINED = re.compile(
    rf"\b(?:join(?:ed|ing)?|enlist(?:ed)?|signed (?:up|on)|travel(?:l?ed|l?ing)? to|(?:went|gone|going|go) (?:to {_LAND}|out|over)|arriv(?:ed|ing)"
    rf"|cross(?:ed|ing) (?:the border )?(?:from Turkey )?(?:in)?to {_LAND}|enter(?:ed|ing) (?:to |in(?:to)? )?{_LAND}|recruited|conscripted|pressed into|flew|flown|forced to work|began|started"
    rf"|set (?:out|off)|took the oath|swore|pledged|left (?:home|his|her|for|the house|a job|school|(?!Raqqa|Mosul|Syria|Iraq|Islamic|IS|Isis|Daesh|{'|'.join(MONTHS)})[A-Z]\w+)|slipped over the border|worked .{{0,30}}? from)\b"
)
_LEFT = re.compile(
    r"\b(?:left|fled|flee|escap(?:ed|e|ing)|desert(?:ed|ing)?|defect(?:ed|ing)?|quit|got (?:out|away)|walked (?:back )?(?:out|away|off)|walked (?:in)?to the Turkish"
    r"|ran(?: away| off)?|run away|slipped (?:away|out|back|across)|cross(?:ed|ing) (?:(?:back )?(?:in|over )?|the border (?:back )?(?:in)?)to Turkey|surrendered"
    r"|returned|(?:came|come) (?:back|home|away|out)|went home|back (?:home )?since|gave (?:himself|herself|myself) up|turned (?:himself|herself|myself) in|made it (?:out|home|back)|home by|paid (?:a|the) smuggler)\b"
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
_OTHER = re.compile(
    r"\b(?:killed|died|born|married|widowed|divorced|arrested|detained|charged|tried|sentenced|convicted|released|jailed|imprisoned|met|wounded|injured|graduated|trained|studied"
    r"|sent|moved|posted|transferred|promoted|lost|executed|shot|bombed|bombarded|captured|took the (?:town|city)|declared|called|telephoned|wrote|published|lives|has lived|lived|runs|opened)\b"
)
"""Verbs of something else: a date beside them dates that."""
_EVENTS = {"joined": _JOINED, "left": _LEFT, "spoke": _SPOKE, "": _OTHER}
"""In the order that decides where two begin with the same word: "left for Syria" is joining."""
_AHEAD = re.compile(
    r"^(?:[A-Z]\w+,? )?(?:(?:[Ii]n|[Oo]n|[Bb]y|[Ee]arly|[Ll]ate|[Tt]hen|[Aa]nd|[Bb]ut|[Aa]t|[Tt]he|[Ss]o|[Uu]ntil|[Ss]ince|[Dd]uring|end|beginning|start|middle|week|first|second|third|fourth|last|night|morning|half|of|one|day|days|in|on|by|a|an|to|towards|around|about|\w+ of) ?){0,9}$"
)
"""What may stand between the beginning of a sentence and a date that opens it: "In the second week of February"."""


@dataclass(frozen=True, slots=True)
class _Dated:
    """A date phrase and what it means."""

    start: int
    end: int
    when: str
    is_stated: bool


def dates(someone: Someone, subjects: Subjects, layout: Layout, said: Sequence[Speech]) -> list[Value]:
    """Dates of joining, leaving and speaking in public: in sentences of which the person is the subject, and in their own words of themselves."""
    values: list[Value] = []
    is_theirs = partial(subjects.is_of, someone.mentions[0].person)
    for i in sorted({layout.sentence_at(m.start) for m in someone.mentions if not m.quoted}):
        values += _of_sentence(layout, layout.sentences[i], layout.told, is_theirs)
    for speech in said:
        if speech.direct:
            for piece in within(layout, speech):
                values += _of_sentence(layout, piece, layout.plain, partial(speaks_of_self, layout.plain, piece.start))
    return values


def _of_sentence(layout: Layout, piece: Piece, source: str, is_theirs: Callable[[int], bool]) -> Iterator[Value]:
    told = source[piece.start : piece.end]
    for dated in _dated(layout, told):
        field = _event(told, dated, piece.start, is_theirs)
        if field:
            yield Value(
                field=field,
                value=dated.when,
                basis=Basis.STATED if dated.is_stated else Basis.INFERRED,
                weight=0.9 if dated.is_stated else 0.6,
                span=Span.of(layout.article.text, piece.start + dated.start, piece.start + dated.end),
                rule="verb-date",
            )


def _dated(layout: Layout, told: str) -> Iterator[_Dated]:
    for match in DATE.finditer(told):
        when = resolve(match, layout.article.published)
        if when:
            year = match["bare"] or match["season_year"] or (match["its"] or "")[:4]
            yield _Dated(match.start(), match.end(), when, year.isdigit())


def _event(told: str, dated: _Dated, start: int, is_theirs: Callable[[int], bool]) -> str | None:
    """Which event a date belongs to: the one told last before it or, where the date opens the sentence, first behind it."""
    before = [(m.start(), name) for name, verb in _EVENTS.items() for m in verb.finditer(told, 0, dated.start)]
    if before:
        at, name = max(before, key=itemgetter(0))
    elif _AHEAD.match(told[: dated.start]):
        behind = [(m.start(), name) for name, verb in _EVENTS.items() for m in verb.finditer(told, dated.end)]
        if not behind:
            return None
        at, name = min(behind, key=itemgetter(0))
    else:
        return None
    return name if name and is_theirs(start + at) else None
