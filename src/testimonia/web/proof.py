"""That the log's chain of hashes holds, as the page of history says it: checked over a connection of its own, and of a log that grew only what is new."""

from __future__ import annotations

import threading
from pathlib import Path

from testimonia.api import Study
from testimonia.domain.history import Verified


class Proof:
    """Safe for threads. `testimonia verify` goes over the whole log, this over each event once while the desk is open."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._lock = folder, threading.Lock()
        self._held: Verified | None = None

    def now(self) -> Verified:
        """The log up to its end. TamperError where an event does not follow, or what was verified before is not there any more."""
        with self._lock, Study.open(self._folder, quick=True) as study:
            self._held = study.verify(self._held)
            return self._held
