"""How common names are in the study, counted as articles come and go; see `identity/match/common`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from testimonia.adapters.names import plain
from testimonia.domain.appearance import Appearance
from testimonia.domain.article import ArticleFacts
from testimonia.identity.match.common import EVERYBODY, Bands, band, is_another, keys_of, names_of, people
from testimonia.pipeline.desk import Desk

BEARER, NAME = "#bearer", "#name"
"""Indexes: articles by the people told apart in them and by the names in them; people by the names under which they count. The store counts both (#)."""
_PERSON, _NAMED, _ALL = "person ", "named ", "all"


def recount(desk: Desk, article: str, items: Iterable[Appearance], facts: ArticleFacts | None) -> frozenset[str]:
    """Counts an article's people in place of those it had; the articles whose pairs rest on a number that is another one now."""
    store, now = desk.store, set[str]()
    for item in items:
        if facts is None:
            break
        now |= {_PERSON + person for person in people(item, facts, plain)}
        now |= {_NAMED + name for name in names_of(item, plain)}
        now.add(_ALL)
    change = store.keys(BEARER, article) ^ now
    if not change:
        return frozenset()
    changed = sorted(word.removeprefix(_PERSON) for word in change if word.startswith(_PERSON))
    names = {name for person in changed for name in keys_of(person)}
    before = {name: store.tally(NAME, name) for name in names}
    store.file(BEARER, article, now)
    for person in changed:
        store.file(NAME, person, keys_of(person) if store.tally(BEARER, _PERSON + person) else ())
    crossed = [name for name in names if is_another(name, before[name], store.tally(NAME, name))]
    return store.under(BEARER, [_ALL if EVERYBODY in crossed else _NAMED + name for name in crossed])


def bands(desk: Desk) -> Bands:
    """How common each name is as counted now; each is asked for once."""
    return cache(lambda name: band(desk.store.tally(NAME, name)))
