"""The study's codes as data."""

from __future__ import annotations

import msgspec

from testimonia.text import sha256


class SubTheme(msgspec.Struct, frozen=True, kw_only=True):
    """A finer shade within a code. `cues`: regular expressions (case-insensitive) that speak for it."""

    id: str
    name: str
    cues: tuple[str, ...] = ()


class Code(msgspec.Struct, frozen=True, kw_only=True):
    """One code.

    Attributes:
        id: "leaving/brutality", "joining/material": family and name.
        definition, includes, excludes, examples: for the human coder.
        cues: regular expressions (case-insensitive) that speak for the code. not_cues: that speak against it.
        subs: sub-themes. qualifier: how the study cited qualifies the code, if it does.
    """

    id: str
    name: str
    definition: str
    includes: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    not_cues: tuple[str, ...] = ()
    subs: tuple[SubTheme, ...] = ()
    qualifier: str | None = None

    @property
    def family(self) -> str:
        """ "leaving" or "joining"."""
        return self.id.split("/", 1)[0]


class Codebook(msgspec.Struct, frozen=True, kw_only=True):
    """The codes of a study, in order."""

    title: str
    version: int = 1
    codes: tuple[Code, ...]

    def code(self, id: str) -> Code | None:
        """The code with this id, or None."""
        return next((c for c in self.codes if c.id == id), None)

    def fingerprint(self) -> str:
        """Hash of the whole codebook: a change means recoding."""
        return sha256(msgspec.json.encode(self, order="deterministic"))
