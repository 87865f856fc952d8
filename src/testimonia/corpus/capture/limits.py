"""How much capturing takes in, and how it says that something is too much or no good."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from testimonia.domain.setaside import Reason, SetAside
from testimonia.text import speakable


class CaptureOptions(msgspec.Struct, frozen=True, kw_only=True):
    """Limits: bytes a document, bytes an archive may grow to, its growth factor, its members, its nesting."""

    max_bytes: int = 50 * 2**20
    max_expanded: int = 500 * 2**20
    max_ratio: int = 200
    max_members: int = 20_000
    max_depth: int = 3


class Inner(msgspec.Struct, frozen=True, kw_only=True):
    """A file, or something in an archive or table: its name, its bytes and what came with it."""

    name: str
    data: bytes
    headers: dict[str, str] = {}


class Bad(Exception):  # noqa: N818 (carries a set-aside, not a failure)
    """Why a file is no good."""

    def __init__(self, reason: Reason, detail: str) -> None:
        self.reason, self.detail = reason, detail
        super().__init__(detail)


@dataclass(slots=True)
class Budget:
    """What one file may still unpack to, with everything nested in it: bytes and members."""

    left: int
    members: int

    @classmethod
    def of(cls, data: bytes, options: CaptureOptions) -> Budget:
        """The budget of a file; one of a few bytes may still grow to something."""
        return cls(left=options.max_ratio * max(len(data), 1024), members=options.max_members)

    def spend(self, size: int, members: int = 1) -> bool:
        """Takes from the budget; False, and nothing taken, where that is too much."""
        if size > self.left or members > self.members:
            return False
        self.left -= size
        self.members -= members
        return True


def aside(source: str, reason: Reason, detail: str) -> SetAside:
    """A set-aside of this stage."""
    name = speakable(source)
    return SetAside(stage="capture", subject=name, source=name, reason=reason, detail=speakable(detail)[:300])


def megabytes(size: int) -> str:
    """A size for people."""
    return f"{size / 2**20:,.0f} MB" if size >= 2**20 else f"{size:,} bytes"
