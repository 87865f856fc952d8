"""The question whose answer moves the findings most comes first, and the queue does not depend on the order given."""

from __future__ import annotations

import math
import random

from testimonia.domain.question import Question
from testimonia.review.assign import assign


def ask(id: str, weight: float, kind: str = "case", article: str = "d-a") -> Question:
    return Question(id=id, kind=kind, article=article, why="?", weight=weight)


def test_heavier_first_then_kind_then_place() -> None:
    queue = [
        ask("heavy", 2.0),
        ask("missed", 1.0, "missing"),
        ask("twice", 1.0, "identity", "d-b"),
        ask("x", 1.0, article="d-a"),
        ask("y", 1.0, article="d-a"),
        ask("z", 1.0, article="d-c"),
        ask("new kind", 1.0, "unheard of"),
        ask("light", 0.1),
        ask("no number", math.nan),
    ]
    for seed in range(5):
        shuffled = random.Random(seed).sample(queue, len(queue))
        assert [q.id for q in assign(shuffled)] == [q.id for q in queue]


def test_an_empty_queue() -> None:
    assert assign([]) == ()
