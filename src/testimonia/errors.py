"""The one family of errors: what, where, got and expected, what to do next.

A user's mistake is never a traceback: the command line catches `TestimoniaError`, prints `str(error)` and leaves with
`error.exit_code`, one code a class. A bad *item* in a batch is no error at all but a value (`domain.setaside.SetAside`).
"""

from __future__ import annotations

import errno

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EMFILE, errno.ENFILE, errno.ENOMEM)


class TestimoniaError(Exception):
    """Base of all errors that a user can meet.

    Args:
        what: one sentence, what went wrong.
        where: file, line, field or offset, as far as known.
        got: what was found.
        expected: what should have been there.
        hint: what to do next.
    """

    __test__ = False  # the name begins with "Test": pytest is not meant
    exit_code = 1

    def __init__(
        self, what: str, *, where: str = "", got: object = None, expected: object = None, hint: str = ""
    ) -> None:
        self.what, self.where, self.got, self.expected, self.hint = what, where, got, expected, hint
        super().__init__(str(self))

    def __str__(self) -> str:
        lines = [f"{self.where}: {self.what}" if self.where else self.what]
        if self.got is not None:
            lines.append(f"  got:      {self.got}")
        if self.expected is not None:
            lines.append(f"  expected: {self.expected}")
        if self.hint:
            lines.append(f"  next:     {self.hint}")
        return "\n".join(lines)


class UsageError(TestimoniaError):
    """The command or call does not fit: an unknown name, a wrong option."""

    exit_code = 2


class ConfigError(TestimoniaError):
    """study.toml, codebook.yaml or a lexicon does not fit; names every problem at once."""

    exit_code = 3


class InputError(TestimoniaError):
    """A source given as a whole cannot be read (single bad items are set aside instead)."""

    exit_code = 4


class StoreError(TestimoniaError):
    """The store cannot be opened, written or trusted."""

    exit_code = 5


class BusyError(StoreError):
    """Another process is working on the same study."""

    exit_code = 6


class TamperError(StoreError):
    """The log of decisions does not follow from itself: an event was changed after the fact, or is damaged."""

    exit_code = 12


class DecisionError(TestimoniaError):
    """A decision names what is not there, or contradicts itself."""

    exit_code = 7


class ConflictError(DecisionError):
    """Somebody else answered the same question in the meantime; nothing was recorded.

    Args:
        theirs: number of the event that stands, `yours`: what was not recorded, in words.
    """

    exit_code = 11

    def __init__(
        self, what: str, *, theirs: int, yours: str, where: str = "", got: object = None, hint: str = ""
    ) -> None:
        self.theirs, self.yours = theirs, yours
        super().__init__(what, where=where, got=got, expected=yours, hint=hint)


class EvidenceError(TestimoniaError):
    """A quote does not stand at its offsets, or a figure does not walk back to quotes: nothing is published."""

    exit_code = 8


class ConsentError(TestimoniaError):
    """Text would leave the machine, and nobody has agreed to that."""

    exit_code = 9


class ReleaseError(TestimoniaError):
    """A release would show what must not be shown, cannot be made, or is not what was signed."""

    exit_code = 10


def no_room(error: BaseException) -> StoreError | None:
    """The error for a machine that has no room left (disk, open files, memory); None where it is another.

    No item is to blame for it: the run stops, and the next one does what is left.
    """
    if not isinstance(error, OSError) or error.errno not in _NO_ROOM:
        return None
    return StoreError(
        "the machine has no room left (is the disk full?)",
        where=str(error.filename or ""),
        got=error.strerror,
        hint="free some space and run the same command again: what was done is kept",
    )
