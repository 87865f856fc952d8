"""What a release is made from: the report's views over the protected study, the archive, its number and its signature."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

import msgspec

from testimonia.domain.article import Article
from testimonia.domain.capture import Capture
from testimonia.domain.figure import Findings
from testimonia.domain.release import Withheld
from testimonia.domain.release_policy import ReleasePolicy
from testimonia.domain.visit import Visit
from testimonia.study.publish.pages import Report
from testimonia.study.release.catalogue import Catalogue
from testimonia.study.shield import Public


class Archived(msgspec.Struct, frozen=True, kw_only=True):
    """The archived copy behind an article and the state of its link.

    `link`: "web" (as captured, not looked at since), "live" (found again), "gone" (not found any more), "file", "withheld". `checked`: the date on
    which it was found again, or since when it is gone; "" for the others.
    """

    sha256: str
    bytes: int
    media_type: str
    captured: str
    link: str
    checked: str = ""


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """What the disclosure check found. `previous`: number of the release it was compared with; `forms`: names looked for."""

    withheld: tuple[Withheld, ...]
    policy: ReleasePolicy
    forms: int
    pictures: int = 0
    previous: int | None = None
    signed_by: str | None = None


class Issue(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """One release before it is laid out, as its pages need it."""

    number: int
    report: Report
    check: Check
    say: Catalogue
    fingerprint: str
    styles: dict[str, str] = {}
    also: dict[str, bytes] = {}

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each source in the list, by the anchor of its entry."""
        return {a.anchor: number for number, a in enumerate(self.report.articles, start=1)}

    def signed(self) -> str:
        """Who signed, in words."""
        name = self.check.signed_by
        return self.say("signed", name=name) if name else self.say("draft")


class Edition(Issue, frozen=True, kw_only=True, dict=True):
    """The same with the study, for the tables and the lists. Of a large study this takes more room than all else."""

    findings: Findings
    public: Public
    archive: dict[str, Archived]

    def issue(self) -> Issue:
        """Without the study."""
        return Issue(**{name: getattr(self, name) for name in Issue.__struct_fields__})


def archive_of(
    captures: Iterable[Capture], shown: Mapping[str, str], visits: Mapping[str, Visit]
) -> dict[str, Archived]:
    """The archived copy of each article: all captures, article -> address as shown, capture -> its latest visit."""
    found = {}
    for held in captures:
        article = Article.id_of(held.id)
        if article not in shown:
            continue
        link, checked = _link(shown[article], held.captured_at[:10], visits.get(held.id))
        found[article] = Archived(sha256=held.sha256, bytes=held.size, media_type=held.media_type,
                                  captured=held.captured_at[:10], link=link, checked=checked)  # fmt: skip
    return found


def _link(address: str, captured: str, visit: Visit | None) -> tuple[str, str]:
    if not address.startswith(("http://", "https://")):
        return ("withheld" if address == "(withheld)" else "file"), ""
    if visit is not None and visit.gone:
        return "gone", visit.gone[:10]
    return ("live", visit.at[:10]) if visit is not None and visit.at[:10] > captured else ("web", "")
