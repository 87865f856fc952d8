"""How sure the findings are, on paper: growth corrected, who was not seen, what goes together, what people's coding corrects, what was refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from testimonia.domain.document import Block, Drawing, Grid, Heading, Run, Runs, Text
from testimonia.study.publish.pages import Certainty, Corrected, Phrased
from testimonia.study.publish.views import Chart, Line, Num
from testimonia.study.publish.wording import sentence
from testimonia.study.release.edition import Edition

Draw = Callable[[Chart], Drawing]


def sure(edition: Edition, drawing: Draw) -> Iterator[Block]:
    """The whole section, in the order of the pages."""
    found, say = edition.report.certainty, edition.say
    yield Heading(text=say("certainty"))
    yield Text(runs=_runs(found.lede), style="lede")
    if found.growth:
        yield drawing(found.growth)
    yield from (Text(runs=_runs(line)) for line in found.growth_lines)
    if found.left:
        yield drawing(found.left)
    if found.unseen_line:
        yield Text(runs=_runs(found.unseen_line))
    if found.unseen:
        yield drawing(found.unseen)
    if found.forest:
        yield drawing(found.forest)
    yield from _sampled(found, edition)
    yield from _phrases(found, edition)
    yield from _open(found, edition)
    if found.refused:
        yield Heading(text=say("refused_title"), level=3)
        rows = tuple((_words(title), _words(f"{sentence(why)}.")) for title, why in found.refused)
        yield Grid(caption=say("refused_title"), head=say.list("refused_head"), rows=rows, widths=(1.4, 3))


def _sampled(found: Certainty, edition: Edition) -> Iterator[Block]:
    if not found.sampled:
        return
    say = edition.say
    yield Heading(text=say("sampled_title"), level=3)
    yield Text(runs=_words(say("sampled_lede")), style="note")
    yield Grid(caption=say("sampled_title"), head=say.list("sampled_head"), rows=tuple(_three(r) for r in found.sampled), widths=(2, 1.7, 1.7, 1, 1),
               numeric=(1, 2, 3, 4))  # fmt: skip
    yield Text(runs=_words(found.sampled[0].basis), style="note")


def _three(row: Corrected) -> tuple[Runs, ...]:
    return (
        _words(row.title),
        (*_number(row.both), Run(f" ({row.both_interval})")),
        (*_number(row.people), Run(f" ({row.people_interval})")),
        _number(row.machine),
        _number(row.agreement),
    )


def _phrases(found: Certainty, edition: Edition) -> Iterator[Block]:
    if not found.phrases:
        return
    say = edition.say
    yield Heading(text=say("phrases_title"), level=3)
    yield Text(runs=_words(say("phrases_lede")), style="note")
    rows = tuple((_words(p.title), _number(p.share), _holds(p), _fails(p)) for p in found.phrases)
    yield Grid(
        caption=say("phrases_title"), head=say.list("phrases_head"), rows=rows, widths=(1.5, 0.6, 1.3, 3), numeric=(1,)
    )


def _holds(row: Phrased) -> Runs:
    return (Run("; ".join(f"“{w}”" for w in row.holds) or "–", strong=bool(row.holds)),)


def _fails(row: Phrased) -> Runs:
    return _words("; ".join(f"“{w}”: {why}" for w, why in row.fails) or "–")


def _open(found: Certainty, edition: Edition) -> Iterator[Block]:
    if not found.open:
        return
    say = edition.say
    yield Heading(text=say("open_title"), level=3)
    yield Text(runs=_words(say("open_lede")), style="note")
    rows = tuple((_words(q.question.text), _words(q.yes), _words(q.no)) for q in found.open)
    yield Grid(caption=say("open_title"), head=say.list("open_head"), rows=rows, widths=(2, 1, 1), numeric=(1, 2))


def _runs(line: Line) -> Runs:
    return tuple(Run(n.text, n.ref) for n in line if n.text)


def _number(num: Num) -> Runs:
    return (Run(num.text, num.ref),)


def _words(text: str) -> Runs:
    return (Run(text),)
