"""round: double coding from the terminal."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from testimonia.cli.decide import Order, StudyFirst, decide_one, signed
from testimonia.cli.frame import opened, say
from testimonia.cli.marks import marks_of, with_marks
from testimonia.errors import UsageError

if TYPE_CHECKING:
    from testimonia.domain.round import Assignment, Conflict, Given, Mark

NAME = click.argument("name")


@click.group(cls=StudyFirst, invoke_without_command=True, subcommand_metavar="[WHAT ...]")
@click.argument("study", type=click.Path())
@signed
@click.option("--seen", type=int, metavar="NUMBER", help="Refuse, if others answered this after that decision.")
@click.pass_context
def round(ctx: click.Context, study: str, by: str | None, reason: str | None, seen: int | None) -> None:
    """Double coding: draw, answer blind, compare, adjudicate.

    Without more it says how far each round has come.
    """
    ctx.obj = Order(study, by, reason, seen)
    if ctx.invoked_subcommand is None:
        with opened(study) as held:
            found = held.rounds()
        say(
            "\n".join(_progress(one) for one in found)
            or "no rounds yet: `testimonia round STUDY draw NAME --coders ana,bo`"
        )


@round.command()
@NAME
@click.option("--coders", required=True, metavar="A,B", help="Who codes.")
@click.option("--n", type=int, help="How many appearances.  [default: all of counted persons]")
@click.option("--codes", metavar="X,Y", help="Which codes are looked for.  [default: all]")
@click.option("--each", type=int, default=2, show_default=True, help="Coders for each appearance.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of the draw: the same draws the same.")
@click.option("--stratify", is_flag=True, help="As many to which a code is proposed as others.")
@click.option("--open", "is_open", is_flag=True, help="Coders see each other's answers.")
@click.option("--with-machine", is_flag=True, help="Coders see what the machine proposes.")
@click.option("--decides", is_flag=True, help="Answers count at once (with --each 1).")
@signed
@click.pass_obj
def draw(order: Order, /, name: str, by: str | None, reason: str | None, **design: Any) -> None:
    """Draws who codes whom, by chance, with recorded probabilities."""
    design["coders"] = [one.strip() for one in design["coders"].split(",")]
    design["codes"] = [one.strip() for one in design["codes"].split(",")] if design["codes"] else None
    design["blind_to_coders"], design["blind_to_machine"] = not design.pop("is_open"), not design.pop("with_machine")
    decide_one(order, by, reason, lambda study, **signed: study.draw(name, **design, **signed), notes=True)


@round.command()
@NAME
@signed
@click.pass_obj
def mine(order: Order, name: str, by: str | None, reason: str | None) -> None:  # noqa: ARG001
    """What one coder has to do, and has done."""
    from testimonia.cli.decide import user

    with opened(order.study) as study:
        found = study.assignments(name, by or order.by or user())
    say("\n".join(_assignment(one) for one in found) or "nothing to code")


@round.command()
@NAME
@click.argument("id")
@with_marks
@click.option("--nothing", is_flag=True, help="None of the codes is there.")
@signed
@click.pass_obj
def answer(order: Order, /, name: str, id: str, by: str | None, reason: str | None, nothing: bool, **said: Any) -> None:
    """All that this coder finds in one unit; the rest is absent."""
    marks = marks_of(**said)
    if nothing == bool(marks):
        raise UsageError("an answer says what is there, or --nothing", hint="--present CODE QUOTE")
    decide_one(order, by, reason, lambda study, **signed: study.answer(name, id, marks, **signed))


@round.command()
@NAME
@click.option("--all", "whole", is_flag=True, help="Also those that are adjudicated.")
@click.pass_obj
def conflicts(order: Order, name: str, whole: bool) -> None:
    """Where coders differ, side by side."""
    with opened(order.study) as study:
        found = study.conflicts(name, all=whole)
    say("\n\n".join(_conflict(one) for one in found) or "no conflicts")


@round.command()
@NAME
@click.argument("id")
@click.option("--take", metavar="NAME", help="This coder's answer holds.")
@click.option("--nothing", is_flag=True, help="None of the codes is there.")
@with_marks
@signed
@click.pass_obj
def adjudicate(
    order: Order,
    /,
    name: str,
    id: str,
    by: str | None,
    reason: str | None,
    take: str | None,
    nothing: bool,
    **said: Any,
) -> None:
    """The outcome of one unit, which counts in the study."""
    marks = marks_of(**said)
    own = marks if marks or nothing else None
    act: Callable[..., Any] = lambda study, **signed: study.adjudicate(name, id, take=take, marks=own, **signed)  # noqa: E731
    decide_one(order, by, reason, act)


def _progress(one: Any) -> str:
    who = ", ".join(f"{coder} {done} of {of}" for coder, (done, of) in one.done.items())
    blind = [
        what
        for what, is_blind in (("each other", one.blind_to_coders), ("the machine", one.blind_to_machine))
        if is_blind
    ]
    return (
        f"{one.name}  drawn by {one.by}, {one.at}: {one.units} units, {len(one.codes)} codes; "
        f"blind to {' and '.join(blind) or 'nothing'}{'; decides' if one.decides else ''}\n"
        f"  {who}; {one.complete} complete, {one.conflicts} in conflict, {one.adjudicated} adjudicated"
    )


def _assignment(one: Assignment) -> str:
    state = "to do" if one.mine is None else f"done, decision {one.mine.number}: {_marks(one.mine.marks)}"
    return f"{one.place:4}  {one.appearance}  {one.label}  [{state}]"


def _conflict(one: Conflict) -> str:
    lines = [f"{one.appearance}  {one.label}"]
    for apart in one.differences:
        said = ", ".join(f"{coder} {verdict}" for coder, verdict in apart.said.items())
        lines.append(f"  {apart.code}: {said}" + (" (of other words)" if apart.words_apart else ""))
    lines += [f"    {given.coder}: {_marks(given.marks)}" for given in one.answers]
    if one.outcome:
        lines.append(f"    {_decided(one.outcome)}: {_marks(one.outcome.marks)}")
    return "\n".join(lines)


def _decided(outcome: Given) -> str:
    whose = f"{outcome.taken} is right" if outcome.taken is not None else "an answer of their own"
    return f"decided by {outcome.coder}, {whose}" + (f" ({outcome.reason})" if outcome.reason else "")


def _marks(marks: tuple[Mark, ...]) -> str:
    return (
        "; ".join(f'{m.code}{" denied" if m.stance.value == "denied" else ""} "{m.quote}"' for m in marks) or "nothing"
    )
