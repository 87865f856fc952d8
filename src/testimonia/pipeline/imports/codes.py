"""Foreign codes to those of the study: what is known by name is one, what is not is added to codebook.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec
import yaml

from testimonia.adapters.names import plain
from testimonia.config import load_codebook
from testimonia.domain.codebook import Code, Codebook, SubTheme
from testimonia.domain.exchange import ForeignCode
from testimonia.domain.setaside import Reason
from testimonia.errors import ConfigError
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.imports.ledger import Ledger
from testimonia.pipeline.study import write_whole
from testimonia.study.export.refi.guids import CodeKey, guid_of, keys
from testimonia.text import folded

_FAMILIES = (("joining", re.compile(r"join|recruit|entr(?:y|er|ance)|pull\b", re.I)), ("leaving", re.compile(r"leav|left|exit|defect|disengag|push\b", re.I)))  # fmt: skip
_OTHER = "imported"
_TOLD = re.compile(r"^(Code|Ruled out): ([a-z][a-z0-9_]*/[a-z][a-z0-9_]*)(?:/(\S+))?$", re.M)
_LABEL = re.compile(r"^(Code|Definition|Includes|Excludes|Examples|Qualifier):[ \n]?", re.M)


class Codes:
    """What each foreign code is in the study. `added`: ids of codes that the codebook has only now."""

    def __init__(self, desk: Desk, ledger: Ledger) -> None:
        self._desk, self._ledger = desk, ledger
        self._meant: dict[str, CodeKey] = {}
        self.added: tuple[str, ...] = ()

    def bring_in(self, foreign: Iterable[ForeignCode]) -> None:
        """Finds each code or makes it; the codebook is written once, wholly or not at all."""
        book = self._desk.codebook
        drafts = _Drafts(book)
        for one in foreign:
            if not one.codable:
                continue
            key = _known(one, book) or drafts.key(one)
            self._meant[one.key] = key
            if (
                key[1] is None
                and not key[2]
                and len(one.path) > 2
                and book.code(key[0])
                and _is_below(one, key[0], book)
            ):
                detail = f"no sub-theme of {key[0]} bears this name; it stands for {key[0]} itself"
                self._ledger.aside(f"code {one.path[-1]}", Reason.NO_CODE, detail)
        if drafts.new:
            _extend(self._desk, tuple(drafts.new.values()))
            self.added = tuple(drafts.new)

    def meaning(self, key: str) -> CodeKey | None:
        """Code, sub-theme and whether it is ruled out; None for what is no code."""
        found = self._meant.get(key)
        return found if found and self._desk.codebook.code(found[0]) else None


def _known(one: ForeignCode, book: Codebook) -> CodeKey | None:
    """The code of the study that is meant: by GUID, by its id in the description, by its name or path."""
    own = {guid_of(key): key for key in keys(book)}
    if one.key in own:
        return own[one.key]
    told = _told_key(one)
    if told is not None:
        return told if told in own.values() else None
    if len(one.path) > 1 and (code := book.code("/".join(map(_slug, one.path[:2])))):
        return code.id, _sub_of(code, one.path[2:]), False
    for depth, name in enumerate(one.path):
        found = [c for c in book.codes if folded(name) in (folded(c.name), c.id)]
        if len(found) == 1:
            return found[0].id, _sub_of(found[0], one.path[depth + 1 :]), False
    return None


def _is_below(one: ForeignCode, id: str, book: Codebook) -> bool:
    """Whether the foreign code is a shade of the study's code rather than the code itself."""
    code = book.code(id)
    return code is not None and folded(one.path[-1]) not in (folded(code.name), code.id, code.id.partition("/")[2])


def _sub_of(code: Code, rest: tuple[str, ...]) -> str | None:
    return next((s.id for name in rest for s in code.subs if folded(name) in (folded(s.name), s.id)), None)


class _Drafts:
    """New codes: below its family where the tree has one, else in one of its own; what is deeper becomes a sub-theme."""

    def __init__(self, book: Codebook) -> None:
        self._book = book
        self._homes: dict[tuple[str, ...], str] = {}
        self.new: dict[str, Code] = {}

    def key(self, one: ForeignCode) -> CodeKey:
        """The code, made where it is not there yet."""
        told = _told_key(one)
        home = next(
            (self._homes[p] for p in (one.path[:n] for n in range(len(one.path) - 1, 0, -1)) if p in self._homes), None
        )
        if told is not None and told[2]:
            return told
        if home is not None or (told is not None and told[1] is not None):
            id = told[0] if told else home
            assert id is not None
            return self._sub(one, id, told[1] if told else None)
        id = told[0] if told else _id_of(one.path)
        self._homes[one.path] = id
        if id not in self.new and self._book.code(id) is None:
            self.new[id] = _described(id, one.path[-1], one.description)
        return id, None, False

    def _sub(self, one: ForeignCode, id: str, sub: str | None) -> CodeKey:
        sub, held = sub or _slug(one.path[-1]), self.new.get(id)
        if held is None:
            return id, None, False  # a code that was there: its sub-themes are its study's
        if sub not in (s.id for s in held.subs):
            self.new[id] = msgspec.structs.replace(held, subs=(*held.subs, SubTheme(id=sub, name=one.path[-1])))
        return id, sub, False


def _id_of(path: tuple[str, ...]) -> str:
    if len(path) == 1:
        return f"{_OTHER}/{_slug(path[0])}"
    family = next((name for name, sign in _FAMILIES if sign.search(path[0])), _slug(path[0]))
    return f"{family}/{_slug(' '.join(path[1:]))}"


def _slug(name: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "_", plain(name).lower()).strip("_")[:40] or "code"
    return words if words[0].isalpha() else f"c_{words}"


def _told_key(one: ForeignCode) -> CodeKey | None:
    """The code that its description says it is, as this program writes it, or its name (Taguette keeps no descriptions)."""
    found = _TOLD.match(one.description) or _TOLD.match(f"Code: {one.path[-1]}")
    return (found[2], found[3], found[1] == "Ruled out") if found else None


def _told(description: str) -> dict[str, str]:
    """The labelled paragraphs that this program writes; what has no label is under ""."""
    parts = _LABEL.split(description)
    return {"": parts[0], **dict(zip(parts[1::2], parts[2::2], strict=False))}


def _described(id: str, name: str, description: str) -> Code:
    told = _told(description)
    lists = {
        k: tuple(line.removeprefix("- ").strip() for line in told.get(k, "").split("\n") if line.strip())
        for k in ("Includes", "Excludes", "Examples")
    }
    return Code(
        id=id, name=name, definition=" ".join((told.get("Definition") or told[""]).split()), includes=lists["Includes"],
        excludes=lists["Excludes"], examples=lists["Examples"], qualifier=told.get("Qualifier", "").strip() or None,
    )  # fmt: skip


def _extend(desk: Desk, new: tuple[Code, ...]) -> None:
    """Adds the codes at the end of codebook.yaml; what stands there stays as it is, with its comments."""
    path = desk.config.codebook
    before, book = path.read_text("utf-8-sig"), desk.written
    match = re.search(r"^( *)- +(?:\{? *)id:", before, re.M)
    indent = match[1] if match else "  "
    entries = [{k: v for k, v in msgspec.to_builtins(code).items() if v or k == "definition"} for code in new]
    text = yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=150)
    added = "".join(indent + line for line in text.splitlines(keepends=True))
    draft = path.with_name(f".{path.name}.draft")
    try:
        write_whole(draft, (before.rstrip("\n") + "\n" + added).encode())
        if load_codebook(draft).codes != (*book.codes, *new):
            raise ConfigError("the codes cannot be added", where=str(path))
    except ConfigError as error:
        raise ConfigError(
            "the codebook cannot be added to: its list of codes is not the last thing in it",
            where=str(path),
            hint=f"add these lines to `codes` by hand, then import again:\n{text}",
        ) from error
    finally:
        draft.unlink(missing_ok=True)
    write_whole(path, (before.rstrip("\n") + "\n" + added).encode())
    vars(desk).pop("written", None)  # it is read anew when next asked for
    desk.held.clear()
