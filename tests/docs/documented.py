"""What the program has, against what the manual says: each check gives the names of what is missing."""

from __future__ import annotations

import csv
import inspect as python
import io
import json
import re
from collections.abc import Iterator
from typing import Any, get_args

import click
import msgspec
from manual import ROOT, Manual, named, rows, spans
from msgspec import inspect

from testimonia.api import Study
from testimonia.cli.commands import commands as program
from testimonia.cli.frame import STOPPED
from testimonia.config.study import StudyFile
from testimonia.domain.bundle import Bundle
from testimonia.domain.codebook import Codebook
from testimonia.domain.decision import Action
from testimonia.domain.person import CountRange
from testimonia.domain.setaside import Reason
from testimonia.domain.settings import Disclosure, Settings
from testimonia.domain.snapshot import Snapshot
from testimonia.errors import TestimoniaError
from testimonia.pipeline.batch import Line
from testimonia.pipeline.decisions import FIELDS
from testimonia.pipeline.status import Status
from testimonia.review.assign import KINDS
from testimonia.store.address import PASSWORD_VARIABLE
from testimonia.study.count import count
from testimonia.study.export import tables

Missing = Iterator[str]


def commands(manual: Manual) -> Missing:
    """A heading for every command and every kind of decision, and under it every option."""
    for name, command in program.commands.items():
        yield from _command(name, command, manual.section(name))
        for kind, below in getattr(command, "commands", {}).items():
            yield from _command(kind, below, manual.section(kind, page=name))


def _command(name: str, command: click.Command, section: str) -> Missing:
    if not section:
        yield f"command {name}"
    known = spans(section)
    for option in (one for one in command.params if isinstance(one, click.Option)):
        if not any(form in known for form in option.opts):
            yield f"{name} {option.opts[0]}"


def keys(manual: Manual) -> Missing:
    """Every key of study.toml and codebook.yaml, with its default as the program has it; every value that one may have."""
    for type, heading in ((StudyFile, "study.toml"), (Codebook, "codebook.yaml")):
        section = manual.section(heading)
        said = {row[0].strip("`"): row[1].strip("`") for row in rows(section)}
        for key, default in _keys(inspect.type_info(type)):
            if key not in said:
                yield f"{heading}: {key}"
            elif default is not None and said[key] != default:
                yield f"{heading}: {key} is {default} by default, not {said[key]}"
    values = spans(manual.section("study.toml"))
    yield from (f"study.toml: {one.value}" for one in Disclosure if f'"{one.value}"' not in values)


def _keys(info: inspect.Type, before: str = "") -> Iterator[tuple[str, str | None]]:
    """Each key with its default in words; None where there is none to state."""
    if isinstance(info, inspect.UnionType):  # a table that may be missing
        info = next((one for one in info.types if isinstance(one, inspect.StructType)), info)
    if isinstance(info, inspect.VarTupleType):
        yield from _keys(info.item_type, f"{before}[]")
    elif isinstance(info, inspect.StructType):
        for field in info.fields:
            key = f"{before}.{field.encode_name}" if before else field.encode_name
            yield key, _default(field)
            yield from _keys(field.type, key)


def _default(field: inspect.Field) -> str | None:
    if field.required:
        return None
    value: Any = field.default_factory() if field.default is msgspec.NODEFAULT else field.default
    return "none" if value is None else json.dumps(msgspec.to_builtins(value))


def reasons(manual: Manual) -> Missing:
    """Every reason of a set-aside."""
    return (one.value for one in Reason if one.value not in named(manual.page("set-asides")))


def errors(manual: Manual) -> Missing:
    """Every class of error with its exit code, and the codes that are no error's."""
    said = {(row[0], row[1].strip("`")) for row in rows(manual.page("exit-codes"))}
    real = {(str(one.exit_code), one.__name__) for one in _family(TestimoniaError)}
    return (
        f"{code} {name}" for code, name in sorted(real | {("0", ""), (str(STOPPED), "")}) if (code, name) not in said
    )


def _family(error: type[TestimoniaError]) -> Iterator[type[TestimoniaError]]:
    yield error
    for below in error.__subclasses__():
        yield from _family(below)


def columns(manual: Manual) -> Missing:
    """Every column of every table, and every key of the bundle."""
    empty = Snapshot(
        settings=Settings(title="", groups=()),
        codebook=Codebook(title="", codes=()),
        count=CountRange(floor=0, best=0, ceiling=0),
        program="",
    )
    for file, data in tables(empty, count(empty)).items():
        known = named(manual.section(file, page="export"))
        header = next(csv.reader(io.StringIO(data.decode("utf-8"))))
        yield from (f"{file}: {column}" for column in header if column not in known)
    actions = [inspect.type_info(one).tag for one in get_args(Action)]
    told = spans(manual.section("decisions.csv", page="export"))
    yield from (f"decisions.csv: {tag}" for tag in actions if tag not in told)
    yield from _bundle(inspect.type_info(Bundle), rows(manual.section("The bundle")), "")


def _bundle(info: inspect.Type, table: list[list[str]], before: str) -> Missing:
    if isinstance(info, inspect.VarTupleType):
        yield from _bundle(info.item_type, table, f"{before}[]")
    if not isinstance(info, inspect.StructType):
        return
    told = [name for row in table if not before or before in spans(row[0]) for cell in row for name in spans(cell)]
    for field in info.fields:
        place = f"{before}.{field.encode_name}" if before else field.encode_name
        if not any(name.removesuffix("[]") in (field.encode_name, place) for name in told):
            yield f"bundle: {place}"
        if before != "study":  # its codebook is told in the same row
            yield from _bundle(field.type, table, place)


def verbs(manual: Manual) -> Missing:
    """Every public verb of `Study`, with every parameter in its row."""
    said = {row[0].strip("`").split("(")[0].split(".")[-1]: row[0] for row in rows(manual.page("python"))}
    members = {name: member for one in reversed(Study.__mro__[:-1]) for name, member in vars(one).items()}
    for name, member in members.items():
        if name.startswith("_"):
            continue
        if name not in said:
            yield f"Study.{name}"
            continue
        function = getattr(member, "__func__", member)
        parameters = list(python.signature(function).parameters)[1:] if callable(function) else []
        yield from (f"Study.{name}: {one}" for one in parameters if not re.search(rf"\b{one}\b", said[name]))


def words(manual: Manual) -> Missing:
    """The columns of a file of decisions, the attributes, the kinds of question, the keys of the status, the variable."""
    lists = {
        "decide: column": (Line.__struct_fields__, manual.section("Many at once")),
        "decide: attribute": (FIELDS, manual.section("correct", page="decide")),
        "question": (KINDS, manual.section("resolve")),
        "status": (Status.__struct_fields__, manual.section("status")),
        "environment": ((PASSWORD_VARIABLE,), manual.page("postgresql")),
    }
    for what, (names, text) in lists.items():
        known = spans(text) if what == "environment" else named(text)
        yield from (f"{what} {name}" for name in names if name not in known)


def nouns(manual: Manual) -> Missing:
    """Every noun that has a file in domain/ has its line in the glossary."""
    terms = {_plain(term) for row in rows(manual.texts["GLOSSARY.md"]) for term in row[0].split(",")}
    for file in sorted((ROOT / "src" / "testimonia" / "domain").glob("[a-z]*.py")):
        if not {_plain(file.stem), _plain(file.stem).removesuffix("s")} & terms:
            yield file.stem


def _plain(term: str) -> str:
    return re.sub(r"[^a-z]", "", term.lower())


CHECKS = (commands, keys, reasons, errors, columns, verbs, words, nouns)
