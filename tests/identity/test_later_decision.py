"""Of two decisions on one person the later holds, whichever article it was made on and however the person came together."""

from __future__ import annotations

import itertools
import random

from hypothesis import given
from hypothesis import strategies as st

from testimonia.domain.appearance import Appearance, Mention, MentionKind, Role
from testimonia.domain.article import ArticleFacts
from testimonia.domain.decision import Action, CorrectAttribute, Decision, Exclude, Include, Merge
from testimonia.domain.person import Status
from testimonia.domain.settings import Group, Settings
from testimonia.domain.span import Span
from testimonia.identity.resolve import resolve
from testimonia.review.decide import fold

SETTINGS = Settings(title="t", groups=(Group(name="Islamic State"),))
N = 5


def appearance(n: int) -> Appearance:
    span = Span(start=0, end=4, quote="Omid")
    id = Appearance.id_of(f"d-{n}", 0, 4)
    return Appearance(
        id=id, article=f"d-{n}", label="Omid", mentions=(Mention(kind=MentionKind.NAME, span=span),), role=Role.CASE, probability=0.9, detector="t@1"
    )  # fmt: skip


PEOPLE = [appearance(n) for n in range(N)]
FACTS = {
    f"d-{n}": ArticleFacts(id=f"d-{n}", source=f"{n}.txt", order=n, language="en", origin=f"d-{n}") for n in range(N)
}
MERGES = [Merge(left=a.id, right=b.id) for a, b in itertools.pairwise(PEOPLE)]


def log(actions: list[Action]) -> list[Decision]:
    return [
        Decision(number=n, at="", by="ann", reason=f"reason {n}", action=action, previous="", hash="")
        for n, action in enumerate(actions, start=1)
    ]


said = st.lists(
    st.tuples(st.sampled_from(["include", "exclude", "20", "30", None]), st.integers(0, N - 1)), min_size=1, max_size=12
)  # fmt: skip


@given(said, st.randoms(use_true_random=False))
def test_the_later_decision_holds_after_any_merges(words: list[tuple[str | None, int]], dice: random.Random) -> None:
    made: list[Action] = []
    for word, n in words:
        who = PEOPLE[n].id
        if word in ("include", "exclude"):
            made.append(Include(appearance=who) if word == "include" else Exclude(appearance=who))
        else:
            made.append(CorrectAttribute(appearance=who, field="age", value=word))
    for merge in MERGES:  # before, between or after what was decided
        made.insert(dice.randint(0, len(made)), merge)
    events = log(made)
    (person,) = resolve(PEOPLE, [], fold(events), FACTS, SETTINGS).persons
    verdicts = [event for event in events if isinstance(event.action, Include | Exclude)]
    if verdicts:
        last = verdicts[-1]
        assert person.status is (Status.INCLUDED if isinstance(last.action, Include) else Status.EXCLUDED)
        assert person.reason == last.reason
    ages = [event.action.value for event in events if isinstance(event.action, CorrectAttribute)]
    if ages:
        assert person.age == (int(ages[-1]) if ages[-1] else None)
