"""Which turns of phrase hold of which share: each beside its declared condition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from testimonia.domain.figure import Figure
from testimonia.domain.finding import Saying
from testimonia.study.estimate.words import PHRASES
from testimonia.study.language import say


def sayings(figures: Iterable[Figure], codes: Iterable[str]) -> Iterator[Saying]:
    """For the share of each of these codes (dotted ids), every declared phrase, and whether it holds."""
    held = {f.id: f for f in figures}
    for code in codes:
        figure = held.get(f"{code}.share")
        whole = held.get(figure.denominator or "") if figure else None
        if figure is not None and whole is not None and figure.interval is not None and whole.value:
            yield from _of(figure, int(whole.value))


def _of(figure: Figure, n: int) -> Iterator[Saying]:
    assert figure.interval is not None
    low, high = figure.interval.low, figure.interval.high
    ceiling = 1.0 if figure.high is None else figure.high
    for phrase in PHRASES:
        unmet = phrase.unmet(figure.value, n, low, high, ceiling)
        because = say("needs {condition}", condition=phrase.condition()) + (f"; {unmet}" if unmet else "")
        yield Saying(words=phrase.words, about=figure.id, holds=not unmet, because=because, figures=(figure.id, figure.denominator or ""))  # fmt: skip
