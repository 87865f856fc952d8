"""Which articles share runs of words."""

from __future__ import annotations

from collections import Counter
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
_ALIKE, _SIGNED_ALIKE = (
    text(
        f"SELECT a.article, found.hits, a.size FROM (SELECT article, count(*) AS hits FROM {table} "  # noqa: S608 - one of two names
        "WHERE shingle IN :shingles GROUP BY article HAVING count(*) >= :least) AS found "
        "JOIN shingled a ON a.number = found.article WHERE found.hits >= :share * a.size"
    ).bindparams(bindparam("shingles", expanding=True))
    for table in ("shingles", "signatures")
)
_MET = text("SELECT shingle, count(*) FROM signatures WHERE shingle IN :shingles GROUP BY shingle").bindparams(
    bindparam("shingles", expanding=True)
)
_AT_ONCE = 20_000  # in one statement, well under the limits of both databases: only so can the database itself leave out what has too few
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

    def met(self, shingles: Iterable[int]) -> dict[int, int]:
        """In how many signatures each of these shingles is; those in none are left out."""
        rows = (row for some in chunks(sorted(set(shingles))) for row in self._rows(_MET, {"shingles": some}))
        return {int(shingle): int(number) for shingle, number in rows}

    def alike(
        self, shingles: Iterable[int], *, rare: bool = False, least: int = 1, share: float = 0.0
    ) -> list[tuple[str, int, int]]:
        """The remembered articles that have so many of these shingles and such a share of their own; with `rare`, in their signatures.

        Each with how many it has of these, and how many in all. What is common is in most articles: it is counted where it lies.
        """
        parts = list(chunks(sorted(set(shingles)), _AT_ONCE))
        floor = {"least": least, "share": share} if len(parts) == 1 else {"least": 1, "share": 0.0}
        hits, sizes = Counter[str](), dict[str, int]()
        for some in parts:
            for article, number, size in self._rows(_SIGNED_ALIKE if rare else _ALIKE, {"shingles": some, **floor}):
                hits[article] += number
                sizes[article] = size
        return [(id, n, sizes[id]) for id, n in hits.items() if n >= max(least, share * sizes[id])]

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
