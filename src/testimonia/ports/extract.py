"""What capture and clean need from format libraries: pages as flat lists of blocks, and the readers that make them."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from typing import IO, Protocol

import msgspec

from testimonia.domain.article import Form
from testimonia.domain.setaside import Reason
from testimonia.ports.clock import Clock


class Unreadable(Exception):  # noqa: N818 - it names the state of an item, it is no user's mistake
    """An item cannot be read; the stage turns this into a `SetAside` with this reason and detail."""

    def __init__(self, reason: Reason, detail: str) -> None:
        self.reason, self.detail = reason, detail
        super().__init__(detail)


class Kind(enum.StrEnum):
    """What sort of block the format says it is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    TERM = "term"  # <dt>
    QUOTE = "quote"  # inside <blockquote>
    CAPTION = "caption"
    ROW = "row"  # cells of a data table, joined by a space
    CONTROL = "control"  # button, option, label
    RULE = "rule"  # a drawn line; its text is empty


class Container(msgspec.Struct, frozen=True):
    """An element that holds blocks. `names` are the words of its class, id, role and aria-label, lower case.

    `picture`: whether an image stands directly in it.
    """

    tag: str
    names: tuple[str, ...] = ()
    picture: bool = False


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """One run of text that the layout sets apart; white space is collapsed.

    Attributes:
        chain: indexes into `Page.containers`, outermost first; the last is the element of the block itself.
        style: tag and class of that element, the look that blocks of one sort share.
        links: share of the characters that stand in links, 0 to 1. bold: all of it is bold.
        level: of a heading, 1 to 6, else 0.
        voted: the extraction library took it for main text.
    """

    text: str
    kind: Kind = Kind.PARAGRAPH
    chain: tuple[int, ...] = ()
    style: str = ""
    links: float = 0.0
    bold: bool = False
    level: int = 0
    voted: bool = False


class PageFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What the head of a page (or a document's properties) says, unjudged; dates as written."""

    titles: tuple[str, ...] = ()  # best first: og:title, citation_title, JSON-LD headline
    page_title: str = ""  # <title>, usually with the outlet's name
    publishers: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    published: tuple[str, ...] = ()  # declared dates of publication, best first
    times: tuple[str, ...] = ()  # <time datetime>, in page order
    language: str = ""  # as declared, "en-GB"


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A document as blocks in reading order. `form` where the format itself says it (subtitles), else None."""

    blocks: tuple[Block, ...]
    containers: tuple[Container, ...] = ()
    facts: PageFacts = PageFacts()
    form: Form | None = None


class Decoded(msgspec.Struct, frozen=True):
    """Text with the encoding it was read in."""

    text: str
    encoding: str


class Decoder(Protocol):
    """Bytes of unknown encoding to text."""

    def __call__(self, data: bytes, declared: str | None = None) -> Decoded:
        """Never fails on text; raises Unreadable (binary) where the bytes are none."""


class PageReader(Protocol):
    """A format's reader: bytes (or decoded text) to a page."""

    def __call__(self, data: bytes, declared: str | None = None) -> Page:
        """`declared`: the encoding from outside (HTTP). Raises Unreadable."""


class PaperReader(Protocol):
    """A paginated format's reader: the lines of each page and the document's properties."""

    def __call__(self, data: bytes) -> tuple[tuple[str, ...], PageFacts]:
        """Raises Unreadable."""


class LanguageGuesser(Protocol):
    """What language a text is in."""

    def __call__(self, text: str) -> tuple[str, float]:
        """ISO 639-1 code and confidence, 0 to 1."""


class WebRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One response of a web archive. `damage` says why the payload is not whole (then `data` is empty)."""

    uri: str
    status: int = 200
    headers: dict[str, str] = {}
    data: bytes = b""
    damage: tuple[Reason, str] | None = None


class WebArchiveReader(Protocol):
    """Reads WARC and WARC.gz."""

    def __call__(self, stream: IO[bytes], max_bytes: int) -> Iterator[WebRecord]:
        """Response records in file order; a damaged end is one last record with `damage`."""


class CaptureTools(msgspec.Struct, frozen=True, kw_only=True):
    """What capture uses from outside."""

    clock: Clock
    decode: Decoder
    web_archive: WebArchiveReader


class CleanTools(msgspec.Struct, frozen=True, kw_only=True):
    """What clean uses from outside: one reader a format."""

    decode: Decoder
    html: PageReader
    pdf: PaperReader
    docx: PageReader
    subtitles: PageReader
    language: LanguageGuesser
