"""The seal: whoever may not see real names reads the same text at the same offsets, with every name blacked out.

Stricter than the report's mask (`study/mask`): that one hides those who are not to be named, this one hides everybody. Names of the private list
(`study/private`), and of whoever goes by one, are hidden from all, also from those who may see names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from testimonia.domain.person import Person
from testimonia.study.mask import is_named_otherwise, parts_of
from testimonia.study.private import BLOCK, blackout
from testimonia.web.board import Board


class Seal:
    """Hides names from one viewer; `is_open` where they may see them."""

    def __init__(self, board: Board, *, is_open: bool) -> None:
        self._board, self.is_open = board, is_open
        self._private = blackout(board.snapshot.hidden_names) if board.snapshot.hidden_names else None
        self._patterns: dict[tuple[str, ...], re.Pattern[str] | None] = {}
        self._closed: dict[str, bool] = {}

    @property
    def is_whole(self) -> bool:
        """Whether nothing at all is hidden from them."""
        return self.is_open and self._private is None

    def may_name(self, person: Person) -> bool:
        """Whether they may read what this person is called."""
        return self.is_open and person.shown is None

    def words(self, text: str | None, articles: Iterable[str]) -> str:
        """The text of these articles (or about their people), as long as before; nothing of an article that writes a sealed name otherwise than its translation, or was not read."""
        if self.is_whole or not text:
            return text or ""
        articles = tuple(articles)
        if any(self._is_closed(id) for id in articles):
            return re.sub(r"\S", BLOCK, text)
        return self.said(text, articles)

    def said(self, text: str | None, articles: Iterable[str]) -> str:
        """The same for words that do not stand in the articles: a translation, or what the program says of their people."""
        if self.is_whole or not text:
            return text or ""
        key = tuple(sorted(set(articles)))
        if key not in self._patterns:
            self._patterns[key] = _pattern(form for id in key for form in self._forms(id))
        pattern = self._patterns[key]
        text = pattern.sub(lambda found: BLOCK * len(found[0]), text) if pattern else text
        return self._private(text) if self._private else text

    def name(self, person: Person) -> str:
        """What the person is called on the page."""
        return self.words(person.label, ()) if self.may_name(person) else f"Person {person.id.removeprefix('P-')}"

    def label(self, appearance: str) -> str:
        """What an appearance is called on the page."""
        person = self._board.homes.get(appearance)
        held = self._board.snapshot.appearances.get(appearance)
        if self.is_open and (person is None or self.may_name(person)):
            return self.said(held.label, [held.article]) if held else appearance
        return self.name(person) if person else "Somebody"

    def about(self, text: str | None, persons: Iterable[str], documents: Iterable[str] = ()) -> str:
        """Words about persons."""
        articles = {id.partition("@")[0] for p in persons if (held := self._board.person(p)) for id in held.appearances}
        return self.words(text, {*articles, *documents})

    def _is_closed(self, article: str) -> bool:
        """Whether a name that they may not see is, or could be, written in the article in a way that is not known to the letter."""
        if article not in self._closed:
            held = (self._board.snapshot.appearances.get(id) for id, _ in self._hidden(article))
            is_unread = not self.is_open and article in self._board.unread
            self._closed[article] = is_unread or any(one is not None and is_named_otherwise(one) for one in held)
        return self._closed[article]

    def _hidden(self, article: str) -> Iterable[tuple[str, Person | None]]:
        """The appearances in the article whose names they may not see, and whose these are."""
        for id in self._board.people_in.get(article, ()):
            person = self._board.homes.get(id)
            if not self.is_open or (person is not None and not self.may_name(person)):
                yield id, person

    def _forms(self, article: str) -> Iterable[str]:
        for id, person in self._hidden(article):
            for one in person.appearances if person else (id,):
                held = self._board.snapshot.appearances.get(one)
                if held is not None:
                    yield from held.namings()
            if person is not None:
                yield from (*([person.name] if person.name else []), *person.aliases)


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    forms = {form for name in names for form in (name, *parts_of(name)) if len(form) > 1}
    if not forms:
        return None
    longest = sorted(forms, key=lambda form: (-len(form), form))
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(form) for form in longest) + r")(?!\w)", re.IGNORECASE)
