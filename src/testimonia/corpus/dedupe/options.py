"""What dedupe can be told, and on what the numbers were set."""

from __future__ import annotations

import msgspec


class DedupeOptions(msgspec.Struct, frozen=True, kw_only=True):
    """Shares are of the shorter of two articles' runs of words, as far as the other one has them.

    Set on the planted copies of `tools/bench_sweep.py copies`, on sixty written articles of `training/`, and on articles made from one template; see ADR 21.

    Attributes:
        run: words in a run.
        containment: from here on one is a copy of the other.
        part, told, least_told: a copy of which about a third is left: so much of all runs, and so much and so many of those outside quotations. Planted thirds have
            .25 to .46 of all and .21 and more outside; independent accounts that share one long quotation at most .17 and .10.
        third: of so much, `min_shingles` outside quotations are enough: a third that is mostly quoted.
        akin: what two articles of one origin share at the least outside quotations, where neither is a copy of the other.
        min_shingles: fewer runs than these say nothing.
        signature: the share of an article's runs, its rarest, by which it is looked for; above 1 - `part`.
        window: words around names and numbers that must agree before it can be said that these differ.
        template: from this share of differing windows on, two articles are made from one template. Planted copies have .13 at most, articles made
            from one template .23 and more.
        named: names and numbers that agree in such windows, at the least, before a part is somebody's story and not a stock phrase.
    """

    run: int = 5
    containment: float = 0.5
    part: float = 0.25
    told: float = 0.2
    least_told: int = 60
    third: float = 0.3
    akin: float = 0.05
    min_shingles: int = 20
    signature: float = 0.8
    window: int = 10
    template: float = 0.18
    named: int = 3
