"""Names in one spelling: case, diacritics, scripts, hidden characters, vowels of a transliteration, all levelled.

"Yûsuf al-Ḥarīrī", "YUSUF AL HARIRI", "يوسف الحريري" and "Hariri, Yousef" have the same skeletons.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from functools import lru_cache

from testimonia.text import encoder, shape

PARTICLES = frozenset(
    re.findall(r"\w+", "abu abou umm oum um bin ibn ben bint van von der den de del di da la le el al as ad ul the")
)
"""Parts of names that so many people share that they point at nobody."""

_WORD = re.compile(r"[^\W_\d]+")
# begins with what ends a word, and looks back only then
_SPACED = re.compile(r"[^\W\d_][\W_](?<![^\W\d_]..)[\W_]?(?:[^\W\d_][\W_]{1,2}){2,}[^\W\d_](?![^\W\d_])", re.DOTALL)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_GROUPS = (("kh", "h"), ("gh", "g"), ("sh", "s"), ("ch", "s"), ("th", "t"), ("dh", "d"), ("ph", "f"), ("ou", "u"))
_ALIKE = str.maketrans({"q": "k", "c": "k", "z": "s", "x": "k", "j": "g", "v": "f", "p": "b"})


_UNSEEN = re.compile(
    "[\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0600-\u0605\u0610-\u061a\u061c\u064b-\u065f\u0670\u06d6-\u06dd\u070f"
    "\u08d3-\u08ff\u180e\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"
    "\ufeff\ufff9-\ufffb\U000e0001-\U000e007f]"
)


_GENITIVE = re.compile(r"['\u2019]s\b")
_STROKES = tuple(
    (sign, re.compile(rf"{sign}(?<=[^\W\d_].)(?=[^\W\d_])"), re.compile(rf"{sign}s\b") if sign in "'\u2019" else None)
    for sign in "'\u2018\u2019\u02bc\u02be\u02bf`\u00b4"
)
"""Each sign that may be a stroke, as it stands within a word, and in a genitive: a pattern that begins with one letter is looked for many times
quicker than one with a choice, and most texts hold few of the signs."""


def visible(text: str) -> str:
    """Compatibility forms made plain, and without marks and characters that nobody sees (zero width, soft hyphen, direction);
    a stroke within a word (Tal'at) is no end of it, a genitive is."""
    plain = text if text.isascii() else _seen(text).decode("utf-8", "surrogatepass")
    for sign, _, genitive in _STROKES:
        if genitive and sign in plain:
            plain = genitive.sub(" ", plain)
    for sign, stroke, _ in _STROKES:
        if sign in plain:
            plain = stroke.sub("", plain)
    return plain


def _seen_run(run: str) -> bytes:
    """A run of characters beyond ASCII as it is seen. Every ASCII character begins anew what marks belong to, so runs can be taken one by one."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKD", run)).encode("utf-8", "surrogatepass")


_seen = encoder("testimonia.visible", _seen_run)


@lru_cache(maxsize=200_000)
def level(word: str) -> str:
    """One word in plain lower-case ASCII letters."""
    if not word.isascii():
        from anyascii import anyascii

        word = word.removeprefix("ال") if len(word) > 4 else word  # the article, written in one with the name
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


def apart(word: str) -> list[str]:
    """The words that are written in one: "marzouqAlQasir"; none where it is one word."""
    parts = [] if word.islower() or word.isupper() else _HUMP.split(word)
    return parts if len(parts) > 1 else []


_GAPS = bytes(c if c > 127 or chr(c).isalpha() else 32 for c in range(256))
"""Every byte of ASCII that is no letter becomes a space."""


def spoken_in(text: str) -> list[str]:
    """The words of a text, in order; numbered from 0. What `_WORD` finds, but many times quicker on long texts."""
    return _letters(text).translate(_GAPS).decode("utf-8").split()


def _letters_of(run: str) -> bytes:
    return "".join(sign if _WORD.match(sign) else " " for sign in run).encode("utf-8")


_letters = encoder("testimonia.letters", _letters_of)


_KINDS = bytes(97 if chr(c).isalpha() else 48 if chr(c).isdigit() else 32 for c in range(128)) + bytes(128)
"""Every letter of ASCII as "a", every digit as "0", all else as a space."""
_LETTERS = b"a a a a"
_APART = tuple(before + _LETTERS + behind for before in (b" ", b"0") for behind in (b" ", b"0"))


def is_set_apart(text: str) -> bool:
    """Whether `gathered` puts anything together: what its pattern looks for, but many times quicker."""
    kinds = b" %b " % shape(text).translate(_KINDS).replace(b"  ", b" ")
    return _LETTERS in kinds and any(row in kinds for row in _APART)


def gathered(text: str) -> str:
    """The text with letters that are set apart (M a r z) put together; itself where there are none."""
    return _SPACED.sub(lambda m: re.sub(r"[\W_]+", "", m.group()), text)


def place_of(text: str, number: int) -> int:
    """The offset of the word with this number."""
    return next(itertools.islice(_WORD.finditer(text), number, None)).start()


def words(text: str) -> list[tuple[str, int]]:
    """The words of a text with their places; words in one (marzouqAlQasir) apart."""
    found: list[tuple[str, int]] = []
    for match in _WORD.finditer(text):
        at = match.start()
        for part in _HUMP.split(match.group()):
            found.append((part, at))
            at += len(part)
    return found
