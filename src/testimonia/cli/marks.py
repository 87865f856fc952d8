"""Options by which a coder says what they find in a unit."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from testimonia.errors import InputError

_MOST = 4 * 2**20


def with_marks(command: Callable[..., Any]) -> Callable[..., Any]:
    """--present, --denied and --marks."""
    command = click.option("--marks", "file", type=click.Path(), metavar="FILE", help="A JSON list of marks.")(command)
    command = click.option(
        "--denied", nargs=2, multiple=True, metavar="CODE QUOTE", help="They rule this out, in these words."
    )(command)
    return click.option(
        "--present", nargs=2, multiple=True, metavar="CODE QUOTE", help="They give this reason, in these words."
    )(command)


def marks_of(
    present: tuple[tuple[str, str], ...], denied: tuple[tuple[str, str], ...], file: str | None
) -> list[dict[str, Any]]:
    """The marks of all three options together."""
    said: list[dict[str, Any]] = [{"code": code, "quote": quote} for code, quote in present]
    said += [{"code": code, "quote": quote, "denied": True} for code, quote in denied]
    return said + (_read(Path(file)) if file else [])


def _read(path: Path) -> list[dict[str, Any]]:
    try:
        if path.stat().st_size > _MOST:
            raise InputError("the file is too large", where=str(path), expected=f"at most {_MOST:,} bytes")
        found = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise InputError("the file cannot be read", where=str(path), got=error.strerror) from error
    except (ValueError, RecursionError) as error:
        raise InputError("this is no JSON", where=str(path), got=error) from error
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise InputError("this is no list of marks", where=str(path), expected='[{"code": ..., "quote": ...}]')
    return found
