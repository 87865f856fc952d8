"""Which articles share runs of words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from testimonia.store.session import Session, chunks
from testimonia.store.statement import text

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
        "JOIN shingled a ON a.number = found.article WHERE found.hits >= :share * a.size",
        "shingles",
    )
    for table in ("shingles", "signatures")
)
_FEW = 16
"""A run that so many articles have is common: how common is estimated. Fewer are not worth the counting."""
_LAST = text("SELECT max(number) FROM shingled")
_COMMON = (
    "WITH wanted (shingle) AS (VALUES {values}) SELECT * FROM (SELECT shingle, "
    "(SELECT article FROM shingles a WHERE a.shingle = wanted.shingle ORDER BY article LIMIT 1 OFFSET {before}) AS first, "
    "(SELECT article FROM shingles b WHERE b.shingle = wanted.shingle ORDER BY article DESC LIMIT 1 OFFSET {before}) AS last "
    "FROM wanted) AS found WHERE first IS NOT NULL"
)
_AT_ONCE = 20_000  # in one statement, well under the limits of both databases: only so can the database itself leave out what has too few
# "+": by the article's own runs, of which there are some hundreds, not by a look for each pair of article and run
_SHARED = text(
    "SELECT a.article, a.size, count(*) FROM shingled a JOIN shingles s ON s.article = a.number "
    "WHERE a.article IN :articles AND +s.shingle IN :shingles GROUP BY a.article, a.size",
    "articles",
    "shingles",
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

    def common(self, shingles: Iterable[int]) -> dict[int, int]:
        """Those of these shingles that many articles have, with a guess at how many: the greater, the commoner.

        Guessed from where the first so many articles with it end and the last so many begin, in the order of their coming: what is read does not grow
        with the study. A run that many of the latest have (a new form of words, a story that a hundred papers print today) counts as common at once.
        """
        wanted, found = sorted(set(shingles)), dict[int, int]()
        row = self._one(_LAST)
        last = int(row[0] or 0) if row else 0
        for some in chunks(wanted) if last >= _FEW else ():
            values = ", ".join(
                f"({int(one)})" for one in some
            )  # numbers need no place holders, of which each costs time
            statement = text(_COMMON.format(values=values, before=_FEW - 1))
            for shingle, early, late in self._rows(statement):
                found[int(shingle)] = _FEW * last // max(1, min(early, last + 1 - late))
        return found

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

    def shared(self, articles: Iterable[str], shingles: Iterable[int]) -> dict[str, tuple[int, int]]:
        """How many of these shingles each of the articles has, and how many in all; those that have none of them are left out."""
        wanted, hits, sizes = sorted(set(shingles)), Counter[str](), dict[str, int]()
        for some in chunks(sorted(set(articles))):
            for part in chunks(wanted, _AT_ONCE):
                for article, size, number in self._rows(_SHARED, {"articles": some, "shingles": part}):
                    hits[article] += number
                    sizes[article] = size
        return {id: (number, sizes[id]) for id, number in hits.items()}

    def _number(self, article: str) -> int:
        row = self._one(_NUMBER, {"article": article})
        if row is None:
            self._write(_NEW_NUMBER, {"article": article})
            row = self._one(_NUMBER, {"article": article})
        assert row is not None
        return int(row[0])
