"""queue: what the team is asked, in order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from testimonia.cli.frame import as_json, opened, say

if TYPE_CHECKING:
    from testimonia.domain.task import Task


@click.command()
@click.argument("study", type=click.Path())
@click.option("--kind", help="Only these: case, identity, coding, attribute, missing, policy, recode.")
@click.option("--for", "whom", metavar="NAME", help="Only those that were put to this colleague.")
@click.option("--snoozed", is_flag=True, help="Also those that wait for a date, at the end.")
@click.option("--limit", type=click.IntRange(1), default=15, show_default=True, help="So many at most.")
@click.option("--json", "whole", is_flag=True, help="Everything, for programs.")
def queue(study: str, kind: str | None, whom: str | None, snoozed: bool, limit: int, whole: bool) -> None:
    """What people are asked, weightiest first.

    Each question with its words in their surroundings, reasons for and against, and the commands that answer it.

    \b
    testimonia queue mystudy --limit 3
    testimonia queue mystudy --kind identity
    """
    with opened(study) as held:
        found = held.queue(kind=kind, whom=whom, snoozed=snoozed, limit=limit)
    if whole:
        click.echo(as_json(found))
    else:
        say("\n\n".join("\n".join(_lines(study, task)) for task in found) or "nothing waits")


def _lines(study: str, task: Task) -> Iterator[str]:
    question = task.question
    waits = f"  waits until {task.snoozed_until}" if task.snoozed_until else ""
    yield f"{task.place}. {task.asks}"
    yield f"   {question.id}  {question.kind}  moves the findings by {question.weight:.2f} standard errors{waits}"
    for one in task.excerpts:
        before, after = " ".join(one.before.split())[-90:], " ".join(one.after.split())[:90]
        yield f"   {one.article} {one.start}-{one.end}: ...{before} [{' '.join(one.quote.split())}] {after}..."
        if one.translation:
            yield f"      in translation: {' '.join(one.translation.split())}"
    yield from (f"     + {reason}" for reason in task.for_)
    yield from (f"     - {reason}" for reason in task.against)
    yield from (f"     memo {note.number}, {note.by}: {note.text}" for note in task.memos)
    yield from (f"     asked of {note.whom} by {note.by}: {note.text}" for note in task.asked)
    for choice in task.choices:
        values = [str(value) for key, value in choice.arguments.items() if value is not None]
        unknown = " --unknown" if choice.verb == "correct" and choice.arguments["value"] is None else ""
        why = " --reason WHY" if choice.verb == "exclude" else ""
        yield f"     {choice.words}: decide {study} --seen {task.seen} {choice.verb} {' '.join(values)}{unknown}{why}"
