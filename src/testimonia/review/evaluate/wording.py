"""How alike words are, for matching what was found with what should have been. Same definitions as score.py."""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Iterable

LEAVING = ("infighting", "brutality", "corruption", "quality_of_life")
JOINING = ("defend_sunnis", "ideology", "material", "adventure", "coercion")
FAMILIES = {"leaving": LEAVING, "joining": JOINING}

_PLAIN = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-"}
    | {"\u00a0": " ", "\u00ad": None}  # no-break space, soft hyphen
)

SAME_PASSAGE, SAME_CLAIM, SAME_DESCRIPTION = 0.6, 0.5, 0.6


def norm(text: str | None) -> str:
    """Plain quotes and dashes, entities resolved, white space collapsed, lower case."""
    return re.sub(r"\s+", " ", html.unescape(text or "").translate(_PLAIN)).strip().lower()


@functools.lru_cache(maxsize=20_000)
def words(text: str) -> frozenset[str]:
    """The distinct words of a text."""
    return frozenset(re.findall(r"\w+", norm(text)))


def overlap(left: str, right: str) -> float:
    """Share of the shorter text's words that the longer one has."""
    a, b = words(left), words(right)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def affinity(surfaces: Iterable[str | None], quotes: Iterable[str]) -> float:
    """How well the words found fit those that name or describe one gold person: 3, 2 or 1 for each distinct quote."""
    gold = [norm(s) for s in surfaces if s]
    return sum(max((_fit(q, s) for s in gold), default=0.0) for q in {norm(q) for q in quotes if q})


def _fit(quote: str, surface: str) -> float:
    if quote == surface:
        return 3.0
    if len(quote) > 3 and len(surface) > 3 and (quote in surface or surface in quote):
        return 2.0
    return 1.0 if overlap(quote, surface) >= SAME_DESCRIPTION else 0.0


def bare(code: str) -> str:
    """The name of a code without its family."""
    return code.replace(".", "/").split("/")[-1].replace("-", "_").lower()


def family(code: str) -> str:
    """ "leaving" or "joining"; where the code does not say, by its name."""
    parts = code.replace(".", "/").split("/")
    if len(parts) > 1:
        return parts[0].lower()
    return "joining" if bare(code) in JOINING else "leaving"
