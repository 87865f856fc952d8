"""What a release says of itself: what was withheld and why, which files it has, who signed it."""

from __future__ import annotations

import enum

import msgspec


class Ground(enum.StrEnum):
    """Why something was withheld."""

    POLICY = "policy"  # study.toml hides the attribute
    THRESHOLD = "threshold"  # too few people share the value
    DOMINANCE = "dominance"  # one person stands behind most of the cell
    COMBINATION = "combination"  # too few people share all that would be shown together
    COMPLEMENT = "complement"  # so that what was withheld cannot be found by subtraction
    JOIN = "join"  # an article that names somebody who is shown under a pseudonym
    MINOR = "minor"
    REQUEST = "request"
    PREVIOUS = "previous"  # withheld, but an earlier release has shown it: that cannot be taken back


class Withheld(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """One thing that a release does not show: which `what` of how many people, on which ground. Never of whom.

    `persons`: ids of public persons; empty where even the id would tell.
    """

    what: str
    ground: Ground
    count: int
    persons: tuple[str, ...] = ()


class FileEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One file of a release: its path with forward slashes, its size and SHA-256."""

    path: str
    bytes: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """manifest.json: everything else in the folder, hashed; itself signed in manifest.json.minisig.

    Attributes:
        release: its number, from 1. previous: SHA-256 of the manifest before it, None for the first.
        title, program, edition: of the study; the edition says up to which decision.
        signed_by: who signed the disclosure check; None where nobody has: such a release is a draft.
        key: the public key, minisign's base64 form. fingerprint: its SHA-256, to be compared by another channel.
    """

    format: str = "testimonia-release"
    version: int = 1
    release: int
    previous: str | None
    title: str
    program: str
    edition: str
    language: str
    signed_by: str | None
    key: str
    fingerprint: str
    files: tuple[FileEntry, ...]


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What a release showed of one person. `fields`: the attributes that were not withheld."""

    name: str
    named: bool
    fields: tuple[str, ...] = ()


class ReleaseRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What the study keeps of a release: enough to repeat it, to number the next and to compare with it.

    Attributes:
        mark: changes with anything that the release was made from. at: when it was first written, ISO 8601 UTC.
        shown: appearance -> what was shown of the person to whom it belongs.
    """

    number: int
    mark: str
    at: str
    signed_by: str | None
    manifest: str
    previous: str | None
    shown: dict[str, Shown] = {}
