"""A text with names taken out, and where its words have moved to: what is put in a name's place has another length."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

Edit = tuple[int, int, str]
"""From where to where something else stands, and what."""


class Cover(msgspec.Struct, frozen=True, kw_only=True):
    """`text` is what may be shown; `layers` are the edits that led to it, each in the offsets of the text before it."""

    text: str
    layers: tuple[tuple[Edit, ...], ...] = ()

    def with_edits(self, edits: Iterable[Edit]) -> Cover:
        """The cover with one more layer; edits are in order and do not overlap."""
        layer, parts, at = tuple(edits), list[str](), 0
        for start, end, shown in layer:
            parts += [self.text[at:start], shown]
            at = end
        text = "".join((*parts, self.text[at:]))
        return Cover(text=text, layers=(*self.layers, layer)) if layer else self

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where the words at these offsets of the first text stand now; half a name becomes what is shown for the whole."""
        for layer in self.layers:
            start, end = _moved(layer, start, at_end=False), _moved(layer, end, at_end=True)
        return start, end

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Where the words at these offsets of `text` stand in the first text; a piece of what was put in stands for the whole."""
        for layer in reversed(self.layers):
            start, end = _back(layer, start, at_end=False), _back(layer, end, at_end=True)
        return start, end

    def is_plain(self, start: int, end: int) -> bool:
        """Whether nothing at these offsets of the first text was taken out."""
        for layer in self.layers:
            if any(s < end and start < e for s, e, _ in layer):
                return False
            start, end = _moved(layer, start, at_end=False), _moved(layer, end, at_end=True)
        return True


def _back(layer: tuple[Edit, ...], at: int, *, at_end: bool) -> int:
    shift = 0
    for start, end, shown in layer:
        low, high = start + shift, start + shift + len(shown)
        if at >= high:
            shift += len(shown) - (end - start)
        elif at > low:
            return end if at_end else start
        else:
            break
    return at - shift


def _moved(layer: tuple[Edit, ...], at: int, *, at_end: bool) -> int:
    shift = 0
    for start, end, shown in layer:
        if at >= end:
            shift += len(shown) - (end - start)
        elif at > start:
            return start + shift + (len(shown) if at_end else 0)
        else:
            break
    return at + shift
