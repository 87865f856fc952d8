"""Codings as W3C web annotations (JSON-LD), each with two selectors: where the words stand, and which they are.

Source: W3C Recommendation "Web Annotation Data Model" (2017). Positions count Unicode code points of the canonical text, end
exclusive, as its section 4.2.5 asks; the text itself is named by its SHA-256, unless names are hidden in it. Where one stands in
the words there is no quote selector, since a quote must be word for word. Where the article was read in a translation, its words
are one more body, which describes the target in another language and says whose they are.
"""

from __future__ import annotations

from urllib.parse import quote

import msgspec

from testimonia.domain.coding import Stance
from testimonia.domain.guid import guid
from testimonia.domain.snapshot import Snapshot
from testimonia.study.export.shown import Shown, ShownArticle, ShownCoding, Texts

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
Body = dict[str, object]
TERMS = "urn:testimonia:terms#"
_OWN = {
    "person": {"@id": f"{TERMS}person", "@type": "@id"},
    **{term: f"{TERMS}{term}" for term in ("stance", "status", "confidence", "textSha256", "translated", "loose")},
}


def w3c(snapshot: Snapshot, texts: Texts) -> bytes:
    """An annotation collection with one page, UTF-8."""
    found = msgspec.json.encode(_Annotations(Shown(snapshot, texts)).collection())
    return msgspec.json.format(found, indent=1) + b"\n"


def address_of(article: ShownArticle) -> str:
    """What names an article in the file: its address on the web, or a URN of its id."""
    return article.url or f"urn:testimonia:article:{article.id}"


class _Annotations:
    def __init__(self, shown: Shown) -> None:
        self._shown = shown
        self._articles = {a.id: a for a in shown.articles}
        self._names = {c.id: c.name for c in shown.codebook.codes}

    def collection(self) -> dict[str, object]:
        items = [self._annotation(k) for k in self._shown.codings]
        title = self._shown.words(self._shown.snapshot.settings.title)
        place = f"urn:uuid:{guid('collection', title)}"
        page = {"id": f"{place}#page", "type": "AnnotationPage", "partOf": place, "startIndex": 0, "items": items}
        return {
            "@context": [CONTEXT, _OWN], "id": place, "type": "AnnotationCollection", "label": title,
            "total": len(items), "first": page,
        }  # fmt: skip

    def _annotation(self, k: ShownCoding) -> dict[str, object]:
        kind, _, name = k.coder.partition(":")
        return {
            "id": f"urn:uuid:{guid('coding', k.id)}",
            "type": "Annotation",
            "motivation": "classifying",
            "creator": {
                "id": f"urn:testimonia:coder:{quote(k.coder)}",
                "type": "Software" if kind == "machine" else "Person",
                "name": name,
            },
            "created": k.at,
            "person": f"urn:testimonia:person:{k.person}",
            "stance": k.stance.value,
            "status": k.status,
            "confidence": k.confidence,
            "body": self._bodies(k),
            "target": self._target(k),
        }

    def _bodies(self, k: ShownCoding) -> list[Body]:
        """The code by its name in the codebook, and in words; a reason that is ruled out bears another name than the reason."""
        denied = k.stance is Stance.DENIED
        place = f"urn:testimonia:code:{'denied:' if denied else ''}{quote(k.code)}"
        words = f"{'ruled out: ' if denied else ''}{self._names.get(k.code, k.code)}"
        tag: Body = {"type": "TextualBody", "purpose": "tagging", "format": "text/plain", "value": words}
        code: Body = {"type": "SpecificResource", "purpose": "classifying", "source": place}
        sub: Body = {"type": "TextualBody", "purpose": "tagging", "format": "text/plain", "value": k.sub}
        return [code, tag, *([sub] if k.sub else []), *self._translation(k)]

    def _translation(self, k: ShownCoding) -> list[Body]:
        """The quote's words in translation. `loose`: they stand somewhere in the quote, which is the sentence or paragraph around them."""
        article = self._articles[k.article]
        if not k.span.translation:
            return []
        body: Body = {
            "type": "TextualBody", "purpose": "describing", "format": "text/plain", "language": article.translated_into,
            "value": k.span.translation, "translated": article.translated,
        }  # fmt: skip
        return [body | ({"loose": True} if k.span.loose else {})]

    def _target(self, k: ShownCoding) -> dict[str, object]:
        article = self._articles[k.article]
        selectors: list[dict[str, object]] = [
            {"type": "TextPositionSelector", "start": k.span.start, "end": k.span.end}
        ]
        if k.exact:
            words = {"exact": k.span.quote, "prefix": k.before, "suffix": k.after}
            selectors.append({"type": "TextQuoteSelector", **words})
        target: dict[str, object] = {
            "type": "SpecificResource",
            "source": address_of(article),
            "selector": selectors,
        }
        if sha256 := self._shown.sha256(article.id):
            target["textSha256"] = sha256
        if article.captured_on:
            target["state"] = {"type": "TimeState", "sourceDate": f"{article.captured_on}T00:00:00Z"}
        return target
