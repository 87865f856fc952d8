"""An index by keys: which subjects are filed under a word."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import bindparam, text

from testimonia.store.session import Session, chunks

_WITHDRAW = text("DELETE FROM entries WHERE space = :space AND subject = :subject")
_FILE = text("INSERT INTO entries (space, key, subject) VALUES (:space, :key, :subject)")
_UNDER = text("SELECT subject FROM entries WHERE space = :space AND key IN :keys").bindparams(
    bindparam("keys", expanding=True)
)
_KEYS = text("SELECT key FROM entries WHERE space = :space AND subject = :subject")
_BESIDE = text(
    "SELECT 0, subject FROM (SELECT subject FROM entries WHERE space = :space AND key = :key AND subject < :subject "
    "ORDER BY subject DESC LIMIT :reach) AS before "
    "UNION ALL SELECT 1, subject FROM (SELECT subject FROM entries WHERE space = :space AND key = :key AND subject > :subject "
    "ORDER BY subject LIMIT :reach) AS after"
)
_TALLY = text("SELECT count(*) FROM entries WHERE space = :space AND key = :key")
_FILED = text("SELECT count(DISTINCT key) FROM entries WHERE space = :space")
_EMPTY = text("DELETE FROM entries WHERE space = :space")


class Entries(Session):
    """The part of the store that finds subjects by their keys. Each space is an index of its own."""

    def file(self, space: str, subject: str, keys: Iterable[str]) -> None:
        """Files the subject under these keys and no others."""
        with self.transaction():
            self._write(_WITHDRAW, {"space": space, "subject": subject})
            rows = [{"space": space, "key": key, "subject": subject} for key in sorted(set(keys))]
            if rows:
                self._write(_FILE, rows)

    def under(self, space: str, keys: Iterable[str]) -> frozenset[str]:
        """The subjects that are filed under one or more of these keys."""
        return frozenset(
            row[0] for some in chunks(sorted(set(keys))) for row in self._rows(_UNDER, {"space": space, "keys": some})
        )

    def keys(self, space: str, subject: str) -> frozenset[str]:
        """The keys under which the subject is filed."""
        return frozenset(row[0] for row in self._rows(_KEYS, {"space": space, "subject": subject}))

    def beside(self, space: str, key: str, subject: str, reach: int) -> tuple[list[str], list[str]]:
        """Up to so many subjects under the key before and after where this one stands or would, nearest first, in the order of their code points."""
        rows = self._rows(_BESIDE, {"space": space, "key": key, "subject": subject, "reach": reach})
        before, after = (sorted(row[1] for row in rows if row[0] == side) for side in (0, 1))
        return before[::-1], after

    def tally(self, space: str, key: str) -> int:
        """How many subjects are filed under the key."""
        row = self._one(_TALLY, {"space": space, "key": key})
        return int(row[0]) if row else 0

    def filed(self, space: str) -> int:
        """Under how many keys something is filed in the space."""
        row = self._one(_FILED, {"space": space})
        return int(row[0]) if row else 0

    def empty(self, space: str) -> None:
        """Forgets everything filed in the space."""
        with self.transaction():
            self._write(_EMPTY, {"space": space})
