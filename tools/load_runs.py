"""The index of runs of words for a study made by load_study.py: what dedupe would have written, without comparing anything.

Copies of the base have words of their own, so a run with an invented word in it is another run in each copy, and one without is the same in all. The
signatures are chosen article by article as dedupe chooses them, from how many articles before have each run.
"""

from __future__ import annotations

import math
import sqlite3
from pathlib import Path

import msgspec
import numpy
from load_study import _calling, _renaming

from testimonia.config import load_study
from testimonia.corpus.dedupe import DedupeOptions, Wording
from testimonia.domain.article import Article
from testimonia.store.connect import connect
from testimonia.store.shingles import _PLACE, _RUN, _SIZE, PART
from testimonia.store.statement import text

_ROWS = 1_000_000  # in one statement
_ODD, _STEP = 0x9E3779B97F4A7C15, 0xD1B54A32D192ED03  # of the hash that gives a run another number in each copy
_LARGEST = 2**63 - 1


def index_runs(base: Path, out: Path, times: int) -> None:
    """Fills the index of `out`, which holds `base` `times` times."""
    source, _, _ = connect(load_study(base).store_url, create=False)
    found = [
        msgspec.json.decode(row[0], type=Article)
        for row in source.execute(text("SELECT body FROM articles ORDER BY rowid"))
    ]
    options, called = DedupeOptions(), _calling(source, 1)
    own = [numpy.array(sorted(Wording(one, options).runs), dtype=numpy.uint64) for one in found]
    other = {run for one in found for run in Wording(msgspec.structs.replace(one, text=called(one.text)), options).runs}
    runs, places = numpy.unique(numpy.concatenate(own), return_inverse=True)
    is_stock = numpy.fromiter((int(run) in other for run in runs), dtype=bool, count=len(runs))
    each = numpy.split(places, numpy.cumsum([len(some) for some in own])[:-1])
    names: list[str] = []
    signed: list[numpy.ndarray] = []
    unsigned: list[numpy.ndarray] = []
    whole: list[numpy.ndarray] = []
    met_everywhere = numpy.zeros(len(runs), dtype=numpy.int32)
    for number in range(times):
        names += map(_renaming(source, number), (one.id for one in found))
        here = numpy.where(is_stock, runs, _another(runs, number))
        whole.append(here)
        met = numpy.where(is_stock, met_everywhere, 0)
        for some in each:
            order = numpy.lexsort((here[some], met[some]))
            long = math.ceil(options.signature * len(some))
            signed.append(some[order[:long]])
            unsigned.append(some[order[long:]])
            met[some] += 1
        met_everywhere = numpy.where(is_stock, met, 0)
    source.close()
    file = next(out.glob("*.db"))
    with sqlite3.connect(file) as store:
        store.execute("PRAGMA synchronous = OFF")
        store.execute("PRAGMA cache_size = -1048576")
        packed = [numpy.sort(whole[at // len(each)][one]).astype(_RUN).tobytes() for at, one in enumerate(each * times)]
        store.executemany(
            "INSERT INTO shingled VALUES (?, ?, ?)", zip(range(1, len(names) + 1), names, packed, strict=True)
        )
        sizes = numpy.zeros((len(names) // PART + 1) * PART, dtype=_SIZE)
        sizes[1 : len(names) + 1] = [len(one) for one in each] * times
        parts = sizes.reshape(-1, PART)
        store.executemany(
            "INSERT INTO shingle_sizes VALUES (?, ?)", ((n, one.tobytes()) for n, one in enumerate(parts))
        )
        _put(store, whole, signed, unsigned)
    store.close()


def _another(runs: numpy.ndarray, number: int) -> numpy.ndarray:
    """The numbers of these runs in a copy; in the first, what they are."""
    if not number:
        return runs
    mixed = runs * numpy.uint64(_ODD) + numpy.uint64(number * _STEP % 2**64)
    return (mixed ^ (mixed >> numpy.uint64(29))) & numpy.uint64(_LARGEST)


def _put(store: sqlite3.Connection, whole: list[numpy.ndarray], *kinds: list[numpy.ndarray]) -> None:
    """Writes the rows in the order of the table's key: elsewhere each would be looked for. `kinds`: in signatures, and not."""
    size = len(kinds[0]) // len(whole)
    ordered = numpy.concatenate([whole[at // size][one] for kind in kinds for at, one in enumerate(kind)])
    numbers = numpy.concatenate([_repeated(kind) for kind in kinds])
    is_other = numpy.repeat([False, True], [sum(map(len, kind)) for kind in kinds])
    parts = numbers // PART
    order = numpy.lexsort((numbers, is_other, parts, ordered))
    runs, parts, is_other = ordered[order], parts[order], is_other[order]
    packed = (numbers[order] % PART).astype(_PLACE).tobytes()
    starts = numpy.nonzero(numpy.r_[True, (runs[1:] != runs[:-1]) | (parts[1:] != parts[:-1])])[0]
    ends = numpy.append(starts[1:], len(runs))
    middles = ends - numpy.add.reduceat(is_other, starts, dtype=numpy.int64)
    for some in (slice(at, at + _ROWS) for at in range(0, len(starts), _ROWS)):
        columns = (runs[starts[some]], parts[starts[some]], starts[some], middles[some], ends[some])
        store.executemany(
            "INSERT INTO shingles VALUES (?, ?, ?, ?)",
            (
                (run, part, packed[2 * start : 2 * middle], packed[2 * middle : 2 * end])
                for run, part, start, middle, end in zip(*(one.tolist() for one in columns), strict=True)
            ),
        )


def _repeated(kind: list[numpy.ndarray]) -> numpy.ndarray:
    """The number of the article for each of its runs."""
    return numpy.repeat(numpy.arange(1, len(kind) + 1, dtype=numpy.int32), [len(one) for one in kind])
