"""A release: everything that a study publishes in one folder, made from what may leave the house and nothing else.

edition (views, protected study, archive, check) -> site, documents, data package -> files -> manifest, signed
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO

import msgspec

from testimonia.domain.document import Block, Properties
from testimonia.domain.release import FileEntry, Manifest
from testimonia.ports.hands import Hands
from testimonia.ports.press import Draft, Press
from testimonia.study.language import spoken
from testimonia.study.publish import laid_out
from testimonia.study.publish.pages import Report
from testimonia.study.release.edition import Check, Edition, Issue
from testimonia.study.release.links import anchors_of, pieces_of, relinked
from testimonia.study.release.package import package
from testimonia.study.release.paper import paper
from testimonia.study.release.press_text import press_text
from testimonia.study.release.site import site
from testimonia.study.release.table import Table
from testimonia.study.release.tables import tables
from testimonia.study.release.typeset import brief_files, report_files

__all__ = ["MANIFEST", "SIGNATURE", "Check", "Edition", "built", "manifest"]

MANIFEST, SIGNATURE, REPORT = "manifest.json", "manifest.json.minisig", "report.html"
_LINK = re.compile(r' href="#([^"]+)"')


ALONE = 2000
"""So many people, and twice as many articles, stand in the report that is one file; the site has a page for each of more."""


def built(edition: Edition, press: Press, draft: Draft, hands: Hands, fonts: tuple[str, ...] = ()) -> Iterator[str]:
    """Makes every file of the release but for the manifest and its signature; the path of each when it is as it goes out.

    `hands`: do what takes long and needs little of the study, while the tables and the pages are made.
    """
    printed = hands.begin(printed_files, press, _print(edition, fonts))
    report = hands.begin(report_page, _alone(edition), edition.styles)
    offered: list[Table] = []
    for made in package(edition, press, tables(edition), draft):
        if isinstance(made, Table):
            offered.append(made)
        else:
            yield made
    yield from _put(
        draft, {"press.txt": press_text(edition), **{f"also/{name}": data for name, data in edition.also.items()}}
    )
    issue = edition.issue()
    del edition  # the pages need the room, and nothing of the study any more
    yield from site(issue, offered, draft)
    yield from _put(draft, printed())
    draft.put(REPORT, report())
    yield REPORT


def _put(draft: Draft, files: Mapping[str, bytes]) -> Iterator[str]:
    for path, data in files.items():
        draft.put(path, [data])
        yield path


# -- the report in one file
def _alone(edition: Edition) -> Report:
    """As much of the report as stands in one file."""
    seen = edition.report
    if len(seen.persons) > ALONE or len(seen.articles) > 2 * ALONE:
        return msgspec.structs.replace(seen, persons=seen.persons[:ALONE], articles=seen.articles[: 2 * ALONE])
    return seen


def report_page(seen: Report, styles: Mapping[str, str]) -> list[bytes]:
    """The report in one file, in pieces."""
    page = b"".join(piece.encode("utf-8") for piece in laid_out(seen, styles))
    held = anchors_of(pieces_of(BytesIO(page)))
    # a link to an anchor that the page does not have is none
    return list(relinked(pieces_of(BytesIO(page)), _LINK, lambda m: m.group() if m[1] in held else ""))


# -- what is printed
class Print(msgspec.Struct, frozen=True, kw_only=True):
    """All that the press needs: the files of both PDFs, the blocks of the document for editors."""

    report: dict[str, bytes]
    brief: dict[str, bytes]
    blocks: tuple[Block, ...]
    properties: Properties
    fonts: tuple[str, ...]


def _print(edition: Edition, fonts: tuple[str, ...]) -> Print:
    word, blocks = edition.say, paper(edition)
    properties = Properties(
        title=edition.report.title, subject=word("window", window=edition.report.window), language=spoken().code, direction=spoken().direction, contents=word("contents"),
        texts={
            "headline": "".join(n.text for n in edition.report.headline),
            "range": "".join(n.text for n in edition.report.range),
            "state": f"{word('release', number=edition.number)}. {edition.report.edition}. {edition.signed()}.",
        },
    )  # fmt: skip
    return Print(report=report_files(edition, blocks), brief=brief_files(edition), blocks=blocks, properties=properties,
                 fonts=fonts)  # fmt: skip


def printed_files(press: Press, what: Print) -> dict[str, bytes]:
    """The documents for print and for editors."""
    return {
        "report.pdf": press.typesetter.pdf("report.typ", what.report, what.fonts),
        "brief.pdf": press.typesetter.pdf("brief.typ", what.brief, what.fonts),
        "report.docx": press.docx(what.blocks, what.properties),
    }


def manifest(edition: Issue, files: Iterable[FileEntry], *, key: str, previous: str | None) -> bytes:
    """manifest.json over these files."""
    held = Manifest(
        release=edition.number, previous=previous, title=edition.report.title, program=edition.report.program,
        edition=edition.report.edition, language=spoken().code, signed_by=edition.check.signed_by, key=key,
        fingerprint=edition.fingerprint, files=tuple(files),
    )  # fmt: skip
    return msgspec.json.format(msgspec.json.encode(held), indent=1) + b"\n"
