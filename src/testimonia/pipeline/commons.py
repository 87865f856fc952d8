"""How common names are in the study, counted as articles come and go; see `identity/match/common`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from testimonia.adapters.names import plain
from testimonia.domain.appearance import Appearance
from testimonia.domain.article import ArticleFacts
from testimonia.identity.match.common import EVERYBODY, Bands, band, is_another, keys_of, names_of, people
from testimonia.pipeline.desk import Desk

BEARER, NAME = "#bearer", "#name"
"""Indexes: articles by the people told apart in them and by the names in them; people by the names under which they count. The store counts both (#)."""
_PERSON, _NAMED, _ALL = "person ", "named ", "all"


class Touched(NamedTuple):
    """The articles whose pairs rest on a number that is another one now.

    `lighter`: those in which names are commoner and none is rarer. What counts among their pairs weighs less, and nothing counts that did not before.
    """

    other: frozenset[str] = frozenset()
    lighter: frozenset[str] = frozenset()


def recount(desk: Desk, article: str, items: Iterable[Appearance], facts: ArticleFacts | None) -> Touched:
    """Counts an article's people in place of those it had; whom that touches."""
    store, now = desk.store, set[str]()
    for item in items:
        if facts is None:
            break
        now |= {_PERSON + person for person in people(item, facts, plain)}
        now |= {_NAMED + name for name in names_of(item, plain)}
        now.add(_ALL)
    change = store.keys(BEARER, article) ^ now
    if not change:
        return Touched()
    changed = sorted(word.removeprefix(_PERSON) for word in change if word.startswith(_PERSON))
    names = {name for person in changed for name in keys_of(person)}
    before = {name: store.tally(NAME, name) for name in names}
    store.file(BEARER, article, now)
    for person in changed:
        store.file(NAME, person, keys_of(person) if store.tally(BEARER, _PERSON + person) else ())
    after = {name: store.tally(NAME, name) for name in names}
    crossed = [name for name in names if is_another(name, before[name], after[name])]
    # The more people there are, the rarer is a full name of which the parts are as common as before.
    other = [
        _ALL if name == EVERYBODY else _NAMED + name
        for name in crossed
        if name == EVERYBODY or after[name] < before[name]
    ]
    touched = store.under(BEARER, [_ALL] if _ALL in other else other)
    lighter = store.under(BEARER, (_NAMED + name for name in crossed)) if _ALL not in other else frozenset()
    return Touched(touched, lighter - touched)


def bands(desk: Desk) -> Bands:
    """How common each name is as counted now; each is asked for once."""
    return cache(lambda name: band(desk.store.tally(NAME, name)))
