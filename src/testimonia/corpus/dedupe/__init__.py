"""Copies and reprints to origins: runs of words, so that a cut, re-headlined or padded copy is found, also where a third of it is left. ADR 21."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from testimonia.corpus.dedupe.copying import is_copy
from testimonia.corpus.dedupe.families import Family, families
from testimonia.corpus.dedupe.options import DedupeOptions
from testimonia.corpus.dedupe.sharing import Sharing
from testimonia.corpus.dedupe.wording import Wording, least, signature
from testimonia.domain.article import Article
from testimonia.domain.origin import CopyKind, OriginLink

__all__ = ["DedupeOptions", "Sharing", "Wording", "dedupe", "is_copy", "least", "signature"]

_AGENCY = re.compile(
    r"\((Reuters|AFP|AP|dpa|EFE|ANSA|PTI|AAP|[A-Z]{2,5})\)\s*[-–—]|\b(?:via|from|source:)\s+(Reuters|AFP|AP|Associated Press)\b|—\s*([A-Z][\w ]{3,40}? (?:Agency|Wire|Service|News Service))\b"
)


def dedupe(articles: Iterable[Article], options: DedupeOptions) -> Iterator[OriginLink]:
    """One link for each article, over all of them at once, by id; independent of their order."""
    found = families([Wording(article, options) for article in articles], options)
    links = (_link(one, family, options) for family in found for one in family.members)
    yield from sorted(links, key=lambda link: link.article)


def _link(one: Wording, family: Family, options: DedupeOptions) -> OriginLink:
    origin, reasons = family.members[0], list[str]()
    kind, contained = CopyKind.ORIGINAL, 1.0
    if one is not origin:
        contained = len(one.runs & origin.runs) / len(one.runs)
        is_whole = one.article.id in family.whole
        kind = CopyKind.EXACT if one.runs == origin.runs else CopyKind.NEAR if is_whole else CopyKind.PART
        reasons.append(f"{contained:.0%} of its {options.run}-word runs stand in {origin.article.id}")
    elif family.takes_from:
        reasons.append(f"text in common with {' and '.join(family.takes_from)}, of which it is no copy")
    return OriginLink(
        article=one.article.id,
        origin=origin.article.id,
        duplicate_of=None if one is origin else origin.article.id,
        kind=kind,
        containment=round(contained, 4),
        takes_from=family.takes_from,
        agency=_agency(one.article.text),
        reasons=tuple(reasons),
    )


def _agency(text: str) -> str | None:
    found = _AGENCY.search(text[:600]) or _AGENCY.search(text[-200:])
    return next((group for group in found.groups() if group), None) if found else None
