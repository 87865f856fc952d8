"""Who gives which reason: declared patterns, and the share of each reason in each group, with what stands after correction."""

from __future__ import annotations

from testimonia.domain.finding import Association, Compared
from testimonia.study.count.patterns import FAMILY
from testimonia.study.language import noted, phrase, said, say
from testimonia.study.publish.charts_groups import Pair, dumbbells
from testimonia.study.publish.desk import Desk
from testimonia.study.publish.ledger import Ledger, words
from testimonia.study.publish.pages import GroupRow, Groups, GroupTable
from testimonia.study.publish.views import Chart, Line
from testimonia.study.publish.wording import sentence

FIRM = 0.05
TITLES = {
    "gender": noted("Women and men"),
    "age": noted("Age"),
    "region": noted("Where they come from"),
    "nationality": noted("Country"),
    "group_role": noted("Role in the group"),
}
CAPTIONS = {
    "leaving": noted("Reasons for leaving, among those of the group who give one"),
    "joining": noted("Reasons for joining, among those of the group who give one"),
}
SHOWN = 15
"""So many groups of one attribute are shown, those with most persons; the ledger and the tables of the data have all."""


def groups(desk: Desk, ledger: Ledger) -> Groups | None:
    """The whole section; None where no group is large enough."""
    tables = tuple(t for f in CAPTIONS if (t := _table(desk, ledger, f)) is not None)
    chart = _patterns(desk, ledger)
    if not tables and chart is None:
        return None
    return Groups(lede=_lede(desk, ledger), patterns=chart, tables=tables)


def _tests(desk: Desk) -> list[Association]:
    return [t for t in desk.findings.associations if t.family.endswith(" x attributes")]


def _lede(desk: Desk, ledger: Ledger) -> Line:
    tests = sorted((t for t in _tests(desk) if t.p_holm < FIRM), key=lambda t: (t.p_holm, t.p, t.figure))
    if not tests:
        return phrase(
            "No difference between groups stands after correction for the number of tables: read these shares as cases, not as rules."
        )
    top = tests[0]
    share = _share_of(top)
    if ledger.get(share) is None:
        return phrase("Some differences between groups stand after correction; they are marked below.")
    often = "more" if top.difference > 0 else "less"
    return phrase("What stands out most: “{left}” is given {often} often by {right} ({share}) than by others. A difference that stands is no cause.", left=desk.public(top.left), often=often, right=desk.public(top.right), share=ledger.num(share))  # fmt: skip


def _share_of(table: Association) -> str:
    _, code, group, _ = _parts(table.figure)
    return f"among.{group}.{code}.share"


def _parts(figure: str) -> tuple[str, str, str, str]:
    """ "with", the code, the group and "odds" of an id; a group's name has no dot."""
    head, _, rest = figure.partition(".")
    rest, _, last = rest.rpartition(".")
    code, _, group = rest.rpartition(".")
    return head, code, group, last


def _table(desk: Desk, ledger: Ledger, family: str) -> GroupTable | None:
    rows = [c for c in desk.findings.compared if c.family == family]
    if not rows:
        return None
    firm = {(code, group) for t in _tests(desk) if t.p_holm < FIRM for _, code, group, _ in (_parts(t.figure),)}
    codes = [c for c in desk.codebook.codes if any(f".{c.id.replace('/', '.')}.share" in s for s in rows[0].shares)]
    ids = [c.id.replace("/", ".") for c in codes]
    parts = []
    for attribute, words_of in TITLES.items():
        held = [c for c in rows if c.attribute == attribute]
        if attribute in ("nationality", "group_role"):
            held.sort(key=lambda c: (-ledger.value(c.whole), c.words))
        if held:
            parts.append((said(words_of), tuple(_row(desk, ledger, c, ids, firm) for c in held[:SHOWN])))
    return GroupTable(
        anchor=f"groups-{family}",
        family=family,
        caption=said(CAPTIONS[family]),
        head=tuple(c.name for c in codes),
        parts=tuple(parts),
    )


def _row(desk: Desk, ledger: Ledger, row: Compared, codes: list[str], firm: set[tuple[str, str]]) -> GroupRow:
    cells = tuple((ledger.num(f"among.{row.group}.{c}.share"), (c, row.group) in firm) for c in codes)
    return GroupRow(name=sentence(desk.public(row.words)), whole=ledger.num(row.whole), cells=cells)


def _patterns(desk: Desk, ledger: Ledger) -> Chart | None:
    tests = {t.figure: t for t in desk.findings.associations if t.family == FAMILY}
    rows = []
    for pattern in desk.snapshot.comparisons.patterns:
        head = f"pattern.{pattern.id}"
        inside, outside = ledger.get(f"{head}.share"), ledger.get(f"{head}.others.share")
        if inside is None:
            continue
        test, none = tests.get(f"{head}.odds"), words("–")
        rows.append(Pair(
            label=pattern.name, inside=inside, inside_said=ledger.num(inside.id), inside_of=ledger.num(f"{head}.count"), outside=outside,
            outside_said=ledger.num(outside.id) if outside else none, outside_of=ledger.num(f"{head}.others.count") if outside else none,
            apart=_apart(test), settled=_settled(test), chance=_chance(test), firm=bool(test and test.p_holm < FIRM),
        ))  # fmt: skip
    note = (say("The study declared these before it saw a figure; they are tested as a family of their own, exactly and with Holm’s correction. ")
            + (say("In bold: what stands.") if any(r.firm for r in rows) else say("None stands after that: read them as cases.")))  # fmt: skip
    return dumbbells(
        "chart-patterns",
        say("Patterns that the study declared"),
        say("Share of those who give a reason, in the group and among all others"),
        rows,
        note,
    )


def points(share: float) -> str:
    """A difference of two shares in points, with its sign."""
    whole = round(share * 100)
    return f"+{whole}" if whole > 0 else f"−{-whole}" if whole else "0"


def _apart(test: Association | None) -> str:
    return (
        say(
            "{difference} ({low} to {high})",
            difference=points(test.difference),
            low=points(test.low),
            high=points(test.high),
        )
        if test
        else "–"
    )


def _settled(test: Association | None) -> str:
    return say("{least} to {most}", least=points(test.least), most=points(test.most)) if test else "–"


def _chance(test: Association | None) -> str:
    return "–" if test is None else "under 0.001" if test.p_holm < 0.001 else f"{test.p_holm:.3f}"
