"""An index by keys: which subjects are filed under a word."""

from __future__ import annotations

from collections.abc import Iterable

from testimonia.errors import StoreError
from testimonia.store.session import Session, chunks
from testimonia.store.statement import text

_WITHDRAW = text("DELETE FROM entries WHERE space = :space AND key = :key AND subject = :subject")
_FILE = text("INSERT INTO entries (space, key, subject) VALUES (:space, :key, :subject)")
_UNDER = text("SELECT subject FROM entries WHERE space = :space AND key IN :keys", "keys")
_KEYS = text("SELECT key FROM entries WHERE space = :space AND subject = :subject")
_BESIDE = text(
    "SELECT 0, subject FROM (SELECT subject FROM entries WHERE space = :space AND key = :key AND subject < :subject "
    "ORDER BY subject DESC LIMIT :reach) AS before "
    "UNION ALL SELECT 1, subject FROM (SELECT subject FROM entries WHERE space = :space AND key = :key AND subject > :subject "
    "ORDER BY subject LIMIT :reach) AS after"
)
_TALLY = text("SELECT number FROM tallies WHERE what = :what AND key = :key")
_EMPTY = text("DELETE FROM entries WHERE space = :space")


class Entries(Session):
    """The part of the store that finds subjects by their keys. Each space is an index of its own."""

    def file(self, space: str, subject: str, keys: Iterable[str]) -> None:
        """Files the subject under these keys and no others."""
        with self.transaction():
            held, wanted = self.keys(space, subject), frozenset(keys)
            for statement, some in ((_WITHDRAW, held - wanted), (_FILE, wanted - held)):
                if some:
                    self._write(statement, [{"space": space, "key": key, "subject": subject} for key in sorted(some)])

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
        """How many subjects are filed under the key, in a space whose name begins with "#": only there the store keeps count."""
        if not space.startswith("#"):
            raise StoreError(
                "the store keeps no count under the keys of this space",
                got=space,
                expected='a name that begins with "#"',
                hint="report this as a bug",
            )
        return self._tally(space, key)

    def filed(self, space: str) -> int:
        """How many subjects are filed in the space, each as often as it has keys."""
        return self._tally("entries", space)

    def empty(self, space: str) -> None:
        """Forgets everything filed in the space."""
        with self.transaction():
            self._write(_EMPTY, {"space": space})

    def _tally(self, what: str, key: str) -> int:
        row = self._one(_TALLY, {"what": what, "key": key})
        return int(row[0]) if row else 0
