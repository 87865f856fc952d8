"""The appendices: who is counted, who is not, the sources with their archived copies, every figure, what was withheld."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from testimonia.domain.coding import CodingStatus, Stance
from testimonia.domain.document import Block, Grid, Heading, Run, Runs, Text
from testimonia.domain.person import Person, Status
from testimonia.domain.release import Withheld
from testimonia.study.countries import country_name
from testimonia.study.publish.pages import ArticleView
from testimonia.study.publish.wording import date_words
from testimonia.study.release.edition import Edition, Issue
from testimonia.study.release.inline import cell
from testimonia.study.roles import role_words
from testimonia.study.shield.protect import name_of

PRINTED = 500
"""So many rows of a list are printed; the tables of the data package have all of them."""


def appendices(edition: Edition) -> Iterator[Block]:
    """All five, each a part of its own."""
    yield from _persons(edition)
    yield from _excluded(edition)
    yield from _sources(edition)
    yield from _figures(edition)
    yield Heading(text=edition.say("appendix_check"), level=1)
    yield from check(edition)


def _cells(*words: str) -> tuple[Runs, ...]:
    return tuple((Run(w),) for w in words)


def _persons(edition: Edition) -> Iterator[Block]:
    word, shown = edition.say, edition.public.shown
    yield Heading(text=word("appendix_persons"), level=1)
    yield Text(runs=(Run(word("appendix_persons_lede")),), style="note")
    given: dict[tuple[str, str], list[str]] = defaultdict(list)
    owner = {a: p.id for p in edition.public.counted.persons for a in p.appearances}
    for k in edition.public.counted.codings:
        if k.status is not CodingStatus.REJECTED and k.stance is Stance.PRESENT and k.appearance in owner:
            given[owner[k.appearance], k.code.split("/", 1)[0]].append(_short(edition, k.code))
    people = [p for p in shown.persons if p.status is not Status.EXCLUDED]
    people.sort(key=lambda p: (name_of(p, edition.public) == p.id, name_of(p, edition.public).casefold()))
    rows = tuple(
        _cells(
            name_of(p, edition.public), _attribute(edition, p, "nationality"), _attribute(edition, p, "age"),
            _attribute(edition, p, "group_role"), date_words(p.left) if p.left else "", date_words(p.first_public),
            str(len(set(p.origins))), "; ".join(dict.fromkeys(given[p.id, "leaving"])),
            "; ".join(dict.fromkeys(given[p.id, "joining"])),
        )
        for p in people[:PRINTED]
    )  # fmt: skip
    yield from _more(edition, len(people), "persons")
    yield Grid(caption=word("appendix_persons"), head=word.list("persons_head"), rows=rows,
               widths=(1.7, 1.5, 0.75, 1.5, 1.5, 1.8, 1.2, 2.3, 2.2), numeric=(6,), anchors=tuple(p.id for p in people[:PRINTED]))  # fmt: skip


def _short(edition: Edition, code: str) -> str:
    known = edition.public.counted.codebook.code(code)
    return known.name if known else code


def _attribute(edition: Edition, person: Person, field: str) -> str:
    if field in edition.public.fields.get(person.id, ()):
        return edition.say("withheld_mark")
    value = getattr(person, field)
    if value is None:
        return ""
    known = {"nationality": country_name, "group_role": role_words}
    return known.get(field, str)(value)


def _excluded(edition: Edition) -> Iterator[Block]:
    word = edition.say
    yield Heading(text=word("appendix_excluded"), level=1)
    if not edition.report.excluded:
        yield Text(runs=(Run(word("nobody_excluded")),), style="note")
        return
    yield Text(runs=(Run(word("appendix_excluded_lede")),), style="note")
    yield from _more(edition, len(edition.report.excluded), "exclusions")
    numbers = edition.numbers
    rows = tuple(
        _cells(e.id, e.role, e.reason, "; ".join(str(numbers.get(a.href[1:], "")) for a in e.articles))
        for e in edition.report.excluded[:PRINTED]
    )
    yield Grid(caption=word("appendix_excluded"), head=word.list("excluded_head"), rows=rows, widths=(1.1, 1.6, 4, 0.8),
               numeric=(3,))  # fmt: skip


def _sources(edition: Edition) -> Iterator[Block]:
    word = edition.say
    yield Heading(text=word("appendix_sources"), level=1)
    yield Text(runs=(Run(word("appendix_sources_lede")),), style="note")
    yield from _more(edition, len(edition.report.articles), "sources")
    rows = tuple(_source(edition, n, a) for n, a in enumerate(edition.report.articles[:PRINTED], start=1))
    yield Grid(
        caption=word("appendix_sources"), head=word.list("sources_head"), rows=rows, widths=(0.5, 3.9, 1.35, 2.1, 2.1)
    )


def _more(edition: Edition, count: int, table: str) -> Iterator[Block]:
    if count > PRINTED:
        words = edition.say("only_first", first=f"{PRINTED:,}", all=f"{count:,}", file=f"data/{table}.csv")
        yield Text(runs=(Run(words),), style="note")


def _source(edition: Edition, number: int, view: ArticleView) -> tuple[Runs, ...]:
    word, held = edition.say, edition.archive.get(view.anchor)
    words = f"{view.title}. {view.publisher}" + (f" ({view.agency})" if view.agency else "")
    if view.translated:
        words += f"; {view.translated}"
    if view.origin:
        words += f"; {word('copy_of', origin=edition.numbers.get(view.origin.href[1:], ''))}"
    archived = f"{held.sha256[:12]}, {word('captured', date=date_words(held.captured))}" if held else word("no_text")
    state = word(f"link_{held.link}", date=date_words(held.checked)) if held else word("no_text")
    address = view.address.text if view.address and view.address.href else ""
    return _cells(str(number), words, view.published, archived, f"{address} ({state})" if address else state)


def _figures(edition: Edition) -> Iterator[Block]:
    word = edition.say
    yield Heading(text=word("appendix_figures"), level=1)
    yield Text(runs=(Run(word("appendix_figures_lede")),), style="note")
    panels = [p for p in edition.report.panels if p.in_ledger]
    rows = tuple(
        (
            cell(p.ref),
            (Run(p.title), Run(f"\n{p.query}", soft=True)),
            cell(p.value),
            cell("; ".join(w for w in (p.range, p.interval) if w)),
        )
        for p in panels
    )
    yield Grid(caption=word("appendix_figures"), head=word.list("figures_head"), rows=rows, widths=(0.55, 6.1, 1.05, 2.5),
               numeric=(2,), anchors=tuple(f"f-{p.ref}" for p in panels))  # fmt: skip


def check(edition: Issue) -> Iterator[Block]:
    """What was withheld and why, what was searched, who signed."""
    word, held = edition.say, edition.check
    yield Text(runs=(Run(word("check_lede")),), style="lede")
    if held.withheld:
        rows = tuple(_withheld(edition, w) for w in held.withheld)
        yield Grid(caption=word("check"), head=word.list("check_head"), rows=rows, widths=(3, 4, 1), numeric=(2,))
    else:
        yield Text(runs=(Run(word("check_nothing")),))
    share = f"{held.policy.dominance:.0%}"
    yield Text(runs=(Run(word("check_threshold", threshold=held.policy.threshold, dominance=share)),))
    yield Text(runs=(Run(word("check_searched", forms=held.forms)),))
    before = word("check_previous", number=held.previous) if held.previous else word("check_first")
    yield Text(runs=(Run(before),))
    if held.pictures:
        yield Text(runs=(Run(word("check_pictures", count=held.pictures)),))
    signed = word("check_signed", name=held.signed_by) if held.signed_by else word("check_unsigned")
    yield Text(runs=(Run(signed, strong=True),))


def _withheld(edition: Issue, one: Withheld) -> tuple[Runs, ...]:
    return _cells(one.what[:1].upper() + one.what[1:], edition.say(f"ground_{one.ground.value}"), str(one.count))
