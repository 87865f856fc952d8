"""What each stage made of each subject, and the index of shingles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

import msgspec
from sqlalchemy import bindparam, text

from testimonia.domain.setaside import SetAside
from testimonia.store.documents import encode
from testimonia.store.session import Session

T = TypeVar("T", bound=msgspec.Struct)

_PUT = text(
    "INSERT INTO results (stage, subject, fingerprint, kind, body) "
    "VALUES (:stage, :subject, :fingerprint, :kind, :body) "
    "ON CONFLICT (stage, subject) DO UPDATE "
    "SET fingerprint = excluded.fingerprint, kind = excluded.kind, body = excluded.body"
)
_GET = text("SELECT body FROM results WHERE stage = :stage AND subject = :subject AND kind = 'kept'")
_ALL = text(
    "SELECT seq, body FROM results WHERE stage = :stage AND kind = :kind AND seq > :after ORDER BY seq LIMIT :page"
)
_ALL_ASIDE = text("SELECT seq, body FROM results WHERE kind = 'set_aside' AND seq > :after ORDER BY seq LIMIT :page")
_DONE = text("SELECT subject, fingerprint FROM results WHERE stage = :stage ORDER BY seq")
_DROP = text("DELETE FROM results WHERE stage = :stage AND subject IN :subjects").bindparams(
    bindparam("subjects", expanding=True)
)

_NUMBER = text("SELECT number FROM shingled WHERE article = :article")
_NEW_NUMBER = text("INSERT INTO shingled (article) VALUES (:article)")
_FORGET = text("DELETE FROM shingles WHERE article = :number")
_SHINGLE = text("INSERT INTO shingles (shingle, article) VALUES (:shingle, :number)")
_SHARING = text(
    "SELECT a.article, count(*) FROM shingles s JOIN shingled a ON a.number = s.article "
    "WHERE s.shingle IN :shingles GROUP BY a.article"
).bindparams(bindparam("shingles", expanding=True))

_CHUNK = 500  # well under SQLite's limit of variables in one statement


class Results(Session):
    """The part of the store that remembers what the stages made."""

    def put(self, stage: str, subject: str, fingerprint: str, item: msgspec.Struct) -> None:
        """Keeps the stage's result for the subject (a SetAside too), replacing an older one in its place."""
        kind = "set_aside" if isinstance(item, SetAside) else "kept"
        row = {"stage": stage, "subject": subject, "fingerprint": fingerprint, "kind": kind, "body": encode(item)}
        with self.transaction():
            self._write(_PUT, row)

    def get(self, stage: str, subject: str, type: type[T]) -> T | None:
        """The stage's result for the subject, or None (also where it was set aside)."""
        row = self._one(_GET, {"stage": stage, "subject": subject})
        return msgspec.json.decode(row[0], type=type) if row else None

    def all(self, stage: str, type: type[T]) -> Iterator[T]:
        """All kept results of the stage, in order of first writing."""
        decoder = msgspec.json.Decoder(type)
        for _, body in self._pages(_ALL, {"stage": stage, "kind": "kept"}):
            yield decoder.decode(body)

    def done(self, stage: str) -> dict[str, str]:
        """subject -> fingerprint of every result (set aside or kept) of the stage."""
        return {row[0]: row[1] for row in self._rows(_DONE, {"stage": stage})}

    def drop(self, stage: str, subjects: Iterable[str]) -> None:
        """Forgets results (never decisions, captures or articles)."""
        with self.transaction():
            for some in _chunks(tuple(subjects)):
                self._write(_DROP, {"stage": stage, "subjects": some})

    def set_asides(self, stage: str | None = None) -> Iterator[SetAside]:
        """What a stage (or every stage) set aside, in order of first writing."""
        pages = self._pages(_ALL, {"stage": stage, "kind": "set_aside"}) if stage else self._pages(_ALL_ASIDE, {})
        for _, body in pages:
            yield msgspec.json.decode(body, type=SetAside)


class Shingles(Session):
    """The part of the store that knows which articles share runs of words."""

    def add(self, article: str, shingles: Iterable[int]) -> None:
        """Remembers the article's shingle hashes (signed 64-bit), in place of those it had."""
        with self.transaction():
            number = self._number(article)
            self._write(_FORGET, {"number": number})
            rows = [{"shingle": shingle, "number": number} for shingle in sorted(set(shingles))]
            if rows:
                self._write(_SHINGLE, rows)

    def sharing(self, shingles: Iterable[int]) -> dict[str, int]:
        """For each remembered article, how many of these shingles it has (articles with none are left out)."""
        found: dict[str, int] = {}
        for some in _chunks(sorted(set(shingles))):
            for article, count in self._rows(_SHARING, {"shingles": some}):
                found[article] = found.get(article, 0) + count
        return found

    def _number(self, article: str) -> int:
        row = self._one(_NUMBER, {"article": article})
        if row is None:
            self._write(_NEW_NUMBER, {"article": article})
            row = self._one(_NUMBER, {"article": article})
        assert row is not None
        return int(row[0])


U = TypeVar("U")


def _chunks(items: Sequence[U]) -> Iterator[Sequence[U]]:
    return (items[at : at + _CHUNK] for at in range(0, len(items), _CHUNK))
