"""withdraw and reply: what people in the study ask of its publication."""

from __future__ import annotations

import click

from testimonia.cli.decide import Order, decide, decide_one, signed


@decide.command()
@click.argument("id")
@signed
@click.pass_obj
def withdraw(order: Order, id: str, by: str | None, reason: str | None) -> None:
    """Nothing of this person is published any more.

    Not counted, not listed, not quoted, every name hidden, from the next release on. The study itself keeps what it has.
    """
    decide_one(order, by, reason, lambda study, **signed: study.withdraw(id, **signed), notes=True)


@decide.command()
@click.argument("id")
@click.argument("text")
@signed
@click.pass_obj
def reply(order: Order, id: str, text: str, by: str | None, reason: str | None) -> None:
    """What the person answers to what is said of them.

    It stands in these words on their page, from the next release on.
    """
    decide_one(order, by, reason, lambda study, **signed: study.reply(id, text, **signed), notes=True)
