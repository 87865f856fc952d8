"""Words that point at a person: names, aliases, speaker labels, descriptions, pronouns."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from testimonia.domain.appearance import MentionKind
from testimonia.domain.lexicon import Lexicon
from testimonia.identity.detect.layout import Layout

_PRONOUN = re.compile(r"\b(?:he|him|his|himself|she|her|hers|herself)\b", re.IGNORECASE)
_AGE_NOUN = re.compile(
    r"\b(?:[Tt]he|[Aa]|[Aa]n) (?:(?!of |in |and |for |with |who |to )[a-z]+,? ){0,2}?((?:now )?(?:\d\d|[a-z]+ty-[a-z]+|[a-z]+teen|(?:twen|thir|for|fif|six)ty)-years?-old)\b(?: [A-Z][a-z]+(?=[,.;:'’]| [a-z]))?(?! (?!(?:from|who|whose|of|with|and|was|is|has|had|said|says|told|in|at|to|now|named|called|known|did|does|would|could|then|also|\w{3,}ed|\w{4,}s|went|flew|came|left|took|spent|ran|fled|got|made|gave|sat|spoke|wore|kept|lost|saw|found|held|began|drove|paid|brought|thought|felt|knew|fell|sold|set|grew|became|met|never|once|still|later|first|only)\b)[a-z])"
)
_AGE = r"\d\d(?:-years?-old| years? old)?"

HONORIFICS = {"Mr": "M", "Herr": "M", "Mrs": "F", "Ms": "F", "Miss": "F", "Frau": "F"}
"""Titles that say nothing but the gender, without their full stop."""
_DETERMINERS = frozenset({"the", "a", "an", "his", "her", "their", "my"})
_STOPPERS = _DETERMINERS | frozenset(
    [
        "of",
        "in",
        "to",
        "and",
        "for",
        "with",
        "by",
        "from",
        "at",
        "on",
        "was",
        "is",
        "were",
        "had",
        "has",
        "who",
        "that",
        "as",
        "or",
        "said",
        "he",
        "she",
        "they",
        "it",
        "be",
        "been",
        "when",
        "while",
        "after",
        "than",
        "like",
        "but",
        "into",
    ]
)
_NEST = re.compile(r"'s [a-z]")
"""After a description that only says what kind of thing it is: "a sniper's nest"."""
_PREDICATE = re.compile(
    r"\b(?:was|is|as|be|been|became|becoming|become|being|like|were|are|worked as|served as)(?:, [^,.;:\n]{3,40},)?\s+(?:once |now |then |also |just |only |a )?$"
    r"|\b(?:was|is|he's|she's|He's|She's) (?:now |then |only |just |aged )?(?:\d\d|(?:twen|thir|for|fif|six)ty(?:-[a-z]+)?|[a-z]+teen)(?: years old)?(?:,| and)(?: once| now)? $"
)


@dataclass(slots=True)
class Found:
    """A mention before it is linked. `head`: the noun of a description; `form`: the name without its title."""

    start: int
    end: int
    kind: MentionKind
    text: str
    form: str = ""
    title: str = ""
    head: str = ""
    modifiers: str = ""
    definite: bool = False
    gender: str = ""
    quoted: bool = False
    predicate: bool = False
    person: int = -1
    cues: list[str] = field(default_factory=list)


def fold(word: str) -> str:
    """A name without accents, for look-ups."""
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c)).replace("ı", "i")


@lru_cache(maxsize=4)
def _noun_pattern(nouns: frozenset[str]) -> re.Pattern[str]:
    heads = "|".join(sorted((re.escape(n) for n in nouns), key=len, reverse=True))
    return re.compile(
        rf"\b((?:[Aa]n?|[Tt]he|[Oo]ne|[Aa]nother|[Tt]his|[Tt]hat|[Hh]is|[Hh]er|[Tt]heir|[Mm]y|[Ww]hose|[\w'-]+'s)\s+(?:elder |older |younger )?)?"
        rf"((?:[\w'’-]+,?\s+){{0,5}}?(?:[Ee]x-)?)({heads})\b(?!-)",
    )


def descriptions(layout: Layout, lexicon: Lexicon) -> list[Found]:
    """Noun phrases whose head is a person noun: "a 21-year-old Syrian woman", "the former guard", "his mother"."""
    pattern = _noun_pattern(frozenset(lexicon.nouns))
    found = []
    for sentence in layout.sentences:
        at = sentence.start
        while match := pattern.search(layout.plain, at, sentence.end):
            at = match.end()
            if item := _description(match, sentence.start, layout, lexicon):
                found.append(item)
        for match in _AGE_NOUN.finditer(layout.plain, sentence.start, sentence.end):
            found.append(
                Found(match.start(), match.end(), MentionKind.DESCRIPTION, match.group(), head="year-old", modifiers=match.group(1),
                      definite=match.group()[0] in "Tt", quoted=in_quote(layout, match.start()))
            )  # fmt: skip
    return found


def _description(match: re.Match[str], sentence_start: int, layout: Layout, lexicon: Lexicon) -> Found | None:
    determiner, head = (match.group(1) or "").strip(), match.group(3)
    start = match.start()
    if determiner.split(" ")[0].endswith("'s"):  # "Mazen's cousin": the description begins after the owner
        start += len(determiner.split(" ")[0]) + 1
    parts = list(re.finditer(r"[^\s]+", match.group(2) or ""))
    words = [p.group().strip(",") for p in parts]
    # Between determiner and head only modifiers may stand: any other word there means two phrases.
    for i in range(len(parts) - 1, -1, -1):
        if words[i].lower() in _STOPPERS:
            determiner = words[i] if words[i].lower() in _DETERMINERS else ""
            start = match.start(2) + (parts[i].start() if determiner else parts[i].end() + 1)
            words = words[i + 1 :]
            break
    if not determiner and not (start == sentence_start < layout.article.body_start):
        return None
    lower = determiner.lower()
    if lower in ("a", "an") and _NEST.match(layout.plain, match.end()):
        return None
    return Found(
        start,
        match.end(),
        MentionKind.DESCRIPTION,
        layout.plain[start : match.end()],
        head=head,
        modifiers=" ".join(words),
        definite=lower in {"the", "this", "that"},
        predicate=bool(_PREDICATE.search(layout.plain[max(0, start - 64) : start])),
        gender=lexicon.gendered.get(head, ""),
        quoted=in_quote(layout, start),
        cues=["kin"]
        if (lower in {"his", "her", "their", "my", "whose"} or lower.endswith("'s"))
        and lexicon.nouns[head] == "relative"
        else [],
    )


def pronouns(layout: Layout) -> list[Found]:
    """Third-person singular pronouns outside quotations."""
    found = []
    for match in _PRONOUN.finditer(layout.told):
        word = match.group().lower()
        found.append(
            Found(match.start(), match.end(), MentionKind.PRONOUN, match.group(), head=word, gender="M" if word.startswith("h") and not word.startswith("her") else "F")
        )  # fmt: skip
    return found


_FUNCTION_WORDS = frozenset(
    ["FROM", "OF", "IN", "TO", "AND", "THE", "BY", "WITH", "FOR", "ON", "AT", "WAS", "IS", "HAS", "WHO", "AS"]
)


def labels(layout: Layout, lexicon: Lexicon) -> list[Found]:
    """Speaker labels of transcripts and interviews; a dateline ("ABU DHABI: ...") or a headline in capitals is none."""
    found = []
    for start, end in layout.labels.values():
        text = layout.plain[start:end]
        if (
            not text.strip("-\u2013\u2014")
            or text.title() in ("Q", "A", "Question", "Answer")
            or text.title() in lexicon.towns
            or text.title() in lexicon.countries
        ):
            continue
        if len(text.split()) > 3 and _FUNCTION_WORDS & set(text.split()):
            continue
        gender = "F" if re.search(r"\bWOMAN|GIRL", text) else "M" if re.search(r"\bMAN|BOY", text) else ""
        found.append(Found(start, end, MentionKind.LABEL, text, form=text.title(), gender=gender))
    return found


def in_quote(layout: Layout, offset: int) -> bool:
    """Whether the words at this offset are quoted."""
    return layout.told[offset : offset + 1] == "\x00"
