"""Invented articles in five languages beside translations as translators make them, and how well words are found again in the originals (articles/README.md)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from testimonia.domain.article import Article
from testimonia.domain.span import Span
from testimonia.pipeline.translation.align import paragraphs
from testimonia.pipeline.translation.anchor import Anchor
from testimonia.pipeline.translation.pieces import sentences
from testimonia.text import sha256

HOME = Path(__file__).parent / "articles"
SEEN = ("ar-1", "ar-2", "ar-3", "de-1", "fr-1", "fr-2", "id-1", "id-2", "id-3", "tr-1")
"""What pairing was mended on. Of the others, nothing but the sums was looked at."""
ALIKE = 0.8
"""F1 of letters from which a quote is the one that was meant."""

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
    def is_seen(self) -> bool:
        return self.name in SEEN

    def anchor(self) -> Anchor:
        return Anchor(self._article(self.translation, "en"), self._article(self.original, self.language))

    def _article(self, text: str, language: str) -> Article:
        return Article(
            id="d-x", capture="c-x", source=self.name, text=text, sha256=sha256(text), language=language, cleaner="x"
        )

    def translation_of(self, text: str) -> list[str]:
        """The translation of the paragraphs that cleaning kept, in its order."""
        rendered = dict(zip(self.original.split("\n\n"), self.translation.split("\n\n"), strict=True))
        return [rendered[one] for one in text.split("\n\n")]


def bitexts() -> tuple[Bitext, ...]:
    """All, in the order of their names."""
    return tuple(_read(path) for path in sorted(HOME.glob("*.txt")))


def _read(path: Path) -> Bitext:
    original, translation = path.read_text("utf-8").strip().split("\n\n====\n\n")
    (ours, there), (theirs, here) = _unmarked(original), _unmarked(translation)
    assert sorted(here, key=int) == sorted(there, key=int) == [str(n) for n in range(1, len(here) + 1)], path.name
    return Bitext(path.stem, ours, theirs, tuple(Gold(here[n], there[n]) for n in here))


def _unmarked(text: str) -> tuple[str, dict[str, Place]]:
    """The text without marks, and where the words between them stand."""
    plain, at = "", 0
    begun: dict[str, int] = {}
    found: dict[str, Place] = {}
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
    """Where letters of the original were found, and where they should have been. `is_paragraph`: a paragraph was taken whole for a part of it."""

    gold: frozenset[int]
    found: frozenset[int]
    is_paragraph: bool

    @property
    def covers(self) -> bool:
        return self.gold <= self.found

    @property
    def f1(self) -> float:
        return 2 * len(self.gold & self.found) / (len(self.gold) + len(self.found))

    @property
    def width(self) -> float:
        """Letters found for each letter there is."""
        return len(self.found) / len(self.gold)

    @property
    def is_astray(self) -> bool:
        """None of the words that were meant."""
        return not self.gold & self.found

    @property
    def is_within(self) -> bool:
        """Nothing but words that were meant."""
        return self.found <= self.gold


def found(bitext: Bitext) -> Iterator[Found]:
    """Every pair of the gold."""
    anchor = bitext.anchor()
    for gold in bitext.gold:
        yield _found(anchor, bitext, gold.translation, gold)


def found_by_sentence(bitext: Bitext) -> Iterator[Found]:
    """Every sentence of the translation within the gold: it is found within that gold, or some of it is astray."""
    anchor = bitext.anchor()
    for block in paragraphs(bitext.translation):
        for place in sentences(bitext.translation, block):
            words = letters(bitext.translation, place)
            for gold in bitext.gold:
                if words and words <= letters(bitext.translation, gold.translation):
                    yield _found(anchor, bitext, place, gold)


def _found(anchor: Anchor, bitext: Bitext, place: Place, gold: Gold) -> Found:
    span = anchor.sentence(Span.of(bitext.translation, *place))
    meant, got = letters(bitext.original, gold.original), letters(bitext.original, (span.start, span.end))
    return Found(meant, got, meant < got and (span.start, span.end) in paragraphs(bitext.original))


@dataclass(frozen=True)
class Figures:
    """Shares of the pairs (`pairs`) and of the sentences (`sentences`). `width`: mean of the pairs that are not alike; 1.0 where all are."""

    pairs: int
    covered: float
    alike: float
    width: float
    paragraph: float
    sentences: int
    in_place: float
    within: float

    @classmethod
    def of(cls, held: Iterable[Bitext]) -> Figures:
        held = tuple(held)
        whole = [one for bitext in held for one in found(bitext)]
        parts = [one for bitext in held for one in found_by_sentence(bitext)]
        return cls(
            pairs=len(whole),
            covered=_mean([one.covers for one in whole]),
            alike=_mean([one.f1 >= ALIKE for one in whole]),
            width=_mean([one.width for one in whole if one.f1 < ALIKE]),
            paragraph=_mean([one.is_paragraph for one in whole]),
            sentences=len(parts),
            in_place=_mean([not one.is_astray for one in parts]),
            within=_mean([one.is_within for one in parts]),
        )


def _mean(held: Sequence[float]) -> float:
    return sum(held) / len(held) if held else 1.0


def turned_round(bitext: Bitext) -> Iterator[Bitext]:
    """The translation with two neighbouring sentences of a paragraph turned round: every such pair once."""
    for block, held in _longer(bitext):
        for n in range(len(held) - 1):
            yield from _rewritten(bitext, block, [*held[:n], held[n + 1], held[n], *held[n + 2 :]])


def left_out(bitext: Bitext) -> Iterator[Bitext]:
    """The translation without one sentence of a paragraph: every one once."""
    for block, held in _longer(bitext):
        for n in range(len(held)):
            yield from _rewritten(bitext, block, [*held[:n], *held[n + 1 :]])


def _longer(bitext: Bitext) -> Iterator[tuple[Place, list[Place]]]:
    """Paragraphs of three sentences and more."""
    for block in paragraphs(bitext.translation):
        if len(held := sentences(bitext.translation, block)) > 2:
            yield block, held


def _rewritten(bitext: Bitext, block: Place, order: Sequence[Place]) -> Iterator[Bitext]:
    """With the sentences of one paragraph in this order; its gold are the pairs of this paragraph that stand in one sentence. None without any."""
    text, gold = bitext.translation[: block[0]], []
    for n, (start, end) in enumerate(order):
        text += " " if n else ""
        shift = len(text) - start
        text += bitext.translation[start:end]
        for one in bitext.gold:
            begin, stop = one.translation
            if start <= begin and stop <= end:
                gold.append(Gold((begin + shift, stop + shift), one.original))
    if gold:
        yield Bitext(bitext.name, bitext.original, text + bitext.translation[block[1] :], tuple(gold))
