"""How sure the findings are: growth corrected, what goes together, who was not seen, which words hold, what was refused."""

from __future__ import annotations

from testimonia.domain.figure import Figure
from testimonia.domain.finding import Association, Saying
from testimonia.study.language import phrase, said, say
from testimonia.study.publish.charts_certainty import Level, Odds, forest, levels, months
from testimonia.study.publish.desk import Desk
from testimonia.study.publish.ledger import Ledger, question_link, question_words, words
from testimonia.study.publish.pages import Certainty, Corrected, OpenQuestion, Phrased
from testimonia.study.publish.views import Chart, Line, Link
from testimonia.study.publish.wording import number, percent, ratio_words, sentence

SHOWN = 12
"""So many pairs, and so many open questions, are drawn; the ledger has all."""
FIRM = 0.05


def certainty(desk: Desk, ledger: Ledger) -> Certainty:
    """The whole section."""
    found = desk.findings
    spoke = [m for m in found.corrected if m.series == "spoke"]
    left = [m for m in found.corrected if m.series == "left"]
    return Certainty(
        lede=_lede(desk, ledger),
        growth=months("chart-corrected", say("Growth against what was read"), spoke, _growth_note(desk)),
        growth_lines=_growth_lines(ledger),
        left=months("chart-left", say("When they left, and who is yet to speak"), left, _left_note(desk)) if ledger.get("delay.left.median") else None,
        forest=_forest(desk, ledger),
        unseen=_unseen(ledger),
        unseen_line=_unseen_line(ledger),
        sampled=_sampled(desk, ledger),
        phrases=_phrases(desk, ledger),
        open=_open(desk),
        refused=_refused(desk),
    )  # fmt: skip


def _lede(desk: Desk, ledger: Ledger) -> Line:
    verdict = next((s for s in desk.findings.sayings if s.words == "growing"), None)
    if verdict is None:
        return phrase("No article is dated, so nothing can be said of growth.")
    factor = ledger.get("growth.spoke.factor")
    if factor is None:
        return phrase("Whether more people speak as time goes on cannot be said: the series is not corrected.")
    begun = phrase("Against the articles read, the number who speak changes by a factor of {factor} a year", factor=ledger.num(factor.id, ratio_words(factor.value)))  # fmt: skip
    if verdict.holds:
        return (*begun, *phrase("; it is growing."))
    return (*begun, *phrase("; that it is growing is not supported."))


def _growth_lines(ledger: Ledger) -> tuple[Line, ...]:
    """The factors with their intervals, the uncorrected one first."""
    lines: list[Line] = []
    for id, opening in (
        ("growth.spoke.uncorrected", say("Not corrected: ")),
        ("growth.spoke.factor", say("Corrected for articles read and for sources that came later: ")),
        ("growth.left.factor", say("By the month of leaving, corrected for those yet to speak: ")),
    ):
        figure = ledger.get(id)
        if figure is not None and figure.interval is not None:
            span = say(
                " a year (95% interval {low} to {high})",
                low=ratio_words(figure.interval.low),
                high=ratio_words(figure.interval.high),
            )
            lines.append((words(opening + say("times ")), ledger.num(id, ratio_words(figure.value)), words(span + ".")))
    median = ledger.get("delay.left.median")
    if median is not None:
        lines.append(phrase("Half of those who speak do so within {median} of leaving.", median=ledger.counted(median.id, "month", "months")))  # fmt: skip
    return tuple(lines)


def _sources_note(desk: Desk) -> str:
    """Whether the watched sources were the same over the months read; nothing where none is watched."""
    constant = next((s for s in desk.findings.sayings if s.about == "coverage.constant"), None)
    if constant is None:
        return ""
    if constant.holds:
        return " " + say("The watched sources were the same throughout.")
    return " " + say(
        "The watched sources were not the same throughout: {why}.", why=constant.because.rpartition("; ")[2]
    )


def _growth_note(desk: Desk) -> str:
    why = [r.reason for r in desk.findings.refusals if r.id == "delay.spoke.median"]
    note = say(
        "A source that joined the study on the way makes no spike: who is told of by such sources alone is hatched and left out of the trend. "
    )
    delay = (
        say("The last months are not corrected for delay: {why}.", why=why[0])
        if why
        else say("The last months are corrected for delay.")
    )
    return note + delay + _sources_note(desk)


def _left_note(desk: Desk) -> str:
    total = desk.findings.figure("growth.left.expected")
    if total is None or total.low is None or total.high is None:
        return ""
    return say(
        "Expected in the end, as far as delays seen so far can tell: {total} people, {low} to {high}.",
        total=number(total.value),
        low=number(total.low),
        high=number(total.high),
    )


def _forest(desk: Desk, ledger: Ledger) -> Chart | None:
    tables = [t for t in desk.findings.associations if t.both + t.only_left and t.both + t.only_right]
    tables.sort(key=lambda t: (t.p, t.figure))
    firm = sum(t.p_holm < FIRM for t in tables)
    note = (say("Two-sided exact tests, corrected by Holm’s method for all tables of a family; in bold, what stands after that. ")
            + (say("No pair does: read these pairs as cases, not as rules.") if not firm else say("A pair that stands is no cause.")))  # fmt: skip
    rows = [row for t in tables[:SHOWN] if (row := _odds(desk, ledger, t)) is not None]
    return forest(
        "chart-forest",
        say("What goes together"),
        say("Odds ratios of the pairs that depart most from chance"),
        rows,
        note,
    )


def _odds(desk: Desk, ledger: Ledger, table: Association) -> Odds | None:
    figure = ledger.get(table.figure)
    if figure is None or figure.interval is None:
        return None
    p = "under 0.001" if table.p_holm < 0.001 else f"{table.p_holm:.3f}"
    return Odds(label=desk.public(f"{table.left} · {table.right}"), value=figure.value, low=figure.interval.low, high=figure.interval.high,
                said=ledger.num(figure.id, ratio_words(figure.value)), both=ledger.num(figure.id, number(table.both)), chance=p, firm=table.p_holm < FIRM)  # fmt: skip


def _unseen(ledger: Ledger) -> Chart | None:
    rows = []
    for id, label in (
        ("count.individuals", say("Counted, with the range of open questions")),
        ("unseen.chao", say("At least, told or not (Chao)")),
        ("unseen.systems", say("From the overlap of publishers")),
    ):
        figure = ledger.get(id)
        if figure is None:
            continue
        low = figure.interval.low if figure.interval else figure.low
        high = figure.interval.high if figure.interval else figure.high
        low, high = figure.value if low is None else low, figure.value if high is None else high
        rows.append(
            Level(
                label=label,
                value=figure.value,
                low=low,
                high=high,
                said=ledger.num(id),
                range=say("{low} to {high}", low=number(low), high=number(high)),
            )
        )
    note = say(
        "All who left and spoke in outlets like those monitored; not all who left. Origins are taken as found independently."
    )
    return levels("chart-unseen", say("How many there may be"), rows, note)


def _unseen_line(ledger: Ledger) -> Line:
    bound = ledger.get("unseen.chao")
    if bound is None:
        return ()
    return phrase("How often the same people are told of by independent origins suggests at least {bound} who spoke in outlets like these.", bound=ledger.counted(bound.id, "person", "people"))  # fmt: skip


def _sampled(desk: Desk, ledger: Ledger) -> tuple[Corrected, ...]:
    """The shares that people's coding of a random sample corrects, in the order of the codebook."""
    rows = []
    for code in desk.codebook.codes:
        id = code.id.replace("/", ".")
        both, alone = ledger.get(f"{id}.powered"), ledger.get(f"{id}.people_alone")
        if both is None or alone is None:
            continue
        known = ledger.get(f"{id}.agreement") is not None
        rows.append(Corrected(
            title=desk.code_name(code.id), both=ledger.num(both.id), both_interval=_between(both), people=ledger.num(alone.id),
            people_interval=_between(alone), machine=ledger.num(f"{id}.machine_alone"), agreement=ledger.num(f"{id}.agreement") if known else words("–"),
            basis=sentence(alone.query) + ".",
        ))  # fmt: skip
    return tuple(rows)


def _between(figure: Figure) -> str:
    held = figure.interval
    return say("{low} to {high}", low=percent(held.low), high=percent(held.high)) if held else ""


def _refused(desk: Desk) -> tuple[tuple[str, str], ...]:
    """What is not given and why; what is refused for the same reason stands together."""
    by_reason: dict[str, list[str]] = {}
    for one in desk.findings.refusals:
        by_reason.setdefault(one.reason, []).append(one.title)
    return tuple((sentence("; ".join(titles)), reason) for reason, titles in by_reason.items())


def _phrases(desk: Desk, ledger: Ledger) -> tuple[Phrased, ...]:
    """For each share the phrases that hold, and those of about its size that do not, each with the first reason why."""
    found: dict[str, list[Saying]] = {}
    for saying in desk.findings.sayings:
        if saying.about in ledger.figures and saying.words != "growing":
            found.setdefault(saying.about, []).append(saying)
    rows = []
    for id, heard in found.items():
        figure = ledger.figures[id]
        if figure.value:
            rows.append(Phrased(title=ledger.title(ledger.figures[id.removesuffix("share") + "count"]), share=ledger.num(id), holds=tuple(said(s.words) for s in heard if s.holds),
                                fails=tuple((said(s.words), s.because.rpartition("; ")[2]) for s in heard if not s.holds and not s.because.rpartition("; ")[2].startswith(say("the share is {value}", value="")))))  # fmt: skip
    return tuple(rows)


def _open(desk: Desk) -> tuple[OpenQuestion, ...]:
    known = {q.id: q for q in desk.snapshot.questions}
    rows = []
    for row in desk.findings.sensitivity[:SHOWN]:
        question = known.get(row.question)
        link = question_link(desk, question) if question else Link(text=question_words(row.kind))
        rows.append(OpenQuestion(question=link, yes=_said(row.yes), no=_said(row.no)))
    return tuple(rows)


def _said(ends: tuple[int, int, int]) -> str:
    floor, best, ceiling = ends
    return say("{best} ({floor} to {ceiling})", best=number(best), floor=number(floor), ceiling=number(ceiling))
