"""Who is held back together: whole families of copies, dealt out by a hash of their names.

Persons and passages of one article go right or wrong together, and so do an article and its reprint: a fold that parted them would let
the model be scored on what it was fitted on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from testimonia.text import sha256

FOLDS = 5


class InFamily(Protocol):
    """Something that stands in an article."""

    @property
    def family(self) -> str:
        """The article at which its family of copies begins."""
        ...


T = TypeVar("T", bound=InFamily)


def dealt(families: Iterable[str], folds: int = FOLDS) -> dict[str, int]:
    """Family -> fold: the same for the same families, and folds of equal size to within one."""
    ordered = sorted(set(families), key=lambda family: (sha256(f"learn\0{family}"), family))
    return {family: number % folds for number, family in enumerate(ordered)}


def parted(items: Sequence[T], folds: int = FOLDS) -> list[tuple[list[T], list[T]]]:
    """For each fold what is fitted on, and what is held back; folds without anything held back are left out."""
    fold = dealt((item.family for item in items), folds)
    found = [
        ([i for i in items if fold[i.family] != number], [i for i in items if fold[i.family] == number])
        for number in range(folds)
    ]
    return [(rest, held) for rest, held in found if held]
