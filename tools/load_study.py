"""A large study for the load test, out of a small one that was run: its rows again and again under new ids.

    python tools/load_study.py BASE OUT [--times 10] [--store URL]

BASE is a study folder after `count` (tools/load.py makes one); OUT becomes a study of so many times its documents, in SQLite or at URL. Running
50,000 documents takes over an hour on two cores, copying minutes. What the desk reads is there as a run would have left it: articles, readings, pairs, persons,
codings and their indexes, each copy with ids of its own that follow from each other as in a run. Not there are the shingles, so nothing can be added to the study: no
article of one copy is compared with those of another. People of different copies share their names, and nobody is asked whether they are one.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, text

from testimonia.api import Study
from testimonia.config import load_study
from testimonia.domain.coding import CodedAppearance, Coding
from testimonia.domain.person import Person
from testimonia.pipeline.news import CAPTURES, LOG, Seen
from testimonia.store.connect import connect
from testimonia.text import handle

_IDS = re.compile(r"\b([dck])-([a-z2-7]{10})\b|\b(P)-([a-z2-7]{8})\b|(?<=\")(\?)([a-z2-7]{8})(?=\")")
_STORE = re.compile(r"^store = .*$", re.MULTILINE)
_ROWS = 2000  # in one statement
_LEFT_OUT = ("count", "publish", "seen")
Row = dict[str, Any]


def main() -> None:
    """See above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--store", help="postgresql://...; without it, SQLite in OUT")
    asked = parser.parse_args()
    multiply(asked.base, asked.out, asked.times, asked.store)


def multiply(base: Path, out: Path, times: int, store: str | None = None) -> None:
    """Makes the study `out` of `times` times the documents of `base`, which gets its groups and pairs as this program finds them first."""
    with Study.open(base) as held:
        held.stage("resolve")
    Study.init(out, store=store).close()
    given = _STORE.search((out / "study.toml").read_text())[0]
    (out / "study.toml").write_text(_STORE.sub(lambda _: given, (base / "study.toml").read_text()))
    source, _, _ = connect(load_study(base).store_url, create=False)
    target, _, _ = connect(load_study(out).store_url, create=False)
    target.exec_driver_sql("BEGIN")
    copying = _Copying(source, target)
    for number in range(times):
        copying.copy(_renaming(source, number))
        print(f"copy {number + 1} of {times}", flush=True)
    copying.note_seen()
    target.exec_driver_sql("COMMIT")
    target.exec_driver_sql("ANALYZE")
    for connection in (source, target):
        connection.close()


class _Copying:
    """Rows from one store to another. `change`: the number of the latest change written."""

    def __init__(self, source: Connection, target: Connection) -> None:
        self._source, self._target, self._change = source, target, 0
        self._latest: dict[str, int] = {}

    def copy(self, new: Callable[[str], str]) -> None:
        """Everything once more, under new ids."""
        self._put("blobs", ("sha256", "size", "data"), self._of("SELECT sha256, size, data FROM blobs"), once=True)
        captures = self._of("SELECT id, sha256, body FROM captures ORDER BY seq")
        self._put("captures", ("id", "sha256", "body"), ((new(id), sha, new(body)) for id, sha, body in captures))
        articles = self._of(
            "SELECT id, revision, capture, is_current, sha256, body FROM articles ORDER BY id, revision"
        )
        names = ("id", "revision", "capture", "is_current", "sha256", "body")
        self._put("articles", names, ((new(a), b, new(c), d, e, new(f)) for a, b, c, d, e, f in articles))
        results = self._of("SELECT stage, subject, fingerprint, kind, body FROM results ORDER BY seq")
        kept = [(a, new(b), c, d, new(e)) for a, b, c, d, e in results if a not in _LEFT_OUT]
        self._put("results", ("stage", "subject", "fingerprint", "kind", "body"), kept)
        self._put("changes", ("number", "stage", "subject"), ((self._next(a), a, b) for a, b, *_ in kept))
        entries = self._of("SELECT space, key, subject FROM entries ORDER BY space, key, subject")
        # What stands under no id, such as the names that people bear, is the same of every copy.
        rows = ((a, new(b), new(c)) for a, b, c in entries)
        self._put("entries", ("space", "key", "subject"), rows, once=True)

    def note_seen(self) -> None:
        """Every stage has seen what is there: nothing is new to it."""
        last = self._target.execute(text("SELECT max(seq) FROM captures")).scalar()
        for stage, mark, body in self._of("SELECT subject, fingerprint, body FROM results WHERE stage = 'seen'"):
            read = msgspec.json.decode(body, type=Seen).places
            places = {k: last if k == CAPTURES else 0 if k == LOG else self._latest.get(k, 0) for k in read}
            row = ("seen", stage, mark, "kept", msgspec.json.encode(Seen(places=places)).decode())
            self._put("results", ("stage", "subject", "fingerprint", "kind", "body"), [row])
            self._put("changes", ("number", "stage", "subject"), [(self._next("seen"), "seen", stage)])

    def _next(self, stage: str) -> int:
        self._change += 1
        self._latest[stage] = self._change
        return self._change

    def _of(self, statement: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self._source.execute(text(statement))]

    def _put(self, table: str, names: tuple[str, ...], rows: Iterable[tuple[Any, ...]], *, once: bool = False) -> None:
        marks = ", ".join(f":{name}" for name in names)
        again = " ON CONFLICT DO NOTHING" if once else ""
        into = text(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks}){again}")
        for some in _parts(dict(zip(names, row, strict=True)) for row in rows):
            self._target.execute(into, some)


def _parts(rows: Iterator[Row]) -> Iterator[list[Row]]:
    part: list[Row] = []
    for row in rows:
        part.append(row)
        if len(part) == _ROWS:
            yield part
            part = []
    if part:
        yield part


def _renaming(source: Connection, number: int) -> Callable[[str], str]:
    """Gives words with every id in them as this copy has it. Ids that follow from others (of persons, of codings) follow from the new ones."""
    if not number:
        return str
    follow: dict[str, str] = {}

    def new(words: str) -> str:
        return _IDS.sub(one, words)

    def one(found: re.Match[str]) -> str:
        if found[0] in follow:
            return follow[found[0]]
        kind, held = found[1] or found[3] or found[5], found[2] or found[4] or found[6]
        return f"{kind}{'' if kind == '?' else '-'}{handle(f'copy {number}', held, length=len(held))}"

    members = [row[0] for row in source.execute(text("SELECT key FROM entries WHERE space = 'member'"))]
    persons = {Person.id_of(id): Person.id_of(new(id)) for id in members}
    codings = {}
    for (body,) in source.execute(text("SELECT body FROM results WHERE stage = 'code' AND kind = 'kept'")):
        for coding in msgspec.json.decode(body, type=CodedAppearance).codings:
            codings[coding.id] = Coding.id_of(new(coding.appearance), coding.code, coding.span)
    follow |= persons | codings
    return new


if __name__ == "__main__":
    main()
