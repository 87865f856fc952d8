"""Attributes of foreign cases to corrections: what is understood for sure is taken over, the rest is set aside."""

from __future__ import annotations

import re

from testimonia.errors import DecisionError
from testimonia.pipeline.decisions import checked
from testimonia.study.countries import NAMES
from testimonia.text import folded

_FIELDS = {
    "nationality": ("nationality", "country", "country of origin", "citizenship"),
    "gender": ("gender", "sex"),
    "age": ("age",),
    "group_role": ("group_role", "role", "role in the group", "function"),
    "joined": ("joined", "date joined", "joined in"),
    "left": ("left", "date left", "left in"),
    "pseudonym": ("pseudonymous", "pseudonym"),
}
_NAMED = {alias: field for field, aliases in _FIELDS.items() for alias in aliases}
_GENDERS = {"f": "F", "female": "F", "woman": "F", "w": "F", "m": "M", "male": "M", "man": "M"}
_COUNTRIES = {folded(name): code for code, name in NAMES.items()}
_UNKNOWN = frozenset(("", "unknown", "n/a", "na", "none", "unassigned", "not applicable", "-", "-99", "-88", "?"))
OWN = ("status", "first_public", "origins")
"""Attributes that this program writes and works out by itself."""


def field_of(name: str) -> str | None:
    """The attribute that a variable of this name is, or None."""
    return _NAMED.get(folded(name.rpartition(":")[2]))


def is_own(name: str) -> bool:
    """Whether the variable is one that this program writes and no correction."""
    return folded(name).startswith("person: ") and folded(name.rpartition(":")[2]) in OWN


def value_of(field: str, words: str) -> str | None:
    """The value as a correction takes it; None for "unknown" in one of its spellings; DecisionError where it is not understood."""
    plain = folded(words)
    if plain in _UNKNOWN:
        return None
    if field == "gender":
        words = _GENDERS.get(plain, words)
    elif field == "nationality":
        words = _COUNTRIES.get(plain, words.upper() if len(words) == 2 else words)
    elif field == "age":
        words = re.sub(r"\.0+$", "", words)
    elif field == "pseudonym":
        if plain in ("no", "false", "0"):
            return None
        words = "yes" if plain in ("yes", "true", "1") else words
    found = checked(field, words)
    if found is None:
        raise DecisionError(f"this is no {field}", got=words)
    return found
