"""verify: whether what is there is whole, a release or the log of a study."""

from __future__ import annotations

from pathlib import Path

import click

from testimonia.cli.frame import opened, say


@click.command()
@click.argument("path", type=click.Path(), metavar="STUDY|RELEASE")
@click.option("--key", default="", metavar="FINGERPRINT", help="Of a release: the study's key, as you were told it.")
def verify(path: str, key: str) -> None:
    """Whether a release is what was signed, or a log whole.

    RELEASE: every byte, nothing added, nothing lost; needs no study. STUDY: the log of decisions follows from itself.

    \b
    testimonia verify release-1
    """
    folder = Path(path)
    if (folder / "study.toml").exists():
        _study(folder)
    else:
        _release(folder, key)


def _study(folder: Path) -> None:
    with opened(str(folder)) as held:
        say(f"the log is whole: {held.verify()} decisions")


def _release(folder: Path, key: str) -> None:
    from testimonia.pipeline.verify_release import verify_release

    found = verify_release(folder, key)
    state = f"disclosure check signed by {found.signed_by}" if found.signed_by else "a draft: nobody signed its check"
    say(f"release {found.number} is what was signed: {found.files} files\n{found.title}. {found.edition}; {state}")
    say(f"key (SHA-256), to be compared with what the team tells: {found.fingerprint}")
