"""Which articles share runs of words."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import bindparam, text

from testimonia.ports.store import Runs, Sharer
from testimonia.store.session import Session, chunks

_NUMBER = text("SELECT number FROM shingled WHERE article = :article")
_NEW_NUMBER = text("INSERT INTO shingled (article) VALUES (:article)")
_SIZE = text("UPDATE shingled SET size = :size, told = :told WHERE number = :number")
_FORGET = (
    text(
        "DELETE FROM signatures WHERE article = :number "
        "AND shingle IN (SELECT shingle FROM shingles WHERE article = :number)"
    ),
    text("DELETE FROM shingles WHERE article = :number"),
)
_SHINGLE = text("INSERT INTO shingles (shingle, article, kinds) VALUES (:shingle, :number, :kinds)")
_SIGN = text("INSERT INTO signatures (shingle, article, kinds) VALUES (:shingle, :number, :kinds)")
_SHARING, _SIGNED = (
    text(
        f"SELECT s.shingle, s.kinds, a.article, a.size, a.told FROM {table} s "  # noqa: S608 - one of two names
        "JOIN shingled a ON a.number = s.article WHERE s.shingle IN :shingles"
    ).bindparams(bindparam("shingles", expanding=True))
    for table in ("shingles", "signatures")
)
_SHARED = text("SELECT shingle, kinds FROM shingles WHERE article = :number AND shingle IN :shingles").bindparams(
    bindparam("shingles", expanding=True)
)


class Shingles(Session):
    """The part of the store that knows which articles share runs of words."""

    def add(self, article: str, runs: Runs, rare: Runs) -> None:
        """Remembers the article's shingle hashes (signed 64-bit) with their kinds, in place of those it had; `rare`: its signature."""
        with self.transaction():
            number = self._number(article)
            for statement in _FORGET:
                self._write(statement, {"number": number})
            self._write(_SIZE, {"number": number, "size": _of(runs, 1), "told": _of(runs, 2)})
            for statement, some in ((_SHINGLE, runs), (_SIGN, rare)):
                rows = [{"shingle": run, "number": number, "kinds": kinds} for run, kinds in sorted(some.items())]
                if rows:
                    self._write(statement, rows)

    def sharing(self, shingles: Iterable[int], *, rare: bool = False) -> list[Sharer]:
        """Which remembered article has which of these shingles; with `rare`, in its signature."""
        statement = _SIGNED if rare else _SHARING
        return [
            Sharer(int(shingle), int(kinds), str(article), (int(size), int(told)))
            for some in chunks(sorted(set(shingles)))
            for shingle, kinds, article, size, told in self._rows(statement, {"shingles": some})
        ]

    def shared(self, article: str, runs: Runs) -> tuple[int, int]:
        """How many of these shingles the article has, of each kind."""
        row = self._one(_NUMBER, {"article": article})
        if row is None:
            return (0, 0)
        found = (self._rows(_SHARED, {"number": row[0], "shingles": some}) for some in chunks(sorted(runs)))
        both = {shingle: kinds & runs[shingle] for rows in found for shingle, kinds in rows}
        return (_of(both, 1), _of(both, 2))

    def _number(self, article: str) -> int:
        row = self._one(_NUMBER, {"article": article})
        if row is None:
            self._write(_NEW_NUMBER, {"article": article})
            row = self._one(_NUMBER, {"article": article})
        assert row is not None
        return int(row[0])


def _of(runs: Runs, kind: int) -> int:
    return sum(bool(kinds & kind) for kinds in runs.values())
