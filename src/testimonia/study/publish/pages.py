"""The parts of the report as the templates get them, section by section; the report itself at the end."""

from __future__ import annotations

from testimonia.study.publish.excerpts import Excerpt, Segment
from testimonia.study.publish.views import Chart, Line, Link, Num, Panel, QuoteLine, Rendered, View


class KeyNumber(View, frozen=True, kw_only=True):
    """A big number and what it is."""

    value: Line
    caption: str


class Theme(View, frozen=True, kw_only=True):
    """A sub-theme of a code and how many gave it."""

    name: str
    count: Num


class CodeView(View, frozen=True, kw_only=True):
    """One reason: how many gave it, with what uncertainty, in whose words."""

    anchor: str
    name: str
    definition: str
    words: str
    share: Num
    count: Line
    interval: str
    bounds: str
    denied: Line
    caution: str
    warning: str
    themes: tuple[Theme, ...]
    reported: tuple[Link, ...]
    quotes: tuple[QuoteLine, ...]


class Family(View, frozen=True, kw_only=True):
    """All reasons of leaving, or of joining."""

    anchor: str
    family: str
    title: str
    lede: Line
    chart: Chart | None
    codes: tuple[CodeView, ...]
    unmet: tuple[str, ...]


class HeatCell(View, frozen=True, kw_only=True):
    """A cell of the cross-table; `level` 0 to 5 is its shade."""

    count: Num
    level: int


class Heat(View, frozen=True, kw_only=True):
    """Leaving (rows) by joining (columns)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[HeatCell, ...]], ...]
    lede: Line


class GroupRow(View, frozen=True, kw_only=True):
    """A group, how many of it give a reason of the family, and the share of each reason, with whether its difference stands after correction."""

    name: str
    whole: Num
    cells: tuple[tuple[Num, bool], ...]


class GroupTable(View, frozen=True, kw_only=True):
    """Groups by the reasons of one family. `parts`: an attribute in words, and its groups."""

    anchor: str
    family: str
    caption: str
    head: tuple[str, ...]
    parts: tuple[tuple[str, tuple[GroupRow, ...]], ...]


class Groups(View, frozen=True, kw_only=True):
    """Who gives which reason."""

    lede: Line
    patterns: Chart | None
    tables: tuple[GroupTable, ...]


class Phrased(View, frozen=True, kw_only=True):
    """A share, the turns of phrase that hold of it, and why the others do not."""

    title: str
    share: Num
    holds: tuple[str, ...]
    fails: tuple[tuple[str, str], ...]


class Corrected(View, frozen=True, kw_only=True):
    """A share of units three ways, each with its interval, and how far people agree on the code; "–" where that was not measured."""

    title: str
    both: Num
    both_interval: str
    people: Num
    people_interval: str
    machine: Num
    agreement: Num
    basis: str


class OpenQuestion(View, frozen=True, kw_only=True):
    """An open question and what the count and its range would be after each answer."""

    question: Link
    yes: str
    no: str


class Certainty(View, frozen=True, kw_only=True):
    """How sure the findings are."""

    lede: Line
    growth: Chart | None
    growth_lines: tuple[Line, ...]
    left: Chart | None
    forest: Chart | None
    unseen: Chart | None
    unseen_line: Line
    sampled: tuple[Corrected, ...]
    phrases: tuple[Phrased, ...]
    open: tuple[OpenQuestion, ...]
    refused: tuple[tuple[str, str], ...]


class Context(View, frozen=True, kw_only=True):
    """Quotes where they stand: a paragraph, with the words for one code marked.

    `rendered`: the quotes in the translation in which the article was read.
    """

    excerpt: Excerpt
    direct: bool
    denied: bool
    themes: str
    checked: str
    article: Link
    printed: str
    copies: tuple[Link, ...]
    rendered: tuple[Rendered, ...] = ()


class CodeGroup(View, frozen=True, kw_only=True):
    """A person's quotes for one code."""

    family: str
    name: str
    contexts: tuple[Context, ...]


class Attribute(View, frozen=True, kw_only=True):
    """One thing known of a person: best value first, then others that some article gives, each with its sources."""

    field: str
    values: tuple[tuple[str, str, tuple[Link, ...]], ...]


class PersonView(View, frozen=True, kw_only=True):
    """One person's section."""

    anchor: str
    id: str
    name: str
    direction: str
    named: bool
    about: str
    status: str
    note: str
    attributes: tuple[Attribute, ...]
    dates: tuple[tuple[str, str, tuple[Link, ...]], ...]
    groups: tuple[CodeGroup, ...]
    told_in: tuple[tuple[str, Link, str], ...]
    reply: str = ""


class Excluded(View, frozen=True, kw_only=True):
    """A person who is not counted: id and role only."""

    anchor: str
    id: str
    role: str
    reason: str
    articles: tuple[Link, ...]


class ArticleView(View, frozen=True, kw_only=True):
    """One source. `kind`: "origin" or "copy". `address` is None where it would spell a hidden name. `translated`: from what, by whom."""

    anchor: str
    title: str
    direction: str
    language: str
    publisher: str
    published: str
    captured: str
    kind: str
    origin: Link | None
    agency: str
    address: Link | None
    persons: tuple[Link, ...]
    translated: str = ""


class Reported(View, frozen=True, kw_only=True):
    """A total that somebody else reports, beside ours. `sentence` is where it stands; `repeats`: the row above has shown it.

    `rendered`: as for a quote.
    """

    figure: str
    of_whom: str
    by: str
    sentence: tuple[Segment, ...]
    repeats: bool
    direction: str
    article: Link
    printed: str
    ours: Num | None
    note: str
    rendered: Rendered | None = None


class Stage(View, frozen=True, kw_only=True):
    """One step of the way from sources to persons."""

    anchor: str
    name: str
    unit: str
    entered: str
    kept: str
    set_aside: Num
    reasons: tuple[str, ...]


class Aside(View, frozen=True, kw_only=True):
    """One item that was set aside."""

    what: str
    reason: str
    detail: str


class AsideGroup(View, frozen=True, kw_only=True):
    """What one stage set aside."""

    anchor: str
    stage: str
    items: tuple[Aside, ...]


class QuestionView(View, frozen=True, kw_only=True):
    """Something that waits for people."""

    anchor: str
    kind: str
    about: tuple[Link, ...]
    why: str
    article: Link


class CodeRule(View, frozen=True, kw_only=True):
    """A code as the coders see it."""

    name: str
    family: str
    definition: str
    includes: str
    excludes: str


class Paragraph(View, frozen=True, kw_only=True):
    """A heading of the method with its paragraphs."""

    title: str
    lines: tuple[Line, ...]


class Report(View, frozen=True, kw_only=True):
    """Everything on the page. `all_more_reported`, `all_not_comparable`: how many totals there are, of which the first are listed."""

    title: str
    window: str
    edition: str
    program: str
    headline: Line
    range: Line
    range_chart: Chart | None
    keys: tuple[KeyNumber, ...]
    growth: Chart | None
    growth_lede: Line
    countries: Chart | None
    countries_lede: Line
    who: tuple[Chart, ...]
    who_lede: Line
    families: tuple[Family, ...]
    heat: Heat | None
    groups: Groups | None
    certainty: Certainty
    reported: tuple[Reported, ...]
    more_reported: tuple[Reported, ...]
    all_more_reported: int
    not_comparable: tuple[Reported, ...]
    all_not_comparable: int
    reported_lede: Line
    voices: tuple[QuoteLine, ...]
    flow: Chart | None
    flow_lede: Line
    asides: tuple[AsideGroup, ...]
    method: tuple[Paragraph, ...]
    rules: tuple[CodeRule, ...]
    persons: tuple[PersonView, ...]
    excluded: tuple[Excluded, ...]
    articles: tuple[ArticleView, ...]
    questions: tuple[QuestionView, ...]
    panels: tuple[Panel, ...]
