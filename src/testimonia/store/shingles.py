"""Which articles share runs of words.

An inverted index as search engines have one (J. Zobel, A. Moffat, "Inverted files for text search engines", ACM Computing Surveys 38, 2006): with each run stand
the numbers of the articles that have it, packed together, for so many articles at a time. What is common, which half of a study may have, is so read and counted as
a block of numbers, not row by row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from testimonia.ports.store import Signed
from testimonia.store.session import Session, chunks
from testimonia.store.statement import Statement, text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PART = 8_192
"""Articles whose numbers stand together. Fewer: more rows to read for what is common; more: more to write again when one is added."""
_PLACE, _RUN, _SIZE = "<u2", "<i8", "<u4"
"""How an article's place in its part, a run and a number of runs are written."""
_NEW_NUMBER = text("INSERT INTO shingled (article, runs) VALUES (:article, :runs)")
_NUMBERS = text("SELECT article, number FROM shingled WHERE article IN :articles", "articles")
_NAMES = text("SELECT number, article FROM shingled WHERE number IN :numbers", "numbers")
_RUNS = text("SELECT number, article, runs FROM shingled WHERE article IN :articles", "articles")
_SET_RUNS = text("UPDATE shingled SET runs = :runs WHERE number = :number")
_SIZES = text("SELECT sizes FROM shingle_sizes WHERE part = :part")
_SET_SIZES = text(
    "INSERT INTO shingle_sizes (part, sizes) VALUES (:part, :sizes) ON CONFLICT (part) DO UPDATE SET sizes = excluded.sizes"
)
_COMMON = text(
    "SELECT shingle, sum(length(signed) + length(others)) FROM shingles WHERE shingle IN :shingles GROUP BY shingle",
    "shingles",
)
_SIGNED = text("SELECT part, signed FROM shingles WHERE shingle IN :shingles AND length(signed) > 0", "shingles")
_HAVING = text("SELECT part, signed, others FROM shingles WHERE shingle IN :shingles", "shingles")
_IN_PART = text("SELECT shingle, signed, others FROM shingles WHERE shingle IN :shingles AND part = :part", "shingles")
_PUT = text(
    "INSERT INTO shingles (shingle, part, signed, others) VALUES (:shingle, :part, :signed, :others) "
    "ON CONFLICT (shingle, part) DO UPDATE SET signed = excluded.signed, others = excluded.others"
)
_REMOVE = text("DELETE FROM shingles WHERE shingle = :shingle AND part = :part")


class _Places(NamedTuple):
    """Places in a part, of articles that have a run: in their signature, and otherwise."""

    signed: list[int]
    others: list[int]


class Shingles(Session):
    """The part of the store that knows which articles share runs of words."""

    def index(self, articles: Mapping[str, Signed]) -> None:
        """Remembers the articles' runs (hashes, signed 64-bit), in place of those they had."""
        with self.transaction():
            self.forget(articles)
            numbers = self._numbered(articles)
            own_runs = {numbers[id]: frozenset(one.runs) for id, one in articles.items()}
            added: dict[int, dict[int, _Places]] = defaultdict(lambda: defaultdict(lambda: _Places([], [])))
            for id, one in articles.items():
                part, place = divmod(numbers[id], PART)
                here, rare = added[part], frozenset(one.rare)
                for run in own_runs[numbers[id]]:
                    (here[run].signed if run in rare else here[run].others).append(place)
            for part, some in added.items():
                self._put(part, some)
            self._set_sizes({number: len(runs) for number, runs in own_runs.items()})
            packed = [{"number": number, "runs": _packed(runs, _RUN)} for number, runs in own_runs.items()]
            if packed:
                self._write(_SET_RUNS, packed)

    def forget(self, articles: Iterable[str]) -> None:
        """As if these articles had no runs."""
        with self.transaction():
            found = [row for some in chunks(sorted(articles)) for row in self._rows(_RUNS, {"articles": some})]
            gone: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
            for number, _, runs in found:
                part, place = divmod(number, PART)
                for run in _read(runs, _RUN).tolist():
                    gone[part][run].append(place)
            for part, some in gone.items():
                self._take_out(part, some)
            had = [number for number, _, runs in found if runs]
            self._set_sizes(dict.fromkeys(had, 0))
            if had:
                self._write(_SET_RUNS, [{"number": number, "runs": b""} for number in had])

    def common(self, shingles: Iterable[int]) -> dict[int, int]:
        """How many articles have each of these runs; those that none has are left out."""
        import numpy as np

        width = np.dtype(_PLACE).itemsize
        return {
            int(shingle): int(size) // width
            for some in chunks(sorted(set(shingles)))
            for shingle, size in self._rows(_COMMON, {"shingles": some})
        }

    def alike(
        self, shingles: Iterable[int], *, rare: bool = False, least: int = 1, share: float = 0.0
    ) -> list[tuple[str, int, int]]:
        """The articles that have so many of these runs and such a share of their own; with `rare`, in their signatures.

        Each with how many it has of these, and how many in all.
        """
        import numpy as np

        enough: dict[int, tuple[int, int]] = {}
        for part, hits in self._hits(_SIGNED if rare else _HAVING, shingles).items():
            sizes = self._sizes(part)
            places = np.nonzero((hits >= max(1, least)) & (hits >= share * sizes))[0]
            enough |= {part * PART + int(at): (int(hits[at]), int(sizes[at])) for at in places}
        return [
            (article, *enough[number])
            for some in chunks(sorted(enough))
            for number, article in self._rows(_NAMES, {"numbers": some})
        ]

    def shared(self, articles: Iterable[str], shingles: Iterable[int]) -> dict[str, tuple[int, int]]:
        """How many of these runs each of the articles has, and how many in all; those that have none of them are left out."""
        wanted, found = frozenset(shingles), dict[str, tuple[int, int]]()
        for some in chunks(sorted(set(articles))):
            for _, article, runs in self._rows(_RUNS, {"articles": some}):
                own = _read(runs, _RUN).tolist()
                if hits := len(wanted.intersection(own)):
                    found[article] = hits, len(own)
        return found

    def _hits(self, statement: Statement, shingles: Iterable[int]) -> dict[int, NDArray[np.intp]]:
        """How many of these runs each article has, by parts and places in them."""
        import numpy as np

        hits: dict[int, NDArray[np.intp]] = {}
        for some in chunks(sorted(set(shingles))):
            held: dict[int, list[bytes]] = defaultdict(list)
            for part, *places in self._rows(statement, {"shingles": some}):
                held[part] += map(bytes, places)
            for part, packed in held.items():
                here = np.bincount(_read(b"".join(packed), _PLACE), minlength=PART)
                hits[part] = here + hits[part] if part in hits else here
        return hits

    def _numbered(self, articles: Collection[str]) -> dict[str, int]:
        """The number of each; who has none gets the next."""
        numbers: dict[str, int] = {}
        for some in chunks(sorted(articles)):
            held = {row[0] for row in self._rows(_NUMBERS, {"articles": some})}
            new = [{"article": id, "runs": b""} for id in some if id not in held]
            if new:
                self._write(_NEW_NUMBER, new)
            numbers |= {id: int(number) for id, number in self._rows(_NUMBERS, {"articles": some})}
        return numbers

    def _in_part(self, part: int, shingles: Iterable[int]) -> Iterator[tuple[int, bytes, bytes]]:
        for some in chunks(sorted(shingles)):
            for shingle, signed, others in self._rows(_IN_PART, {"part": part, "shingles": some}):
                yield int(shingle), bytes(signed), bytes(others)

    def _put(self, part: int, added: Mapping[int, _Places]) -> None:
        held = {run: places for run, *places in self._in_part(part, added)}
        rows = []
        for run in sorted(added):
            signed, others = (
                old + _packed(new, _PLACE) if new else old
                for old, new in zip(held.get(run, (b"", b"")), added[run], strict=True)
            )
            rows.append({"shingle": run, "part": part, "signed": signed, "others": others})
        if rows:
            self._write(_PUT, rows)

    def _take_out(self, part: int, gone: Mapping[int, Collection[int]]) -> None:
        import numpy as np

        kept, emptied = list[dict[str, Any]](), list[dict[str, Any]]()
        for run, *packed in self._in_part(part, gone):
            signed, others = (
                held[~np.isin(held, list(gone[run]))].tobytes() for held in (_read(some, _PLACE) for some in packed)
            )
            row = {"shingle": run, "part": part}
            kept.append({**row, "signed": signed, "others": others}) if signed or others else emptied.append(row)
        for statement, rows in ((_PUT, kept), (_REMOVE, emptied)):
            if rows:
                self._write(statement, rows)

    def _sizes(self, part: int) -> NDArray[np.uint32]:
        import numpy as np

        row = self._one(_SIZES, {"part": part})
        return _read(row[0], _SIZE) if row else np.zeros(PART, dtype=_SIZE)

    def _set_sizes(self, sizes: Mapping[int, int]) -> None:
        for part in sorted({number // PART for number in sizes}):
            held = self._sizes(part).copy()
            for number, size in sizes.items():
                if number // PART == part:
                    held[number % PART] = size
            self._write(_SET_SIZES, {"part": part, "sizes": held.tobytes()})


def _packed(numbers: Iterable[int], kind: str) -> bytes:
    import numpy as np

    return np.array(sorted(numbers), dtype=kind).tobytes()


def _read(packed: bytes, kind: str) -> NDArray[Any]:
    import numpy as np

    return np.frombuffer(packed, dtype=kind)
