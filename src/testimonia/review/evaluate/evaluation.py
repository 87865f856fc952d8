"""The result of an evaluation: measures with intervals, and every error."""

from __future__ import annotations

import msgspec


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """One measure; `value` None where the annotation gives nothing to measure. `low`, `high`: its interval, if any."""

    name: str
    value: float | int | None
    low: float | None = None
    high: float | None = None


class Evaluation(msgspec.Struct, frozen=True, kw_only=True):
    """A study against annotated documents.

    Attributes:
        measures: in the order of score.py. false_by_type: what the false cases were. errors: one line each.
        level, replicates, seed: of the bootstrap. note: what makes the figures too good, or "".
    """

    measures: tuple[Measure, ...]
    false_by_type: dict[str, int]
    errors: tuple[str, ...]
    level: float
    replicates: int
    seed: int
    note: str = ""

    def value(self, name: str) -> float | int | None:
        """The measure with this name; KeyError where there is none."""
        return self._by_name()[name].value

    def _by_name(self) -> dict[str, Measure]:
        return {m.name: m for m in self.measures}

    def table(self) -> str:
        """All measures as lines of text: name, value, interval; then what the false cases were."""
        head = f"{'measure':30} {'value':>7}  {100 * self.level:g} % interval ({self.replicates} draws of documents)"
        lines = [head, *(_line(m) for m in self.measures)]
        if self.false_by_type:
            lines += ["", "false cases: " + ", ".join(f"{n} {kind}" for kind, n in self.false_by_type.items())]
        if self.note:
            lines += ["", self.note]
        return "\n".join(lines)


def _line(measure: Measure) -> str:
    value = measure.value
    shown = "-" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)
    between = f"{measure.low:.3f} to {measure.high:.3f}" if measure.low is not None and measure.high is not None else ""
    return f"{measure.name:30} {shown:>7}  {between}".rstrip()
