"""What every stage needs at hand: the study's definition, its store, its words, the clock and the progress display."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from testimonia.config import StudyConfig, load_codebook, load_lexicon
from testimonia.domain.article import Article
from testimonia.domain.codebook import Codebook
from testimonia.domain.lexicon import Lexicon
from testimonia.domain.settings import Settings
from testimonia.errors import ConfigError, StoreError
from testimonia.pipeline.logbook import Logbook
from testimonia.ports.clock import Clock
from testimonia.ports.llm import Llm
from testimonia.ports.progress import Progress
from testimonia.ports.reader import Reader
from testimonia.ports.store import Store
from testimonia.review.codebook import Book, book_after, codebook_after


class Texts:
    """The current revisions of articles, by id; the latest ones asked for stay in memory."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._read = lru_cache(maxsize=100)(store.article)
        self._ahead: dict[str, Article] = {}

    def __call__(self, id: str) -> Article:
        """The article; StoreError where it is missing."""
        article = self._ahead.get(id) or self._read(id)
        if article is None:
            raise StoreError("an article is missing", where=id, hint="put back a copy of the store")
        return article

    def ahead(self, ids: Iterable[str]) -> None:
        """See `Ahead`."""
        self._ahead = {one.id: one for one in self._store.articles_of(ids)}

    def forget(self) -> None:
        """To be called when articles were read anew."""
        self._ahead = {}
        self._read.cache_clear()


def utc_now() -> str:
    """The present, to the second."""
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True)
class Desk:
    """One study, open for work. Codebook and words are read when first asked for."""

    config: StudyConfig
    store: Store
    progress: Progress
    clock: Clock = utc_now
    agreed: frozenset[str] = frozenset()
    """Hosts to which somebody at the terminal agreed to send text, for as long as this desk is open."""

    is_quick: bool = False
    """Whether an id that is not found at once is refused, without a look over the whole study for what comes near it."""

    as_of: str = ""
    """Where this is a replay: the moment it shows. Nothing is decided in the past."""

    @property
    def settings(self) -> Settings:
        """The study's definition."""
        return self.config.settings

    @cached_property
    def log(self) -> Logbook:
        """The decisions, as far as they are read."""
        return Logbook(self.store)

    @cached_property
    def held(self) -> dict[str, tuple[object, Any]]:
        """What was put together of the whole study, with the mark of the state that it shows."""
        return {}

    @cached_property
    def asked(self) -> set[str]:
        """Questions that are known to stand, from a queue that was put together elsewhere."""
        return set()

    @property
    def codebook(self) -> Codebook:
        """The study's codes, as codebook.yaml has them and the changes in the log that hold."""
        return self._books()[0]

    @property
    def book(self) -> Book:
        """The same, with what became of codes that are no more."""
        return self._books()[1]

    def _books(self) -> tuple[Codebook, Book]:
        mark = self.log.book_mark()
        if self.held.get("codebook", ((), None))[0] != mark:
            state = self.log.state()
            self.held["codebook"] = mark, (codebook_after(self.written, state), book_after(self.written, state))
        books: tuple[Codebook, Book] = self.held["codebook"][1]
        return books

    @cached_property
    def written(self) -> Codebook:
        """The codes as codebook.yaml has them."""
        return load_codebook(self.config.codebook)

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words that detection and coding go by."""
        return load_lexicon()

    @cached_property
    def reader(self) -> Reader | None:
        """The learned reader, where the study wants it and the machine has it."""
        from testimonia.adapters import reader

        return reader.load() if self.settings.reader and reader.available() else None

    @property
    def reader_name(self) -> str:
        """NAME@VERSION of the reader, or "" where the rules read alone."""
        return self.reader.name if self.reader else ""

    @cached_property
    def llm(self) -> Llm:
        """The language model of study.toml; ConfigError where its key is not at hand."""
        from testimonia.adapters.llm import HttpLlm

        held = self.config.llm
        if held is None:
            raise ConfigError("there is no language model", where="study.toml", hint="add [llm] with address and model")
        if not held.has_consent and held.server.host not in self.agreed:
            raise held.refused()
        return HttpLlm(held.server, key=held.key(), seconds=held.file.timeout)

    @cached_property
    def texts(self) -> Texts:
        """Gives the current revision of an article."""
        return Texts(self.store)
