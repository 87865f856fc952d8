"""learn: the terminal's way to weights that the team's own decisions taught."""

from __future__ import annotations

import click

from testimonia.cli.decide import signed, user
from testimonia.cli.frame import opened, say


@click.command()
@click.argument("study", type=click.Path())
@signed
@click.option("--dry-run", is_flag=True, help="Only show what it would do.")
@click.option("--anyway", is_flag=True, help="Record it where it is not better, too.")
def learn(study: str, by: str | None, reason: str | None, dry_run: bool, anyway: bool) -> None:
    """Weights from the team's own decisions, undoable.

    Fits the models that propose cases and codes to what people decided, shows log loss, Brier score and F1 before and after by
    cross-validation over articles, and records the new weights as a decision where they are better. The next run goes by them.

    \b
    testimonia learn mystudy --dry-run
    testimonia learn mystudy --by ana --reason "after the first round"
    testimonia decide mystudy undo 41
    """
    with opened(study) as held:
        lesson = held.learn(by=by or user(), reason=reason or "", dry_run=dry_run, anyway=anyway)
    say(lesson.table())
