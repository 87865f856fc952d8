"""Intervals and bounds of shares."""

from __future__ import annotations

from testimonia.domain.figure import Interval


def wilson(k: int, n: int, level: float = 0.95) -> Interval:
    """The interval of Wilson (1927) for a proportion of `k` in `n`: see `Interval.wilson`."""
    return Interval.wilson(k, n, level)


def bounds(present: int, denied: int, n: int) -> tuple[float, float]:
    """Between which shares the truth lies, whatever the silent ones would have said.

    Of `n` persons `present` gave the reason and `denied` ruled it out; the rest did not mention it. Low: none of them
    had it; high: all had it. Without persons nothing is known: (0, 1).
    Source: C. F. Manski, "Nonparametric bounds on treatment effects", American Economic Review 80 (1990) 319-323, and
    Partial Identification of Probability Distributions (2003), ch. 1: missing outcomes without assumptions.
    """
    if present < 0 or denied < 0 or present + denied > n:
        raise ValueError(f"bounds needs present + denied <= n, got {present} + {denied} > {n}")
    return (present / n, (n - denied) / n) if n else (0.0, 1.0)
