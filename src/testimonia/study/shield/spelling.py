"""Names in one spelling: case, diacritics, scripts, hidden characters, vowels of a transliteration, all levelled.

"Yûsuf al-Ḥarīrī", "YUSUF AL HARIRI", "يوسف الحريري" and "Hariri, Yousef" have the same skeletons.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

PARTICLES = frozenset(
    re.findall(r"\w+", "abu abou umm oum um bin ibn ben bint van von der den de del di da la le el al as ad ul the")
)
"""Parts of names that so many people share that they point at nobody."""

_WORD = re.compile(r"[^\W_\d]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_GROUPS = (("kh", "h"), ("gh", "g"), ("sh", "s"), ("ch", "s"), ("th", "t"), ("dh", "d"), ("ph", "f"), ("ou", "u"))
_ALIKE = str.maketrans({"q": "k", "c": "k", "z": "s", "x": "k", "j": "g", "v": "f", "p": "b"})


def visible(text: str) -> str:
    """Compatibility forms made plain, and without characters that nobody sees (zero width, soft hyphen, direction)."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(c for c in plain if unicodedata.category(c) != "Cf" and not unicodedata.combining(c))


@lru_cache(maxsize=200_000)
def level(word: str) -> str:
    """One word in plain lower-case ASCII letters."""
    if not word.isascii():
        from anyascii import anyascii

        word = anyascii("".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c)))
    return re.sub(r"[^a-z]", "", word.casefold())


@lru_cache(maxsize=200_000)
def skeleton(level_word: str) -> str:
    """The consonants that survive every transliteration; of a word as `level` gives it."""
    word = level_word
    for group, letter in _GROUPS:
        word = word.replace(group, letter)
    word = re.sub(r"[aeiouyw]", "", word.translate(_ALIKE))
    return re.sub(r"(.)\1+", r"\1", word)


def words(text: str) -> list[tuple[str, int]]:
    """The words of a text with their places; words in one (marzouqAlQasir) apart, letters set apart (M a r z) together."""
    found: list[tuple[str, int]] = []
    for match in _WORD.finditer(text):
        at = match.start()
        for part in _HUMP.split(match.group()):
            found.append((part, at))
            at += len(part)
    return _gathered(found)


def _gathered(found: list[tuple[str, int]]) -> list[tuple[str, int]]:
    out: list[tuple[str, int]] = []
    run: list[tuple[str, int]] = []
    for word, at in [*found, ("", -1)]:
        if len(word) == 1 and (not run or at - run[-1][1] <= 3):
            run.append((word, at))
            continue
        out += [("".join(w for w, _ in run), run[0][1])] if len(run) >= 4 else run
        run = [(word, at)] if len(word) == 1 else []
        if len(word) > 1:
            out.append((word, at))
    return out
