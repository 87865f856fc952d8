"""Annotated documents: what should have been found, as gold.json gives it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from testimonia.errors import InputError

LARGEST = 50_000_000
"""Bytes: a gold.json beyond this is no annotation."""


class GoldReason(msgspec.Struct, frozen=True, kw_only=True):
    """One reason for joining or leaving; `code` without its family."""

    code: str
    evidence: str = ""


class GoldPerson(msgspec.Struct, frozen=True, kw_only=True):
    """A person of one document; `role` "case" or not, then with `type`. The same id elsewhere is the same person."""

    id: str
    role: str
    type: str = "unknown"
    surface: tuple[str | None, ...] = ()
    nationality: str | None = None
    gender: str | None = None
    age: int | str | None = None
    leaving: tuple[GoldReason, ...] = ()
    joining: tuple[GoldReason, ...] = ()

    def reasons(self, family: str) -> dict[str, list[str]]:
        """code -> its evidence, in order."""
        found: dict[str, list[str]] = {}
        for reason in self.leaving if family == "leaving" else self.joining:
            found.setdefault(reason.code, []).append(reason.evidence)
        return found


class GoldClaim(msgspec.Struct, frozen=True, kw_only=True):
    """A reported total; `figure` None where the words give no number ("hundreds"): nothing can match it."""

    figure: int | float | None = None
    unit: str = ""
    quote: str = ""


class GoldDocument(msgspec.Struct, frozen=True, kw_only=True):
    """One annotated document."""

    doc: str
    file: str
    lang: str = "en"
    first_sentence: str = ""
    last_sentence: str = ""
    boilerplate: tuple[str, ...] = ()
    persons: tuple[GoldPerson, ...] = ()
    claims: tuple[GoldClaim, ...] = ()


def load(folder: Path) -> tuple[GoldDocument, ...]:
    """All documents of the gold.json in the folder and in its subfolders, one level down.

    Raises InputError where there is none or one cannot be read.
    """
    paths = sorted([*folder.glob("gold.json"), *folder.glob("*/gold.json")])
    if not paths:
        raise InputError(
            "no annotation here", where=str(folder), expected="gold.json, in the folder or one folder down"
        )
    return tuple(document for path in paths for document in _read(path))


def _read(path: Path) -> tuple[GoldDocument, ...]:
    try:
        if path.stat().st_size > LARGEST:
            raise InputError("the annotation is too large", where=str(path), expected=f"at most {LARGEST} bytes")
        return msgspec.json.decode(path.read_bytes(), type=tuple[GoldDocument, ...])
    except (OSError, UnicodeDecodeError, msgspec.DecodeError, RecursionError) as error:
        hint = "the format is in docs/manual/evaluate.md"
        raise InputError("the annotation cannot be read", where=str(path), got=error, hint=hint) from error
