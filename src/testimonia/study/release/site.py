"""The release as a site of static pages: the report's sections apart, a page for each person, the check, the files.

Every page is one of the report's templates; links between anchors are led to the page on which the anchor stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from testimonia.study.publish import FirstUse, Once, asset, environment_of, tidied
from testimonia.study.publish.pages import Report
from testimonia.study.release.appendix import check
from testimonia.study.release.edition import Edition
from testimonia.study.release.links import anchors_of, relinked
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
_CHART = re.compile(r'(<figure class="chart" id="([\w-]+)".*?)(</figure>)', re.DOTALL)


def site(edition: Edition, tables: Sequence[Table]) -> dict[str, bytes]:
    """Every page and its style sheet by path; `tables`: those that are offered."""
    made: dict[str, bytes] = {}
    where: dict[str, str] = {}
    for path, html in _pages(edition, tables):
        made[path] = html.encode("utf-8")  # a large study has hundreds of megabytes of pages
        for id in anchors_of(made[path]):
            where.setdefault(id, path)
    for path, page in made.items():
        made[path] = _led(path, page, where)
    sheets = {
        f"assets/{name}": asset(name, edition.styles).encode() for name in ("report.css", "site.css", "report.js")
    }
    return made | sheets


def _pages(edition: Edition, tables: Sequence[Table]) -> Iterator[tuple[str, str]]:
    template = environment_of(edition.styles).get_template("site.html")
    word = edition.say
    same = {
        "report": msgspec.structs.replace(edition.report, articles=edition.report.articles[:A_PAGE]), "word": word, "pages": [(p, word(n)) for p, (n, _, _) in _PARTS.items()],
        "release": word("release", number=edition.number), "signed": edition.signed(), "apart": True, "pager": [],
        "check": tuple(check(edition)), "files": _files(edition, tables), "fingerprint": edition.fingerprint,
    }  # fmt: skip

    further = list(_further(edition.report))
    pager = ["sources.html", *(f"sources-{n}.html" for n in range(2, len(further) + 2))] if further else []

    def page(path: str, name: str, before: tuple[str, ...], parts: tuple[str, ...], **more: object) -> str:
        chunks = template.generate(
            **{**same, **more}, page=path, up="../" * path.count("/"), before=before, parts=parts, first_use=FirstUse(), once=Once(),
            title=f"{name} – {edition.report.title}",
        )  # fmt: skip
        link = word("opens_at")
        return _CHART.sub(
            lambda m: f'{m[1]}<p class="csv"><a href="charts/{m[2]}.csv">{link}</a></p>{m[3]}', "".join(tidied(chunks))
        )

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


def _led(path: str, page: bytes, where: Mapping[str, str]) -> bytes:
    """The page with links to anchors of other pages led there."""
    here = anchors_of(page)
    up = "../" * path.count("/")

    def lead(match: re.Match[str]) -> str:
        target = where.get(match[1])
        return match.group() if match[1] in here or target is None else f'href="{up}{target}#{match[1]}"'

    return relinked(page, _LINK, lead)


def _files(edition: Edition, tables: Sequence[Table]) -> list[tuple[str, list[tuple[str, str]]]]:
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
