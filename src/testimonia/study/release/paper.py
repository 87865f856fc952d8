"""The report as blocks of a printed document: findings with their charts and quotes, then the appendices."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from testimonia.domain.document import Block, Grid, Heading, Run, Runs, Said, Text
from testimonia.study.language import say
from testimonia.study.publish.pages import CodeView, Family, Report
from testimonia.study.publish.views import QuoteLine
from testimonia.study.release.appendix import appendices
from testimonia.study.release.by_group import by_group
from testimonia.study.release.edition import Edition
from testimonia.study.release.inline import cell, drawing, runs
from testimonia.study.release.sure import sure


def paper(edition: Edition) -> tuple[Block, ...]:
    """Everything that is printed, in order; the cover is the template's."""
    return (*findings(edition), *appendices(edition))


def findings(edition: Edition) -> Iterator[Block]:
    """The parts that say what was found and how."""
    report, word = edition.report, edition.say
    yield Heading(text=word("findings"), level=1)
    for title, lede, charts in (
        ("growth", report.growth_lede, (report.growth,)),
        ("countries", report.countries_lede, (report.countries,)),
        ("who", report.who_lede, report.who),
    ):
        yield Heading(text=word(title))
        yield Text(runs=runs(lede), style="lede")
        yield from (drawing(c) for c in charts if c)
    for family in report.families:
        yield from _family(edition, family)
    yield from _cross(edition)
    yield from by_group(edition)
    yield from sure(edition)
    yield from _reported(edition)
    yield Heading(text=word("attrition"))
    yield Text(runs=runs(report.flow_lede), style="lede")
    if report.flow:
        yield drawing(report.flow)
    yield from _method(edition)


def said(edition: Edition, quote: QuoteLine) -> Said:
    """A quote with its source as it stands in a footnote."""
    return Said(
        text=quote.opens + "".join(s.text for s in quote.segments) + quote.closes,
        by=", ".join(w for w in (quote.speaker.text, quote.about) if w),
        source=source_words(edition, quote.article),
        direct=quote.direct,
        rtl=quote.direction == "rtl",
        language=quote.language,
        rendered=quote.rendered.words if quote.rendered else "",
        rendered_by=quote.rendered.by if quote.rendered else "",
        rendered_in=quote.rendered.language if quote.rendered else "en",
    )


def source_words(edition: Edition, article: str) -> str:
    """An article as a footnote names it: title, publisher, date, address, archived copy, its number in the list."""
    number, held = edition.numbers.get(article), edition.archive.get(article)
    if number is None:
        return ""
    view = edition.report.articles[number - 1]
    address = f" {view.address.text}." if view.address and view.address.href else ""
    archived = say(" Archived copy {sha}, {captured}.", sha=held.sha256[:12], captured=held.captured) if held else ""
    return say(
        "{view}. {publisher}, {published}.{address}{archived} Source {anchor}.",
        view=view.title,
        publisher=view.publisher,
        published=view.published,
        address=address,
        archived=archived,
        anchor=number,
    )


def _family(edition: Edition, family: Family) -> Iterator[Block]:
    yield Heading(text=family.title)
    yield Text(runs=runs(family.lede), style="lede")
    if family.chart:
        made = drawing(family.chart)
        yield replace(made, title="") if made.title == family.title else made
    for code in family.codes:
        yield Heading(text=code.name, level=3, note=code.share.text)
        yield Text(runs=_measure(code))
        yield from (said(edition, q) for q in code.quotes)
    if family.unmet and family.codes:
        yield Text(
            runs=(Run(say("Looked for and given by nobody: {unmet}.", unmet="; ".join(family.unmet))),),
            style="note",
        )


def _measure(code: CodeView) -> Runs:
    """What is said of a code beside its share, in one paragraph."""
    parts: list[Run] = [Run(f"{code.definition} ")] if code.definition else []
    if code.words:
        parts.append(Run(code.words[:1].upper() + code.words[1:] + ": ", strong=True))
    parts += [Run(code.share.text, code.share.ref), Run(" ("), *runs(code.count), Run(")")]
    parts.append(Run(say("; 95% interval {interval}", interval=code.interval) if code.interval else ""))
    parts.append(
        Run(say("; up to {bounds} if all who do not mention it shared it", bounds=code.bounds) if code.bounds else "")
    )
    parts.append(Run("."))
    parts += [Run(" "), *runs(code.denied)] if code.denied else []
    parts.append(Run(f" {code.caution[:1].upper()}{code.caution[1:]}." if code.caution else ""))
    parts.append(Run(f" {code.warning}" if code.warning else "", strong=True))
    parts += [Run(say(" Elsewhere: “{text}” ({note}).", text=r.text, note=r.note)) for r in code.reported]
    for i, theme in enumerate(code.themes):
        parts += [
            Run((say(" Within it: ") if i == 0 else "; ") + theme.name + " "),
            Run(theme.count.text, theme.count.ref),
        ]
    return tuple(p for p in (*parts, Run("." if code.themes else "")) if p.text)


def _cross(edition: Edition) -> Iterator[Block]:
    heat = edition.report.heat
    if heat is None:
        return
    yield Heading(text=edition.say("cross"))
    yield Text(runs=runs(heat.lede), style="lede")
    rows = tuple(((Run(name),), *(runs(c.count) if isinstance(c.count, tuple) else cell(c.count) for c in cells))
                 for name, cells in heat.rows)  # fmt: skip
    yield Grid(
        caption=edition.say("cross_caption"), head=("", *heat.columns), rows=rows,
        widths=(2.0, *(1.0 for _ in heat.columns)), numeric=tuple(range(1, len(heat.columns) + 1)),
    )  # fmt: skip


def _reported(edition: Edition) -> Iterator[Block]:
    report, word = edition.report, edition.say
    yield Heading(text=word("reported"))
    yield Text(runs=runs(report.reported_lede), style="lede")
    rows = [
        (
            cell(r.figure),
            cell(f"{r.of_whom}{say(', according to {by}', by=r.by) if r.by else ''} ({r.printed})"),
            cell(r.ours or "–"),
        )
        for r in (*report.reported, *report.more_reported)
    ]
    if rows:
        yield Grid(caption=word("reported"), head=word.list("reported_head"), rows=tuple(rows), widths=(1.4, 4, 1),
                   numeric=(2,))  # fmt: skip


def _method(edition: Edition) -> Iterator[Block]:
    report: Report = edition.report
    yield Heading(text=edition.say("method"), level=1)
    for paragraph in report.method:
        yield Heading(text=paragraph.title, level=3)
        yield from (Text(runs=runs(line)) for line in paragraph.lines)
    rules = tuple(
        (
            cell(f"{r.name} ({r.family})"),
            cell(r.definition),
            cell(r.includes + (say(". Not: {excludes}", excludes=r.excludes) if r.excludes else "")),
        )
        for r in report.rules
    )
    if rules:
        yield Heading(text=edition.say("codes_title"), level=3)
        yield Grid(
            caption=edition.say("codes_title"), head=edition.say.list("codes_head"), rows=rules, widths=(1.2, 2.2, 3)
        )
