"""Names and GUIDs of the study's things in REFI-QDA files: importing knows its own things again by them."""

from __future__ import annotations

from collections import Counter

from testimonia.domain.codebook import Codebook
from testimonia.domain.guid import guid

CodeKey = tuple[str, str | None, bool]
"""Id of the code, id of the sub-theme or None, whether it stands for the reason being ruled out."""


def guid_of(key: CodeKey) -> str:
    """The GUID of a code."""
    code, sub, denied = key
    return guid("code", code, sub or "", "denied" if denied else "")


def keys(book: Codebook) -> list[CodeKey]:
    """Every code that may be given: each code, each of its sub-themes, and each ruled out."""
    return [
        key
        for c in book.codes
        for sub in (None, *(s.id for s in c.subs))
        for key in ((c.id, sub, False), (c.id, sub, True))
    ]


def names(book: Codebook) -> dict[CodeKey, str]:
    """A name for each, no two alike: programs drop the second of two codes of one name (QualCoder) or mix them up."""
    plain: dict[CodeKey, str] = {}
    for c in book.codes:
        plain[c.id, None, False] = c.name
        plain |= {(c.id, s.id, False): s.name for s in c.subs}
    families = [f.casefold() for f in {c.family for c in book.codes}]
    seen = Counter([*(n.casefold() for n in plain.values()), *families])
    told = {key: name if seen[name.casefold()] == 1 else f"{name} ({_where(key)})" for key, name in plain.items()}
    return told | {(code, sub, True): f"Ruled out: {name}" for (code, sub, _), name in told.items()}


def _where(key: CodeKey) -> str:
    code, sub, _ = key
    return f"{code}/{sub}" if sub else code
