"""All commands, in the order of the work."""

from __future__ import annotations

import click

from testimonia import __version__
from testimonia.cli import request as _request  # noqa: F401 - adds its kinds of decision
from testimonia.cli.agreement import agreement
from testimonia.cli.codebook import codebook
from testimonia.cli.collect import coverage, watch
from testimonia.cli.decide import decide
from testimonia.cli.desk import account, review, serve
from testimonia.cli.enter import import_
from testimonia.cli.history import history
from testimonia.cli.learn import learn
from testimonia.cli.leave import evaluate, export
from testimonia.cli.look import show, status
from testimonia.cli.queue import queue
from testimonia.cli.release import diff, publish
from testimonia.cli.round import round as rounds
from testimonia.cli.sweep import sweep
from testimonia.cli.translate import translate
from testimonia.cli.verify import verify
from testimonia.cli.work import STAGE_COMMANDS, capture, demo, init, run


class InOrder(click.Group):
    """A group that lists its commands in the order in which they were added."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Names, in the order of the work."""
        return list(self.commands)


@click.group(cls=InOrder, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="testimonia")
def commands() -> None:
    """Public accounts in, a counted and coded study of people who left a group out.

    Every number walks back to the exact words it rests on. STUDY is a folder: `init` makes it, `run` fills it.
    `testimonia COMMAND --help` says more of each; the manual is in docs/ of the source.

    \b
    testimonia init mystudy
    testimonia run mystudy articles
    testimonia status mystudy
    """


WORK = (init, run, capture, sweep, translate, *STAGE_COMMANDS, publish, watch, coverage)
LOOK = (status, show)
TEAM = (queue, decide, codebook, rounds, agreement, history, learn)
DESK = (review, serve, account)
LEAVE = (import_, export, verify, diff, evaluate)

for command in (*WORK, *LOOK, *TEAM, *DESK, *LEAVE, demo):
    commands.add_command(command)
