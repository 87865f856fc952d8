"""What learning asks of a numerical library: the weights that follow from the decisions and from those that were there before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Fitter(Protocol):
    """Finds the weights of a logistic model at which the posterior is highest. Deterministic."""

    def __call__(
        self,
        table: Sequence[Sequence[float]],
        right: Sequence[bool],
        prior: Sequence[float],
        strength: float,
        signs: Sequence[int],
    ) -> list[float]:
        """One weight a column of the table (one row a decision).

        `prior`: where the weights stay as far as the decisions do not move them; `strength`: how much it takes to move them.
        `signs`: 1 for a weight that may not fall below 0, -1 for one that may not rise above it, 0 for a free one.
        """
        ...
