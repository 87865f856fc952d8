"""verify: whether what is there follows from itself."""

from __future__ import annotations

from pathlib import Path

import click

from testimonia.cli.frame import say
from testimonia.errors import UsageError


@click.command()
@click.argument("path", type=click.Path())
def verify(path: str) -> None:
    """Checks the chain of hashes over a study's log.

    Exit code 12 where an event was changed after the fact, with its number. Keep the last hash elsewhere: a log cut off at its
    end cannot be told from a shorter one.
    """
    folder = Path(path)
    if not (folder / "study.toml").exists():
        raise UsageError("there is nothing to verify here", where=path, expected="a study's folder, with study.toml")
    _study(folder)


def _study(folder: Path) -> None:
    from testimonia.pipeline.verify import verify_study

    found = verify_study(folder)
    say(f"{found.events} decisions, and each follows from the one before")
    if found.events:
        say(f"  from {found.first} to {found.last}\n  last hash {found.head}")
