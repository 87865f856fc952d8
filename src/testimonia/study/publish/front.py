"""The first pages: the headline with its range, the key numbers, growth, countries, who they are."""

from __future__ import annotations

from testimonia.study.countries import country_name
from testimonia.study.publish.charts import Row, range_scale, unit_rows
from testimonia.study.publish.charts_growth import growth
from testimonia.study.publish.desk import Desk
from testimonia.study.publish.ledger import Ledger, words
from testimonia.study.publish.pages import KeyNumber
from testimonia.study.publish.views import Chart, Line
from testimonia.study.publish.wording import listed, plural, sentence

COUNT = "count.individuals"
NOT_CORRECTED = (
    "Not corrected for delay (some who have left by now will only speak later) nor for sources that were added to the "
    "study on the way; “How sure” sets it against what was read. A rise in this chart can be a rise in attention."
)
_RANGE_KINDS = (("identity", "of identity"), ("case", "of inclusion"), ("policy", "of the rule of inclusion"))


def groups_named(desk: Desk) -> str:
    """The group, or groups, that people left."""
    return listed([g.name for g in desk.settings.groups]) or "the group"


def headline(desk: Desk, ledger: Ledger) -> Line:
    """ "At least 18 people left ... and spoke publicly between ... and ...; they come from 9 countries."."""
    if not ledger.value(COUNT):
        return (
            words(f"No one who left {groups_named(desk)} and spoke publicly has been found in these sources so far."),
        )
    figure = ledger.get(COUNT)
    floor = int(figure.low if figure is not None and figure.low is not None else ledger.value(COUNT))
    people = (ledger.num(COUNT, f"{floor:,}"), words(plural(floor, " person", " people")))
    line: Line = (words("At least "), *people, words(f" left {groups_named(desk)} and spoke publicly"), *_when(ledger))
    if ledger.value("count.countries"):
        countries = ledger.counted("count.countries", "country", "countries")
        line = (*line, words("; "), words(plural(ledger.value(COUNT), "from ", "they come from ")), *countries)
    return (*line, words("."))


def _when(ledger: Ledger) -> Line:
    first, last = ledger.get("time.spoke.first"), ledger.get("time.spoke.last")
    if first is None or last is None:
        return ()
    if first.value == last.value:
        return words(" in "), ledger.num(first.id)
    return words(" between "), ledger.num(first.id), words(" and "), ledger.num(last.id)


def range_line(ledger: Ledger) -> Line:
    """Between what and what the count lies, and on how many open questions that depends."""
    figure = ledger.get(COUNT)
    if figure is None or figure.low is None or figure.high is None:
        return ()
    if figure.low == figure.high:
        return (words("No open question would change this number.") if figure.value else words(""),)
    low, high = (ledger.num(COUNT, f"{int(v):,}") for v in (figure.low, figure.high))
    line: Line = (
        words("Best estimate "),
        ledger.num(COUNT),
        words("; the number lies between "),
        low,
        words(" and "),
        high,
    )
    open_kinds = [(f"review.open.{k}.count", w) for k, w in _RANGE_KINDS if ledger.value(f"review.open.{k}.count")]
    if not open_kinds:
        return (*line, words("."))
    line = (*line, words(", depending on "))
    for i, (id, kind) in enumerate(open_kinds):
        joint = "" if i == 0 else " and " if i == len(open_kinds) - 1 else ", "
        noun = plural(ledger.value(id), " open question ", " open questions ") if i == 0 else " "
        line = (*line, words(joint), ledger.num(id), words(noun + kind))
    return (*line, words("."))


def range_chart(ledger: Ledger) -> Chart | None:
    """The range drawn; None where there is none."""
    figure = ledger.get(COUNT)
    return range_scale("chart-range", figure, ledger.num(COUNT)) if figure else None


def keys(ledger: Ledger) -> tuple[KeyNumber, ...]:
    """The big numbers under the headline."""
    if not ledger.value(COUNT):
        return ()
    shown = (
        (COUNT, "individual (best estimate)", "individuals, each counted once (best estimate)", True),
        ("count.countries", "country they come from", "countries they come from", bool(ledger.value("count.countries"))),
        ("gender.F.count", "woman among them", "women among them", _knows_gender(ledger)),
        ("articles.telling.count", "article tells of them", "articles tell of them, copies included", True),
        ("count.included", "decided by people; the others proposed by the program",
         "decided by people; the others proposed by the program", True),
        ("review.open.count", "question still open", "questions still open", True),
    )  # fmt: skip
    return tuple(
        KeyNumber(value=(ledger.num(id),), caption=plural(ledger.value(id), one, many))
        for id, one, many, is_known in shown
        if is_known
    )


def _knows_gender(ledger: Ledger) -> bool:
    return ledger.value("gender.F.count") + ledger.value("gender.M.count") > 0


def growth_chart(desk: Desk, ledger: Ledger) -> Chart | None:
    """People by month of their first public word."""
    points = desk.findings.growth_spoke
    counts = [ledger.month(p, "first spoke publicly") for p in points]
    return growth("chart-growth", "When they first spoke in public", points, counts, NOT_CORRECTED)


def growth_lede(ledger: Ledger) -> Line:
    """First and last month in a sentence, and how many stand in no month."""
    first, last = ledger.get("time.spoke.first"), ledger.get("time.spoke.last")
    if first is None or last is None:
        return (words("No month is known in which somebody counted here first spoke."),)
    line: Line = (
        words("The first of them spoke in "),
        ledger.num(first.id),
        words(", the latest in "),
        ledger.num(last.id),
    )
    if first.value == last.value:
        line = (words("All whose month is known first spoke in "), ledger.num(first.id))
    undated = "time.spoke.undated.count"
    if not ledger.value(undated):
        return (*line, words("."))
    return (*line, words("; for "), *ledger.counted(undated, "person", "people"), words(" the month is not known."))


def countries(desk: Desk, ledger: Ledger) -> Chart | None:
    """People by country, most first."""
    codes = sorted({p.nationality for p in desk.counted if p.nationality})
    ranked = sorted(codes, key=lambda c: (-ledger.value(f"country.{c}.count"), country_name(c)))
    rows = [_row(ledger, f"country.{c}.count", country_name(c)) for c in ranked]
    rows += _unknown(ledger, "country.unknown.count")
    return unit_rows("chart-countries", "Countries they come from", ("Country", "People"), rows)


def countries_lede(desk: Desk, ledger: Ledger) -> Line:
    """How many countries, and which one leads, if one does."""
    if not ledger.value("count.countries"):
        return (words("No article states where anyone counted here comes from."),)
    line: Line = (words("They come from "), *ledger.counted("count.countries", "country", "countries"))
    codes = {p.nationality for p in desk.counted if p.nationality}
    ranked = sorted(codes, key=lambda c: -ledger.value(f"country.{c}.count"))
    top = f"country.{ranked[0]}.count"
    alone = len(ranked) == 1 or ledger.value(f"country.{ranked[1]}.count") < ledger.value(top)
    if alone and len(ranked) > 1:
        line = (
            *line,
            words(f"; more from {country_name(ranked[0])} than from any other ("),
            ledger.num(top),
            words(")"),
        )
    return (*line, words("."))


def who(desk: Desk, ledger: Ledger) -> tuple[Chart, ...]:
    """Women and men, ages, roles."""
    genders = [_row(ledger, "gender.F.count", "Women"), _row(ledger, "gender.M.count", "Men")]
    ages = [_row(ledger, f.id, f.title.removeprefix("Aged ")) for f in desk.findings.figures if _is_band(f.id)]
    roles = [
        _row(ledger, f.id, sentence(desk.public(f.title.split(": ", 1)[-1])))
        for f in desk.findings.figures
        if f.id.startswith("role.") and f.id != "role.unknown.count"
    ]
    found = (
        unit_rows("chart-gender", "Women and men", ("", "People"),
                  [*genders, *_unknown(ledger, "gender.unknown.count")], width=344),
        unit_rows("chart-ages", "Age, as first reported", ("Age", "People"),
                  [*ages, *_unknown(ledger, "age.unknown.count")], width=344),
        unit_rows("chart-roles", "What they did in the group", ("Role", "People"),
                  [*roles, *_unknown(ledger, "role.unknown.count")]),
    )  # fmt: skip
    return tuple(c for c in found if c)


def who_lede(ledger: Ledger) -> Line:
    """Women, men and the median age in a sentence."""
    if not ledger.value(COUNT):
        return (words("Nobody is counted so far."),)
    line = _women_and_men(ledger)
    median = ledger.get("age.median")
    if median is None or len(median.members) < 3 or median.low is None or median.high is None:
        return (*line, words("."))
    low, high = (ledger.num("age.median", f"{v:g}") for v in (median.low, median.high))
    return (*line, words(". Half of those whose age is known were "), ledger.num("age.median", f"{median.value:g}"),
            words(" or younger; the youngest was "), low, words(", the oldest "), high, words("."))  # fmt: skip


def _women_and_men(ledger: Ledger) -> Line:
    if not _knows_gender(ledger):
        return (words("Whether they are women or men is not stated"),)
    women, men = ledger.value("gender.F.count"), ledger.value("gender.M.count")
    line: Line = (
        words("There is " if women == 1 else "There are "),
        ledger.num("gender.F.count", "" if women else "no"),
        words(plural(women, " woman and ", " women and ")),
        ledger.num("gender.M.count", "" if men else "no"),
        words(plural(men, " man among them", " men among them")),
    )
    if ledger.value("gender.unknown.count"):
        line = (*line, words("; for "), ledger.num("gender.unknown.count"), words(" it is not stated"))
    return line


def _is_band(id: str) -> bool:
    return id.startswith("age.") and id.endswith(".count") and id != "age.unknown.count"


def _row(ledger: Ledger, id: str, label: str) -> Row:
    return Row(label=sentence(label), count=ledger.num(id), value=int(ledger.value(id)))


def _unknown(ledger: Ledger, id: str) -> list[Row]:
    row = Row(label="Not stated", count=ledger.num(id), value=int(ledger.value(id)), known=False)
    return [row] if row.value else []
