"""Numbers that may be counts of people: each with its sentence, its surroundings and what it counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from testimonia.domain.claim import Qualifier
from testimonia.domain.lexicon import Lexicon
from testimonia.identity.detect.claims.counted import Noun, counted
from testimonia.identity.detect.claims.no_count import in_table
from testimonia.identity.detect.claims.numerals import Numeral, numerals
from testimonia.identity.detect.claims.qualifiers import qualifier, ranged
from testimonia.identity.detect.layout import Layout, Piece

CLAUSE = 130
"""Characters before and after a number that are read as its clause, at most."""
_BOUNDARY = re.compile(
    r"[;:?!]|\.(?= )|,? (?:and that|while|whereas|although|but|of whom|of which|among them)\b|, and\b", re.IGNORECASE
)
_ONE = re.compile(r"^ (?:has|had|is|was|returned|came|who (?:has|had))\b", re.IGNORECASE)
_NONE = re.compile(
    r"^(?: of (?:them|these|those|whom|us|the [\w-]+))?(?: yet)? (?:has|have|had|is|are|was|were|would|will)\b",
    re.IGNORECASE,
)
_ONE_LEAD = re.compile(r"(?:^|\b(?:only|just|and|that|but|said)|[,;:]) ?[\"']?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A number of a sentence and what stands around it. `lead` and `tail` are bounded; `ahead` and `behind` end with the clause."""

    number: Numeral
    noun: Noun
    qualifier: Qualifier | None
    sentence: int
    piece: Piece
    text: str
    lead: str
    tail: str
    behind: str
    ahead: str


def candidates(layout: Layout, lexicon: Lexicon) -> list[Candidate]:
    """In order of the text; the headline is left out, the article says it again."""
    body = layout.article.body_start
    return [
        one
        for index, piece in enumerate(layout.sentences)
        if piece.start >= body
        for one in _of_sentence(index, piece, layout.plain[piece.start : piece.end], lexicon)
    ]


def _of_sentence(index: int, piece: Piece, text: str, lexicon: Lexicon) -> Iterator[Candidate]:
    found = numerals(text)
    ones = sum(n.figure == 1 for n in found)
    ends = [0, *(n.end for n in found)]
    starts = [*(n.start for n in found), len(text)]
    for i, number in enumerate(found):
        lead, tail = text[max(0, number.start - CLAUSE) : number.start], text[number.end : number.end + CLAUSE]
        if (
            number.figure == 1
            and not in_table(text)
            and (ones > 1 or not (_ONE.match(tail) and _ONE_LEAD.search(lead)))
        ):
            continue  # "one is dead, one is in prison": individuals, not a count
        if number.figure == 0 and not _NONE.match(tail):
            continue
        noun = counted(number, text, lexicon)
        kind = qualifier(lead, tail, lexicon)
        if i + 1 < len(found) and ranged(lead, text[number.end : found[i + 1].start]):
            noun, kind = counted(found[i + 1], text, lexicon), Qualifier.AT_LEAST
        elif i and ranged(text[max(0, found[i - 1].start - CLAUSE) : found[i - 1].start], text[ends[i] : number.start]):
            kind = Qualifier.AT_MOST
        if noun is not Noun.NONE:
            yield Candidate(
                number, noun, kind, index, piece, text, lead, tail,
                _last_clause(text[max(ends[i], number.start - CLAUSE) : number.start]),
                _first_clause(text[number.end : min(starts[i + 1], number.end + CLAUSE)]),
            )  # fmt: skip


def _first_clause(text: str) -> str:
    boundary = _BOUNDARY.search(text)
    return text[: boundary.start()] if boundary else text


def _last_clause(text: str) -> str:
    end = 0
    for boundary in _BOUNDARY.finditer(text):
        end = boundary.end()
    return text[end:]
