"""Foreign documents to articles of the study, and places in the former to places in the latter."""

from __future__ import annotations

from functools import cached_property, lru_cache
from pathlib import PurePosixPath
from urllib.parse import unquote

from testimonia.domain.article import Article
from testimonia.domain.capture import Capture, RawCapture
from testimonia.domain.exchange import Foreign, ForeignText
from testimonia.domain.guid import guid
from testimonia.domain.setaside import Reason, SetAside
from testimonia.domain.span import Span
from testimonia.pipeline import copies, corpus, identity
from testimonia.pipeline.corpus import Cleaned
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.imports.alignment import Alignment, places
from testimonia.pipeline.imports.ledger import Ledger
from testimonia.pipeline.snapshot import snapshot
from testimonia.study.export.shown import Shown
from testimonia.text import folded, handle, sha256, speakable

_NOTES = {
    "title": "title", "headline": "title", "publisher": "publisher", "outlet": "publisher", "newspaper": "publisher",
    "published": "date", "date": "date", "publication date": "date", "source": "url", "url": "url", "language": "language",
}  # fmt: skip


class Documents:
    """The documents of a foreign file as articles. `captured`: how many were new."""

    def __init__(self, desk: Desk, foreign: Foreign, ledger: Ledger) -> None:
        self._desk, self._ledger = desk, ledger
        self._texts = {t.key: t for t in foreign.texts}
        self._articles: dict[str, str] = {}
        self.captured = 0
        self.alignment = lru_cache(maxsize=32)(self._alignment)

    def bring_in(self) -> None:
        """Captures the texts that the study does not have and reads them; the lock is held by who calls."""
        raws = {t.key: self._raw(t) for t in self._texts.values() if not self._is_own(t)}
        for key, raw in raws.items():
            with self._desk.store.transaction():
                self.captured += self._desk.store.add_capture(raw)
            self._articles[key] = Article.id_of(raw.capture.id)
        if self.captured or raws:
            corpus.clean(self._desk)
            copies.dedupe(self._desk)
            identity.detect(self._desk)
        for key, raw in raws.items():
            if self._desk.store.get("clean", raw.capture.id, Cleaned) is None:
                del self._articles[key]
                self._left_out(key, raw.capture)

    def _left_out(self, key: str, capture: Capture) -> None:
        why = next((s for s in self._desk.store.set_asides("clean") if s.subject == capture.id), None)
        reason, detail = (
            (why.reason, why.detail) if isinstance(why, SetAside) else (Reason.NO_DOCUMENT, "it was not read")
        )
        self._ledger.aside(f"document {self._number(key)}", reason, detail)

    def _number(self, key: str) -> int:
        return 1 + list(self._texts).index(key)

    def _raw(self, text: ForeignText) -> RawCapture:
        # Never the document's name in the file: teams call documents by the true names of people.
        source = speakable(f"{self._ledger.file}!/{text.key if text.key.isascii() else handle(text.key)}.txt")
        data = text.text.encode("utf-8", "replace")
        return RawCapture(
            capture=Capture(
                id=Capture.id_of(source, sha256(data)), source=source, media_type="text/plain", sha256=sha256(data), size=len(data),
                captured_at=self._desk.clock(), headers=_headers(text.notes),
            ),
            data=data,
        )  # fmt: skip

    def _is_own(self, text: ForeignText) -> bool:
        """Whether the text went out from this study."""
        if own := self._own.get(text.key):
            self._articles[text.key] = own
        return own is not None

    @cached_property
    def _own(self) -> dict[str, str]:
        return {guid("source", one.id): one.id for one in corpus.cleaned(self._desk)}

    @cached_property
    def shown(self) -> Shown:
        """The study as it would go out now."""
        return Shown(snapshot(self._desk), self._desk.texts)

    # -- looking up

    def article(self, document: str) -> str | None:
        """The article of a foreign document, or the one of the study that bears this id, address or file name; None where none does."""
        if document in self._texts:
            return self._articles.get(document)
        return self._by_name.get(document) or self._by_name.get(_tail(document))

    @cached_property
    def _by_name(self) -> dict[str, str]:
        found: dict[str, set[str]] = {}
        for one in corpus.cleaned(self._desk):
            for name in {one.id, one.source, _tail(one.source), _stem(one.source), one.title or one.id}:
                found.setdefault(name, set()).add(one.id)
        return {name: ids.pop() for name, ids in found.items() if name and len(ids) == 1}

    def span(self, document: str, start: int | None, end: int | None, quote: str) -> Span | None:
        """Where the words stand in the article: by the foreign offsets, or where they stand once; None where they do not."""
        article = self.article(document)
        if article is None:
            return None
        text = self._desk.texts(article).text
        if document in self._texts and start is not None and end is not None:
            cover = self.shown.cover(article) if document in self._own else None
            if cover is not None and cover.text == self._texts[document].text:
                return Span.of(text, *cover.source(start, end))
            return self.alignment(document).span(start, end)
        if start is not None and text[start : start + len(quote)] == quote:
            return Span.of(text, start, start + len(quote))
        found = places(text, quote)
        return found[0] if len(found) == 1 else None

    def _alignment(self, document: str) -> Alignment:
        return Alignment(self._texts[document].text, self._desk.texts(self._articles[document]).text)


def _headers(notes: dict[str, str]) -> dict[str, str]:
    """What is known of a document, under the names that cleaning reads."""
    found: dict[str, str] = {}
    for name, value in notes.items():
        known = _NOTES.get(folded(name.rpartition(":")[2]))
        if known and value:
            found.setdefault(known, value[:2000])
    return {**found, "x-import": "1"}


def _tail(source: str) -> str:
    return PurePosixPath(unquote(source.split("?")[0].split("#")[0])).name


def _stem(source: str) -> str:
    return PurePosixPath(_tail(source)).stem
