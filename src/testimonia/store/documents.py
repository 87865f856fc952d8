"""Raw bytes, captures and the revisions of articles."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

import msgspec

from testimonia.domain.article import Article
from testimonia.domain.capture import Capture, RawCapture
from testimonia.errors import StoreError
from testimonia.store.session import Session, chunks
from testimonia.store.statement import text
from testimonia.text import sha256 as hash_of

_CAPTURE = text("SELECT seq, body FROM captures WHERE id = :id")
_COUNT = text(
    "SELECT number, (SELECT coalesce(max(seq), 0) FROM captures) FROM tallies WHERE what = 'captures' AND key = ''"
)
_ADD_BLOB = text("INSERT INTO blobs (sha256, size, data) VALUES (:sha256, :size, :data) ON CONFLICT DO NOTHING")
_ADD_CAPTURE = text("INSERT INTO captures (id, sha256, body) VALUES (:id, :sha256, :body) ON CONFLICT (id) DO NOTHING")
_CAPTURES = text("SELECT seq, body FROM captures WHERE seq > :after ORDER BY seq LIMIT :page")
_BLOB = text("SELECT size, data FROM blobs WHERE sha256 = :sha256")
_CURRENT = text("SELECT body FROM articles WHERE id = :id AND is_current = 1")
_CURRENT_OF = text("SELECT body FROM articles WHERE is_current = 1 AND id IN :ids", "ids")
_RETIRE = text("UPDATE articles SET is_current = 0 WHERE id = :id AND is_current = 1")
_KEEP = text(
    "INSERT INTO articles (id, revision, capture, is_current, sha256, body) "
    "VALUES (:id, :revision, :capture, 1, :sha256, :body) "
    "ON CONFLICT (id, revision) DO UPDATE SET is_current = 1, body = excluded.body"
)
_ARTICLES = text(
    "SELECT c.seq, a.body FROM captures c JOIN articles a ON a.capture = c.id AND a.is_current = 1 "
    "WHERE c.seq > :after ORDER BY c.seq LIMIT :page"
)
_REVISIONS = text("SELECT body FROM articles WHERE id = :id ORDER BY revision")


class Documents(Session):
    """The part of the store that holds what was captured and what was read in it."""

    def add_capture(self, raw: RawCapture) -> bool:
        """Keeps bytes and capture; False where this capture is already there."""
        if hash_of(raw.data) != raw.capture.sha256:
            raise StoreError("bytes do not match their hash", where=raw.capture.source, hint="report this as a bug")
        blob = {"sha256": raw.capture.sha256, "size": len(raw.data), "data": zlib.compress(raw.data)}
        row = {"id": raw.capture.id, "sha256": raw.capture.sha256, "body": encode(raw.capture)}
        with self.transaction():
            self._write(_ADD_BLOB, blob)
            return self._write(_ADD_CAPTURE, row) > 0

    def captures(self, after: int = 0) -> Iterator[Capture]:
        """All captures, or those beyond this place, in capture order."""
        for _, body in self._pages(_CAPTURES, {}, after=after):
            yield msgspec.json.decode(body, type=Capture)

    def capture(self, id: str) -> tuple[int, Capture] | None:
        """The capture and its place, a number that grows in capture order; None where there is none."""
        row = self._one(_CAPTURE, {"id": id})
        return (int(row[0]), msgspec.json.decode(row[1], type=Capture)) if row else None

    def extent(self) -> tuple[int, int]:
        """How many captures there are, and the place of the last (0 where there is none)."""
        row = self._one(_COUNT)
        return (int(row[0]), int(row[1])) if row else (0, 0)

    def blob(self, sha256: str) -> bytes:
        """The raw bytes with this hash; StoreError where they are missing or do not match."""
        row = self._one(_BLOB, {"sha256": sha256})
        if row is None:
            raise _damaged(sha256, "nothing")
        try:
            # The recorded size bounds what a damaged store can unpack to.
            data = zlib.decompressobj().decompress(row[1], row[0] + 1)
        except zlib.error as error:
            raise _damaged(sha256, str(error)) from error
        if hash_of(data) != sha256:
            raise _damaged(sha256, "other bytes")
        return data

    def put_article(self, article: Article) -> Article:
        """Keeps an article; where its id is known with another text, it becomes the next revision."""
        with self.transaction():
            held = self.article(article.id)
            revision = 1 if held is None else held.revision + (held.sha256 != article.sha256)
            current = msgspec.structs.replace(article, revision=revision)
            self._write(_RETIRE, {"id": article.id})
            row = {"id": current.id, "revision": revision, "capture": current.capture, "sha256": current.sha256}
            self._write(_KEEP, {**row, "body": encode(current)})
            return current

    def articles(self) -> Iterator[Article]:
        """The current revision of every article, in capture order."""
        for _, body in self._pages(_ARTICLES, {}):
            yield msgspec.json.decode(body, type=Article)

    def article(self, id: str) -> Article | None:
        """The current revision, or None."""
        row = self._one(_CURRENT, {"id": id})
        return msgspec.json.decode(row[0], type=Article) if row else None

    def articles_of(self, ids: Iterable[str]) -> list[Article]:
        """The current revisions of these, in no order; without those that are not there."""
        some = chunks(sorted(set(ids)))
        rows = (row for part in some for row in self._rows(_CURRENT_OF, {"ids": part}))
        return [msgspec.json.decode(row[0], type=Article) for row in rows]

    def revisions(self, id: str) -> tuple[Article, ...]:
        """Every revision of an article, oldest first."""
        return tuple(msgspec.json.decode(row[0], type=Article) for row in self._rows(_REVISIONS, {"id": id}))


def encode(item: msgspec.Struct) -> str:
    """The JSON of a struct. StoreError for text that no encoding holds (a lone surrogate)."""
    try:
        return msgspec.json.encode(item).decode("utf-8")
    except UnicodeEncodeError as error:
        raise StoreError(
            "a text holds a character that cannot be stored", where=type(item).__name__, got=error.reason
        ) from error


def _damaged(digest: str, got: str) -> StoreError:
    return StoreError(
        "the raw bytes of a capture are missing or damaged",
        where=digest[:16],
        got=got,
        expected="bytes with this SHA-256",
        hint="put back a copy of the store, or capture the source again into a new study",
    )
