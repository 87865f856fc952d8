"""What a web page says of itself: its canonical address, and whether a wall stands before its text."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

import msgspec

_TRACKERS = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|mc_[ce]id|igshid|ref_src|cmpid|at_(?:medium|campaign)\w*|outputtype|output|print|amp"
)
_TWIN_HOST = re.compile(r"^(?:www|m|mobile|amp|print)\.")
_TWIN_PATH = re.compile(r"/(?:amp|print)(?=/|$)|\.amp(?=\.html?$|$)|-print(?=\.html?$)", re.I)
_CONSENT_HOST = re.compile(r"^(?:consent|cmp|privacy-?gate|guce|myprivacy|choice)\.", re.I)
_CONSENT_PATH = re.compile(r"/(?:consent|cookie-?wall|privacy-?gate|gdpr)(?:[/?.]|$)", re.I)
_CONSENT_WORDS = re.compile(
    r"(?:accept|agree|consent|akzeptier|zustimm|accepter|aceptar|rechazar|reject)\w*.{0,80}(?:cookie|privacy|tracking|partners|datenschutz|einwillig)|"
    r"(?:cookie|your privacy|we value your|before you continue|bevor sie fortfahren|avant de continuer)", re.I | re.S
)  # fmt: skip
_PAY_WORDS = re.compile(
    r"subscribe (?:now )?to (?:continue|read|keep reading)|to continue reading|subscribers? only|already a subscriber|"
    r"this (?:article|content) is (?:for|reserved|available)[^.]{0,30}subscribers|sign in to (?:read|continue)|abonn\w+[^.]{0,40}(?:weiterlesen|lire la suite)|réservé aux abonnés", re.I
)  # fmt: skip
_NOT_FREE = re.compile(r'"isAccessibleForFree"\s*:\s*"?false"?', re.I)
_WHOLE = 250
"""Words from which on the text is taken to be there in spite of what stands around it."""


class Signs(msgspec.Struct, frozen=True, kw_only=True):
    """`canonical`: as the page names it, made absolute ("" where it names none). `wall`: "paywall", "consent" or "". `words`: set of its words."""

    canonical: str
    wall: str
    words: frozenset[str]


def signs(html: bytes, address: str) -> Signs:
    """Reads them without running or fetching anything."""
    from selectolax.lexbor import LexborHTMLParser

    text = html.decode("utf-8", "replace")
    tree = LexborHTMLParser(text)
    link = tree.css_first('link[rel="canonical"][href]')
    named = (link.attributes.get("href") or "") if link else ""
    not_free = any(_NOT_FREE.search(one.text() or "") for one in tree.css('script[type="application/ld+json"]'))
    tree.strip_tags(["script", "style", "noscript", "template"])
    paragraphs = " ".join(one.text() for one in tree.css("p"))
    shown = tree.body.text(separator=" ") if tree.body else ""
    return Signs(
        canonical=_absolute(address, named),
        wall=_wall(address, shown, len(paragraphs.split()), not_free),
        words=frozenset(re.findall(r"\w{4,}", shown.lower())),
    )


def _absolute(address: str, named: str) -> str:
    try:
        return urljoin(address, named.strip()) if named else ""
    except ValueError:
        return ""


def _wall(address: str, shown: str, words: int, not_free: bool) -> str:
    parts = urlsplit(address)
    if _CONSENT_HOST.match(parts.hostname or "") or _CONSENT_PATH.search(parts.path):
        return "consent"
    if words >= _WHOLE:
        return ""
    if not_free or _PAY_WORDS.search(shown):
        return "paywall"
    return "consent" if len(shown.split()) < _WHOLE and words < 60 and len(_CONSENT_WORDS.findall(shown)) > 1 else ""


def folded(address: str) -> str:
    """The address without what changes nothing: fragment, trackers, AMP, print and mobile forms, "www."."""
    parts = urlsplit(address)
    host = _TWIN_HOST.sub("", (parts.hostname or "").lower())
    port = "" if parts.port in (None, 80, 443) else f":{parts.port}"
    query = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKERS.fullmatch(k.lower())]
    path = _TWIN_PATH.sub("", parts.path).rstrip("/") or "/"
    return urlunsplit(("http", host + port, path, urlencode(sorted(query)), ""))


def same_site(one: str, other: str) -> bool:
    """Whether two addresses lie on one host, but for "www.", "m.", "amp." and "print."."""
    return urlsplit(folded(one)).netloc == urlsplit(folded(other)).netloc


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether the shorter page's words are nearly all in the other: a page that names a wrong canonical address is not folded."""
    return len(one & other) >= 0.8 * max(1, min(len(one), len(other)))
