"""Numbers that open: each figure of the findings becomes a panel, and every number in the text a link to its panel."""

from __future__ import annotations

import re
from collections.abc import Sequence

from testimonia.domain.figure import CrossCell, Figure, SeriesPoint
from testimonia.domain.person import Status
from testimonia.domain.question import Question
from testimonia.study.countries import country_name
from testimonia.study.estimate import verbal
from testimonia.study.language import noted, noted_many, said, say, say_many
from testimonia.study.publish.desk import Desk, anchor
from testimonia.study.publish.views import Line, Link, Member, Num, Panel
from testimonia.study.publish.wording import date_words, number, span_words, value_words

LISTED = 100
"""So many members of a figure are listed behind it; the tables name all. With 250, the page of all figures of a large study was 79 MB, which no telephone opens."""
METHODS = (noted("Wilson 95%"),)
"""Names of intervals that stand beside shares."""


def words(text: str) -> Num:
    """Plain words of a line."""
    return Num(text=text)


class Ledger:
    """The figures by id, their panels in order, and the numbers that lead to them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.figures: dict[str, Figure] = {}
        self._refs: dict[str, str] = {}
        for figure in desk.findings.figures:
            if figure.id not in self.figures:
                self.figures[figure.id] = figure
                self._refs[figure.id] = f"F{len(self._refs) + 1}"
        self._extra: dict[str, Panel] = {}
        self._questions = {q.id: q for q in desk.snapshot.questions}
        self._made: dict[tuple[str, tuple[str, ...]], Member] = {}

    # -- numbers
    def get(self, id: str) -> Figure | None:
        """The figure, or None."""
        return self.figures.get(id)

    def value(self, id: str) -> float:
        """The figure's value; 0 where the ledger has no such figure."""
        figure = self.figures.get(id)
        return figure.value if figure else 0.0

    def num(self, id: str, text: str = "") -> Num:
        """The figure as a number that opens; plain where there is no such figure. `text` replaces the number's own words."""
        figure = self.figures.get(id)
        if figure is None:
            return words(text or say("not known"))
        return Num(
            text=text or self.say(figure),
            href="#" + self.anchor(id),
            label=self.title(figure),
            ref=self._refs[id],
        )

    def anchor(self, id: str) -> str:
        """The anchor of a figure's panel; by number where the id would spell a hidden name."""
        spelt = self._desk.mask.address(id) is None
        return "f-" + self._refs[id] if spelt else anchor(id, "f-")

    def counted(self, id: str, one: str, many: str) -> Line:
        """The number with its noun: "18 people"."""
        return self.num(id), words(" " + say_many(one, many, self.value(id)))

    def say(self, figure: Figure) -> str:
        """A figure's value in words of its unit."""
        if figure.unit == "month":
            digits = f"{int(figure.value):06d}"
            return date_words(f"{digits[:4]}-{digits[4:]}")
        return value_words(figure)

    def verbal(self, id: str) -> str:
        """The words that fit a share, bound to declared ranges ("about half")."""
        figure = self.figures.get(id)
        whole = self.figures.get(figure.denominator or "") if figure else None
        return verbal(figure.value, len(whole.members)) if figure and whole else ""

    def title(self, figure: Figure) -> str:
        """What the figure counts, with the country's name for its code and hidden names taken out."""
        if figure.id.startswith("country.") and figure.id.endswith(".count"):
            code = figure.id.split(".")[1]
            return (
                say("People from {code}", code=country_name(code))
                if len(code) == 2
                else figure.title.replace(say("Nationality not stated"), say("Country not stated"))
            )
        return self._desk.public(figure.title)

    def query(self, figure: Figure) -> str:
        """The query in words: ids of figures and codes in it by their titles, hidden names taken out."""
        query = re.sub(r"\b[a-z]+(?:\.\w+)+\b", lambda m: self._named(m.group()), figure.query)
        for code in sorted((c.id for c in self._desk.codebook.codes), key=len, reverse=True):
            query = re.sub(rf"(?<!\w){re.escape(code)}(?!\w)", f"“{self._desk.code_name(code)}”", query)
        return self._desk.public(query.replace(" / ", " out of "))

    def _named(self, id: str) -> str:
        figure = self.figures.get(id)
        return f"“{figure.title}” ({self._refs[id]})" if figure else id

    # -- numbers that the findings keep in series and tables
    def month(self, point: SeriesPoint, verb: str) -> Num:
        """A month of the series; opens the persons in it."""
        id = f"month.{verb.replace(' ', '-')}.{point.month}"
        title = say("People who {verb} in {month}", verb=verb, month=date_words(point.month))
        return self._more(
            id,
            title,
            say("counted persons who {verb} in {month}", verb=verb, month=date_words(point.month)),
            point.value,
            point.members,
        )

    def cell(self, cell: CrossCell, leaving: str, joining: str) -> Num:
        """A cell of the leaving x joining table; opens the persons in it."""
        id = f"cross.{cell.leaving}.{cell.joining}"
        query = say(
            "counted persons with a coding “{leaving}” and a coding “{joining}”, neither rejected",
            leaving=leaving,
            joining=joining,
        )
        return self._more(
            id,
            say("Left: {leaving}. Had joined: {joining}", leaving=leaving, joining=joining),
            query,
            cell.value,
            cell.members,
        )

    def _more(self, id: str, title: str, query: str, value: int, members: Sequence[str]) -> Num:
        if not members:
            return words(number(value))
        if id not in self._extra:
            self._extra[id] = Panel(
                anchor=anchor(id, "f-"),
                ref="",
                title=self._desk.public(title),
                value=number(value),
                query=query,
                members=tuple(Member(link=self._member(m)) for m in members[:LISTED]),
                more=max(0, len(members) - LISTED),
                member_words=say_many("The person", "The people", len(members)),
                in_ledger=False,
            )
        return Num(text=number(value), href="#" + anchor(id, "f-"), label=title)

    # -- panels
    def panels(self) -> tuple[Panel, ...]:
        """All panels: the ledger's in order, then those of months and cells that were asked for."""
        return (*(self._panel(f) for f in self.figures.values()), *self._extra.values())

    def _panel(self, figure: Figure) -> Panel:
        share = figure.unit == "share"
        ranged = figure.low is not None and figure.high is not None
        return Panel(
            anchor=self.anchor(figure.id),
            ref=self._refs[figure.id],
            title=self.title(figure),
            value=self.say(figure),
            query=self.query(figure),
            range_label=say("Bounds") if share else say("Range"),
            range=span_words(figure.low or 0, figure.high or 0, figure.unit) if ranged else "",
            interval=_interval(figure),
            denominator=self.num(figure.denominator) if figure.denominator in self.figures else None,
            members=self._members(figure),
            member_words=_member_words(figure),
            hash=figure.hash,
            more=max(0, len(figure.members) - LISTED),
        )

    def _members(self, figure: Figure) -> tuple[Member, ...]:
        evidence = figure.evidence[:LISTED] or ((),) * len(figure.members)
        return tuple(self._resting(m, tuple(e)) for m, e in zip(figure.members[:LISTED], evidence, strict=False))

    def _resting(self, id: str, evidence: tuple[str, ...]) -> Member:
        """The member with its evidence, made once: a person stands behind many figures."""
        made = self._made.get((id, evidence))
        if made is None:
            made = Member(link=self._member(id), evidence=self._evidence(evidence, id))
            self._made[id, evidence] = made
        return made

    def _member(self, id: str) -> Link:
        desk = self._desk
        if id in desk.persons:
            return desk.person_link(desk.persons[id])
        if id in desk.facts:
            return desk.article_link(id)
        return question_link(desk, self._questions[id]) if id in self._questions else Link(text=id)

    def _evidence(self, ids: Sequence[str], member: str) -> tuple[Link, ...]:
        """Quotes by number, appearances by publication; nothing that would only repeat the member."""
        desk, found, quotes = self._desk, [], 0
        person = desk.persons.get(member)
        for id in ids:
            if id in desk.codings:
                quotes += 1
                found.append(Link(text=say("quote {quotes}", quotes=quotes), href="#" + anchor(id)))
            elif id in desk.snapshot.appearances and person and person.status is not Status.EXCLUDED:
                article = desk.snapshot.appearances[id].article
                found.append(Link(text=desk.printed(article), href="#" + anchor(id, "a-")))
            elif id in desk.facts and id != member:
                found.append(desk.short_link(id))
        return tuple(found)


def question_link(desk: Desk, question: Question) -> Link:
    """The question with the article that raised it, leading to its entry: links that lead elsewhere read otherwise."""
    words = say(
        "{question} ({article})", question=question_words(question.kind), article=desk.printed(question.article)
    )
    return Link(text=words, href="#" + anchor(question.id, "o-"))


def question_words(kind: str) -> str:
    """A kind of question for people to read."""
    known = {
        "identity": say("Is this one person or two?"),
        "case": say("Is this person a case?"),
        "policy": say("Does the rule of inclusion cover this?"),
        "missing": say("Is somebody missing?"),
        "coding": say("Is this reason given?"),
        "attribute": say("Which value is right?"),
        "date": say("Which date is right?"),
    }
    return known.get(kind, kind)


def _interval(figure: Figure) -> str:
    """The interval with its method; of ratios and estimates with its level alone, since their query says the method."""
    held = figure.interval
    if held is None:
        return ""
    method = said(held.method.replace(" %", "%")) if figure.unit == "share" else "95%"
    return f"{span_words(held.low, held.high, figure.unit)} ({method})"


def _member_words(figure: Figure) -> str:
    nouns = {
        "articles": noted_many("The article", "The articles"),
        "questions": noted_many("The question", "The questions"),
    }
    one, many = nouns.get(figure.unit, noted_many("The person", "The people"))
    return say_many(one, many, len(figure.members)) if figure.members else ""
