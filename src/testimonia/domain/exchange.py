"""What another program's file holds, before it is made part of a study: texts, codes, people and who coded what."""

from __future__ import annotations

import msgspec

FORMATS = ("bundle", "csv", "qdpx", "qdc", "w3c", "ftm", "csl", "bibtex", "rocrate")
"""What a study is exported as."""


class ForeignText(msgspec.Struct, frozen=True, kw_only=True):
    """A document that comes along. `key`: its name for the codings; `notes`: title, publisher, date, url as far as they are told."""

    key: str
    name: str
    text: str
    notes: dict[str, str] = {}


class ForeignCode(msgspec.Struct, frozen=True, kw_only=True):
    """A code. `path`: the names of the codes above it and its own; `codable`: whether anything may be coded with it."""

    key: str
    path: tuple[str, ...]
    description: str = ""
    codable: bool = True


class ForeignPerson(msgspec.Struct, frozen=True, kw_only=True):
    """A case. `number`: its place in the file, by which it is spoken of; `values`: its attributes as they are told.

    `documents`: keys of the documents that are about this person as a whole; `places`: document, start and end of its passages.
    """

    key: str
    number: int
    name: str = ""
    values: dict[str, str] = {}
    documents: tuple[str, ...] = ()
    places: tuple[tuple[str, int, int], ...] = ()


class ForeignCoding(msgspec.Struct, frozen=True, kw_only=True):
    """One code at one place.

    Attributes:
        subject: by which it is spoken of. document: key of a `ForeignText`, or an address or file name of a document of the study.
        start, end: in code points of the foreign text; None where the file gives the words alone.
        quote: the words. code: key of a `ForeignCode`. person: key of a `ForeignPerson`; None where the file does not say whose it is.
        user: who coded; "" where nobody is named.
    """

    subject: str
    document: str
    start: int | None = None
    end: int | None = None
    quote: str
    code: str
    person: str | None = None
    user: str = ""
    denied: bool = False


class Misfit(msgspec.Struct, frozen=True, kw_only=True):
    """Something in the file that cannot be taken over; `reason` is one of the set-aside's."""

    subject: str
    reason: str
    detail: str


class Foreign(msgspec.Struct, frozen=True, kw_only=True):
    """A whole file of another program."""

    texts: tuple[ForeignText, ...] = ()
    codes: tuple[ForeignCode, ...] = ()
    persons: tuple[ForeignPerson, ...] = ()
    codings: tuple[ForeignCoding, ...] = ()
    misfits: tuple[Misfit, ...] = ()
