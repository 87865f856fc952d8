"""What dedupe can be told, and on what the numbers were set."""

from __future__ import annotations

import msgspec


class DedupeOptions(msgspec.Struct, frozen=True, kw_only=True):
    """Shares are of the shorter of two articles' runs of words, as far as the other one has them.

    Attributes:
        run: words in a run.
        containment: from here on one is a copy of the other.
        part, least_part: a copy of which a third is left: so much of all runs, so much and so many of those outside quotations. Planted thirds have
            .26 to .46 of all, independent accounts that share one long quotation at most .17 (`tools/bench_sweep.py copies`, ADR 21).
        akin: what any two articles of one origin share at the least, outside quotations. Independent accounts in these benches share at most .13.
        min_shingles: fewer runs than these say nothing.
        signature: the share of an article's runs, its rarest, by which it is looked for; above 1 - `part`.
        window: words around a name or a number that must agree before it can be said that these differ.
        template: from this share of differing windows on, two articles are made from one template. Planted copies have at most .13, articles
            made from one template .23 and more (`tests/corpus_act/test_dedupe.py`).
        named: windows that agree, at the least, before a part is somebody's story.
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
