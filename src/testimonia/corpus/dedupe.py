"""Copies and reprints to origins: containment of word runs, so that a cut, re-headlined or padded copy is found."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from testimonia.domain.article import Article
from testimonia.domain.origin import CopyKind, OriginLink
from testimonia.text import folded

_AGENCY = re.compile(
    r"\((Reuters|AFP|AP|dpa|EFE|ANSA|PTI|AAP|[A-Z]{2,5})\)\s*[-–—]|\b(?:via|from|source:)\s+(Reuters|AFP|AP|Associated Press)\b|—\s*([A-Z][\w ]{3,40}? (?:Agency|Wire|Service|News Service))\b"
)


class DedupeOptions(msgspec.Struct, frozen=True, kw_only=True):
    """`run` words make a shingle; a copy has at least `containment` of the shorter text's shingles in the longer one.

    0.5 finds a story cut to half with a paragraph put in; two articles that share one long quotation stay near 0.2.
    `signature`: the share of an article's shingles, its rarest, by which it is looked for; above 1 - `containment`.
    """

    run: int = 5
    containment: float = 0.5
    min_shingles: int = 20
    signature: float = 0.6


def shingles(article: Article, options: DedupeOptions) -> frozenset[int]:
    """Hashes (63 bits) of the runs of words in the body."""
    words = re.findall(r"\w+", folded(article.text[article.body_start :]))
    runs = (" ".join(words[i : i + options.run]) for i in range(max(0, len(words) - options.run + 1)))
    return frozenset(int.from_bytes(hashlib.blake2b(r.encode(), digest_size=8).digest(), "big") >> 1 for r in runs)


def signature(runs: Iterable[int], met: Mapping[int, int], options: DedupeOptions) -> frozenset[int]:
    """The article's rarest shingles; `met` says how often each was met before (any choice is right, a rare one is quick)."""
    held = sorted(runs, key=lambda run: (met.get(run, 0), run))
    return frozenset(held[: math.ceil(options.signature * len(held))])


def least(size: int, options: DedupeOptions) -> int:
    """How many of the signature of an article with `size` shingles every longer copy of it must have.

    A copy has all but `size - containment * size` of the shingles, so it lacks at most as many of any subset: the prefix
    filter of S. Chaudhuri, V. Ganti, R. Kaushik, "A primitive operator for similarity joins", ICDE 2006.
    """
    return math.ceil(options.signature * size) - (size - math.ceil(options.containment * size))


def related(size: int, other: int, shared: int, options: DedupeOptions) -> bool:
    """Whether two articles with so many shingles, and so many of them shared, tell one text."""
    shorter = min(size, other)
    return shorter >= options.min_shingles and shared >= options.containment * shorter


def dedupe(articles: Iterable[Article], options: DedupeOptions) -> Iterator[OriginLink]:
    """One link for each article, over all of them at once; independent of their order.

    An inverted index gives the articles that share runs; families are the connected copies; the origin is the earliest
    published, then the longest, then the first by id.
    """
    held = sorted(articles, key=lambda a: a.id)
    grams = {a.id: shingles(a, options) for a in held}
    families = _families(grams, options)
    by_id = {a.id: a for a in held}
    for article in held:
        family = families[article.id]
        origin = min(family, key=lambda i: (by_id[i].published or "9999", -len(by_id[i].text), i))
        agency = _AGENCY.search(article.text[:600]) or _AGENCY.search(article.text[-200:])
        credit = next((g for g in agency.groups() if g), None) if agency else None
        if origin == article.id:
            yield OriginLink(article=article.id, origin=origin, agency=credit)
            continue
        shared = len(grams[article.id] & grams[origin]) / max(1, len(grams[article.id]))
        exact = grams[article.id] == grams[origin]
        yield OriginLink(
            article=article.id, origin=origin, duplicate_of=origin, kind=CopyKind.EXACT if exact else CopyKind.NEAR, containment=round(shared, 4),
            agency=credit, reasons=(f"{shared:.0%} of its {options.run}-word runs stand in {origin}",),
        )  # fmt: skip


def _families(grams: dict[str, frozenset[int]], options: DedupeOptions) -> dict[str, tuple[str, ...]]:
    index: dict[int, list[str]] = {}
    parent = {i: i for i in grams}

    def root(i: str) -> str:
        while parent[i] != i:
            i = parent[i]
        return i

    for name, mine in grams.items():
        counts: dict[str, int] = {}
        for gram in mine:
            others = index.setdefault(gram, [])
            for other in others:
                counts[other] = counts.get(other, 0) + 1
            others.append(name)
        for other, shared in counts.items():
            if related(len(mine), len(grams[other]), shared, options):
                parent[root(name)] = root(other)
    members: dict[str, list[str]] = {}
    for name in grams:
        members.setdefault(root(name), []).append(name)
    return {name: tuple(members[root(name)]) for name in grams}
