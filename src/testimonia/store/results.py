"""What each stage made of each subject, and what changed since when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

import msgspec

from testimonia.domain.setaside import SetAside
from testimonia.store.documents import encode
from testimonia.store.session import Session, chunks
from testimonia.store.statement import text

T = TypeVar("T", bound=msgspec.Struct)

_PUT = text(
    "INSERT INTO results (stage, subject, fingerprint, kind, body) "
    "VALUES (:stage, :subject, :fingerprint, :kind, :body) "
    "ON CONFLICT (stage, subject) DO UPDATE "
    "SET fingerprint = excluded.fingerprint, kind = excluded.kind, body = excluded.body"
)
_GET = text("SELECT body FROM results WHERE stage = :stage AND subject = :subject AND kind = 'kept'")
_GET_ASIDE = text("SELECT body FROM results WHERE stage = :stage AND subject = :subject AND kind = 'set_aside'")
_ALL = text(
    "SELECT seq, body FROM results WHERE stage = :stage AND kind = :kind AND seq > :after ORDER BY seq LIMIT :page"
)
_ALL_ASIDE = text("SELECT seq, body FROM results WHERE kind = 'set_aside' AND seq > :after ORDER BY seq LIMIT :page")
_DONE = text("SELECT subject, fingerprint FROM results WHERE stage = :stage ORDER BY seq")
_DONE_OF = text("SELECT subject, fingerprint FROM results WHERE stage = :stage AND subject IN :subjects", "subjects")
_COUNT = text("SELECT number FROM tallies WHERE what = 'results' AND key = :stage")
_DROP = text("DELETE FROM results WHERE stage = :stage AND subject IN :subjects", "subjects")
_CHANGE = text(
    "INSERT INTO changes (number, stage, subject) "
    "VALUES ((SELECT coalesce(max(number), 0) + 1 FROM changes), :stage, :subject) "
    "ON CONFLICT (stage, subject) DO UPDATE SET number = excluded.number"
)
_CHANGED = text("SELECT subject FROM changes WHERE stage = :stage AND number > :after ORDER BY number")
_LATEST = text("SELECT max(number) FROM changes WHERE stage = :stage")


class Results(Session):
    """The part of the store that remembers what the stages made."""

    def put(self, stage: str, subject: str, fingerprint: str, item: msgspec.Struct) -> None:
        """Keeps the stage's result for the subject (a SetAside too), replacing an older one in its place."""
        kind = "set_aside" if isinstance(item, SetAside) else "kept"
        row = {"stage": stage, "subject": subject, "fingerprint": fingerprint, "kind": kind, "body": encode(item)}
        with self.transaction():
            self._write(_PUT, row)
            self._write(_CHANGE, {"stage": stage, "subject": subject})

    def get(self, stage: str, subject: str, type: type[T]) -> T | None:
        """The stage's result for the subject, or None (also where it was set aside)."""
        row = self._one(_GET, {"stage": stage, "subject": subject})
        return msgspec.json.decode(row[0], type=type) if row else None

    def all(self, stage: str, type: type[T]) -> Iterator[T]:
        """All kept results of the stage, in order of first writing."""
        decoder = msgspec.json.Decoder(type)
        for _, body in self._pages(_ALL, {"stage": stage, "kind": "kept"}):
            yield decoder.decode(body)

    def done(self, stage: str, subjects: Iterable[str] | None = None) -> dict[str, str]:
        """subject -> fingerprint of every result (set aside or kept) of the stage, or of these subjects only."""
        if subjects is None:
            rows = self._rows(_DONE, {"stage": stage})
        else:
            some = chunks(sorted(set(subjects)))
            rows = [row for part in some for row in self._rows(_DONE_OF, {"stage": stage, "subjects": part})]
        return {row[0]: row[1] for row in rows}

    def count(self, stage: str) -> int:
        """How many results (set aside or kept) the stage has."""
        row = self._one(_COUNT, {"stage": stage})
        return int(row[0]) if row else 0

    def drop(self, stage: str, subjects: Iterable[str]) -> None:
        """Forgets results (never decisions, captures or articles)."""
        with self.transaction():
            for some in chunks(tuple(subjects)):
                held = self.done(stage, some)
                self._write(_DROP, {"stage": stage, "subjects": some})
                if held:
                    self._write(_CHANGE, [{"stage": stage, "subject": subject} for subject in held])

    def changed(self, stage: str, after: int) -> list[str]:
        """The subjects whose result was put or dropped after the change with this number, in order."""
        return [row[0] for row in self._rows(_CHANGED, {"stage": stage, "after": after})]

    def latest(self, *stages: str) -> int:
        """The number of the latest change in these stages; 0 where there was none."""
        rows = (self._one(_LATEST, {"stage": stage}) for stage in stages)
        return max((int(row[0]) for row in rows if row and row[0] is not None), default=0)

    def set_aside(self, stage: str, subject: str) -> SetAside | None:
        """The stage's set-aside for the subject, or None (also where it was kept)."""
        row = self._one(_GET_ASIDE, {"stage": stage, "subject": subject})
        return msgspec.json.decode(row[0], type=SetAside) if row else None

    def set_asides(self, stage: str | None = None) -> Iterator[SetAside]:
        """What a stage (or every stage) set aside, in order of first writing."""
        pages = self._pages(_ALL, {"stage": stage, "kind": "set_aside"}) if stage else self._pages(_ALL_ASIDE, {})
        for _, body in pages:
            yield msgspec.json.decode(body, type=SetAside)
