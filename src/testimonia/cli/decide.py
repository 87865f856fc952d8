"""decide: the terminal's way to every decision."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from testimonia.cli.frame import opened, say
from testimonia.errors import DecisionError, UsageError

if TYPE_CHECKING:
    from testimonia.domain.decision import Decision


@dataclass(frozen=True)
class Order:
    """What stands before the kind of decision on the command line."""

    study: str
    by: str | None
    reason: str | None


def signed(command: Callable[..., Any]) -> Callable[..., Any]:
    """A command with --by and --reason."""
    command = click.option("--reason", default=None, help="Why.")(command)
    return click.option("--by", default=None, metavar="NAME", help="Who decides.  [default: $USER]")(command)


class StudyFirst(click.Group):
    """Lets the group's own options stand after STUDY: `decide STUDY --from FILE`, as all commands are written."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Puts the options between STUDY and the decision before STUDY, where click looks for them."""
        study, rest, options = args[:1], args[1:], list[str]()
        while study and not study[0].startswith("-") and rest and rest[0].startswith("-"):
            taken = 1 if "=" in rest[0] or rest[0] in ("-h", "--help") else 2
            options, rest = options + rest[:taken], rest[taken:]
        return super().parse_args(ctx, [*options, *study, *rest])


@click.group(cls=StudyFirst, invoke_without_command=True, subcommand_metavar="[DECISION ...]")
@click.argument("study", type=click.Path())
@signed
@click.option("--from", "file", type=click.Path(), metavar="FILE", help="Many decisions, as CSV or JSONL.")
@click.pass_context
def decide(ctx: click.Context, study: str, by: str | None, reason: str | None, file: str | None) -> None:
    """What people decide: into the log, never overridden.

    Include or exclude a case, merge, split, judge or add a coding, correct an attribute, undo.

    Decisions are only ever added to the log, with author, time and reason. A re-run never overrides one.
    ID is a person (P-...) or an appearance (d-...@START-END).

    FILE has the columns decision, id, other, code, sub, stance, quote, document, start, field, value, number, by,
    reason (as needed). Good lines are done; bad ones are listed, and the exit code is then 7.
    """
    ctx.obj = Order(study, by, reason)
    if file is not None and ctx.invoked_subcommand is not None:
        raise UsageError("either --from FILE or one decision, not both")
    if file is not None:
        _many(ctx.obj, file)
    elif ctx.invoked_subcommand is None:
        raise UsageError("nothing to decide", hint="give a decision or --from FILE; see `testimonia decide --help`")


@decide.command()
@click.argument("id")
@signed
@click.pass_obj
def include(order: Order, id: str, by: str | None, reason: str | None) -> None:
    """This person is a case."""
    one(order, by, reason, lambda study, **signed: study.include(id, **signed))


@decide.command()
@click.argument("id")
@signed
@click.pass_obj
def exclude(order: Order, id: str, by: str | None, reason: str | None) -> None:
    """This person is not counted; needs --reason.

    They stand on the exclusion list, by id, with the reason.
    """
    one(order, by, reason, lambda study, **signed: study.exclude(id, **signed))


@decide.command()
@click.argument("id")
@click.argument("other")
@signed
@click.pass_obj
def merge(order: Order, id: str, other: str, by: str | None, reason: str | None) -> None:
    """These two are one person."""
    one(order, by, reason, lambda study, **signed: study.merge(id, other, **signed))


@decide.command()
@click.argument("id")
@click.argument("other")
@signed
@click.pass_obj
def split(order: Order, id: str, other: str, by: str | None, reason: str | None) -> None:
    """These two are different people."""
    one(order, by, reason, lambda study, **signed: study.split(id, other, **signed))


@decide.command()
@click.argument("coding")
@signed
@click.pass_obj
def accept(order: Order, coding: str, by: str | None, reason: str | None) -> None:
    """The proposed coding (k-...) is right."""
    one(order, by, reason, lambda study, **signed: study.accept(coding, **signed))


@decide.command()
@click.argument("coding")
@signed
@click.pass_obj
def reject(order: Order, coding: str, by: str | None, reason: str | None) -> None:
    """The proposed coding (k-...) is wrong."""
    one(order, by, reason, lambda study, **signed: study.reject(coding, **signed))


@decide.command()
@click.argument("id")
@click.argument("code")
@click.option("--quote", required=True, help="The exact words in the article.")
@click.option("--sub", help="Sub-theme of the code.")
@click.option("--denied", is_flag=True, help="The person says that this was not the reason.")
@click.option("--document", metavar="d-...", help="Where the words stand in more than one article.")
@click.option("--start", type=int, help="Where they stand more than once: the offset in code points.")
@signed
@click.pass_obj
def code(order: Order, /, id: str, code: str, by: str | None, reason: str | None, **place: Any) -> None:
    """The person gives this reason in these words.

    CODE is one of codebook.yaml: leaving/brutality. The words must stand in an article in which the person appears.

    \b
    testimonia decide mystudy code P-zdljg2ao leaving/corruption --quote "took everything"
    """
    quote = place.pop("quote")
    one(order, by, reason, lambda study, **signed: study.add_coding(id, code, quote, **place, **signed))


@decide.command()
@click.argument("id")
@click.argument("field")
@click.argument("value", required=False)
@click.option("--unknown", is_flag=True, help="What the articles give is wrong, and the truth is not known.")
@signed
@click.pass_obj
def correct(
    order: Order, id: str, field: str, value: str | None, unknown: bool, by: str | None, reason: str | None
) -> None:
    """An attribute's true value.

    FIELD is name, nationality (SY), gender (F, M), age, group_role, joined, left (2014, 2014-05, 2014-05-31) or
    pseudonym (yes).
    """
    if unknown == (value is not None):
        raise UsageError("give either a VALUE or --unknown")
    one(order, by, reason, lambda study, **signed: study.correct(id, field, value, **signed))


@decide.command()
@click.argument("number", type=int)
@signed
@click.pass_obj
def undo(order: Order, number: int, by: str | None, reason: str | None) -> None:
    """The decision with this number no longer holds.

    An undo is a decision too and can be undone. `testimonia show STUDY decisions` lists the numbers.
    """
    one(order, by, reason, lambda study, **signed: study.undo(number, **signed))


def one(order: Order, by: str | None, reason: str | None, act: Callable[..., Decision]) -> None:
    """One decision, signed, and how to take it back."""
    signed = {"by": by or order.by or user(), "reason": reason or order.reason or ""}
    with opened(order.study) as study:
        event = act(study, **signed)
        back = f"testimonia decide {order.study} undo {event.number}"
        say(f"decision {event.number} by {event.by}; to take it back: {back}")


def _many(order: Order, file: str) -> None:
    with opened(order.study) as study:
        batch = study.decide_from(Path(file), by=order.by or user(), reason=order.reason or "")
    say(f"{len(batch.done)} decided, {len(batch.bad)} set aside")
    if batch.bad:
        lines = "\n".join(f"  line {line.number}: {line.why}" for line in batch.bad)
        raise DecisionError(
            f"{len(batch.bad)} of {len(batch.bad) + len(batch.done)} lines were not done\n{lines}", where=file
        )


def user() -> str:
    """Who sits here; empty where the system does not say, which is then refused in words."""
    try:
        return os.environ.get("USER") or getpass.getuser()
    except (KeyError, OSError):
        return ""
