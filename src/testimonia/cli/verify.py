"""verify: whether what is there follows from itself, or is what was signed."""

from __future__ import annotations

from pathlib import Path

import click

from testimonia.cli.frame import say
from testimonia.errors import TamperError, UsageError


@click.command()
@click.argument("folder", type=click.Path(), metavar="STUDY|RELEASE")
@click.option(
    "--key", default="", metavar="FINGERPRINT", help="The fingerprint of the study's key, as you were told it."
)
def verify(folder: str, key: str) -> None:
    """Whether a release is what was signed, or a log whole.

    RELEASE: every byte, nothing added, nothing lost; needs no study.

    STUDY: the chain of hashes over the log. Exit code 12 where an event was changed after the fact, with its number. Keep the
    last hash elsewhere: a log cut off at its end cannot be told from a shorter one.

    \b
    testimonia verify release-1
    """
    place = Path(folder)
    if not place.is_dir():
        raise UsageError("there is nothing to verify here", where=folder, expected="a study's folder, or a release's")
    if (place / "study.toml").exists() and not (place / "manifest.json").exists():
        if key:
            raise UsageError("--key is for a release", hint="leave it out: a study's log has no key")
        _study(place)
    else:
        _release(place, key)


def _study(folder: Path) -> None:
    from testimonia.pipeline.verify import verify_study

    found = verify_study(folder)
    say(f"{found.events} decisions, and each follows from the one before")
    if found.events:
        say(f"  from {found.first} to {found.last}\n  last hash {found.head}")
    stamps = found.stamps
    if stamps.good:
        say(f"{stamps.good} fetched pages are what was stamped, from {stamps.first} to {stamps.last}")
    if stamps.bad:
        raise TamperError(
            "pages are not what was stamped", got="; ".join(stamps.bad[:20]), hint="restore web/ from a copy"
        )


def _release(folder: Path, key: str) -> None:
    from testimonia.pipeline.verify_release import verify_release

    found = verify_release(folder, key)
    state = f"disclosure check signed by {found.signed_by}" if found.signed_by else "a draft: nobody signed its check"
    say(f"release {found.number} is what was signed: {found.files} files\n{found.title}. {found.edition}; {state}")
    say(f"key (SHA-256), to be compared with what the team tells: {found.fingerprint}")
