"""watch, coverage: going on gathering, and knowing since when."""

from __future__ import annotations

import json

import click
import msgspec

from testimonia.cli.frame import ask_consent, opened, say


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
    from apscheduler.schedulers.blocking import BlockingScheduler

    with opened(study) as held:
        minutes = held.watch_minutes
    _pass(study)
    clock = BlockingScheduler()
    clock.add_job(_pass, "interval", args=[study], seconds=minutes * 60, coalesce=True, max_instances=1)
    clock.start()


def _pass(study: str) -> None:
    with opened(study) as held:
        ask_consent(held)
        done = held.watch()
        say(done.words)
        for one in done.undelivered:
            say(f"not delivered: {one}")


@click.command()
@click.argument("study", type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
def coverage(study: str, as_json: bool) -> None:
    """Which sources were watched, from when to when.

    A source that was added later, or did not answer for a while, looks like a change in the world: compare two times only over
    sources that were watched in both.
    """
    from testimonia.pipeline.coverage import in_words

    with opened(study) as held:
        found = held.coverage()
        say(json.dumps(msgspec.to_builtins(found), indent=1) if as_json else in_words(found))
