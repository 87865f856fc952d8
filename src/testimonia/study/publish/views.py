"""What the templates are given: typed, frozen, and already in words. A template only lays it out.

Every text in here is plain and unescaped (the templates escape it), except `Markup` made by the chart functions.
`href` is "" where there is nothing to open; otherwise "#anchor" or an http(s) address.
"""

from __future__ import annotations

import msgspec
from markupsafe import Markup

from testimonia.study.publish.excerpts import Segment


class View(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all views."""


class Num(View, frozen=True, kw_only=True):
    """A piece of a line: a number that opens its panel, or (without `href`) plain words. `label` says what is counted."""

    text: str
    href: str = ""
    label: str = ""
    ref: str = ""


Line = tuple[Num, ...]
"""A sentence: words and numbers in turn."""


class Link(View, frozen=True, kw_only=True):
    """Words that lead somewhere. `direction`: "rtl" for right-to-left words."""

    text: str
    href: str = ""
    note: str = ""
    direction: str = ""


class Member(View, frozen=True, kw_only=True):
    """One member of a figure, with links to what its membership rests on."""

    link: Link
    evidence: tuple[Link, ...] = ()


class Panel(View, frozen=True, kw_only=True):
    """What opens behind a number: the query, its denominator, its members; `more`: how many are not listed."""

    anchor: str
    ref: str
    title: str
    value: str
    query: str
    range_label: str = "Range"
    range: str = ""
    interval: str = ""
    denominator: Num | None = None
    members: tuple[Member, ...] = ()
    member_words: str = ""
    hash: str = ""
    in_ledger: bool = True
    more: int = 0


class Table(View, frozen=True, kw_only=True):
    """A small table: the first cell of each row is its heading."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Num, ...], ...]


class Chart(View, frozen=True, kw_only=True):
    """A drawing in two widths with its table. `key` explains marks in words, each with the class of its sample."""

    anchor: str
    title: str
    subtitle: str = ""
    wide: Markup
    narrow: Markup
    table: Table
    key: tuple[tuple[str, str], ...] = ()
    note: str = ""


class Rendered(View, frozen=True, kw_only=True):
    """A quote in another language, as its translation has it. `by`: "translated from French by the team"; `language`: of the translation."""

    words: str
    by: str
    language: str


class QuoteLine(View, frozen=True, kw_only=True):
    """A quote by itself. `direct`: the person's own words; otherwise the article's, telling them.

    `opens`, `closes`: quotation marks that the words want. `article`: id of where they stand.
    `rendered`: the words in the translation in which the article was read; None where it was read as it is.
    """

    segments: tuple[Segment, ...]
    direct: bool
    language: str
    direction: str
    speaker: Link
    about: str
    source: str
    href: str
    opens: str = ""
    closes: str = ""
    article: str = ""
    rendered: Rendered | None = None
