"""The sources as CSL-JSON, which Zotero, pandoc and citeproc read (schema csl-data.json 1.0.2)."""

from __future__ import annotations

import msgspec

from testimonia.domain.snapshot import Snapshot
from testimonia.study.export.shown import Shown, ShownArticle, Texts


def csl(snapshot: Snapshot, texts: Texts) -> bytes:
    """One item an article, in capture order, UTF-8."""
    items = [item(article) for article in Shown(snapshot, texts).articles]
    return msgspec.json.format(msgspec.json.encode(items), indent=1) + b"\n"


def item(article: ShownArticle) -> dict[str, object]:
    """One source. Authors are taken over as they are given: what is a family name is not guessed."""
    fields: dict[str, object] = {
        "id": article.id,
        "type": "article-newspaper" if article.publisher else "webpage" if article.url else "document",
        "title": article.title or article.id,
        "container-title": article.publisher,
        "author": [{"literal": name} for name in article.authors],
        "issued": _date(article.published),
        "accessed": _date(article.captured_on),
        "URL": article.url,
        "language": article.language,
        "archive": "Testimonia",
        "archive_location": article.id,
        "note": note(article),
    }
    return {name: value for name, value in fields.items() if value}


def note(article: ShownArticle) -> str:
    """Where its text began, if it is a copy, and who is credited with it."""
    words = [f"copy of {article.duplicate_of}"] if article.duplicate_of else []
    return "; ".join([*words, *([f"credited to {article.agency}"] if article.agency else [])])


def _date(date: str | None) -> dict[str, object] | None:
    return {"date-parts": [[int(part) for part in date.split("-")]]} if date else None
