"""Another process of this interpreter, which finds the program's modules where this one does."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import IO


def begun(
    line: str, said: IO[bytes] | int = subprocess.PIPE, answer: IO[bytes] | int = subprocess.PIPE, **around: str
) -> subprocess.Popen[bytes]:
    """Runs a line of ours, spoken to through its input and output, or through files that are open; `around`: environment variables besides.

    OSError or ValueError where it cannot begin.
    """
    path = os.pathsep.join(dict.fromkeys(one for one in sys.path if one))
    return subprocess.Popen(  # noqa: S603 - this interpreter with a line of ours
        [sys.executable, "-c", line], stdin=said, stdout=answer, stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path, **around},
    )  # fmt: skip
