"""The study folder that `init` writes: study.toml and codebook.yaml from a template."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path

import msgspec

from testimonia.config.study import FILE, StudyFile
from testimonia.domain.settings import Group, Settings
from testimonia.errors import StoreError, UsageError
from testimonia.text import folded

TEMPLATES = ("defectors",)
_PART = "(?m)^#: {name}\n(.*?)^#: end\n"


def write_study(
    folder: Path, template: str, groups: Sequence[str], store: str | None, make_store: Callable[[], None]
) -> None:
    """Writes codebook.yaml, makes the store, writes study.toml: a folder is a study once it has the last.

    `groups` replace those of the template; aliases that it knows come along, and its own groups become others.
    """
    text = _study_text(template, groups, store)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "codebook.yaml").write_bytes(_file(template, "codebook.yaml").encode("utf-8"))
        make_store()
        draft = folder / (FILE + ".part")
        draft.write_bytes(text.encode("utf-8"))
        if store and re.search(r"//[^/@]*:[^/@]*@", store):
            draft.chmod(0o600)  # the address holds a password in clear
        draft.replace(folder / FILE)
    except OSError as error:
        raise StoreError(
            "the study's folder cannot be written",
            where=str(folder),
            got=error.strerror,
            hint="give a folder that you may write to, on a disk with space",
        ) from error


def settings_of(template: str) -> Settings:
    """The settings of a study that `init` would make, without making it."""
    found = msgspec.convert(tomllib.loads(_study_text(template, (), None)), StudyFile)
    return Settings(**{name: getattr(found, name) for name in Settings.__struct_fields__})


def _study_text(template: str, groups: Sequence[str], store: str | None) -> str:
    if template not in TEMPLATES:
        raise UsageError("there is no such template", got=template, expected=" or ".join(TEMPLATES))
    text = _file(template, FILE)
    if groups:
        text = _with_groups(text, template, groups)
    if store:
        text = re.sub(r'(?m)^store = "[^"]*"', lambda _: f"store = {_quoted(store)}", text)
    # The marks are for this module; the user's file does without.
    return re.sub(r"(?m)^#: .*\n", "", text)


def _with_groups(text: str, template: str, names: Sequence[str]) -> str:
    held = msgspec.convert(tomllib.loads(text), StudyFile)
    known = {folded(word): group for group in (*held.other_groups, *held.groups) for word in _words_of(group)}
    names = [name.strip() for name in names]
    if not all(names):
        raise UsageError("a group has no name", hint="--group NAME")
    chosen = [known.get(folded(name), Group(name=name)) for name in names]
    chosen = list(dict.fromkeys(chosen))
    if tuple(chosen) == held.groups:
        return text
    others = [group for group in (*held.groups, *held.other_groups) if group not in chosen]
    title = f"People who left {' or '.join(group.name for group in chosen)} and spoke about it in public"
    head = (
        f"title = {_quoted(title)}\ntemplate = {_quoted(template)}\n"
        '# window_start = "2014-01"    # first public word of a person counted: a year, a month or a day\n'
        '# window_end = "2015-12"\n'
    )
    lists = [_table("groups", group) for group in chosen] + ["# Groups that look alike and do not count.\n"]
    lists += [_table("other_groups", group) for group in others]
    text = re.sub(_PART.format(name="what"), lambda _: head, text, flags=re.DOTALL)
    return re.sub(_PART.format(name="groups"), lambda _: "\n".join(lists), text, flags=re.DOTALL)


def _words_of(group: Group) -> tuple[str, ...]:
    return (group.name, *group.aliases, *group.case_sensitive)


def _table(key: str, group: Group) -> str:
    lines = [f"[[{key}]]", f"name = {_quoted(group.name)}"]
    for field in ("aliases", "case_sensitive", "territory", "context"):
        if words := getattr(group, field):
            lines.append(f"{field} = [{', '.join(_quoted(word) for word in words)}]")
    return "\n".join(lines) + "\n"


def _quoted(words: str) -> str:
    """A TOML string: JSON's escapes are TOML's too (but for DEL, which TOML wants escaped)."""
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")


def _file(template: str, name: str) -> str:
    return (files("testimonia") / "data" / "templates" / template / name).read_text("utf-8")
