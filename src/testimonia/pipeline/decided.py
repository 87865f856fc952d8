"""The decisions in force, found by the article they are about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

from testimonia.domain.decision import Action, CorrectAttribute, Decision, Exclude, Include, Merge, Split, Undo
from testimonia.domain.decision_state import DecisionState
from testimonia.identity.decided import moved
from testimonia.pipeline.people import article_of

Link = tuple[str, str]
T = TypeVar("T", bound=Hashable)


class Decided:
    """Gives of the whole state what concerns some articles, so that a group of people is resolved by itself."""

    def __init__(self, state: DecisionState) -> None:
        self._state = state
        self._verdicts = _by_article((id, (id,)) for id in state.verdicts)
        self._corrections = _by_article((id, (id,)) for id in state.corrections)
        self._must = _by_article((link, link) for link in state.must)
        self._cannot = _by_article((link, link) for link in state.cannot)

    def joined(self, article: str) -> Iterable[Link]:
        """The appearances that people declared to be one, where one of the two is in the article."""
        return self._must.get(article, {}).keys()

    def about(self, articles: Sequence[str]) -> DecisionState:
        """The decisions about people in these articles, in the order in which they stand in the whole."""
        return DecisionState(
            verdicts={id: self._state.verdicts[id] for id in _of(self._verdicts, articles)},
            corrections={id: self._state.corrections[id] for id in _of(self._corrections, articles)},
            must=tuple(_of(self._must, articles)),
            cannot=tuple(_of(self._cannot, articles)),
        )


def of_members(state: DecisionState, members: Collection[str], now: Callable[[str], str]) -> DecisionState:
    """What of a state concerns these appearances; `now` gives the one that stands where one of an older detection stood.

    A decision about somebody else in the same article is none about them, also where the words for the one lie within the words
    for the other ("her aunt" begins with a word for her).
    """
    whom = DecisionState(verdicts=state.verdicts, corrections=state.corrections, must=state.must, cannot=state.cannot)
    return moved(whom, now, members)


def _by_article(held: Iterable[tuple[T, Iterable[str]]]) -> dict[str, dict[T, int]]:
    places: dict[str, dict[T, int]] = defaultdict(dict)
    for number, (one, appearances) in enumerate(held):
        for id in appearances:
            places[article_of(id)][one] = number
    return dict(places)


def _of(places: dict[str, dict[T, int]], articles: Iterable[str]) -> list[T]:
    found = {one: number for article in articles for one, number in places.get(article, {}).items()}
    return sorted(found, key=found.__getitem__)


def articles_of(events: Sequence[Decision], after: int) -> Iterator[str]:
    """The articles of the people whom the events beyond number `after` concern; an undo concerns whom its event did."""
    actions = {event.number: event.action for event in events}
    for event in events:
        if event.number > after:
            yield from (article_of(id) for id in _appearances(event.action, actions))


def _appearances(action: Action, actions: dict[int, Action]) -> Iterable[str]:
    followed: set[int] = set()
    while isinstance(action, Undo):
        if action.event in followed or action.event not in actions:
            return ()
        followed.add(action.event)
        action = actions[action.event]
    if isinstance(action, Merge | Split):
        return (action.left, action.right)
    # all others leave the persons as they are: codings, what stands beside the study, weights (who is proposed otherwise is read anew)
    return (action.appearance,) if isinstance(action, Include | Exclude | CorrectAttribute) else ()
