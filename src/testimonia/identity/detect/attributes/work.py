"""What somebody did for the group: the work that an account gives them there, not what they lived by before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from testimonia.domain.appearance import Basis, MentionKind, Speech, Value
from testimonia.domain.lexicon import Lexicon, RoleWords
from testimonia.domain.span import Span
from testimonia.identity.detect.attributes.subjects import Subjects, speaks_of_self, within
from testimonia.identity.detect.layout import Layout, Piece
from testimonia.identity.detect.people import Someone

_AS = (
    r"\b(?:(?:work(?:ed|s|ing)?|serv(?:ed|es|ing)|act(?:ed|ing)|employed|used|assigned|posted|enlisted|recruited|hired|put to work|job|days?|months?|years?|time|life) (?:[\w'-]+ ){0,4}?as"
    r"|(?:made|make) (?:him|her|me|us)|(?:became|become|was made|were made|had been made|was appointed|appointed)) (?:(?:an?|the|one of the|his|her|its|their) )?(?:[\w'-]+ ){0,3}?"
)
_WAS = r"\b(?:was|been|am|were|had been) (?:only |just |merely )?(?:an?|the) (?:[\w'-]+ ){0,2}?"
_FOR = r"(?: [\w'-]+){0,2}? (?:for|with|in|of|under|inside|at) (?:the )?(?:{G}|group|militants|organi[sz]ation|caliphate|emirs?|battalion|brigade|camp|base|unit)"
_SERVED = r"\b(?:serv\w+|work\w*|join\w+|member|patroll\w+|guard\w*|assigned|posted|enlisted|clerk|recruited|drafted|belonged|was|put|part of|transferred|months?|years?|volunteered)\b[^.;:]{0,45}?"
_AT = r"(?:(?:work(?:ed|ing)?|serv(?:ed|ing)|put (?:to work|me|him|her|us)(?: to work)?|sent (?:me|him|her|us)|posted|assigned|placed|transferred|moved) (?:\w+ ){0,2}?(?:in|at|to) (?:an?|the|their|its|one))"
_BEFORE = re.compile(
    r"\b(?:before (?:the war|that|he|she|I|joining|leaving|going|syria|isis)|used to|back home|at home|by trade|by profession|had (?:once )?(?:been|worked)|previously|until then|now (?:works?|drives?|cooks?)|today|these days|since (?:his|her|my) return)\b",
    re.IGNORECASE,
)
"""What tells that it was done elsewhere, or is done now."""
_FORMER = re.compile(r"\b(?:former|ex|one-?time|erstwhile|defected)\b", re.IGNORECASE)


class _Way(NamedTuple):
    """One way to tell of one role: what it is told by, how much that says, and the name of the rule."""

    role: str
    pattern: re.Pattern[str]
    weight: float
    rule: str


class _Ways(NamedTuple):
    """All ways, those of each role in the order of how much they say. Where `hint` finds nothing, none of them does."""

    hint: re.Pattern[str]
    all: tuple[_Way, ...]


@lru_cache(maxsize=4)
def _ways(roles: tuple[RoleWords, ...], group: str) -> _Ways:
    ways, words = [], set()
    for one in roles:
        nouns = "|".join(re.escape(n).replace(r"\-", "[- ]") for n in one.nouns)
        words.add(f"(?i:{nouns})")
        as_one, was_one = f"{_AS}(?P<word>{nouns})s?\\b", f"{_WAS}(?P<word>{nouns})\\b{_FOR.replace('{G}', group)}"
        ways.append(_Way(one.name, re.compile(as_one, re.IGNORECASE), 0.9, "worked-as"))
        ways.append(_Way(one.name, re.compile(was_one, re.IGNORECASE), 0.8, "was-one"))
        if one.units:
            units = "|".join(one.units)
            words.add(units)
            ways.append(_Way(one.name, re.compile(f"{_SERVED}(?P<word>{units})"), 0.9, "served-in"))
        if one.deeds:
            deeds = "|".join(one.deeds).replace("{AT}", _AT)
            words.add(f"(?i:{deeds})")
            ways.append(_Way(one.name, re.compile(rf"\b(?P<word>{deeds})", re.IGNORECASE), 0.6, "deed"))
    return _Ways(re.compile("|".join(sorted(words))), tuple(ways))


@lru_cache(maxsize=4)
def _by_noun(roles: tuple[RoleWords, ...]) -> dict[str, str]:
    return {noun: one.name for one in roles for noun in one.nouns}


def work(
    someone: Someone, subjects: Subjects, layout: Layout, lexicon: Lexicon, said: Sequence[Speech], group: str
) -> list[Value]:
    """What the article says the person did for the group, each way it is told once; `group`: pattern of the group's names."""
    values = list(_described(someone, layout, lexicon, group))
    ways = _ways(lexicon.roles, group)
    is_theirs = partial(subjects.is_of, someone.mentions[0].person)
    for i in sorted({layout.sentence_at(m.start) for m in someone.mentions if not m.quoted}):
        values += _of_sentence(layout, layout.sentences[i], layout.told, is_theirs, ways)
    for speech in said:
        if speech.direct:
            for piece in within(layout, speech):
                values += _of_sentence(
                    layout, piece, layout.plain, partial(speaks_of_self, layout.plain, piece.start), ways
                )
    return values


def _of_sentence(
    layout: Layout, piece: Piece, source: str, is_theirs: Callable[[int], bool],
    ways: _Ways,
) -> Iterator[Value]:  # fmt: skip
    if not ways.hint.search(source, piece.start, piece.end) or _BEFORE.search(source, piece.start, piece.end):
        return
    for way in ways.all:
        match = way.pattern.search(source, piece.start, piece.end)
        if match and is_theirs(match.start()):
            yield _value(layout, way.role, match.start("word"), match.end("word"), way.weight, way.rule)


def _described(someone: Someone, layout: Layout, lexicon: Lexicon, group: str) -> Iterator[Value]:
    """ "the former guard", "an Islamic State cook": what a description calls somebody who was of the group."""
    by_noun = _by_noun(lexicon.roles)
    for m in someone.mentions:
        role = by_noun.get(m.head) if m.kind is MentionKind.DESCRIPTION else None
        if role is None:
            continue
        is_of_group = _FORMER.search(m.text) or re.search(group, m.text, re.IGNORECASE)
        if is_of_group or lexicon.nouns.get(m.head) == "member":
            yield _value(layout, role, m.end - len(m.head), m.end, 0.5, "description")


def _value(layout: Layout, role: str, start: int, end: int, weight: float, rule: str) -> Value:
    return Value(
        field="group_role", value=role, basis=Basis.INFERRED if rule in ("deed", "description") else Basis.STATED, weight=weight,
        span=Span.of(layout.article.text, start, end), rule=rule,
    )  # fmt: skip
