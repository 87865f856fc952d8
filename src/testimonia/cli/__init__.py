"""The command line. Each command is a verb of `api.Study`; results go to stdout, progress to stderr."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence

from testimonia.cli.frame import STOPPED, guarded


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point. Leaves with 0, with the exit code of the error's class, or with 130 where it was stopped."""
    code = guarded(lambda: _run(arguments))
    if code == STOPPED:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # who presses Ctrl-C twice sees the message, no traceback after it
    sys.exit(code)


def _run(arguments: Sequence[str] | None) -> object:
    from testimonia.cli.commands import commands

    return commands.main(args=arguments, prog_name="testimonia", standalone_mode=False)
