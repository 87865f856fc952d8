"""What went wrong in the database, in words that say what to do next."""

from __future__ import annotations

from testimonia.errors import BusyError, StoreError
from testimonia.store.statement import RefusedError

# First match wins: (words in the driver's message, what, what to do next).
_KNOWN: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (
        ("disk is full", "no space left", "could not extend file"),
        "the disk of the store is full",
        "free some space and run the same command again: everything written before is kept",
    ),
    (
        ("readonly", "read-only", "permission denied", "must be owner"),
        "the store cannot be written",
        "check who owns the study's folder (or the database), or copy the study to where you may write",
    ),
    (
        ("malformed", "database corruption", "invalid page"),
        "the store is damaged",
        'put back a copy, or save what can be read with `sqlite3 study.db ".recover" | sqlite3 rescued.db`',
    ),
    (
        ("not a database", "file is encrypted"),
        "this file is no SQLite database",
        "put back a copy of study.db, or begin a new study with `testimonia init`",
    ),
    (
        ("append-only",),
        "a decision cannot be changed or removed",
        "undo it: `testimonia decide STUDY undo NUMBER`",
    ),
    (
        ("unable to open database file",),
        "the store's file cannot be opened",
        "check that the study's folder exists and that you may read and write in it",
    ),
    (
        ("disk i/o error",),
        "the disk of the store fails to read or write",
        "check the disk and its free space, then run the same command again",
    ),
    (
        ("connection", "could not translate host", "timeout expired", "password authentication", "server closed"),
        "the database server cannot be reached",
        "check that it runs, and the address, user and password (environment: TESTIMONIA_STORE_PASSWORD)",
    ),
)


def explain(error: RefusedError, where: str) -> StoreError:
    """The StoreError for a driver's error. It carries the driver's own words, never the statement or its data."""
    if error.is_lost:
        return StoreError("the connection to the store was lost", where=where, hint="open the study and run it again")
    words = error.words.strip().splitlines()[0] if error.words.strip() else error.kind
    lowered = error.words.casefold()
    if "database is locked" in lowered:
        return BusyError(
            "another process is writing to this study", where=where, hint="wait until it is through, then try again"
        )
    for needles, what, hint in _KNOWN:
        if any(needle in lowered for needle in needles):
            return StoreError(what, where=where, got=words, hint=hint)
    return StoreError(
        "the database refused", where=where, got=words, hint="run the command again; if it stays, report this as a bug"
    )
