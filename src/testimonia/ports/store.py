"""What the pipeline keeps, and how it asks for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol, TypeVar

import msgspec

from testimonia.domain.article import Article
from testimonia.domain.capture import Capture, RawCapture
from testimonia.domain.decision import Action, Decision
from testimonia.domain.setaside import SetAside

T = TypeVar("T", bound=msgspec.Struct)


class Signed(NamedTuple):
    """An article's runs of words (hashes, signed 64-bit), and those of them that are its signature."""

    runs: Collection[int]
    rare: Collection[int]


class ShingleIndex(Protocol):
    """Which articles share runs of words: the memory of the dedupe stage."""

    def index(self, articles: Mapping[str, Signed]) -> None:
        """Remembers the articles' runs, in place of those they had."""

    def forget(self, articles: Iterable[str]) -> None:
        """As if these articles had no runs."""

    def common(self, shingles: Iterable[int]) -> dict[int, int]:
        """How many articles have each of these runs; those that none has are left out."""

    def alike(
        self, shingles: Iterable[int], *, rare: bool = False, least: int = 1, share: float = 0.0
    ) -> list[tuple[str, int, int]]:
        """Which articles have so many of these runs and such a share of their own; with `rare`, in their signatures. Each with how many of these, and of all."""

    def shared(self, articles: Iterable[str], shingles: Iterable[int]) -> dict[str, tuple[int, int]]:
        """How many of these runs each of the articles has, and how many in all; those that have none of them are left out."""


class KeyIndex(Protocol):
    """Which subjects are filed under a word. Each space is an index of its own."""

    def file(self, space: str, subject: str, keys: Iterable[str]) -> None:
        """Files the subject under these keys and no others."""

    def under(self, space: str, keys: Iterable[str]) -> frozenset[str]:
        """The subjects that are filed under one or more of these keys."""

    def keys(self, space: str, subject: str) -> frozenset[str]:
        """The keys under which the subject is filed."""

    def beside(self, space: str, key: str, subject: str, reach: int) -> tuple[list[str], list[str]]:
        """Up to so many subjects under the key before and after where this one stands or would, nearest first, in the order of their code points."""

    def tally(self, space: str, key: str) -> int:
        """How many subjects are filed under the key, in a space whose name begins with "#": only there the store keeps count."""

    def filed(self, space: str) -> int:
        """How many subjects are filed in the space, each as often as it has keys."""

    def empty(self, space: str) -> None:
        """Forgets everything filed in the space."""


class Store(ShingleIndex, KeyIndex, Protocol):
    """One study's store. Everything inside `transaction()` happens wholly or not at all."""

    def transaction(self) -> AbstractContextManager[None]:
        """Groups writes; nested calls join the outer one."""

    def exclusive(self) -> AbstractContextManager[None]:
        """Keeps other writers out for the length of the block (nested calls join); BusyError where one is at work."""

    def deciding(self) -> AbstractContextManager[None]:
        """A transaction for decisions, also while another process writes results; they wait for each other, and are on the disk in the end."""

    def attempt(self) -> AbstractContextManager[None]:
        """A part of a transaction that may fail by itself: what it wrote is taken back, and the transaction goes on."""

    def reading(self) -> AbstractContextManager[None]:
        """One unmoving state of the store for the length of the block, whatever another process writes meanwhile."""

    def freeze(self) -> None:
        """From here on nothing is written by this object."""

    def close(self) -> None:
        """Releases the store and its lock."""

    # -- captures and articles
    def add_capture(self, raw: RawCapture) -> bool:
        """Keeps bytes and capture; False where this capture is already there."""

    def captures(self, after: int = 0) -> Iterator[Capture]:
        """All captures, or those beyond this place, in capture order."""

    def capture(self, id: str) -> tuple[int, Capture] | None:
        """The capture and its place, a number that grows in capture order; None where there is none."""

    def extent(self) -> tuple[int, int]:
        """How many captures there are, and the place of the last (0 where there is none)."""

    def blob(self, sha256: str) -> bytes:
        """The raw bytes with this hash; StoreError where they are missing or do not match."""

    def put_article(self, article: Article) -> Article:
        """Keeps an article; with another text under a known id it becomes the next revision. Returns the current one."""

    def articles(self) -> Iterator[Article]:
        """The current revision of every article, in capture order."""

    def article(self, id: str) -> Article | None:
        """The current revision, or None."""

    def articles_of(self, ids: Iterable[str]) -> list[Article]:
        """The current revisions of these, in no order; without those that are not there."""

    # -- results of stages: one a subject, with the fingerprint of what it was made from
    def put(self, stage: str, subject: str, fingerprint: str, item: msgspec.Struct) -> None:
        """Keeps the stage's result for the subject (a SetAside too), replacing an older one."""

    def get(self, stage: str, subject: str, type: type[T]) -> T | None:
        """The stage's result for the subject, or None (also where it was set aside)."""

    def all(self, stage: str, type: type[T]) -> Iterator[T]:
        """All kept results of the stage, in order of first writing."""

    def done(self, stage: str, subjects: Iterable[str] | None = None) -> dict[str, str]:
        """subject -> fingerprint of every result (set aside or kept) of the stage, or of these subjects only."""

    def count(self, stage: str) -> int:
        """How many results (set aside or kept) the stage has."""

    def changed(self, stage: str, after: int) -> list[str]:
        """The subjects whose result was put or dropped after the change with this number, in order."""

    def latest(self, *stages: str) -> int:
        """The number of the latest change in these stages; 0 where there was none."""

    def drop(self, stage: str, subjects: Iterable[str]) -> None:
        """Forgets results (never decisions, captures or articles)."""

    def set_aside(self, stage: str, subject: str) -> SetAside | None:
        """The stage's set-aside for the subject, or None (also where it was kept)."""

    def set_asides(self, stage: str | None = None) -> Iterator[SetAside]:
        """What a stage (or every stage) set aside, in order."""

    # -- the log
    def append(self, action: Action, *, by: str, reason: str, at: str) -> Decision:
        """Adds an event at the end of the hash chain."""

    def head(self) -> tuple[int, str]:
        """Number and hash of the last event; 0 and "" where there is none."""

    def decisions(self, after: int = 0) -> Iterator[Decision]:
        """The whole log, or the events beyond this number, in order."""

    def verify(self) -> int:
        """Checks the hash chain: how many events the log holds; StoreError at the first broken one."""
