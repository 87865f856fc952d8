"""The command line. Each command is a verb of `api.Study`; results go to stdout, progress to stderr."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from testimonia.cli.frame import guarded


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point. Leaves with 0, with the exit code of the error's class, or with 130 where it was stopped."""
    from testimonia.cli.commands import commands

    sys.exit(guarded(lambda: commands.main(args=arguments, prog_name="testimonia", standalone_mode=False)))
