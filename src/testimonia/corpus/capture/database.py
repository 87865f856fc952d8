"""Exports of LexisNexis and Factiva: one file with many articles, cut into its articles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from testimonia.corpus.capture.limits import Inner

_LEXIS_COUNT = re.compile(r"^\s*(?:Document\s+)?\d+ of \d+(?: DOCUMENTS)?\s*$", re.M | re.I)
_LEXIS_END = re.compile(r"^\s*End of Document\s*$", re.M | re.I)
_FACTIVA_END = re.compile(r"^\s*Document [A-Za-z0-9]{10,30}\s*$", re.M)
_RULE = re.compile(r"^\s*(?:Search Summary|Job Number:|User Name:|Date and Time:|Client/Matter:)", re.I | re.M)
_LEAST = 25
"""Words below which a piece is a table of contents or a search summary."""


def is_many(text: str) -> bool:
    """Whether the text is an export of a database with two or more articles."""
    return max(len(mark.findall(text)) for mark in (_LEXIS_COUNT, _LEXIS_END, _FACTIVA_END)) >= 2


def articles(one: Inner, text: str) -> Iterator[Inner]:
    """Each article as pasted text, in order. Nothing is dropped but what stands before the first and after the last mark and is shorter than an article."""
    for number, piece in enumerate(_pieces(text), start=1):
        yield Inner(name=f"{one.name}#article={number}", data=piece.encode("utf-8"), headers=one.headers)


def _pieces(text: str) -> list[str]:
    ends = next((mark for mark in (_LEXIS_END, _FACTIVA_END) if len(mark.findall(text)) >= 2), None)
    parts = (ends or _LEXIS_COUNT).split(text)
    held = [part.strip() for part in parts]
    whole = [
        part for part in held if len(part.split()) >= _LEAST and not (_RULE.search(part) and len(part.split()) < 80)
    ]
    return [_LEXIS_COUNT.sub("", part).strip() for part in whole]
