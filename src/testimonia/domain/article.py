"""The canonical text of a document and what is known about its publication."""

from __future__ import annotations

import enum

import msgspec

from testimonia.domain.dates import PartialDate
from testimonia.domain.origin import CopyKind
from testimonia.domain.translation import Rendering


class Form(enum.StrEnum):
    """How the text is laid out, as far as reading it depends on it."""

    PROSE = "prose"
    TRANSCRIPT = "transcript"  # speaker labels: "AVERILL: ..." / UNIDENTIFIED MAN
    INTERVIEW = "interview"  # questions and answers


class Leftover(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of the page that is not article text, kept with the rule that dropped it."""

    text: str
    rule: str


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """A cleaned document. `text` never changes: a re-extraction is a new revision with the same id.

    Attributes:
        id: "d-" and the handle of its capture.
        revision: 1 for the first extraction; `cleaner` names the version that made it.
        text: canonical text. The headline (when known) is its first paragraph, the body begins at `body_start`
            (code points); paragraphs are separated by one blank line, in NFC, without control characters.
        sha256: of `text` in UTF-8.
        title, publisher, authors, published: as the page gives them; None or empty where it does not.
        language: ISO 639-1.
        leftovers: what was dropped, so that nothing vanishes.
    """

    id: str
    capture: str
    source: str
    revision: int = 1
    text: str
    sha256: str
    body_start: int = 0
    title: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: PartialDate | None = None
    language: str
    form: Form = Form.PROSE
    cleaner: str
    leftovers: tuple[Leftover, ...] = ()

    @staticmethod
    def id_of(capture_id: str) -> str:
        """The id of the article made from this capture."""
        return "d-" + capture_id.removeprefix("c-")

    @staticmethod
    def capture_of(id: str) -> str:
        """The id of the capture from which the article with this id was made."""
        return "c-" + id.removeprefix("d-")


class ArticleFacts(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What the later acts need to know of an article without its text.

    `order`: a number that grows in capture order. `origin`: id of the article at which its family of copies begins.
    `captured_on`: date of capture. `translation`: in which it was read, if in one. `origin` equals `id` where the article is no copy.
    `takes_from`: origins of which its own is not independent.
    """

    id: str
    order: int
    source: str
    title: str | None = None
    publisher: str | None = None
    published: PartialDate | None = None
    captured_on: PartialDate | None = None
    language: str
    origin: str
    copy_kind: CopyKind = CopyKind.ORIGINAL
    takes_from: tuple[str, ...] = ()
    agency: str | None = None
    translation: Rendering | None = None

    @property
    def text(self) -> str:
        """Id of the article whose text it tells: its origin's; its own where only a part of that is left, for then it also tells of others."""
        return self.id if self.copy_kind is CopyKind.PART else self.origin
