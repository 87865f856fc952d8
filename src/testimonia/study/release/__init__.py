"""A release: everything that a study publishes in one folder, made from what may leave the house and nothing else.

edition (views, protected study, archive, check) -> site, documents, data package -> files -> manifest, signed
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import msgspec

from testimonia.domain.article import Article
from testimonia.domain.document import Properties
from testimonia.domain.release import FileEntry, Manifest
from testimonia.ports.press import Press
from testimonia.study.language import spoken
from testimonia.study.publish import pieces
from testimonia.study.publish.screen import Screen
from testimonia.study.release.edition import Check, Edition
from testimonia.study.release.links import anchors_of, relinked
from testimonia.study.release.package import package
from testimonia.study.release.paper import paper
from testimonia.study.release.press_text import press_text
from testimonia.study.release.site import site
from testimonia.study.release.tables import tables
from testimonia.study.release.typeset import pdfs
from testimonia.text import sha256

__all__ = ["MANIFEST", "SIGNATURE", "Check", "Edition", "built", "manifest"]

MANIFEST, SIGNATURE = "manifest.json", "manifest.json.minisig"


ALONE = 2000
"""So many people, and twice as many articles, stand in the report that is one file; the site has a page for each of more."""


def built(
    edition: Edition, press: Press, texts: Callable[[str], Article], screen: Screen, fonts: tuple[str, ...] = ()
) -> dict[str, bytes]:
    """Every file of the release by path, but for the manifest and its signature."""
    public, word = edition.public, edition.say
    seen = edition.report
    if len(seen.persons) > ALONE or len(seen.articles) > 2 * ALONE:
        seen = msgspec.structs.replace(seen, persons=seen.persons[:ALONE], articles=seen.articles[: 2 * ALONE])
    html = pieces(public.shown, edition.findings, texts, screen, edition.styles, seen)
    properties = Properties(
        title=edition.report.title, subject=word("window", window=edition.report.window), language=spoken().code, direction=spoken().direction, contents=word("contents"),
        texts={
            "headline": "".join(n.text for n in edition.report.headline),
            "range": "".join(n.text for n in edition.report.range),
            "state": f"{word('release', number=edition.number)}. {edition.report.edition}. {edition.signed()}.",
        },
    )  # fmt: skip
    report_page = _whole(b"".join(piece.encode("utf-8") for piece in html))
    data, offered = package(edition, press, tables(edition))
    files = {
        **data,
        **site(edition, offered),
        "report.html": report_page,
        **pdfs(edition, press.typesetter, fonts),
        "report.docx": press.docx(paper(edition), properties),
        "press.txt": press_text(edition),
    }
    return dict(sorted({**files, **{f"also/{name}": data for name, data in edition.also.items()}}.items()))


def _whole(page: bytes) -> bytes:
    """The page without links to anchors that it does not have."""
    held = anchors_of(page)
    return relinked(page, re.compile(r' href="#([^"]+)"'), lambda m: m.group() if m[1] in held else "")


def manifest(edition: Edition, files: Mapping[str, bytes], *, key: str, previous: str | None) -> bytes:
    """manifest.json over these files."""
    entries = tuple(FileEntry(path=path, bytes=len(data), sha256=sha256(data)) for path, data in sorted(files.items()))
    held = Manifest(
        release=edition.number, previous=previous, title=edition.report.title, program=edition.report.program,
        edition=edition.report.edition, language=spoken().code, signed_by=edition.check.signed_by, key=key,
        fingerprint=edition.fingerprint, files=entries,
    )  # fmt: skip
    return msgspec.json.format(msgspec.json.encode(held), indent=1) + b"\n"
