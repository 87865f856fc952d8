"""The study bundle: one JSON object that holds a whole study as other programs read it.

The types *are* the format (version 1): the names and the order of the fields are the keys of the file. `study.export`
writes it, `review.evaluate` reads it. Offsets count code points of the document's text; `text[start:end] == quote`.
Where a document was read in a translation, it has the whole of it, and what was found there has `translation`: the words that were
read. `loose`: they stand somewhere in the quote, which is the sentence or the paragraph around them. All others lack these keys.
"""

from __future__ import annotations

import msgspec
from msgspec import UNSET, UnsetType

FORMAT, VERSION = "testimonia-bundle", 1


class BundleCode(msgspec.Struct, frozen=True, kw_only=True):
    """One code of the study's codebook."""

    id: str
    name: str
    definition: str


class BundleStudy(msgspec.Struct, frozen=True, kw_only=True):
    """What the study is. `window`: first and last partial date, None where open. `version`: the program's."""

    title: str = ""
    groups: tuple[str, ...] = ()
    window: tuple[str | None, str | None] = (None, None)
    codebook: tuple[BundleCode, ...] = ()
    version: str = ""


class BundleTranslation(msgspec.Struct, frozen=True, kw_only=True):
    """In which words a document was read. `supplier`: whose they are, "" for the team; `by`: who recorded them."""

    language: str
    supplier: str
    by: str
    text: str


class BundleDocument(msgspec.Struct, frozen=True, kw_only=True):
    """One article with its canonical text. `duplicate_of`: id of the document of which it is a copy, or None."""

    id: str
    source: str
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    language: str = "en"
    text: str
    sha256: str = ""
    duplicate_of: str | None = None
    translation: BundleTranslation | UnsetType = UNSET


class BundleMention(msgspec.Struct, frozen=True, kw_only=True):
    """The exact words that name or describe the person."""

    document: str
    quote: str
    start: int = 0
    end: int = 0
    translation: str | UnsetType = UNSET
    loose: bool | UnsetType = UNSET


class BundleCoding(msgspec.Struct, frozen=True, kw_only=True):
    """A reason of this person, with the exact words. `status`: proposed, accepted or rejected."""

    code: str
    document: str
    quote: str
    start: int = 0
    end: int = 0
    coder: str = ""
    confidence: float = 0.0
    status: str = "proposed"
    translation: str | UnsetType = UNSET
    loose: bool | UnsetType = UNSET


class BundlePassage(msgspec.Struct, frozen=True, kw_only=True):
    """What a reviewer is shown first; `rank` 1 is best."""

    code: str
    document: str
    quote: str
    start: int = 0
    end: int = 0
    rank: int
    translation: str | UnsetType = UNSET
    loose: bool | UnsetType = UNSET


class BundleCase(msgspec.Struct, frozen=True, kw_only=True):
    """One person. `status`: included, candidate or excluded (then with its reason)."""

    id: str
    status: str = "candidate"
    reason: str = ""
    name: str | None = None
    aliases: tuple[str, ...] = ()
    nationality: str | None = None
    gender: str | None = None
    age: int | None = None
    group_role: str | None = None
    joined: str | None = None
    left: str | None = None
    first_public: str | None = None
    mentions: tuple[BundleMention, ...] = ()
    codings: tuple[BundleCoding, ...] = ()
    passages: tuple[BundlePassage, ...] = ()


class BundleQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """An open question. `quotes` is empty where the whole document is at issue."""

    kind: str = ""
    document: str
    quotes: tuple[str, ...] = ()
    case: str | None = None
    why: str = ""


class BundleClaim(msgspec.Struct, frozen=True, kw_only=True):
    """A reported total."""

    document: str
    figure: int | float
    unit: str = "persons"
    qualifier: str = "exact"
    country: str | None = None
    quote: str
    start: int = 0
    end: int = 0
    translation: str | UnsetType = UNSET
    loose: bool | UnsetType = UNSET


class Bundle(msgspec.Struct, frozen=True, kw_only=True):
    """A whole study."""

    format: str = FORMAT
    version: int = VERSION
    study: BundleStudy = BundleStudy()
    documents: tuple[BundleDocument, ...]
    cases: tuple[BundleCase, ...] = ()
    review: tuple[BundleQuestion, ...] = ()
    claims: tuple[BundleClaim, ...] = ()
