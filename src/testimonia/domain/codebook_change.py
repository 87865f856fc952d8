"""The codebook's history as events: codebook.yaml is the first version, every change that holds makes the next."""

from __future__ import annotations

import msgspec

from testimonia.domain.codebook import Code


class DefineCode(msgspec.Struct, frozen=True, kw_only=True, tag="define_code"):
    """The code reads like this from here on, whatever codebook.yaml says of it; a code with a new id is a new one."""

    code: Code


class RetireCode(msgspec.Struct, frozen=True, kw_only=True, tag="retire_code"):
    """The code is no longer given, and its codings no longer count. They stay in the log."""

    code: str


class MergeCodes(msgspec.Struct, frozen=True, kw_only=True, tag="merge_codes"):
    """What was coded `code` counts as `into`; `code` is no longer given."""

    code: str
    into: str


class CodeVersion(msgspec.Struct, frozen=True, kw_only=True):
    """One version of one code.

    Attributes:
        version: of the codebook; `number`: of the event that made it, None for what codebook.yaml says.
        at, by, reason: of that event. code: as it read then. change: in words ("definition, cues", "retired", "merged into X").
        holds: False where that event was undone.
    """

    version: int
    number: int | None
    at: str = ""
    by: str = ""
    reason: str = ""
    code: Code
    change: str
    holds: bool = True
