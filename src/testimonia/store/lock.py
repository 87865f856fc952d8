"""One writer at a time per study. Both locks go with their process: a killed one leaves nothing behind."""

from __future__ import annotations

import contextlib
import fcntl
import io
import os
from pathlib import Path
from typing import Protocol

from testimonia.errors import BusyError, StoreError
from testimonia.store.statement import Line, text

_KEY = "hashtext('testimonia:' || current_schema())"
_TAKE = text(f"SELECT pg_try_advisory_lock({_KEY})")
_GIVE = text(f"SELECT pg_advisory_unlock({_KEY})")
_HOLDER = text(  # the lock's key is split over two columns: hashtext gives 32 bits, sign-extended to 64
    "SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a USING (pid) "  # noqa: S608 - constants only
    f"WHERE l.locktype = 'advisory' AND l.granted AND l.objid = ({_KEY}::bigint & 4294967295)::oid"
)


class WriterLock(Protocol):
    """Held by the one process that writes."""

    def take(self) -> None:
        """Raises BusyError, naming the holder, where another process has it."""

    def give(self) -> None:
        """Gives it back."""


class FileLock:
    """A lock file beside the SQLite file; the kernel lets go of it when the process ends, however it ends.

    Taking what one has is no harm: a lock that was left behind by an interrupt is taken up again.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: io.FileIO | None = None

    def take(self) -> None:
        """See `WriterLock`."""
        if self._file is None or self._file.closed:
            self._file = self._opened()
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.pread(self._file.fileno(), 64, 0).decode("ascii", "replace").strip()
            self._file.close()
            raise _busy(f"process {holder}" if holder else "a process", str(self._path)) from error
        with contextlib.suppress(OSError):  # a full disk: the lock holds, only its holder goes unnamed
            self._file.truncate(0)
            os.pwrite(self._file.fileno(), str(os.getpid()).encode("ascii"), 0)

    def give(self) -> None:
        """See `WriterLock`."""
        if self._file is not None:
            self._file.close()

    def _opened(self) -> io.FileIO:
        try:
            return io.FileIO(os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666), "r+")
        except OSError as error:
            raise StoreError(
                "the store cannot be written",
                where=str(self._path),
                got=error.strerror,
                hint="check who owns the study's folder, or copy the study to where you may write",
            ) from error


class AdvisoryLock:
    """An advisory lock of the PostgreSQL session, one for each schema (a schema holds one study)."""

    def __init__(self, connection: Line, where: str) -> None:
        self._connection, self._where = connection, where

    def take(self) -> None:
        """See `WriterLock`."""
        if self._connection.execute(_TAKE).scalar():
            return
        holder = self._connection.execute(_HOLDER).scalar()
        raise _busy(str(holder or "a process").removeprefix("testimonia "), self._where)

    def give(self) -> None:
        """See `WriterLock`."""
        if not self._connection.invalidated:  # else the server let go of it when the connection broke off
            self._connection.execute(_GIVE)


def _busy(holder: str, where: str) -> BusyError:
    return BusyError(
        "another process is working on this study",
        where=where,
        got=f"{holder} holds it",
        hint="wait until it is through; `testimonia status` and `show` work meanwhile",
    )
