"""agreement: how far coders agree, with each other and with the machine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from testimonia.cli.frame import as_json, opened, say

if TYPE_CHECKING:
    from testimonia.domain.agreement import Agreement, Drift, Measure, PairAgreement

_HEAD = (
    f"  {'':34} {'units':>7} {'coded':>6}  {'agree':^18}  {'coded only':^18}  {'kappa':^18}  {'alpha':^18}  {'AC1':^18}"
)


@click.command()
@click.argument("study", type=click.Path())
@click.option("--round", "name", metavar="NAME", help="The coders of this round.  [default: machine against people]")
@click.option(
    "--over",
    type=click.Choice(["article", "person"]),
    default="article",
    show_default=True,
    help="What the bootstrap draws.",
)
@click.option("--replicates", type=int, default=1000, show_default=True, help="How often it draws.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of the draws.")
@click.option("--json", "whole", is_flag=True, help="Everything, for programs.")
def agreement(study: str, name: str | None, over: str, replicates: int, seed: int, whole: bool) -> None:
    """Agreement per code and pair of coders, with intervals.

    Percent (of all, and of what one of the two coded), Cohen's kappa, Krippendorff's alpha, Gwet's AC1; on verdicts
    (present, denied, absent for a person in an article) and on words.
    """
    with opened(study) as held:
        found = held.agreement(name, over=over, replicates=replicates, seed=seed)
    if whole:
        click.echo(as_json(found))
    else:
        say("\n".join(_lines(found)))


def _lines(found: Agreement) -> Iterator[str]:
    what = f"round {found.round}" if found.round else "machine against what people decided"
    yield f"{what}; {found.level:.0%} intervals: {found.replicates} draws of {found.clusters} {found.over}{'' if found.clusters == 1 else 's'}, seed {found.seed}"
    last = None
    for row in found.pairs:
        if last != (last := (row.level, row.left, row.right)):
            yield from (
                "",
                f"{row.left} and {row.right}, {'verdicts' if row.level == 'person' else 'words (code points)'}",
                _HEAD,
            )
        yield _row(row)
    if found.all_coders:
        yield from ("", "all coders together, Krippendorff's alpha on verdicts")
        yield from (f"  {code:34} {_measure(one)}" for code, one in found.all_coders.items())
    if found.drift:
        yield from ("", "over time, all codes", _HEAD.replace(" coded ", "       "))
    for one in found.drift:
        level = "verdicts" if one.level == "person" else "words"
        yield f"  {one.left} and {one.right}, {level}, {one.first} to {one.last}"
        yield f"  {'':34} {one.units:7} {'':6}  {_measures(one)}"


def _row(row: PairAgreement) -> str:
    return f"  {row.what:34} {row.units:7} {row.coded:6}  {_measures(row)}"


def _measures(row: PairAgreement | Drift) -> str:
    return "  ".join(_measure(one) for one in (row.agreement, row.coded_only, row.kappa, row.alpha, row.ac1))


def _measure(one: Measure) -> str:
    spread = f" [{_number(one.low)}, {_number(one.high)}]" if one.low is not None else ""
    return f"{_number(one.value) + spread:18}"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
