"""What matching can be told."""

from __future__ import annotations

import msgspec


class MatchOptions(msgspec.Struct, frozen=True, kw_only=True):
    """`floor`: appearances below this probability are not compared. `same`, `open`: thresholds of the verdicts. `reach`: see `blocks`.

    Chosen so that a full name alone decides, while a first name or kunya needs age, nationality or role beside it.
    """

    floor: float = 0.3
    same: float = 0.7
    open: float = 0.45
    reach: int = 24
