"""A large study for the load test, out of a small one that was run: its rows again and again under new ids.

    python tools/load_study.py BASE OUT [--times 10] [--names] [--store URL]

BASE is a study folder after `count` (tools/load.py makes one); OUT becomes a study of so many times its documents, in SQLite or at URL. Running
50,000 documents takes over an hour on two cores, copying minutes. What the desk reads is there as a run would have left it: articles, readings, pairs, persons,
codings and their indexes, each copy with ids of its own that follow from each other as in a run. Not there are the shingles, so nothing can be added to the study: no
article of one copy is compared with those of another. People of different copies share their names, and nobody is asked whether they are one.

With --names each copy has family names and invented words of its own, as long as those of BASE, so that every quote stands where it stood; BASE
must be of articles by bench_articles.py then.
"""

from __future__ import annotations

import argparse
import random
import re
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from bench_articles import WORDS

from testimonia.api import Study
from testimonia.config import load_study
from testimonia.domain.article import Article
from testimonia.domain.coding import CodedAppearance, Coding
from testimonia.domain.person import Person
from testimonia.pipeline.news import CAPTURES, LOG, Seen
from testimonia.store.connect import connect
from testimonia.store.statement import Line, text
from testimonia.text import handle, sha256

_IDS = re.compile(r"\b([dck])-([a-z2-7]{10})\b|\b(P)-([a-z2-7]{8})\b|(?<=\")(\?)([a-z2-7]{8})(?=\")")
_STORE = re.compile(r"^store = .*$", re.MULTILINE)
_ROWS = 2000  # in one statement
# in JSON the end of a line is a letter, and names of fields are words
_INVENTED = re.compile(
    rf"(?:\b|(?<=\\n))(?:{'|'.join((*WORDS['syllables'], 'qi', 'qo'))}){{2,3}}[nrslmd](?=ovs[kq]i\b|\b)(?!\":)",
    re.IGNORECASE,
)
_FIXED = {word.casefold() for words in WORDS.values() for text_ in words for word in text_.split()}
_LEFT_OUT = ("count", "count-figures", "publish", "seen")
Row = dict[str, Any]


def main() -> None:
    """See above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--names", action="store_true", help="each copy has names of its own")
    parser.add_argument("--store", help="postgresql://...; without it, SQLite in OUT")
    asked = parser.parse_args()
    multiply(asked.base, asked.out, asked.times, asked.store, names=asked.names)


def multiply(
    base: Path,
    out: Path,
    times: int,
    store: str | None = None,
    *,
    names: bool = False,
    spaces: Collection[str] | None = None,
) -> None:
    """Makes the study `out` of `times` times the documents of `base`, which gets its groups and pairs as this program finds them first.

    `spaces`: copy these indexes only; None for all.
    """
    with Study.open(base) as held:
        held.stage("resolve")
    Study.init(out, store=store).close()
    given = _STORE.search((out / "study.toml").read_text())[0]
    (out / "study.toml").write_text(_STORE.sub(lambda _: given, (base / "study.toml").read_text()))
    source, _, _ = connect(load_study(base).store_url, create=False)
    target, _, _ = connect(load_study(out).store_url, create=False)
    target.exec_driver_sql("BEGIN")
    copying = _Copying(source, target, spaces)
    for number in range(times):
        copying.copy(_renaming(source, number), _calling(source, number) if names else str)
        print(f"copy {number + 1} of {times}", flush=True)
    copying.note_seen()
    target.exec_driver_sql("COMMIT")
    target.exec_driver_sql("ANALYZE")
    for connection in (source, target):
        connection.close()


class _Copying:
    """Rows from one store to another. `change`: the number of the latest change written."""

    def __init__(self, source: Line, target: Line, spaces: Collection[str] | None = None) -> None:
        self._source, self._target, self._spaces, self._change = source, target, spaces, 0
        self._latest: dict[str, int] = {}

    def copy(self, new: Callable[[str], str], called: Callable[[str], str]) -> None:
        """Everything once more, under new ids; `called` gives words with the names in them as this copy has them."""
        hashes, blobs = {}, []
        for sha, size, data in self._of("SELECT sha256, size, data FROM blobs"):
            own = called(zlib.decompress(data).decode()).encode()
            hashes[sha] = sha256(own)
            blobs.append((hashes[sha], size, data if hashes[sha] == sha else zlib.compress(own)))
        self._put("blobs", ("sha256", "size", "data"), blobs, once=True)
        captures = self._of("SELECT id, sha256, body FROM captures ORDER BY seq")
        rows = ((new(id), hashes[sha], new(body).replace(sha, hashes[sha])) for id, sha, body in captures)
        self._put("captures", ("id", "sha256", "body"), rows)
        articles = self._of("SELECT id, revision, capture, is_current, body FROM articles ORDER BY id, revision")
        names = ("id", "revision", "capture", "is_current", "sha256", "body")
        self._put("articles", names, ((new(a), b, new(c), d, *_text(called(new(e)))) for a, b, c, d, e in articles))
        results = self._of("SELECT stage, subject, fingerprint, kind, body FROM results ORDER BY seq")
        kept = [(a, new(b), c, d, called(new(e))) for a, b, c, d, e in results if a not in _LEFT_OUT]
        self._put("results", ("stage", "subject", "fingerprint", "kind", "body"), kept)
        self._put("changes", ("number", "stage", "subject"), ((self._next(a), a, b) for a, b, *_ in kept))
        entries = self._of("SELECT space, key, subject FROM entries ORDER BY space, key, subject")
        # What stands under no id, such as the names that people bear, is the same of every copy.
        rows = ((a, new(b), new(c)) for a, b, c in entries if self._spaces is None or a in self._spaces)
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


def _text(body: str) -> tuple[str, str]:
    """An article's hash and itself, as its text has it."""
    held = msgspec.json.decode(body, type=Article)
    own = msgspec.structs.replace(held, sha256=sha256(held.text))
    return own.sha256, msgspec.json.encode(own).decode()


def _calling(source: Line, number: int) -> Callable[[str], str]:
    """Gives words with every invented word in them, thus every family name, as this copy has it: another one of the same length."""
    texts = (row[0] for row in source.execute(text("SELECT body FROM articles")))
    found = {w.casefold() for body in texts for w in _INVENTED.findall(msgspec.json.decode(body, type=Article).text)}
    own = {word: word for word in found} if not number else {word: _another(word, number) for word in found - _FIXED}

    def called(words: str) -> str:
        return _INVENTED.sub(one, words)

    def one(match: re.Match[str]) -> str:
        word = own.get(match[0].casefold(), match[0])
        return word.upper() if match[0].isupper() else word.capitalize() if match[0][0].isupper() else word

    return called


def _another(word: str, number: int) -> str:
    """Always the same for the same word and number; "q" is another spelling of "k", here as there."""
    dice = random.Random(f"{number} {word.replace('q', 'k')}")
    made = "".join(dice.choice(WORDS["syllables"]) for _ in range(len(word) // 2)) + word[-1]
    return made.replace("k", "q") if "q" in word else made


def _renaming(source: Line, number: int) -> Callable[[str], str]:
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
