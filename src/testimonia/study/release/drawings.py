"""The charts of the report as drawings that stand by themselves: on paper, in a word processor, in another page."""

from __future__ import annotations

import re

from testimonia.study.publish.views import Chart

PRINT = """
text { font-family: "Libertinus Serif", "Amiri", serif; font-size: 13.5px; fill: #1a1a1c; }
.strong { font-weight: 700; } .soft { fill: #595a60; } .small { font-size: 12.5px; } .tiny { font-size: 12px; fill: #595a60; }
.c-people { fill: #3d4650; } .c-flow { fill: #3d4650; } .c-leaving { fill: #16565f; } .c-joining { fill: #8a5711; }
.c-unknown { stroke: #3d4650; stroke-width: 1; } .c-silent { stroke: none; }
.c-hatch { stroke: #3d4650; stroke-width: 1; fill: none; }
.c-hatch.leaving { stroke: #16565f; } .c-hatch.joining { stroke: #8a5711; }
.c-empty { fill: none; stroke: #595a60; stroke-width: .75; }
.c-grid { stroke: #dcd8ce; stroke-width: 1; } .c-axis { stroke: #595a60; stroke-width: 1; }
.c-area { fill: #3d4650; fill-opacity: .13; } .c-stream { fill: #3d4650; fill-opacity: .13; }
.c-line { fill: none; stroke: #3d4650; stroke-width: 2; }
.c-best { fill: #8a2c22; } .c-range { stroke: #1a1a1c; stroke-width: 2; }
.c-dot { fill: #ffffff; stroke: #1a1a1c; stroke-width: 1.75; } .c-paper { fill: #ffffff; }
.c-whisker { stroke: #1a1a1c; stroke-width: 1.75; } .c-halo { stroke: #ffffff; stroke-width: 5; stroke-linecap: round; }
"""
"""The style sheet of the screen in plain colours: no variables, which drawing programs do not know."""


def standalone(chart: Chart, *, narrow: bool = False) -> str:
    """The wide (or the narrow) drawing with its styles inside and without links."""
    svg = re.sub(r"</?a\b[^>]*>", "", str(chart.narrow if narrow else chart.wide))
    head, _, rest = svg.partition(">")
    return f'{head} xmlns="http://www.w3.org/2000/svg"><style>{PRINT}</style>{rest}'


def alt(chart: Chart) -> str:
    """The drawing in words, as it says them itself."""
    import html

    found = re.search(r"<desc[^>]*>(.*?)</desc>", str(chart.wide), re.DOTALL)
    return html.unescape(found[1]) if found else chart.title
