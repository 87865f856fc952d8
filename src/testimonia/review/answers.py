"""Which question a decision answers: found from the decision alone, as ids of questions are made from what they are about."""

from __future__ import annotations

from testimonia.domain.decision import Action, CorrectAttribute, Exclude, Include, JudgeCoding, Merge, Split
from testimonia.domain.question import Question


def answered_by(action: Action) -> frozenset[str]:
    """Ids of the questions to which it is an answer, whether they were ever put; empty where it answers none."""
    match action:
        case Include(appearance=one) | Exclude(appearance=one):
            article = one.partition("@")[0]
            about = [("candidate", one), *((kind, article, one) for kind in ("case", "policy"))]
        case JudgeCoding(coding=coding):
            about = [("coding", coding), *((kind, "of", coding) for kind in ("coding", "recode"))]
        case Merge(left=left, right=right) | Split(left=left, right=right):
            about = [("identity", left, right), ("identity", right, left)]
        case CorrectAttribute(appearance=one, field=field):
            about = [("attribute", one, field)]
        case _:
            about = []
    return frozenset(Question.id_of(*parts) for parts in about)
