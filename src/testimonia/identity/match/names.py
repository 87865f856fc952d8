"""Names as consonants, so that spellings do not matter."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

KUNYA = PART = 0.4
"""What one kunya, or one part of a name, weighs: never enough alone, nor with the gender."""
SINGLE, INITIALLED = 0.45, 0.65
"""The same one part, where no longer name is known of either; one part and an initial."""
_KUNYA = re.compile(r"^(?:abu|abou|aboo|umm|um|oum)\b", re.IGNORECASE)
_SPELLINGS = (
    ("dj", "j"),
    ("tch", "s"),
    ("dh", "d"),
    ("kh", "h"),
    ("gh", "g"),
    ("sh", "s"),
    ("ch", "s"),
    ("th", "t"),
    ("ph", "f"),
    ("q", "k"),
    ("c", "k"),
    ("j", "g"),
    ("z", "s"),
    ("v", "f"),
    ("b", "b"),
)
_MARKS = re.compile(r"['’‘ʿʾ`]")
"""Hamza and ayn, written or not: Shoja'a and Shujaa."""
_SERVANT = re.compile(r"\babd[- ]?(?:[aeou][lrsdnzt])?[- ]?(?=[a-z]{3})")
"""Abdul Rahman, Abd al-Rahman, Abdelrahman, Abdurrahman are one word."""
_FAITH = re.compile(r"[ -](?:al|el|ad|ed|ud)[ -]?d(?:i|ee)ne?\b|(?<=[a-z]{2})(?:ed|ud|ad|id)d(?:i|ee)ne?\b")
"""Nour al-Din, Nour Eddine, Noureddine, Nuruddin."""
_SOFT = re.compile(r"(?<=[a-z])c(?=[eiy])")
"""As the French write an s: Yacine and Yassine."""
_GLUED = re.compile(r"^(?:ben(?=[^aeiou][a-z]{3}|[ao][a-z]{2})|(?:al|el)(?=[^aeioul][a-z]{4}))")
"""Benhaddou and Ben Haddou, Benamor and Ben Amor, Alharthi and Al Harthy."""
_HUSSEIN = re.compile(r"h[ou]u?s+[ae][iy]n")
"""Vowels alone tell Hussein from Hassan."""
_SCRIPT = str.maketrans({"ا": "a", "أ": "a", "آ": "a", "إ": "a"})
_SCRIPT_ARTICLE = re.compile(r"\bال")
"""Arabic script: the article falls away and alif is kept, which a transcription letter by letter would lose."""
_VOWELS = re.compile(r"(?<!^)[aeiouwyh]")
_PARTICLES = {
    "al",
    "el",
    "ash",
    "as",
    "ar",
    "an",
    "az",
    "at",
    "ben",
    "bin",
    "ibn",
    "bint",
    "von",
    "van",
    "de",
    "der",
    "la",
    "le",
    "mr",
    "mrs",
}


@lru_cache(maxsize=2**20)
def skeleton(name: str, plain: Callable[[str], str]) -> tuple[str, ...]:
    """The parts of a name as consonants, with spelling variants folded: Youssef, Yusuf and Yousef are one."""
    written = _SCRIPT_ARTICLE.sub("", _MARKS.sub("", name)).translate(_SCRIPT)
    bare = _HUSSEIN.sub("hsxn", _MARKS.sub("", plain(written)).lower())
    joined = _FAITH.sub("din", _SERVANT.sub("abd", bare.replace(" al-", " al ")))
    words = [w for w in re.split(r"[\s.\-]+", joined) if w]
    parts = []
    for word in words:
        if word in _PARTICLES and len(words) > 1:
            continue
        word = _SOFT.sub("s", _GLUED.sub("", word))
        for old, new in _SPELLINGS:
            word = word.replace(old, new)
        word = re.sub(r"^ou(?=[aei])", "w", word)  # Oualid, Ouassim as the French write them
        word = re.sub(r"^(?:aou|aw|au)(?=[a-z])", "u", word)
        word = re.sub(r"^(?:[aeiou]+)", lambda m: {"o": "u", "e": "a", "i": "a"}.get(m.group()[0], m.group()[0]), word)
        parts.append(re.sub(r"(.)\1+", r"\1", _VOWELS.sub("", word)) or word)
    return tuple(parts)


def known_by(names: Iterable[str], plain: Callable[[str], str]) -> dict[str, bool]:
    """The names of one person: whether it is all we have, or a part of a longer one ("Haddad", once it said "Sami Haddad")."""
    held = {name: set(skeleton(name, plain)) for name in names}
    return {name: not any(parts < others for others in held.values()) for name, parts in held.items()}


def is_kunya(name: str) -> bool:
    """Whether the name is of the form Abu X or Umm X: many people bear the same."""
    return _KUNYA.match(name) is not None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How two names agree. `weight`: were both rare; `shared`: the parts (or the kunya's) they share; `initials`: how many more letters."""

    weight: float
    shared: tuple[str, ...] = ()
    is_kunya: bool = False
    initials: int = 0


_NONE = Agreement(0.0)


def alike(a: str, b: str, plain: Callable[[str], str], *, is_all: bool) -> Agreement:
    """How far two names agree: 0.8 by two parts, less by one, 0 where they do not.

    `is_all`: for neither person a longer name is known. Else a family name alone would make a question of any two.
    """
    one, two = skeleton(a, plain), skeleton(b, plain)
    shared = set(one) & set(two)
    if not shared:
        return _NONE
    if is_kunya(a) or is_kunya(b):
        return Agreement(KUNYA, one, is_kunya=True) if one == two else _NONE
    whole = tuple(sorted(part for part in shared if len(part) > 1))
    if len(whole) >= 2:
        return Agreement(0.8, whole)
    if not whole:
        return _NONE  # an initial, or what is left of Lea, Leo and Lou
    if len(one) == len(two) == 1 and is_all:
        return Agreement(SINGLE, whole)
    if min(len(one), len(two)) == 1:
        return Agreement(PART, whole)
    if len(shared) >= 2:
        return Agreement(INITIALLED, whole, initials=1)  # "Nils K." twice
    return Agreement(PART, whole, initials=1) if _near(set(one) - set(whole), set(two) - set(whole)) else _NONE


def _near(one: set[str], two: set[str]) -> bool:
    """Whether what is left of two names with a part in common may be one: "K." and "Kramer", "Jamie" and "James"."""
    return any(x.startswith(y) or y.startswith(x) for x in one for y in two)
