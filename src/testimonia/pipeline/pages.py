"""What becomes of one page: kept with its WARC, folded into another version of it, or why not."""

from __future__ import annotations

import msgspec

from testimonia.adapters import page_signs
from testimonia.domain.capture import Capture, RawCapture
from testimonia.domain.setaside import Reason
from testimonia.domain.visit import Visit
from testimonia.pipeline.desk import Desk
from testimonia.ports.fetch import NoPage, Page
from testimonia.text import decoded, sha256, speakable

FOLDER = "web"
"""In the study's folder: a WARC file a page."""
_HTML = "text/html"
_KEPT_HEADERS = ("content-type", "last-modified", "etag", "content-language")
_NAMES = {"application/pdf": ".pdf", "text/vtt": ".vtt", "application/x-subrip": ".srt", "text/plain": ".txt"}


def trouble(page: Page) -> NoPage | None:
    """Why this status brings no page; None where it does."""
    status = page.status
    if 200 <= status < 300:
        return NoPage(asked=page.asked, reason=Reason.EMPTY, why="0 bytes") if not page.body else None
    said = f"the server says {status}"
    if status in (404, 410):
        return NoPage(asked=page.asked, reason=Reason.VANISHED, why=f"{said}: not there (any more)")
    if status == 402:
        return NoPage(asked=page.asked, reason=Reason.PAYWALL, why=f"{said}: to be paid for")
    if status == 429 or status >= 500:
        return NoPage(asked=page.asked, reason=Reason.UNREACHABLE, why=f"{said}: try later", again=True)
    return NoPage(asked=page.asked, reason=Reason.REFUSED, why=said)


def visit(page: Page, address: str, known: Visit | None, now: str) -> Visit:
    """The visit as far as it tells nothing of a capture."""
    return Visit(
        address=address, final=page.address, canonical=page.address, at=now, first=known.first if known else now, status=page.status,
        etag=page.headers.get("etag", "")[:500], modified=page.headers.get("last-modified", "")[:100],
    )  # fmt: skip


def changed(known: Visit, **fields: str) -> Visit:
    """The visit with other fields."""
    return msgspec.structs.replace(known, **fields)


def keys(visit: Visit) -> set[str]:
    """Under which addresses other versions of this page would look for it."""
    return {page_signs.folded(one) for one in (visit.address, visit.final, visit.canonical) if one}


def kept(desk: Desk, address: str, known: Visit | None, page: Page) -> tuple[Visit, RawCapture | None] | NoPage:
    """The visit, with what is to be kept: nothing where it is unchanged or another version of what is there."""
    from testimonia.corpus.capture import sniff

    kind = sniff(_named(page), page.body)
    if kind is None:
        reason = Reason.BINARY if b"\x00" in page.body[:4096] else Reason.UNSUPPORTED_TYPE
        return NoPage(
            asked=address,
            reason=reason,
            why=f"no document that can be read ({page.headers.get('content-type', 'no type')})",
        )
    found = visit(page, address, known, desk.clock())
    if kind == _HTML:
        signs = page_signs.signs(page.body, page.address)
        if signs.wall:
            return _wall(address, signs.wall)
        found = changed(found, canonical=_canonical(page, signs))
    if known is not None and known.capture and _same(desk, known, page, kind):
        return changed(found, capture=known.capture, warc=known.warc, canonical=known.canonical), None
    if other := _twin(desk, found, page, kind):
        return changed(found, folded=other.address, canonical=other.canonical), None
    if desk.store.under("web.page", {page_signs.folded(found.canonical)}) - {address}:
        found = changed(found, canonical=page.address)  # the address that it names is another page's
    return _raw(desk, found, page, kind)


def _named(page: Page) -> str:
    kind = page.headers.get("content-type", "").split(";")[0].strip().lower()
    return (
        "page" + _NAMES[kind]
        if kind in _NAMES
        else ("page.html" if kind in (_HTML, "application/xhtml+xml") else page.address)
    )


def _wall(address: str, wall: str) -> NoPage:
    if wall == "paywall":
        return NoPage(asked=address, reason=Reason.PAYWALL, why="its text stands behind a paywall")
    return NoPage(asked=address, reason=Reason.CONSENT_WALL, why="a consent form stands in place of its text")


def _canonical(page: Page, signs: page_signs.Signs) -> str:
    named = signs.canonical
    is_home = named and page_signs.folded(named).split("/", 3)[-1] == ""
    if not named.startswith(("http://", "https://")) or is_home or not page_signs.same_site(named, page.address):
        return page.address
    return named


def _same(desk: Desk, known: Visit, page: Page, kind: str) -> bool:
    """Whether the words are those of the visit before, whatever else (a clock, a token) differs."""
    held = desk.store.capture(known.capture)
    if held is None:
        return False
    if held[1].sha256 == sha256(page.body):
        return True
    if kind != _HTML or held[1].media_type != _HTML:
        return False
    before = page_signs.signs(desk.store.blob(held[1].sha256), known.final).words
    return before == page_signs.signs(page.body, page.address).words


def _twin(desk: Desk, found: Visit, page: Page, kind: str) -> Visit | None:
    """The visit that has kept another version of this page: by its addresses, and its words agree."""
    words = page_signs.signs(page.body, page.address).words if kind == _HTML else frozenset[str]()
    for address in sorted(desk.store.under("web.page", keys(found)) - {found.address}):
        other = desk.store.get("visit", address, Visit)
        held = desk.store.capture(other.capture) if other and other.capture else None
        if held is None:
            continue
        if held[1].sha256 == sha256(page.body):
            return other
        before = (
            page_signs.signs(desk.store.blob(held[1].sha256), address) if kind == held[1].media_type == _HTML else None
        )
        if before and page_signs.alike(words, before.words):
            return other
    return None


def _raw(desk: Desk, found: Visit, page: Page, kind: str) -> tuple[Visit, RawCapture]:
    from testimonia.adapters.warc_write import write_page

    source, digest = speakable(found.canonical), sha256(page.body)
    id = Capture.id_of(source, digest)
    shown, no_picture = _picture(desk, page, kind)
    path = write_page(desk.config.folder / FOLDER, id, page, found.at, shown)
    warc = f"{FOLDER}/{path.name}"
    headers = {name: page.headers[name] for name in _KEPT_HEADERS if name in page.headers}
    if shown or no_picture:
        headers["x-picture"] = f"{FOLDER}/{id}.png" if shown else f"none: {no_picture}"
    headers |= {"x-asked": found.address, "x-warc": warc}
    made = Capture(
        id=id, source=source, media_type=kind, sha256=digest, size=len(page.body), captured_at=found.at, headers=headers
    )
    return changed(found, capture=id, warc=warc), RawCapture(capture=made, data=page.body)


def _picture(desk: Desk, page: Page, kind: str) -> tuple[bytes, str]:
    """How the page looks, where the study wants that, or why there is no picture: a capture never fails for it."""
    if not desk.config.web.screenshot or kind != _HTML:
        return b"", ""
    from testimonia.adapters.picture import NoPicture, picture

    try:
        return picture(decoded(page.body)), ""
    except NoPicture as error:
        return b"", str(error)
