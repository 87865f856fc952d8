"""What a learning came to: figures before and after, what was too little to learn from, and the event that it became."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from testimonia.domain.decision import Decision
from testimonia.domain.lexicon import CaseModel, CodeModel
from testimonia.review.learn.figures import Change, Figures

_NAMES = {"log_loss": "log loss", "brier": "Brier score", "f1": "F1"}


class Lesson(msgspec.Struct, frozen=True, kw_only=True):
    """One learning.

    Attributes:
        upto: how many events the log had. reader: whose answers were weighed.
        figures: by cross-validation, of every layer that there were decisions enough for. refused: why others were not learned.
        left_out: decisions that teach nothing, in words, and how many.
        case, codes: the new weights; None where they are not better (unless they were taken anyway) or not learned.
        decision: the event that recorded them, or None. note: why there is none, or how to take it back.
    """

    upto: int
    reader: str
    figures: tuple[Figures, ...]
    refused: tuple[str, ...]
    left_out: dict[str, int]
    case: CaseModel | None
    codes: CodeModel | None
    decision: Decision | None = None
    note: str = ""

    def summary(self) -> str:
        """What stands in the log: for each layer the decisions and the log loss before and after."""
        return "; ".join(_in_short(one) for one in self.figures if self._is_taken(one))

    def _is_taken(self, one: Figures) -> bool:
        return (self.case if one.what == "cases" else self.codes) is not None

    def table(self) -> str:
        """All of it as lines of text."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"learning from the log up to decision {self.upto}, by cross-validation over articles"
        for one in self.figures:
            state = "better" if one.better else "not better"
            yield from ("", f"{one.what}: {one.decided} decided ({one.right} yes) in {one.families} articles: {state}")
            yield f"  {'measure':24} {'before':>7} {'after':>7}  95 % interval of the change"
            yield from (_line(change, one.threshold) for change in one.changes)
        yield from ("", *(f"not learned: {why}" for why in self.refused)) if self.refused else ()
        if self.left_out:
            yield from ("", *(f"left out: {number} {what}" for what, number in self.left_out.items()))
        yield from ("", self.note) if self.note else ()


def _line(change: Change, threshold: float) -> str:
    name = _NAMES[change.measure] + (f" at {threshold:g}" if change.measure == "f1" else "")
    return f"  {name:24} {change.before:7.3f} {change.after:7.3f}  {change.low:+.3f} to {change.high:+.3f}"


def _in_short(one: Figures) -> str:
    loss, hits = one.change("log_loss"), one.change("f1")
    return (
        f"{one.what}: {one.decided} decided in {one.families} articles, cross-validated log loss {loss.before:.3f} to {loss.after:.3f}, "
        f"F1 {hits.before:.3f} to {hits.after:.3f}"
    )
