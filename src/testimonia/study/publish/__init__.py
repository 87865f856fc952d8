"""The report: one HTML file that needs nothing else, in which every number opens to the words it rests on.

    snapshot, findings, texts -> views (what to say) -> templates (how it looks) -> str

Number -> the figure's panel -> the person -> the quote in its context -> the article: anchors all the way, without
JavaScript. The same input gives the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from testimonia.domain.article import Article
from testimonia.domain.figure import Findings
from testimonia.domain.snapshot import Snapshot
from testimonia.study.language import say, spoken
from testimonia.study.publish import certainty, front, groups, method, people, reasons, reported, sources
from testimonia.study.publish.desk import Desk
from testimonia.study.publish.ledger import Ledger
from testimonia.study.publish.pages import Report
from testimonia.study.publish.quotes import Quotes
from testimonia.study.publish.screen import Screen
from testimonia.study.publish.views import Num

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["laid_out", "report", "tidied", "view"]

PIECE = 1_000_000
"""Code points of a page that are put together at once."""
_ENDS = re.compile(r"\s*\n")


def report(
    snapshot: Snapshot, findings: Findings, texts: Callable[[str], Article], screen: Screen | None = None,
    styles: Mapping[str, str] | None = None,
) -> str:  # fmt: skip
    """The whole report as one HTML document.

    `texts` gives the article with an id; `screen` is what a release must not show; `styles` a team's own templates.
    Raises nothing of its own: what is not known is left out or said to be so.
    """
    return "".join(laid_out(view(snapshot, findings, texts, screen), styles))


def laid_out(seen: Report, styles: Mapping[str, str] | None = None) -> Iterator[str]:
    """The same of a view, in pieces one after the other: as one text, the report of a large study takes several hundred megabytes while it is made."""
    script = asset("report.js", styles)
    yield from tidied(
        environment_of(styles)
        .get_template("report.html")
        .generate(
            report=seen,
            style=asset("report.css", styles),
            script=script,
            script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
            first_use=FirstUse(),
            once=Once(),
            apart=False,
        )
    )


def view(
    snapshot: Snapshot, findings: Findings, texts: Callable[[str], Article], screen: Screen | None = None
) -> Report:
    """What the report says, before it is laid out."""
    desk = Desk(snapshot, findings, texts, screen)
    ledger, quotes = Ledger(desk), Quotes(desk)
    totals = reported.reported(desk, ledger)
    return Report(
        title=snapshot.settings.title,
        window=method.window(desk),
        edition=method.edition(desk),
        program=snapshot.program,
        headline=front.headline(desk, ledger),
        range=front.range_line(ledger),
        range_chart=front.range_chart(ledger),
        keys=front.keys(ledger),
        growth=front.growth_chart(desk, ledger),
        growth_lede=front.growth_lede(ledger),
        countries=front.countries(desk, ledger),
        countries_lede=front.countries_lede(desk, ledger),
        who=front.who(desk, ledger),
        who_lede=front.who_lede(desk, ledger),
        families=reasons.families(desk, ledger, quotes),
        heat=reasons.heat(desk, ledger),
        groups=groups.groups(desk, ledger),
        certainty=certainty.certainty(desk, ledger),
        reported=totals.beside,
        more_reported=totals.more,
        all_more_reported=totals.all_more,
        not_comparable=totals.others,
        all_not_comparable=totals.all_others,
        reported_lede=reported.reported_lede(totals.beside, totals.others),
        voices=quotes.voices(),
        flow=sources.flow_chart(desk),
        flow_lede=sources.flow_lede(desk, ledger),
        asides=sources.asides(desk),
        method=method.method(desk, ledger),
        rules=method.rules(desk),
        persons=people.persons(desk),
        excluded=people.excluded(desk),
        articles=sources.articles(desk),
        questions=people.questions(desk),
        panels=ledger.panels(),
    )


class FirstUse:
    """The first place of each number carries an anchor, so that its panel can lead back there. One a rendering."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def __call__(self, num: Num) -> str:
        if not num.href.startswith("#f-") or num.href in self._seen:
            return ""
        self._seen.add(num.href)
        return "n-" + num.href[3:]

    def place(self, panel: str) -> str:
        """Where the number of this panel stands first; the ledger where it stands nowhere else."""
        return "n-" + panel[2:] if f"#{panel}" in self._seen else "ledger"


class Once:
    """What a macro makes of a view is made once a rendering: a person is listed behind many figures."""

    def __init__(self) -> None:
        self._made: dict[object, str] = {}

    def __call__(self, macro: Callable[[object], str], view: object) -> str:
        made = self._made.get(view)
        if made is None:
            made = self._made[view] = macro(view)
        return made


def environment_of(styles: Mapping[str, str] | None = None) -> Environment:
    """The templates; `styles` are a team's own, by name, in place of those of the package. Compiled once for each set of them."""
    return _environment(tuple(sorted((styles or {}).items())))


@lru_cache(maxsize=4)
def _environment(styles: tuple[tuple[str, str], ...]) -> Environment:
    from jinja2 import ChoiceLoader, DictLoader, Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=ChoiceLoader([DictLoader(dict(styles)), PackageLoader("testimonia.study", "templates")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"say": say, "spoken": spoken}
    return environment


def asset(name: str, styles: Mapping[str, str] | None = None) -> str:
    """A style sheet or script of the package, or a team's own in its place."""
    from importlib.resources import files

    held = (styles or {}).get(name)
    return tidy((files("testimonia.study") / "templates" / name).read_text(encoding="utf-8") if held is None else held)


def tidied(chunks: Iterable[str], most: int = PIECE) -> Iterator[str]:
    """The chunks as one text without blank lines and spaces at line ends, in pieces; each but the first begins at a blank or the end of a line."""
    held, size, is_first = [], 0, True
    for chunk in chunks:
        held.append(chunk)
        size += len(chunk)
        if size < most:
            continue
        text = "".join(held)
        whole = text.rsplit(None, 1)[0] if len(text.split(None, 1)) > 1 else ""  # up to the last word, which may go on
        if whole.strip():
            yield _trimmed(whole, is_first=is_first)
            is_first = False
        held = [text[len(whole) :] if whole.strip() else text]
        size = len(held[0])
    yield _trimmed("".join(held).rstrip(), is_first=is_first) + "\n"


def _trimmed(text: str, *, is_first: bool) -> str:
    first, *lines = text.split("\n")
    if lines:  # what _ENDS does, but many times quicker
        *between, last = lines
        text = "\n".join([first.rstrip(), *(kept for line in between if (kept := line.rstrip())), last])
    return text.lstrip() if is_first else text


def tidy(text: str) -> str:
    """Without blank lines and spaces at line ends."""
    return _ENDS.sub("\n", text).strip()
