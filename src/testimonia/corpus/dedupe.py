"""Copies and reprints to origins: containment of word runs, so that a cut, re-headlined or padded copy is found, also where a third of it is left."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

import msgspec

from testimonia.domain.article import Article
from testimonia.domain.origin import (
    CONTAINED,
    LEAST,
    LEAST_TOLD,
    TOLD,
    CopyKind,
    OriginLink,
    is_contained,
    is_told_again,
)
from testimonia.text import folded

_AGENCY = re.compile(
    r"\((Reuters|AFP|AP|dpa|EFE|ANSA|PTI|AAP|[A-Z]{2,5})\)\s*[-–—]|\b(?:via|from|source:)\s+(Reuters|AFP|AP|Associated Press)\b|—\s*([A-Z][\w ]{3,40}? (?:Agency|Wire|Service|News Service))\b"
)
_WORD = re.compile(r"\w+")
_QUOTED = re.compile(r'"([^"]{1,800})"')
WHOLE, VOICE = 1, 2
"""Kinds of runs, to be added up: of all words, and of the article's own voice, without quotations. Most runs are of both."""
Runs: TypeAlias = Mapping[int, int]
"""An article's runs of words as hashes, with their kinds."""


class DedupeOptions(msgspec.Struct, frozen=True, kw_only=True):
    """`run` words make a shingle; what two articles share of theirs makes them one text by the measure of `domain.origin`.

    `signature`: the share of an article's shingles of each kind, its rarest, by which it is looked for; above what a copy may lack of them.
    """

    run: int = 5
    signature: tuple[float, float] = (0.6, 0.75)


def shingles(article: Article, options: DedupeOptions) -> dict[int, int]:
    """Hashes (63 bits) of the runs of words in the body; for those outside quotations each quotation is one mark."""
    pieces = _QUOTED.split(folded(article.text[article.body_start :]))  # every second one is a quotation
    words = [_WORD.findall(piece) for piece in pieces]
    found = dict.fromkeys(_runs([word for some in words for word in some], options), WHOLE)
    own = [word for number, some in enumerate(words) for word in (['"'] if number % 2 else some)]
    for run in _runs(own, options):
        found[run] = found.get(run, 0) | VOICE
    return found


def _runs(words: Sequence[str], options: DedupeOptions) -> Iterator[int]:
    for place in range(max(0, len(words) - options.run + 1)):
        run = " ".join(words[place : place + options.run])
        yield int.from_bytes(hashlib.blake2b(run.encode(), digest_size=8).digest(), "big") >> 1


def sizes(runs: Runs) -> tuple[int, int]:
    """How many there are of each kind."""
    return (sum(bool(kinds & WHOLE) for kinds in runs.values()), sum(bool(kinds & VOICE) for kinds in runs.values()))


def signature(runs: Runs, met: Mapping[int, int], options: DedupeOptions) -> dict[int, int]:
    """The article's rarest shingles of each kind; `met` says how often each was met before (any choice is right, a rare one is quick)."""
    held, found = sorted(runs, key=lambda run: (met.get(run, 0), run)), dict[int, int]()
    for kind, share in zip((WHOLE, VOICE), options.signature, strict=True):
        some = [run for run in held if runs[run] & kind]
        for run in some[: math.ceil(share * len(some))]:
            found[run] = found.get(run, 0) | kind
    return found


def least(size: int, kind: int, options: DedupeOptions) -> int:
    """How many of the signature of an article with `size` shingles of this kind every longer copy of it must have.

    A copy has all but `size` less those that make it one, so it lacks at most as many of any subset: the prefix
    filter of S. Chaudhuri, V. Ganti, R. Kaushik, "A primitive operator for similarity joins", ICDE 2006.
    """
    share = options.signature[kind == VOICE]
    fewest, part = (LEAST_TOLD, TOLD) if kind == VOICE else (LEAST, CONTAINED)
    return math.ceil(share * size) - (size - max(fewest, math.ceil(part * size)))


def dedupe(articles: Iterable[Article], options: DedupeOptions) -> Iterator[OriginLink]:
    """One link for each article, over all of them at once; independent of their order.

    An inverted index gives the articles that share runs; families are the connected copies; the origin is the earliest
    published, then the longest, then the first by id.
    """
    held = sorted(articles, key=lambda a: a.id)
    grams = {a.id: shingles(a, options) for a in held}
    families = _families(grams)
    by_id = {a.id: a for a in held}
    for article in held:
        family = families[article.id]
        first = min(family, key=lambda i: (by_id[i].published or "9999", -len(by_id[i].text), i))
        agency = _AGENCY.search(article.text[:600]) or _AGENCY.search(article.text[-200:])
        credit = next((g for g in agency.groups() if g), None) if agency else None
        if first == article.id:
            yield OriginLink(article=article.id, origin=first, agency=credit)
            continue
        mine, theirs = ({run for run, kinds in grams[id].items() if kinds & WHOLE} for id in (article.id, first))
        shared, exact = len(mine & theirs) / max(1, len(mine)), mine == theirs
        yield OriginLink(
            article=article.id, origin=first, duplicate_of=first, kind=CopyKind.EXACT if exact else CopyKind.NEAR, containment=round(shared, 4),
            agency=credit, reasons=(f"{shared:.0%} of its {options.run}-word runs stand in {first}",),
        )  # fmt: skip


def _families(grams: Mapping[str, Runs]) -> dict[str, tuple[str, ...]]:
    index: dict[int, list[str]] = {}
    size = {name: sizes(runs) for name, runs in grams.items()}
    parent = {i: i for i in grams}

    def root(i: str) -> str:
        while parent[i] != i:
            i = parent[i]
        return i

    for name, mine in grams.items():
        counts: dict[str, list[int]] = {}
        for run, kinds in mine.items():
            others = index.setdefault(run, [])
            for other in others:
                both, shared = kinds & grams[other][run], counts.setdefault(other, [0, 0])
                shared[0] += both & WHOLE
                shared[1] += both >> 1
            others.append(name)
        for other, (shared_all, told) in counts.items():
            all_shorter, told_shorter = map(min, size[name], size[other])
            if is_contained(shared_all, all_shorter) or is_told_again(told, told_shorter):
                parent[root(name)] = root(other)
    members: dict[str, list[str]] = {}
    for name in grams:
        members.setdefault(root(name), []).append(name)
    return {name: tuple(members[root(name)]) for name in grams}
