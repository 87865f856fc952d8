"""The release as a site of static pages: the report's sections apart, a page for each person, the check, the files.

Every page is one of the report's templates; links between anchors are led to the page on which the anchor stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from testimonia.ports.press import Draft
from testimonia.study.publish import FirstUse, Once, asset, environment_of, tidied
from testimonia.study.publish.pages import Report
from testimonia.study.release.appendix import check
from testimonia.study.release.edition import Issue
from testimonia.study.release.links import anchors_of, pieces_of, relinked
from testimonia.study.release.package import charts
from testimonia.study.release.table import Table

_PARTS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "index.html": ("site_home", ("cover.html",), ("findings.html", "certainty.html", "comparison.html")),
    "reasons.html": ("site_reasons", (), ("reasons.html",)),
    "people.html": ("site_people", (), ("people.html",)),
    "sources.html": ("site_sources", (), ("sources.html",)),
    "method.html": ("site_method", (), ("method.html",)),
    "figures.html": ("site_figures", (), ("ledger.html",)),
    "check.html": ("site_check", (), ("site_check.html",)),
    "data.html": ("site_data", (), ("site_data.html",)),
}
"""Page -> message with its name, parts before the main part, parts."""

A_PAGE = 2000
"""Sources on one page."""

_LINK = re.compile(r'href="#([^"]+)"')
_OPENS, _ENDS = '<figure class="chart"', "</figure>"
_CHART = re.compile(r'(<figure class="chart" id="([\w-]+)".*?)(</figure>)', re.DOTALL)


def site(edition: Issue, tables: Sequence[Table], draft: Draft) -> Iterator[str]:
    """Makes every page and its style sheet; the path of each when it is as it goes out. `tables`: those that are offered."""
    for name in ("report.css", "site.css", "report.js"):
        draft.put(f"assets/{name}", [asset(name, edition.styles).encode()])
        yield f"assets/{name}"
    places = Places()
    made = []
    for path, html in _pages(edition, tables):
        draft.put(path, (piece.encode("utf-8") for piece in html))
        made.append(path)
        with draft.open(path) as page:
            places.note(path, anchors_of(pieces_of(page)))
    for path in made:
        with draft.open(path) as page:
            draft.put(path, relinked(pieces_of(page), _LINK, places.leading(path)))
        yield path


class Places:
    """On which page each anchor stands: the first of them, and any others."""

    def __init__(self) -> None:
        self._first: dict[str, str] = {}
        self._also: set[tuple[str, str]] = set()

    def note(self, path: str, anchors: Iterable[str]) -> None:
        """These anchors stand on this page."""
        for id in anchors:
            if self._first.setdefault(id, path) != path:
                self._also.add((path, id))

    def leading(self, path: str) -> Callable[[re.Match[str]], str]:
        """Leads the links of this page to the page on which their anchor stands, where that is another."""
        first, also, up = self._first, self._also, "../" * path.count("/")

        def lead(match: re.Match[str]) -> str:
            target = first.get(match[1], path)
            return match.group() if target == path or (path, match[1]) in also else f'href="{up}{target}#{match[1]}"'

        return lead


def _pages(edition: Issue, tables: Sequence[Table]) -> Iterator[tuple[str, Iterator[str]]]:
    template = environment_of(edition.styles).get_template("site.html")
    word = edition.say
    same = {
        "report": msgspec.structs.replace(edition.report, articles=edition.report.articles[:A_PAGE]), "word": word, "pages": [(p, word(n)) for p, (n, _, _) in _PARTS.items()],
        "release": word("release", number=edition.number), "signed": edition.signed(), "apart": True, "pager": [],
        "check": tuple(check(edition)), "files": _files(edition, tables), "fingerprint": edition.fingerprint,
    }  # fmt: skip

    further = list(_further(edition.report))
    pager = ["sources.html", *(f"sources-{n}.html" for n in range(2, len(further) + 2))] if further else []

    def page(path: str, name: str, before: tuple[str, ...], parts: tuple[str, ...], **more: object) -> Iterator[str]:
        chunks = template.generate(
            **{**same, **more}, page=path, up="../" * path.count("/"), before=before, parts=parts, first_use=FirstUse(), once=Once(),
            title=f"{name} – {edition.report.title}",
        )  # fmt: skip
        return _with_files(tidied(chunks), word("opens_at"))

    for path, (name, before, parts) in _PARTS.items():
        more = {"pager": pager} if pager and path == pager[0] else {}
        yield path, page(path, word(name), before, parts, **more)
    for path, report in zip(pager[1:], further, strict=True):
        yield path, page(path, word("site_sources"), (), ("sources.html",), report=report, pager=pager)
    for person in edition.report.persons:
        path = f"people/{person.anchor}.html"
        yield path, page(path, person.name, (), ("site_person.html",), p=person)


def _further(report: Report) -> Iterator[Report]:
    """The list of sources goes on over as many pages as it needs."""
    for start in range(A_PAGE, len(report.articles), A_PAGE):
        yield msgspec.structs.replace(report, articles=report.articles[start : start + A_PAGE], questions=())


def _with_files(page: Iterable[str], link: str) -> Iterator[str]:
    """The page in pieces, each chart with a link to the file of its numbers; a chart goes on from one piece to the next."""
    held = ""
    for piece in page:
        done, held = _cut(held + piece)
        yield _linked(done, link)
    yield _linked(held, link)


def _linked(page: str, link: str) -> str:
    return _CHART.sub(lambda m: f'{m[1]}<p class="csv"><a href="charts/{m[2]}.csv">{link}</a></p>{m[3]}', page)


def _cut(page: str) -> tuple[str, str]:
    """The page up to a chart, or to what may be the beginning of one, that does not end in it; and the rest."""
    start = page.find(_OPENS, page.rfind(_ENDS) + 1)
    if start < 0:
        start = page.rfind("<", max(0, len(page) - len(_OPENS)))
        start = start if start >= 0 and _OPENS.startswith(page[start:]) else len(page)
    return page[:start], page[start:]


def _files(edition: Issue, tables: Sequence[Table]) -> list[tuple[str, list[tuple[str, str]]]]:
    word = edition.say
    documents = ["report.html", "report.pdf", "report.docx", "brief.pdf", "press.txt"]
    proofs = ["ledger.json", "codebook.json", "datapackage.json", "manifest.json", "manifest.json.minisig"]
    named = [
        (word(title), [(path, word("doc_" + path.replace(".", "_"))) for path in paths])
        for title, paths in (("data_documents", documents), ("data_proofs", proofs))
    ]
    held = [(f"data/{t.name}.{form}", f"{t.about[:1].upper()}{t.about[1:]} ({form.upper()})")
            for t in tables for form in ("csv", "parquet")]  # fmt: skip
    drawn = [(f"charts/{c.anchor}.csv", c.title) for c in charts(edition)]
    return [named[0], (word("data_tables"), held), (word("data_charts"), drawn), named[1]]
