"""The tables of what was found, and of how it came about."""

from __future__ import annotations

from collections.abc import Iterator

from testimonia.domain.decision import told
from testimonia.domain.figure import Findings
from testimonia.study.language import say
from testimonia.study.release.edition import Edition
from testimonia.study.release.table import Cell, Table, column


class Members:
    """The rows of that table. A person stands behind hundreds of figures: of a large study these are millions, made when they are written."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        return ((figure.id, member) for figure in self._findings.figures for member in figure.members)


class FindingTables:
    """Figures, members, months, cross-table, decisions, attrition."""

    def __init__(self, edition: Edition) -> None:
        self._edition, self._veil = edition, edition.public.veil
        self._shown = edition.public.shown
        self._reviewers = reviewers(edition)
        self._owner = {a: p for p in self._shown.persons for a in p.appearances}

    def figures(self) -> Table:
        """Every number with its range and interval."""
        head = (
            column("id", say("the figure's name"), required=True),
            column("title", say("what it counts"), required=True),
            column("value", say("the number"), "number", required=True),
            column("unit", say("persons, share, articles, ..."), required=True),
            column("low", say("lower end of its range or bounds"), "number"),
            column("high", say("upper end"), "number"),
            column("interval_low", say("lower end of the sampling interval"), "number"),
            column("interval_high", say("upper end"), "number"),
            column("interval_method", say("how it was computed")),
            column("denominator", say("the figure of which it is a share")),
            column("query", say("how it is computed, in words")),
            column("sha256", say("over the figure with its members and evidence")),
        )
        rows = tuple(
            (f.id, f.title, f.value, f.unit, f.low, f.high, *((f.interval.low, f.interval.high, f.interval.method)
             if f.interval else (None, None, None)), f.denominator, f.query, f.hash)
            for f in self._edition.findings.figures
        )  # fmt: skip
        return Table(name="figures", about=say("every number of the release"), columns=head, rows=rows, key=("id",))

    def members(self) -> Table:
        """Who or what each figure counts, one a row."""
        head = (
            column("figure", say("the figure's name"), required=True),
            column("member", say("id of a person, an article or a question"), required=True),
        )
        return Table(name="members", about=say("who or what each figure counts"), columns=head, rows=Members(self._edition.findings),
                     key=("figure", "member"), refers={"figure": ("figures", "id")})  # fmt: skip

    def months(self) -> Table:
        """The series by month."""
        head = (
            column("series", say("by which date"), among=("spoke", "left"), required=True),
            column("month", say("year and month"), required=True),
            column("persons", say("how many"), "integer", required=True),
        )
        found = self._edition.findings
        rows = [("spoke", p.month, p.value) for p in found.growth_spoke] + [
            ("left", p.month, p.value) for p in found.growth_left
        ]
        return Table(name="months", about=say("people by month of first public word and of leaving"), columns=head,
                     rows=tuple(rows), key=("series", "month"))  # fmt: skip

    def cross(self) -> Table:
        """Leaving by joining."""
        head = (
            column("leaving", say("code"), required=True),
            column("joining", say("code"), required=True),
            column("persons", say("who give both"), "integer", required=True),
        )
        rows = tuple((c.leaving, c.joining, c.value) for c in self._edition.findings.cross)
        return Table(name="cross", about=say("reasons for leaving by reasons for joining"), columns=head, rows=rows,
                     key=("leaving", "joining"))  # fmt: skip

    def associations(self) -> Table:
        """Every two-by-two table with its test."""
        head = (
            column("family", say("the tables that were corrected together"), required=True),
            column("figure", say("the odds ratio's name"), required=True),
            column("left", say("the reason"), required=True),
            column("right", say("what it is set beside"), required=True),
            column("both", say("persons with both"), "integer", required=True),
            column("only_left", say("with the first alone"), "integer", required=True),
            column("only_right", say("with the second alone"), "integer", required=True),
            column("neither", say("with neither"), "integer", required=True),
            column("p", say("Fisher's exact test, two-sided"), "number", required=True),
            column("p_holm", say("the same after Holm over the family"), "number", required=True),
            column(
                "difference", say("of the shares of the first, with less without the second"), "number", required=True
            ),
            column("low", say("lower end of the interval of the difference (Newcombe, 95 %)"), "number", required=True),
            column("high", say("upper end"), "number", required=True),
            column(
                "least",
                say("the difference at least, whatever who does not mention the first would have said"),
                "number",
                required=True,
            ),
            column("most", say("at most"), "number", required=True),
        )
        names = tuple(c.name for c in head)
        rows = tuple(tuple(getattr(a, n) for n in names) for a in self._edition.findings.associations)
        return Table(name="associations", about=say("what goes together: every table with its exact test, its effect and its bounds"),
                     columns=head, rows=rows, key=("figure",), refers={"figure": ("figures", "id")})  # fmt: skip

    def groups(self) -> Table:
        """The share of each reason in each group."""
        head = (
            column(
                "attribute",
                say("what the group shares"),
                among=("gender", "age", "group_role", "region", "nationality"),
                required=True,
            ),
            column("group", say("its name in figures"), required=True),
            column("name", say("in words"), required=True),
            column("family", say("of the reasons"), among=("leaving", "joining"), required=True),
            column("persons", say("of the group who give any reason of the family"), "integer", required=True),
            column("figure", say("the share's name"), required=True),
            column("share", say("of them who give this reason"), "number", required=True),
            column("interval_low", say("lower end of its interval (Wilson, 95 %)"), "number"),
            column("interval_high", say("upper end"), "number"),
            column("least", say("lower bound over those who do not mention it"), "number"),
            column("most", say("upper bound"), "number"),
        )
        found = self._edition.findings
        by_id = {f.id: f for f in found.figures}
        rows = tuple(
            (c.attribute, c.group, c.words, c.family, int(by_id[c.whole].value), s.id, s.value,
             s.interval.low if s.interval else None, s.interval.high if s.interval else None, s.low, s.high)
            for c in found.compared for s in (by_id[id] for id in c.shares)
        )  # fmt: skip
        return Table(name="groups", about=say("who gives which reason: the share of each reason in each group"), columns=head,
                     rows=rows, key=("figure",), refers={"figure": ("figures", "id")})  # fmt: skip

    def decisions(self) -> Table:
        """The log, as far as it is about people who are shown; reviewers by number, no hashes."""
        head = (
            column(
                "number",
                say("position in the log; numbers left out are about people who are not shown"),
                "integer",
                required=True,
            ),
            column("on", say("date")),
            column("by", say("reviewer, by number")),
            column("decision", say("its kind"), required=True),
            column("person", say("whom it is about")),
            column("reason", say("why, hidden names blacked out")),
        )
        rows = []
        for d in self._shown.decisions:
            said = told(d.action)
            about = str(said.get("appearance") or said.get("left") or "")
            owner, here = self._owner.get(about), self._veil.articles_of([about])
            kind = str(d.action.__struct_config__.tag)
            rows.append((d.number, d.at[:10], self._reviewers[d.by], kind, owner.id if owner else None,
                         self._veil.words(d.reason, here) or None))  # fmt: skip
        return Table(name="decisions", about=say("what people decided, up to this release"), columns=head, rows=tuple(rows),
                     key=("number",))  # fmt: skip

    def attrition(self) -> Table:
        """Entered = kept + set aside."""
        head = (
            column("stage", say("of the way from sources to people"), required=True),
            column("unit", say("what is counted")),
            column("entered", say("so many"), "integer"),
            column("kept", say("went on"), "integer"),
            column("set_aside", say("did not"), "integer"),
            column("reasons", say("why, with numbers")),
        )
        rows = tuple(
            (
                s.stage,
                s.unit,
                s.entered,
                s.kept,
                s.set_aside,
                "; ".join(f"{r} {n}" for r, n in s.reasons.items()) or None,
            )
            for s in self._edition.findings.attrition
        )
        return Table(name="attrition", about=say("entered = kept + set aside, for every stage"), columns=head, rows=rows,
                     key=("stage",))  # fmt: skip


def reviewers(edition: Edition) -> dict[str, str]:
    """The people of the team by number, in the order of their first decision."""
    order = dict.fromkeys(d.by for d in edition.public.guard.decisions)
    return {name: f"reviewer-{number}" for number, name in enumerate(order, start=1)}
