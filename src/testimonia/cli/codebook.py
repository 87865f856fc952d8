"""codebook: the codes in force, and how they came to read as they do."""

from __future__ import annotations

from typing import Any

import click

from testimonia.cli.decide import Order, StudyFirst, decide_one, signed
from testimonia.cli.frame import opened, say


@click.group(cls=StudyFirst, invoke_without_command=True, subcommand_metavar="[WHAT ...]")
@click.argument("study", type=click.Path())
@signed
@click.option("--seen", type=int, metavar="NUMBER", help="Refuse, if others changed it after that decision.")
@click.pass_context
def codebook(ctx: click.Context, study: str, by: str | None, reason: str | None, seen: int | None) -> None:
    """The codes in force; define, retire and merge them.

    Each change is a decision and makes a new version. What people coded by the old definition comes into the queue
    (kind recode); the machine codes anew with the next run.
    """
    ctx.obj = Order(study, by, reason, seen)
    if ctx.invoked_subcommand is None:
        with opened(study) as held:
            book = held.codebook()
        say(
            f"{book.title}, version {book.version}\n"
            + "\n".join(f"  {c.id:28} {c.name}: {c.definition}" for c in book.codes)
        )


@codebook.command()
@click.argument("code")
@click.option("--name", help="For people to read.")
@click.option("--definition", help="What it means.")
@click.option(
    "--includes", multiple=True, metavar="TEXT", help="What belongs to it; again for more. Takes the place of the list."
)
@click.option("--excludes", multiple=True, metavar="TEXT", help="What does not; likewise.")
@click.option("--examples", multiple=True, metavar="TEXT", help="Likewise.")
@click.option("--cues", multiple=True, metavar="REGEX", help="What speaks for it in a text; likewise.")
@click.option("--not-cues", multiple=True, metavar="REGEX", help="What speaks against it; likewise.")
@signed
@click.pass_obj
def define(order: Order, /, code: str, by: str | None, reason: str | None, **fields: Any) -> None:
    """A new version of a code, or a new code."""
    given = {name: value for name, value in fields.items() if value not in (None, ())}
    decide_one(order, by, reason, lambda study, **signed: study.define_code(code, **given, **signed))


@codebook.command()
@click.argument("code")
@signed
@click.pass_obj
def retire(order: Order, code: str, by: str | None, reason: str | None) -> None:
    """A code is given no more; its codings count no more."""
    decide_one(order, by, reason, lambda study, **signed: study.retire_code(code, **signed))


@codebook.command()
@click.argument("code")
@click.argument("into")
@signed
@click.pass_obj
def merge(order: Order, code: str, into: str, by: str | None, reason: str | None) -> None:
    """What was coded the one counts as the other."""
    decide_one(order, by, reason, lambda study, **signed: study.merge_codes(code, into, **signed))


@codebook.command("versions")
@click.argument("code", required=False)
@click.pass_obj
def versions(order: Order, code: str | None) -> None:
    """Every version, by whom and why."""
    with opened(order.study) as study:
        found = study.codebook_history(code)
    for one in found:
        who = f"decision {one.number} by {one.by}, {one.at}" if one.number else "the file"
        undone = "" if one.holds else " (undone)"
        say(
            f"version {one.version}  {one.code.id}: {one.change}; {who}{f' ({one.reason})' if one.reason else ''}{undone}"
        )
