"""status and show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from testimonia.cli.frame import as_of, opened_at, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from testimonia.pipeline.status import Status

_MOST = 15  # of each list; --json has them all


@click.command()
@click.argument("study", type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="Everything, for programs.")
@as_of
def status(study: str, as_json: bool, when: str | None) -> None:
    """What is in it, what waits, what was set aside and why.

    Needs no lock: it may be asked while a run is under way.
    """
    with opened_at(study, when) as held:
        found = held.status()
    if as_json:
        import msgspec

        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2).decode("utf-8"))
    else:
        say("\n".join(_lines(found)))


@click.command()
@click.argument("study", type=click.Path())
@click.argument("what", metavar="CASE|DOCUMENT|FIGURE")
@as_of
def show(study: str, what: str, when: str | None) -> None:
    """One thing with its evidence.

    A person (P-...), an article (d-...), one person in one article (d-...@START-END), a coding (k-...), a question (?...),
    a figure by its name (count.individuals), the word decisions: the whole log; or the word
    weights: what the machine proposes by.
    """
    with opened_at(study, when) as held:
        say(held.show(what).rstrip("\n"))


def _lines(found: Status) -> Iterator[str]:
    yield found.title
    yield f"  groups       {', '.join(found.groups)}"
    yield f"  documents    {found.documents} captured, {found.articles} read as articles, {found.origins} origins"
    by_status = ", ".join(f"{number} {name}" for name, number in found.persons.items()) or "none"
    yield f"  persons      {by_status} (from {found.appearances} appearances)"
    yield f"  count        {found.count.best}, between {found.count.floor} and {found.count.ceiling}"
    yield f"  codings      {found.codings}; claims {found.claims}; decisions {found.decisions}"
    yield f"  weights      {found.weights}"
    state = "shows the study as it stands" if found.up_to_date else "is behind: testimonia run brings it up to date"
    yield f"  report       {found.report or 'none yet'}" + (f" ({state})" if found.report else "")
    yield from ("", "entered = kept + set aside")
    for step in found.attrition:
        why = ", ".join(f"{reason} {number}" for reason, number in step.reasons.items())
        yield f"  {step.stage:9} {step.entered:6} = {step.kept} + {step.set_aside} {step.unit}" + (
            f" ({why})" if why else ""
        )
    yield from _consulted(found)
    yield from _set_asides(found)
    yield from _waiting(found)


def _consulted(found: Status) -> Iterator[str]:
    held = found.consulted
    if held is None:
        return
    lost = ", ".join(f"{why} {number}" for why, number in held.tally.rejected.items())
    rate = f"{held.tally.rate:.1%}" if held.tally.rate is not None else "none"
    yield from ("", f"language model  {', '.join(held.coders)}")
    yield f"  {held.articles} articles, {held.requests} answers, {held.tokens_in} tokens in, {held.tokens_out} out"
    yield f"  quotes       {held.tally.proposed}: {held.tally.exact} exact, {held.tally.near} near; rejected {rate}" + (
        f" ({lost})" if lost else ""
    )
    yield f"  {'rules against it':26} units  same  both  rules  model  kappa"
    for one in found.agreement:
        kappa = "-" if one.kappa is None else f"{one.kappa:.2f}"
        yield f"  {one.what:26} {one.units:5} {one.same:5} {one.both:5} {one.only_rules:6} {one.only_llm:6} {kappa:>6}"


def _set_asides(found: Status) -> Iterator[str]:
    if not found.set_asides:
        return
    yield from ("", "set aside")
    for one in found.set_asides[:_MOST]:
        yield f"  {one.stage:9} {one.reason.value:12} {one.source}: {one.detail}"
    if len(found.set_asides) > _MOST:
        yield f"  ... and {len(found.set_asides) - _MOST} more (--json lists them all)"


def _waiting(found: Status) -> Iterator[str]:
    kinds = ", ".join(f"{number} {kind}" for kind, number in found.waits.items()) or "nothing"
    yield from ("", f"waits for people: {kinds}")
    for one in found.questions[:_MOST]:
        who = " ".join(filter(None, (one.person, *one.appearances))) or one.article
        yield f"  {one.id} {one.kind:9} {who}: {one.why}"
    if len(found.questions) > _MOST:
        yield f"  ... and {len(found.questions) - _MOST} more (--json lists them all)"
