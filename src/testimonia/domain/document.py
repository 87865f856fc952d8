"""A printed document as a sequence of blocks: what PDF and word processor formats are made from."""

from __future__ import annotations

from typing import Union

import msgspec


class Run(msgspec.Struct, frozen=True, omit_defaults=True):
    """Words in a line. `ref`: number of the figure ("F12") that they say; `strong`: in bold; `soft`: set back, as an explanation."""

    text: str
    ref: str = ""
    strong: bool = False
    soft: bool = False


Runs = tuple[Run, ...]


class Heading(msgspec.Struct, frozen=True, kw_only=True, tag="heading"):
    """`level` 1 begins a new part, 2 a section, 3 something in it. `note`: a word set beside it."""

    text: str
    level: int = 2
    note: str = ""


class Text(msgspec.Struct, frozen=True, kw_only=True, tag="text"):
    """A paragraph. `style`: "lede", "note", "small" or ""."""

    runs: Runs
    style: str = ""


class Said(msgspec.Struct, frozen=True, kw_only=True, tag="said"):
    """A quote: the words, who said them, and the source as a footnote. `direct`: in the person's own words.

    `rendered`: the words in translation, where the article was read in one, `rendered_by` whose it is, `rendered_in` its language.
    """

    text: str
    by: str
    source: str
    direct: bool = True
    rtl: bool = False
    language: str = "en"
    rendered: str = ""
    rendered_by: str = ""
    rendered_in: str = "en"


class Drawing(msgspec.Struct, frozen=True, kw_only=True, tag="drawing"):
    """A chart. `svg` stands by itself; `alt` says it in words; `finding`: its sentence."""

    name: str
    title: str
    svg: str
    alt: str
    subtitle: str = ""
    finding: Runs = ()
    note: str = ""
    key: tuple[tuple[str, str], ...] = ()


class Grid(msgspec.Struct, frozen=True, kw_only=True, tag="grid"):
    """A table: the first cell of each row is its heading. `widths`: parts of the width; `numeric`: columns set to the right."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Runs, ...], ...]
    widths: tuple[float, ...] = ()
    numeric: tuple[int, ...] = ()
    anchors: tuple[str, ...] = ()


class Facts(msgspec.Struct, frozen=True, kw_only=True, tag="facts"):
    """Big numbers with what they are."""

    items: tuple[tuple[Runs, str], ...]


Block = Union[Heading, Text, Said, Drawing, Grid, Facts]


class Properties(msgspec.Struct, frozen=True, kw_only=True):
    """What a document says of itself in its metadata. Never a person's name. `direction`: "ltr" or "rtl"; `contents`: the heading of the list of headings."""

    title: str
    subject: str
    language: str = "en"
    keywords: str = ""
    direction: str = "ltr"
    contents: str = ""
    texts: dict[str, str] = {}
