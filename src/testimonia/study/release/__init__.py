"""A release: everything that a study publishes in one folder, made from what may leave the house and nothing else.

edition (views, protected study, archive, check) -> site, documents, data package -> files -> manifest, signed
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from testimonia.domain.document import Properties
from testimonia.domain.release import FileEntry, Manifest
from testimonia.ports.press import Draft, Press
from testimonia.study.language import spoken
from testimonia.study.publish import laid_out
from testimonia.study.release.edition import Check, Edition
from testimonia.study.release.links import anchors_of, pieces_of, relinked
from testimonia.study.release.package import package
from testimonia.study.release.paper import paper
from testimonia.study.release.press_text import press_text
from testimonia.study.release.site import site
from testimonia.study.release.table import Table
from testimonia.study.release.tables import tables
from testimonia.study.release.typeset import pdfs

__all__ = ["MANIFEST", "SIGNATURE", "Check", "Edition", "built", "manifest"]

MANIFEST, SIGNATURE, REPORT = "manifest.json", "manifest.json.minisig", "report.html"
_LINK = re.compile(r' href="#([^"]+)"')


ALONE = 2000
"""So many people, and twice as many articles, stand in the report that is one file; the site has a page for each of more."""


def built(edition: Edition, press: Press, draft: Draft, fonts: tuple[str, ...] = ()) -> Iterator[str]:
    """Makes every file of the release but for the manifest and its signature; the path of each when it is as it goes out."""
    offered: list[Table] = []
    for made in package(edition, press, tables(edition), draft):
        if isinstance(made, Table):
            offered.append(made)
        else:
            yield made
    yield _report(edition, draft)
    yield from _documents(edition, press, draft, fonts)
    yield from site(edition, offered, draft)


def _report(edition: Edition, draft: Draft) -> str:
    """The report in one file."""
    seen = edition.report
    if len(seen.persons) > ALONE or len(seen.articles) > 2 * ALONE:
        seen = msgspec.structs.replace(seen, persons=seen.persons[:ALONE], articles=seen.articles[: 2 * ALONE])
    draft.put(REPORT, (piece.encode("utf-8") for piece in laid_out(seen, edition.styles)))
    with draft.open(REPORT) as page:
        held = anchors_of(pieces_of(page))
    with draft.open(REPORT) as page:  # a link to an anchor that the page does not have is none
        draft.put(REPORT, relinked(pieces_of(page), _LINK, lambda m: m.group() if m[1] in held else ""))
    return REPORT


def _documents(edition: Edition, press: Press, draft: Draft, fonts: tuple[str, ...]) -> Iterator[str]:
    """What is printed, for editors, for the press, and what the team adds."""
    word = edition.say
    properties = Properties(
        title=edition.report.title, subject=word("window", window=edition.report.window), language=spoken().code, direction=spoken().direction, contents=word("contents"),
        texts={
            "headline": "".join(n.text for n in edition.report.headline),
            "range": "".join(n.text for n in edition.report.range),
            "state": f"{word('release', number=edition.number)}. {edition.report.edition}. {edition.signed()}.",
        },
    )  # fmt: skip
    files = {
        **pdfs(edition, press.typesetter, fonts),
        "report.docx": press.docx(paper(edition), properties),
        "press.txt": press_text(edition),
        **{f"also/{name}": data for name, data in edition.also.items()},
    }
    for path, data in files.items():
        draft.put(path, [data])
        yield path


def manifest(edition: Edition, files: Iterable[FileEntry], *, key: str, previous: str | None) -> bytes:
    """manifest.json over these files."""
    held = Manifest(
        release=edition.number, previous=previous, title=edition.report.title, program=edition.report.program,
        edition=edition.report.edition, language=spoken().code, signed_by=edition.check.signed_by, key=key,
        fingerprint=edition.fingerprint, files=tuple(files),
    )  # fmt: skip
    return msgspec.json.format(msgspec.json.encode(held), indent=1) + b"\n"
