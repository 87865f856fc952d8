"""How sure the findings are, on paper: growth corrected, who was not seen, what goes together, what people's coding corrects, what was refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from testimonia.domain.document import Block, Grid, Heading, Run, Runs, Text
from testimonia.study.publish.pages import Corrected, OpenQuestion, Phrased
from testimonia.study.publish.wording import sentence
from testimonia.study.release.edition import Edition
from testimonia.study.release.inline import cell, drawing, runs


def sure(edition: Edition) -> Iterator[Block]:
    """The whole section, in the order of the pages."""
    found, word = edition.report.certainty, edition.say
    yield Heading(text=word("certainty"))
    yield Text(runs=runs(found.lede), style="lede")
    if found.growth:
        yield drawing(found.growth)
    yield from (Text(runs=runs(line)) for line in found.growth_lines)
    if found.left:
        yield drawing(found.left)
    if found.unseen_line:
        yield Text(runs=runs(found.unseen_line))
    if found.unseen:
        yield drawing(found.unseen)
    if found.forest:
        yield drawing(found.forest)
    if found.sampled:
        rows = [_three(r) for r in found.sampled]
        yield from _table(
            edition, ("sampled_title", "sampled_lede", "sampled_head"), rows, (2, 1.7, 1.7, 1, 1), (1, 2, 3, 4)
        )
        yield Text(runs=cell(found.sampled[0].basis), style="note")
    if found.phrases:
        rows = [(cell(p.title), cell(p.share), _holds(p), _fails(p)) for p in found.phrases]
        yield from _table(edition, ("phrases_title", "phrases_lede", "phrases_head"), rows, (1.5, 0.6, 1.3, 3), (1,))
    if found.open:
        rows = _alike(edition, found.open)
        yield from _table(edition, ("open_title", "open_lede", "open_head"), rows, (2, 1, 1), (1, 2))
    if found.refused:
        rows = [(cell(title), cell(f"{sentence(why)}.")) for title, why in found.refused]
        yield from _table(edition, ("refused_title", "", "refused_head"), rows, (1.4, 3))


def _table(
    edition: Edition, words: tuple[str, str, str], rows: Sequence[tuple[Runs, ...]], widths: tuple[float, ...], numeric: tuple[int, ...] = ()
) -> Iterator[Block]:  # fmt: skip
    """A table under its heading. `words`: of title, lede ("" for none) and head in the catalogue."""
    word, (title, lede, head) = edition.say, words
    yield Heading(text=word(title), level=3)
    if lede:
        yield Text(runs=cell(word(lede)), style="note")
    yield Grid(caption=word(title), head=word.list(head), rows=tuple(rows), widths=widths, numeric=numeric)


def _alike(edition: Edition, questions: Sequence[OpenQuestion]) -> list[tuple[Runs, ...]]:
    """On paper nothing opens: questions that read alike and move the count alike stand in one row."""
    many = Counter((q.question.text, q.yes, q.no) for q in questions)
    return [
        (cell(edition.say("open_alike", question=question) if n > 1 else question), cell(yes), cell(no))
        for (question, yes, no), n in many.items()
    ]


def _three(row: Corrected) -> tuple[Runs, ...]:
    return (
        cell(row.title),
        (*cell(row.both), Run(f" ({row.both_interval})")),
        (*cell(row.people), Run(f" ({row.people_interval})")),
        cell(row.machine),
        cell(row.agreement),
    )


def _holds(row: Phrased) -> Runs:
    return (Run("; ".join(f"“{w}”" for w in row.holds) or "–", strong=bool(row.holds)),)


def _fails(row: Phrased) -> Runs:
    return cell("; ".join(f"“{w}”: {why}" for w, why in row.fails) or "–")
