"""Data from a file against the type it should have: every problem at once, each with key, got, expected and hint."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import inspect

from testimonia.errors import ConfigError

T = TypeVar("T", bound=msgspec.Struct)
Problem = tuple[str, str]
"""The key, and what is the matter with it."""

_MOST_BYTES = 4_000_000


def read_file(path: Path) -> str:
    """The text of a configuration file; ConfigError in words where it cannot be read."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ConfigError("the file is too large", where=str(path), expected=f"at most {_MOST_BYTES:,} bytes")
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise ConfigError("the file is missing", where=str(path), hint="begin with `testimonia init STUDY`") from error
    except UnicodeDecodeError as error:
        raise ConfigError("the file is not UTF-8", where=f"{path}, byte {error.start}") from error
    except OSError as error:
        raise ConfigError("the file cannot be read", where=str(path), got=error.strerror) from error


def fit(data: object, type: type[T], *, lax: bool = False) -> tuple[T | None, list[Problem]]:
    """`data` as `type`, or None and every problem. `lax`: numbers may be written as text (YAML read as plain words)."""
    found = list(_problems(data, inspect.type_info(type), "", lax))
    if found:
        return None, found
    return msgspec.convert(data, type, strict=not lax), []


def complain(path: Path | str, problems: Sequence[Problem]) -> ConfigError:
    """The one error that tells all problems."""
    lines = [f"{key}: {words}" if key else words for key, words in problems]
    what = "1 problem" if len(lines) == 1 else f"{len(lines)} problems"
    return ConfigError(
        f"{what}\n  - " + "\n  - ".join(lines), where=str(path), hint="correct the file and run the command again"
    )


def _problems(data: object, info: inspect.Type, key: str, lax: bool) -> Iterator[Problem]:
    if isinstance(info, inspect.UnionType):  # a table that may be missing
        info = next((one for one in info.types if isinstance(one, inspect.StructType)), info)
    if isinstance(info, inspect.StructType):
        yield from _struct_problems(data, info, key, lax)
    elif isinstance(info, inspect.VarTupleType) and isinstance(data, list):
        for number, item in enumerate(data, start=1):
            yield from _problems(item, info.item_type, f"{key}[{number}]", lax)
    else:
        yield from _leaf_problems(data, info, key, lax)


def _struct_problems(data: object, info: inspect.StructType, key: str, lax: bool) -> Iterator[Problem]:
    if not isinstance(data, dict):
        yield key, f"got {_shown(data)}; expected a table"
        return
    fields = {field.encode_name: field for field in info.fields}
    for name, value in data.items():
        below = f"{key}.{name}" if key else str(name)
        if name in fields:
            yield from _problems(value, fields[name].type, below, lax)
        else:
            near = difflib.get_close_matches(str(name), fields, n=1)
            hint = f"did you mean `{near[0]}`?" if near else f"known keys: {', '.join(sorted(fields))}"
            yield below, f"unknown key; {hint}"
    for name, field in fields.items():
        if field.required and name not in data:
            yield f"{key}.{name}" if key else name, "missing"


def _leaf_problems(data: object, info: inspect.Type, key: str, lax: bool) -> Iterator[Problem]:
    try:
        msgspec.convert(data, _type_of(info), strict=not lax)
    except msgspec.ValidationError:
        yield key, f"got {_shown(data)}; expected {_expected(info)}"


def _type_of(info: inspect.Type) -> Any:
    """The Python type again, with its constraints, for the kinds that configuration uses."""
    match info:
        case inspect.StrType(pattern=pattern):
            from typing import Annotated

            return Annotated[str, msgspec.Meta(pattern=pattern)] if pattern else str
        case inspect.FloatType():
            return float
        case inspect.IntType():
            return int
        case inspect.EnumType(cls=cls):
            return cls
        case inspect.UnionType(types=types):
            union = _type_of(types[0])
            for one in types[1:]:
                union = union | _type_of(one)
            return union
        case inspect.NoneType():
            return None
        case inspect.VarTupleType():
            return list
        case _:
            return Any


def _expected(info: inspect.Type) -> str:
    match info:
        case inspect.EnumType(cls=cls):
            return "one of " + ", ".join(f'"{member.value}"' for member in cls)
        case inspect.StrType(pattern=pattern):
            return 'a date as text: "2014", "2014-01" or "2014-01-31"' if pattern else "text in quotes"
        case inspect.FloatType() | inspect.IntType():
            return "a number"
        case inspect.VarTupleType():
            return "a list: [...]"
        case inspect.UnionType(types=types):
            return " or ".join(_expected(one) for one in types if not isinstance(one, inspect.NoneType))
        case _:
            return "another type"


def _shown(data: object) -> str:
    words = repr(data)
    return words if len(words) <= 60 else words[:57] + "..."
