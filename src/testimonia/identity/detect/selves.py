"""One person met twice: a headline's "Syrian youth" who is named later, a war name given in passing, a transcript's only UNIDENTIFIED MAN."""

from __future__ import annotations

import re

from testimonia.domain.appearance import MentionKind
from testimonia.domain.article import Form
from testimonia.identity.detect.layout import Layout
from testimonia.identity.detect.mentions import HONORIFICS, Found
from testimonia.identity.detect.someone import Someone

_LEAD = 2
"""Paragraphs after the headline that may introduce somebody without a name; a transcript's programme and host stand before its own."""

_NAMED_SO = re.compile(
    r"(?:\b(?:the|a|an|his|her|my|their) (?:(?:new|war|battle|fighting|assumed|false|first|given|jihadi|Arabic) )?(?:name|nickname|alias|kunya|nom de guerre)(?: (?:of|was|is))?"
    r"|\b(?:known|knew|knows?) (?:[^.;,\n]{1,40} )?(?:as|by)|\b(?:call(?:s|ed)?|dubbed|nicknamed|renamed|named|styled)(?: (?:him|her|himself|herself))?|\bbec(?:ame|ome)"
    r"|\b(?:was|were)|\bit (?:was|is)|\b(?:then|formerly|now|alias|also|aka|as|or))\W{1,3}$",
    re.IGNORECASE,
)
"""What stands before the name that somebody had in the group."""
_OF_SUBJECT = re.compile(r"\b(?:name|nickname|alias|kunya|guerre|of|was|bec(?:ame|ome)|as)\W{1,3}$")
"""Of these, what tells of the sentence's subject: "He gave his hand to a man with a register and was Abu Dija"."""
_WHO = re.compile(r"\bwho\b")
_WHOM = re.compile(r"\bwhom\b[^.;,]*$")
"""The name is somebody's whom the sentence only mentions."""
_NAMED_HERE = re.compile(r"(?:\b(?:name|nickname|alias|kunya|guerre)(?: of)?|\b(?:as|by))\W{1,3}$")
"""Of these, what may stand before the one who is meant: "Known inside the group as Abu Yazan, Nizar said"."""
_MANY = 2
"""A name that is said more often than so is one that the article goes by."""


def cataphora(crowd: list[Someone], layout: Layout) -> None:
    """A headline's or lead's "Syrian youth" who is named a little later is that person, not another."""
    last = _LEAD + (2 if layout.article.form is Form.TRANSCRIPT else 0)
    lead_end = layout.paragraphs[min(last, len(layout.paragraphs) - 1)].end if layout.paragraphs else 0
    for i, someone in enumerate(crowd):
        if someone.names or someone.kin or not someone.mentions or someone.mentions[0].kind is MentionKind.ALIAS:
            continue
        if someone.mentions[0].start > lead_end:
            continue
        target = _later_self(i, someone, crowd, layout)
        if target is not None:
            _one(someone, target, crowd)


def _one(someone: Someone, target: int, crowd: list[Someone]) -> None:
    """The two are one person: the other takes all the mentions, in the order of the text."""
    for m in someone.mentions:
        crowd[target].add(m, target)
    crowd[target].mentions.sort(key=lambda m: m.start)
    someone.mentions = []


def war_names(crowd: list[Someone], layout: Layout) -> None:
    """A name of war said in passing ("under the name Abu Fathi", "they called him Abu Zaki") is that of whom the sentence tells."""
    for someone in crowd:
        said = [m for m in someone.mentions if m.kind is not MentionKind.PRONOUN]
        if not said or len(said) > _MANY or any(m.kind is not MentionKind.ALIAS for m in said):
            continue
        target = _bearer(said[0], crowd, layout)
        if target is None or crowd[target] is someone or crowd[target].kin:
            continue
        taken = any(a not in someone.aliases for a in crowd[target].aliases)
        gender = crowd[target].gender()
        if taken or (gender and someone.gender() and gender != someone.gender()):
            continue
        _one(someone, target, crowd)


def _bearer(alias: Found, crowd: list[Someone], layout: Layout) -> int | None:
    """Whom the sentence tells of before the name, else whom it names right after it."""
    sentence = layout.sentences[layout.sentence_at(alias.start)]
    lead = layout.plain[max(sentence.start, alias.start - 80) : alias.start]
    if not _NAMED_SO.search(lead) or _WHOM.search(lead) or layout.plain.startswith("'s", alias.end):
        return None
    around = sorted(
        (m.start, m.end, i)
        for i, s in enumerate(crowd)
        for m in s.mentions
        if sentence.start <= m.start < sentence.end and m is not alias and m.quoted == alias.quoted
    )
    before = [(start, i) for start, end, i in around if end <= alias.start]
    if before:
        return (
            before[0][1]
            if _OF_SUBJECT.search(lead) and not _WHO.search(layout.plain, before[0][0], alias.start)
            else before[-1][1]
        )
    if _NAMED_HERE.search(lead):
        return next((i for start, _, i in around if layout.plain[alias.end : start].strip(" \"'") == ","), None)
    return None


def unmask(crowd: list[Someone]) -> None:
    """A transcript's only "UNIDENTIFIED MAN" is the man whom the reporter tells of."""
    voices = [s for s in crowd if s.names and all(n.startswith("Unidentified") for n in s.names) and s.mentions]
    for voice in voices:
        if sum(other.gender() == voice.gender() for other in voices) == 1:
            _unmask_one(voice, crowd, [s for s in crowd if s not in voices])


def _unmask_one(voice: Someone, crowd: list[Someone], others: list[Someone]) -> None:
    """Joins the voice to by far the most mentioned one who never speaks under a label."""
    told = [
        s
        for s in others
        if s.mentions and not s.kin
        and not any(m.kind is MentionKind.LABEL or m.title for m in s.mentions)
        and (not s.gender() or not voice.gender() or s.gender() == voice.gender())
    ]  # fmt: skip
    ranked = sorted(told, key=lambda s: -len([m for m in s.mentions if not m.quoted]))
    counts = [len([m for m in s.mentions if not m.quoted]) for s in ranked]
    if counts and counts[0] >= 3 and (len(counts) == 1 or counts[0] >= 2 * counts[1]):
        _one(voice, crowd.index(ranked[0]), crowd)


def _later_self(i: int, someone: Someone, crowd: list[Someone], layout: Layout) -> int | None:
    horizon = layout.sentence_at(someone.mentions[0].start) + 7
    fitting = []
    for j, other in enumerate(crowd):
        if j == i or not other.mentions or other.kin:
            continue
        first = other.mentions[0]
        if layout.sentence_at(first.start) > horizon or (
            someone.gender() and other.gender() and someone.gender() != other.gender()
        ):
            continue
        if not (other.names or other.aliases) and j < i:
            continue
        shared = len(someone.heads & other.heads) + len(
            {m for m in someone.modifiers if m[:1].isupper() or m[:2].isdigit()} & other.modifiers
        )
        # A war name told after the name came up is theirs; one told before is another's, or what the article goes by.
        told = [m.start for m in someone.mentions if m.kind is MentionKind.ALIAS]
        if other.newsroom or (
            told
            and (
                len(told) > 1
                or other.aliases
                or not other.names
                or told[0] < first.start
                or first.start < someone.mentions[0].start
            )
        ):
            continue
        titled = any(m.title and m.title.rstrip(".") not in HONORIFICS for m in other.mentions)
        if titled:
            continue
        fitting.append((shared * 2 + len(other.mentions) * 0.2, -j, j))
    return max(fitting)[2] if fitting else None
