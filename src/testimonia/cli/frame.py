"""What every command shares: how it ends, where it prints, who decides."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from testimonia.errors import TestimoniaError, no_room

if TYPE_CHECKING:
    from testimonia.api import Study

STOPPED = 130


def guarded(command: Callable[[], Any]) -> int:
    """Runs a command and turns how it ends into an exit code. A user's mistake is a message, never a traceback."""
    try:
        code = command()
        sys.stdout.flush()
    except TestimoniaError as error:
        return _say(f"error: {printable(str(error))}", error.exit_code)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        return _say("\nstopped; run again to go on", STOPPED)
    except BrokenPipeError:
        # Whoever read our output has had enough (`| head`): not an error, and nothing more can be said there.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        full = no_room(error)
        if full is None:
            raise
        # What Python still holds for standard output would fail once more on the way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _say(f"error: {printable(str(full))}", full.exit_code)
    return code if isinstance(code, int) else 0


@contextmanager
def opened(path: str) -> Iterator[Study]:
    """The study, with a progress display that fits where standard error goes."""
    from testimonia.adapters.progress import for_stream
    from testimonia.api import Study

    progress = for_stream(sys.stderr)
    try:
        with Study.open(path, progress=progress) as study:
            yield study
    finally:
        progress.close()


@contextmanager
def opened_at(path: str, when: str | None) -> Iterator[Study]:
    """The study as it is, or as it stood at the end of that day."""
    with opened(path) as study:
        if when is None:
            yield study
        else:
            with study.at(when) as then:
                yield then


def as_of(command: Callable[..., Any]) -> Callable[..., Any]:
    """A command with --as-of."""
    return click.option("--as-of", "when", metavar="DATE", help="As it stood at the end of that day, or at that time.")(
        command
    )


def as_json(found: object) -> str:
    """Everything, for programs."""
    import msgspec

    return msgspec.json.format(msgspec.json.encode(found), indent=2).decode("utf-8")


def ask_consent(study: Study) -> None:
    """Asks at the terminal before text leaves the machine; without a terminal, study.toml must have said so."""
    host = study.wants_consent()
    if host is None or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return
    if click.confirm(f"The text of the articles would be sent to {printable(host)}. May it?", default=False, err=True):
        study.consent(host)


def say(words: str) -> None:
    """Prints a result."""
    click.echo(printable(words))


def printable(words: str) -> str:
    """Words of a source without anything that a terminal would obey."""
    return "".join(c if c.isprintable() or c in "\n\t" else "\ufffd" for c in words)


def _say(words: str, code: int) -> int:
    with contextlib.suppress(OSError):  # a standard error that is full too: the exit code still tells
        click.echo(words, err=True)
    return code
