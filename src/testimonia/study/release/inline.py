"""Lines, cells and charts of the report as they stand in a printed document."""

from __future__ import annotations

from testimonia.domain.document import Drawing, Run, Runs
from testimonia.study.publish.views import Chart, Line, Num
from testimonia.study.release.drawings import alt, standalone


def runs(line: Line) -> Runs:
    """A line with its numbers marked."""
    return tuple(Run(n.text, n.ref) for n in line if n.text)


def cell(num: Num | str) -> Runs:
    """One cell of a table."""
    return (Run(num),) if isinstance(num, str) else (Run(num.text, num.ref),)


def drawing(chart: Chart, *, narrow: bool = False) -> Drawing:
    """A chart, with what its marks mean; `narrow`: as it is drawn for little room."""
    return Drawing(
        name=chart.anchor, title=chart.title, svg=standalone(chart, narrow=narrow), alt=alt(chart), subtitle=chart.subtitle,
        note=chart.note, key=chart.key,
    )  # fmt: skip
