"""Words that a person is quoted with: two articles that carry the same sentence often speak of the same person."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from testimonia.domain.appearance import Appearance

RUN, LONG_RUN = 6, 8
"""Words in a run that is compared, and in one by which appearances are found: six words may be a phrase that many use."""


def quoted(item: Appearance) -> frozenset[str]:
    """Every run of six words in the person's direct speech."""
    return frozenset(run for words in _spoken(item) for run in _runs(words, RUN))


def fingerprints(item: Appearance) -> frozenset[str]:
    """Of each two neighbouring long runs the one with the lesser hash: whoever shares nine words in a row shares one.

    S. Schleimer, D. S. Wilkerson, A. Aiken, "Winnowing: local algorithms for document fingerprinting", SIGMOD 2003.
    """
    found: set[str] = set()
    for words in _spoken(item):
        hashes = [hashlib.blake2b(run.encode(), digest_size=8).hexdigest() for run in _runs(words, LONG_RUN)]
        found.update(map(min, hashes, hashes[1:]))
    return frozenset(found)


def _spoken(item: Appearance) -> Iterator[list[str]]:
    return (re.findall(r"\w+", speech.span.said.lower()) for speech in item.speech if speech.direct)


def _runs(words: list[str], length: int) -> list[str]:
    return [" ".join(words[at : at + length]) for at in range(len(words) - length + 1)]
