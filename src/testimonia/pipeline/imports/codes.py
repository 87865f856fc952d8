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
_LABEL = re.compile(r"^(Code|Definition|Includes|Excludes|Examples|Qualifier):[ \n]?", re.M)


class Codes:
    """What each foreign code is in the study. `added`: ids of codes that the codebook has only now."""

    def __init__(self, desk: Desk, ledger: Ledger) -> None:
        self._desk, self._ledger = desk, ledger
        self._meant: dict[str, CodeKey] = {}
        self.added: tuple[str, ...] = ()

    def bring_in(self, foreign: Iterable[ForeignCode]) -> None:
        """Finds each code or makes it; the codebook is written once, wholly or not at all."""
        book, new = self._desk.codebook, dict[str, Code]()
        for one in foreign:
            if not one.codable:
                continue
            key = _known(one, book) or _made(one, new)
            self._meant[one.key] = key
            if key[1] is None and len(one.path) > 2 and key[0] not in new:
                self._ledger.aside(
                    f"code {one.path[-1]}",
                    Reason.NO_CODE,
                    f"no sub-theme of {key[0]} bears this name; it stands for {key[0]} itself",
                )
        if new:
            _extend(self._desk, tuple(new.values()))
            self.added = tuple(new)

    def meaning(self, key: str) -> CodeKey | None:
        """Code, sub-theme and whether it is ruled out; None for what is no code."""
        return self._meant.get(key)


def _known(one: ForeignCode, book: Codebook) -> CodeKey | None:
    """The code of the study that is meant: by GUID, by its id in the description, by its name or path."""
    own = {guid_of(key): key for key in keys(book)}
    if one.key in own:
        return own[one.key]
    told = _told(one.description).get("Code", "").strip()
    if book.code(told):
        return told, None, False
    if len(one.path) > 1 and book.code("/".join(map(_slug, one.path[:2]))):
        code = book.code("/".join(map(_slug, one.path[:2])))
        assert code is not None
        return code.id, _sub_of(code, one.path[2:]), False
    for depth, name in enumerate(one.path):
        found = [c for c in book.codes if folded(name) in (folded(c.name), c.id)]
        if len(found) == 1:
            return found[0].id, _sub_of(found[0], one.path[depth + 1 :]), False
    return None


def _sub_of(code: Code, rest: tuple[str, ...]) -> str | None:
    return next((s.id for name in rest for s in code.subs if folded(name) in (folded(s.name), s.id)), None)


def _made(one: ForeignCode, new: dict[str, Code]) -> CodeKey:
    """A new code: below its family where the tree has one, else in one of its own; what is deeper becomes a sub-theme."""
    family, name, deeper = _divided(one.path)
    id = f"{family}/{_slug(name)}"
    held = new.get(id)
    if held is None:
        held = _described(id, name, one.description if not deeper else "")
        new[id] = held
    elif not deeper and not held.definition:
        new[id] = msgspec.structs.replace(_described(id, name, one.description), subs=held.subs)
    if not deeper:
        return id, None, False
    sub = SubTheme(id=_slug(" ".join(deeper)), name=" / ".join(deeper))
    if sub.id not in (s.id for s in held.subs):
        new[id] = msgspec.structs.replace(new[id], subs=(*new[id].subs, sub))
    return id, sub.id, False


def _divided(path: tuple[str, ...]) -> tuple[str, str, tuple[str, ...]]:
    if len(path) == 1:
        return _OTHER, path[0], ()
    family = next((name for name, sign in _FAMILIES if sign.search(path[0])), _slug(path[0]))
    return family, path[1], path[2:]


def _slug(name: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "_", plain(name).lower()).strip("_")[:40] or "code"
    return words if words[0].isalpha() else f"c_{words}"


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
    before, book = path.read_text("utf-8-sig"), desk.codebook
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
    vars(desk).pop("codebook", None)  # it is read anew when next asked for
