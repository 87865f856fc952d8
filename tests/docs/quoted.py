"""Commands quoted in pages and messages, and whether the program would take them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence

import click

from testimonia.cli.commands import commands as program

# Words of a page that stand for something of the right kind.
STAND_INS = {"COMMAND": "init", "STAGE": "clean", "NUMBER": "1"}
_BLOCK = re.compile(r"^ *```sh\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)


def commands_in(text: str) -> list[str]:
    """Every command in code marks, in a shell block or in an indented block, without its comment."""
    inline = re.findall(r"`((?:testimonia|decide STUDY) [^`\n]+)`", text)
    shell = [line.strip() for block in _BLOCK.findall(text) for line in block.split("\n")]
    indented = re.findall(r"^    (\S.*)$", text, re.MULTILINE)
    found = [line.removeprefix(".venv/bin/") for line in (*inline, *shell, *indented)]
    lines = [f"testimonia {line}" if line.startswith("decide ") else line for line in found]
    return [re.sub(r"\s+#.*$", "", line) for line in lines if line.startswith("testimonia ")]


def hints_in(source: str) -> list[str]:
    """Every command in code marks in a message of the program; what is filled in becomes a word."""
    found = re.findall(r"`(testimonia [a-z][^`\n]*)`", source)
    return [re.sub(r"\{[^}]*\}", "x", line) for line in found]


def parsed(line: str, *, whole: bool = True) -> str:
    """Why the program would not take the command; empty where it would. Not `whole`: arguments may be left out."""
    words = [STAND_INS.get(word, word) for word in shlex.split(line)[1:]]
    try:
        _parse(program, "testimonia", [word for word in words if word not in ("-h", "--help")], None, "--help" in words)
    except click.MissingParameter as error:
        return error.format_message() if whole else ""
    except click.ClickException as error:
        return error.format_message()
    return ""


def _parse(command: click.Command, name: str, words: Sequence[str], parent: click.Context | None, helps: bool) -> None:
    with command.make_context(name, list(words), parent=parent, resilient_parsing=helps) as context:
        rest = [*context._protected_args, *context.args]
        if isinstance(command, click.Group) and rest:
            kind, below, rest = command.resolve_command(context, rest)
            assert kind is not None and below is not None
            _parse(below, kind, rest, context, helps)
