"""watch, coverage: going on gathering, and knowing since when."""

from __future__ import annotations

import json
import signal
import time
from typing import NoReturn

import click
import msgspec

from testimonia.cli.frame import ask_consent, opened, printable, say
from testimonia.errors import TestimoniaError


@click.command()
@click.argument("study", type=click.Path())
@click.option(
    "--once/--loop",
    default=True,
    show_default=True,
    help="One pass, for cron or systemd; or one every [watch] `every` minutes.",
)
def watch(study: str, once: bool) -> None:
    """Feeds and saved searches to findings and a digest.

    Looks at the sources in [watch] of study.toml, takes what is new through every stage, looks again at cited pages, and tells
    what changed since the last digest: new people (by id), findings, questions that wait, pages that are gone.

    \b
    testimonia watch mystudy
    testimonia watch mystudy --loop
    """
    if once:
        _pass(study)
        return
    with opened(study) as held:  # a mistake in study.toml ends it here, rather than in an hour
        seconds = held.watch_minutes * 60
    stop = _Stop()
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while True:
        begun = time.monotonic()
        try:
            _pass(study)
        except TestimoniaError as error:  # the next pass may find the network or the disk mended
            click.echo(f"this pass failed: {printable(str(error))}", err=True)
        if stop.asked:  # an interrupt is lost where no error is let out, in a destructor say
            raise KeyboardInterrupt
        time.sleep(max(0.0, seconds - (time.monotonic() - begun)))


class _Stop:
    """Leaves the page at hand where it is: what is in the store is whole, and the next pass does the rest."""

    asked = False

    def __call__(self, *_: object) -> NoReturn:
        """As the handler of a signal."""
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # asked once is enough; what is open is closed in peace
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        self.asked = True
        raise KeyboardInterrupt


def _pass(study: str) -> None:
    with opened(study) as held:
        ask_consent(held)
        done = held.watch()
        say(done.words)
        for one in done.undelivered:
            say(f"not delivered: {one}")


@click.command()
@click.argument("study", type=click.Path())
@click.option("--between", nargs=2, metavar="DAY DAY", help="Which of them were watched all the time between two days.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
def coverage(study: str, between: tuple[str, str] | None, as_json: bool) -> None:
    """Which sources were watched, from when to when.

    A source that was added later, or did not answer for a while, looks like a change in the world: compare two times only over
    sources that were watched in both.
    """
    from testimonia.pipeline.coverage import compared, in_words

    with opened(study) as held:
        found = held.coverage()
    if between is None:
        say(json.dumps(msgspec.to_builtins(found), indent=1) if as_json else in_words(found))
        return
    spans = compared(found, *between)
    say(json.dumps(msgspec.to_builtins(spans), indent=1) if as_json else spans.in_words())
