"""In what order questions are put: first the answer that moves the findings most.

open questions -> the queue
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from testimonia.domain.question import Question

KINDS = ("missing", "identity", "case", "policy", "coding", "attribute", "date", "recode")
"""Between questions of equal weight: whom we may have missed or counted twice, before what we know of them."""


def assign(questions: Iterable[Question]) -> tuple[Question, ...]:
    """The questions by falling weight, then by kind, article and id: the same set always gives the same queue."""
    return tuple(sorted(questions, key=_place))


def _place(question: Question) -> tuple[float, int, str, str]:
    # a weight that is no number would make the order depend on chance: last
    weight = question.weight if math.isfinite(question.weight) else -math.inf
    kind = KINDS.index(question.kind) if question.kind in KINDS else len(KINDS)
    return (-weight, kind, question.article, question.id)
