"""Invented articles in five languages beside translations as translators make them, with what goes with what (articles/README.md)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from testimonia.domain.article import Article
from testimonia.domain.span import Span
from testimonia.text import sha256

HOME = Path(__file__).parent / "articles"
SEEN = ("fr-1", "fr-2", "de-1", "ar-1", "ar-2", "ar-3", "tr-1", "id-1", "id-2", "id-3")
"""What the pairing was mended on; the others were looked at only as figures, until it was done."""

_MARK = re.compile(r"\[(\d+):|:(\d+)\]")

Place = tuple[int, int]


@dataclass(frozen=True)
class Gold:
    """Words of the translation, and the words of the original that they render."""

    translation: Place
    original: Place


@dataclass(frozen=True)
class Bitext:
    """One article. `name`: its language and a number."""

    name: str
    original: str
    translation: str
    gold: tuple[Gold, ...]

    @property
    def language(self) -> str:
        return self.name.split("-")[0]

    @property
    def is_unseen(self) -> bool:
        return self.name not in SEEN

    def article(self, text: str, language: str) -> Article:
        return Article(
            id="d-x", capture="c-x", source=self.name, text=text, sha256=sha256(text), language=language, cleaner="x"
        )


def bitexts() -> tuple[Bitext, ...]:
    """All, in the order of their names."""
    return tuple(_read(path) for path in sorted(HOME.glob("*.txt")))


def _read(path: Path) -> Bitext:
    original, translation = path.read_text("utf-8").strip().split("\n\n====\n\n")
    (ours, there), (theirs, here) = _unmarked(original), _unmarked(translation)
    assert list(here) == list(there) == [str(n) for n in range(1, len(here) + 1)], path.name
    return Bitext(path.stem, ours, theirs, tuple(Gold(here[n], there[n]) for n in here))


def _unmarked(text: str) -> tuple[str, dict[str, Place]]:
    """The text without marks, and where the words between them stand."""
    plain, at, begun, found = "", 0, {}, {}
    for mark in _MARK.finditer(text):
        plain += text[at : mark.start()]
        at = mark.end()
        if mark[1]:
            begun[mark[1]] = len(plain)
        else:
            found[mark[2]] = (begun.pop(mark[2]), len(plain))
    assert not begun
    return plain + text[at:], found


def letters(text: str, place: Place) -> frozenset[int]:
    """Where the letters and digits stand: marks of quotation and full stops are nobody's words."""
    return frozenset(m.start() for m in re.compile(r"\w").finditer(text, *place))


@dataclass(frozen=True)
class Found:
    """How one pair of the gold was found. `covers`: the words of the original are all there; `f1`: of letters; `width`: letters found for each letter of the gold."""

    bitext: Bitext
    gold: Gold
    span: Span

    @property
    def _letters(self) -> tuple[frozenset[int], frozenset[int]]:
        text = self.bitext.original
        return letters(text, self.gold.original), letters(text, (self.span.start, self.span.end))

    @property
    def covers(self) -> bool:
        gold, found = self._letters
        return gold <= found

    @property
    def f1(self) -> float:
        gold, found = self._letters
        return 2 * len(gold & found) / (len(gold) + len(found))

    @property
    def width(self) -> float:
        gold, found = self._letters
        return len(found) / len(gold)
