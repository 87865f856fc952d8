"""Between a score and a probability: the logistic function, as every small model here uses it."""

from __future__ import annotations

import math

_MOST = 30.0
"""Scores beyond it say nothing more, and would overflow."""


def logistic(score: float) -> float:
    """The probability, 0 to 1, of log odds."""
    return 1 / (1 + math.exp(-max(-_MOST, min(_MOST, score))))


def log_odds(p: float, *, edge: float) -> float:
    """Log odds of a probability, held within those of `edge` and 1 - `edge`."""
    held = min(1 - edge, max(edge, p))
    return math.log(held / (1 - held))
