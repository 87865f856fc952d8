"""codebook.yaml: the codes of a study as data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from testimonia.config import check
from testimonia.config.words import read_words
from testimonia.domain.codebook import Code, Codebook

_ID = re.compile(r"^[a-z][a-z0-9_]*/[a-z][a-z0-9_]*$")


def load_codebook(path: Path) -> Codebook:
    """Reads and checks a codebook; ConfigError names every problem at once."""
    book, problems = check.fit(read_words(check.read_file(path), path), Codebook, lax=True)
    if book is not None:
        problems = list(contradictions(book))
    if book is None or problems:
        raise check.complain(path, problems)
    return book


def contradictions(book: Codebook) -> Iterator[check.Problem]:
    """What does not fit in a codebook: key and what is wrong with it."""
    if not book.codes:
        yield "codes", "none; expected at least one"
    seen: set[str] = set()
    for number, code in enumerate(book.codes, start=1):
        key = f"codes[{number}]"
        if not _ID.match(code.id):
            yield f"{key}.id", f'got {code.id!r}; expected FAMILY/NAME, e.g. "leaving/brutality"'
        if code.id in seen:
            yield f"{key}.id", f"{code.id!r} stands here twice"
        seen.add(code.id)
        yield from _bad_patterns(key, code)


def _bad_patterns(key: str, code: Code) -> Iterator[check.Problem]:
    lists = {f"{key}.cues": code.cues, f"{key}.not_cues": code.not_cues}
    lists |= {f"{key}.subs[{n}].cues": sub.cues for n, sub in enumerate(code.subs, start=1)}
    for place, patterns in lists.items():
        for number, pattern in enumerate(patterns, start=1):
            try:
                re.compile(pattern, re.IGNORECASE)
            except re.error as error:
                yield f"{place}[{number}]", f"got {pattern!r}; not a regular expression: {error}"
