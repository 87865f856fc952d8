"""What of a page may be its article, far more quickly than `documents.html` finds it: everything but menus and sidebars."""

from __future__ import annotations

from testimonia.adapters.markup import objection
from testimonia.adapters.patterns import paragraphs, words_in, words_of
from testimonia.text import decoded

_NEVER = ("nav", "aside", "footer", "menu")
"""Elements that main-text extraction always drops."""
_HIDDEN = (b"articleBody", b"articlebody", b"ArticleBody")
"""Where the text may stand in JSON or in an attribute, all of it is article."""


def article_words(data: bytes, whole: str | None = None) -> str | None:
    """The words of title and body, more rather than less; None where the page had better be read in full.

    `whole`: `words_of` the page, where that was worked out before.
    """
    if any(mark in data for mark in _HIDDEN):
        return None
    from selectolax.lexbor import LexborHTMLParser as HTMLParser

    source = decoded(data).replace("\x00", "")
    if objection(source):
        return None
    page = HTMLParser(source)
    titles = [node.attributes.get("content") or "" for node in page.css("meta[property*=title], meta[name*=title]")]
    for name in _NEVER:
        for node in page.css(name):
            node.decompose()
    words = words_in(page.html or "")
    # An element that somebody forgot to close may hold the article: then nothing is dropped.
    if 2 * len(paragraphs(words)) < len(paragraphs(words_of(data) if whole is None else whole)):
        return None
    return " ".join(" ".join((*titles, words)).split())
