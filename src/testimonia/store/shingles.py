"""Which articles share runs of words."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import bindparam, text

from testimonia.store.session import Session, chunks

_NUMBER = text("SELECT number FROM shingled WHERE article = :article")
_NEW_NUMBER = text("INSERT INTO shingled (article) VALUES (:article)")
_SIZE = text("UPDATE shingled SET size = :size WHERE number = :number")
_FORGET = (
    text(
        "DELETE FROM signatures WHERE article = :number "
        "AND shingle IN (SELECT shingle FROM shingles WHERE article = :number)"
    ),
    text("DELETE FROM shingles WHERE article = :number"),
)
_SHINGLE = text("INSERT INTO shingles (shingle, article) VALUES (:shingle, :number)")
_SIGN = text("INSERT INTO signatures (shingle, article) VALUES (:shingle, :number)")
_SHARING, _SIGNED = (
    text(
        f"SELECT s.shingle, a.article, a.size FROM {table} s "  # noqa: S608 - one of two names
        "JOIN shingled a ON a.number = s.article WHERE s.shingle IN :shingles"
    ).bindparams(bindparam("shingles", expanding=True))
    for table in ("shingles", "signatures")
)
_SHARED = text("SELECT count(*) FROM shingles WHERE article = :number AND shingle IN :shingles").bindparams(
    bindparam("shingles", expanding=True)
)


class Shingles(Session):
    """The part of the store that knows which articles share runs of words."""

    def add(self, article: str, shingles: Iterable[int], rare: Collection[int] | None = None) -> None:
        """Remembers the article's shingle hashes (signed 64-bit), in place of those it had; `rare`: its signature."""
        with self.transaction():
            number, kept = self._number(article), sorted(set(shingles))
            for statement in _FORGET:
                self._write(statement, {"number": number})
            self._write(_SIZE, {"number": number, "size": len(kept)})
            for statement, some in ((_SHINGLE, kept), (_SIGN, kept if rare is None else sorted(set(rare)))):
                if some:
                    self._write(statement, [{"shingle": one, "number": number} for one in some])

    def sharing(self, shingles: Iterable[int], *, rare: bool = False) -> list[tuple[int, str, int]]:
        """Which remembered article, of which size, has which of these shingles; with `rare`, in its signature."""
        statement = _SIGNED if rare else _SHARING
        return [
            (int(shingle), str(article), int(size))
            for some in chunks(sorted(set(shingles)))
            for shingle, article, size in self._rows(statement, {"shingles": some})
        ]

    def shared(self, article: str, shingles: Iterable[int]) -> int:
        """How many of these shingles the article has."""
        row = self._one(_NUMBER, {"article": article})
        if row is None:
            return 0
        counts = (self._one(_SHARED, {"number": row[0], "shingles": some}) for some in chunks(sorted(set(shingles))))
        return sum(int(count[0]) for count in counts if count)

    def _number(self, article: str) -> int:
        row = self._one(_NUMBER, {"article": article})
        if row is None:
            self._write(_NEW_NUMBER, {"article": article})
            row = self._one(_NUMBER, {"article": article})
        assert row is not None
        return int(row[0])
