"""The page as it was captured, made harmless: no script, no style, no form, nothing that would fetch anything."""

from __future__ import annotations

import html
import re

from testimonia.domain.capture import Capture

MOST = 2_000_000
"""Bytes that are shown; of a longer page the beginning."""
_TAGS = {
    "p", "div", "span", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "q",
    "em", "strong", "b", "i", "u", "s", "small", "sub", "sup", "code", "pre", "table", "thead", "tbody", "tfoot", "tr", "th", "td",
    "caption", "figure", "figcaption", "section", "article", "header", "footer", "main", "nav", "aside", "time", "cite", "abbr",
    "bdi", "bdo",
}  # fmt: skip
_DROPPED = {"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "head", "title"}
POLICY = "sandbox; default-src 'none'; style-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
"""Its own Content-Security-Policy: even what slipped through could neither run nor fetch."""


def captured(capture: Capture, data: bytes) -> str:
    """A whole HTML page with what a capture shows. Links lead nowhere; pictures are not there."""
    body = _html(data) if "html" in capture.media_type else _plain(capture, data)
    cut = "<p><em>Only the beginning is shown.</em></p>" if len(data) > MOST else ""
    return (
        '<!doctype html><html lang="und"><head><meta charset="utf-8"><title>As captured</title>'
        f'<link rel="stylesheet" href="/static/captured.css"></head><body dir="auto">{body}{cut}</body></html>'
    )


def _html(data: bytes) -> str:
    import nh3
    from lxml import etree
    from lxml import html as lxml_html

    text = _decoded(data)
    try:  # what people do not see on the page would be read as if they did: forms, buttons and hidden parts go too
        tree = lxml_html.document_fromstring(text, parser=lxml_html.HTMLParser(huge_tree=False, encoding="utf-8"))
        for dead in tree.xpath("//form//button|//select|//textarea|//*[@hidden]|//input"):
            dead.drop_tree()
        text = lxml_html.tostring(tree, encoding="unicode")
    except (etree.LxmlError, ValueError, RecursionError):
        return f"<pre>{html.escape(text)}</pre>"
    return nh3.clean(text, tags=_TAGS, clean_content_tags=_DROPPED, attributes={"*": {"dir", "lang"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}, link_rel=None)  # fmt: skip


def _plain(capture: Capture, data: bytes) -> str:
    if not capture.media_type.startswith("text/") and "json" not in capture.media_type:
        return f"<p>{html.escape(capture.media_type)}, {capture.size} bytes, SHA-256 {capture.sha256}: no page to look at.</p>"
    return f"<pre>{html.escape(_decoded(data))}</pre>"


def _decoded(data: bytes) -> str:
    named = re.search(rb"charset=[\"']?([a-zA-Z0-9_-]{3,20})", data[:2000])
    for name in ([named[1].decode("ascii")] if named else []) + ["utf-8"]:
        try:
            return data[:MOST].decode(name, "strict" if name != "utf-8" else "replace").replace("\x00", "")
        except (LookupError, UnicodeDecodeError):
            continue
    return data[:MOST].decode("utf-8", "replace")
