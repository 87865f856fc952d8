"""The codebook at work: changes as decisions, checked like codebook.yaml itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from testimonia.config.codebook import contradictions
from testimonia.domain.codebook import Code, Codebook
from testimonia.domain.codebook_change import CodeVersion, DefineCode, MergeCodes, RetireCode
from testimonia.errors import DecisionError
from testimonia.pipeline.decisions import unknown
from testimonia.pipeline.desk import Desk
from testimonia.review.codebook import versions

_LISTS = ("includes", "excludes", "examples", "cues", "not_cues")


def history(desk: Desk, code: str | None = None) -> tuple[CodeVersion, ...]:
    """Every version of every code, or of one, oldest first; DecisionError for a code that never was."""
    found = tuple(versions(desk.written, desk.log.state(), code))
    if code is not None and not found:
        raise unknown("code", code, [c.id for c in desk.codebook.codes])
    return found


def define(desk: Desk, id: str, fields: dict[str, str | Sequence[str] | None]) -> DefineCode:
    """The code as it reads from here on; None leaves a field as it is. A new code needs a name and a definition."""
    held = desk.codebook.code(id)
    given: dict[str, Any] = {k: tuple(v) if k in _LISTS else v for k, v in fields.items() if v is not None}
    if held is None and not {"name", "definition"} <= given.keys():
        known = [c.id for c in desk.codebook.codes]
        raise (
            unknown("code", id, known)
            if not given.keys() & {"name", "definition"}
            else DecisionError("a new code needs a name and a definition", got=", ".join(sorted(given)), where=id)
        )
    code = msgspec.structs.replace(held, **given) if held else Code(id=id, **given)
    if code == held:
        raise DecisionError("the code reads like this already", where=id)
    book = Codebook(title="", codes=(code,))
    if problems := list(contradictions(book)):
        raise DecisionError("the code does not fit", where=id, got="; ".join(f"{key}: {why}" for key, why in problems))
    return DefineCode(code=code)


def retire(desk: Desk, code: str) -> RetireCode:
    """The code is given no more."""
    _given(desk, code)
    if len(desk.codebook.codes) == 1:
        raise DecisionError("a codebook needs a code", got=code, expected="another one beside it")
    return RetireCode(code=code)


def merge(desk: Desk, code: str, into: str) -> MergeCodes:
    """What was coded the one counts as the other."""
    _given(desk, code)
    _given(desk, into)
    if code == into:
        raise DecisionError("these two are the same already", got=f"{code} and {into}", expected="two different codes")
    if code.partition("/")[0] != into.partition("/")[0]:
        raise DecisionError("a reason for leaving is none for joining", got=f"{code} and {into}", expected="one family")
    return MergeCodes(code=code, into=into)


def _given(desk: Desk, code: str) -> None:
    known = [c.id for c in desk.codebook.codes]
    if code not in known:
        raise unknown("code", code, known)
