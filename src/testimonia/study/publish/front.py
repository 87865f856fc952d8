"""The first pages: the headline with its range, the key numbers, growth, countries, who they are."""

from __future__ import annotations

from testimonia.study.countries import country_name
from testimonia.study.language import noted, noted_many, phrase, said, say, say_many
from testimonia.study.publish.charts import Row, range_scale, unit_rows
from testimonia.study.publish.charts_growth import growth
from testimonia.study.publish.desk import Desk
from testimonia.study.publish.ledger import Ledger, words
from testimonia.study.publish.pages import KeyNumber
from testimonia.study.publish.views import Chart, Line
from testimonia.study.publish.wording import listed, sentence

COUNT = "count.individuals"
NOT_CORRECTED = noted(
    "Not corrected for delay (some who have left by now will only speak later) nor for sources that were added to the study on the way; “How sure” sets it against what was read. A rise in this chart can be a rise in attention."
)
_RANGE_KINDS = (
    ("identity", noted("of identity")),
    ("case", noted("of inclusion")),
    ("policy", noted("of the rule of inclusion")),
)


def groups_named(desk: Desk) -> str:
    """The group, or groups, that people left."""
    return listed([g.name for g in desk.settings.groups]) or say("the group")


def headline(desk: Desk, ledger: Ledger) -> Line:
    """ "At least 18 people left ... and spoke publicly between ... and ...; they come from 9 countries."."""
    if not ledger.value(COUNT):
        return phrase(
            "No one who left {groups_named} and spoke publicly has been found in these sources so far.",
            groups_named=groups_named(desk),
        )
    figure = ledger.get(COUNT)
    floor = int(figure.low if figure is not None and figure.low is not None else ledger.value(COUNT))
    people = (ledger.num(COUNT, f"{floor:,}"), words(say_many(" person", " people", floor)))
    line: Line = phrase(
        "At least {people} left {groups_named} and spoke publicly{when}",
        people=people,
        groups_named=groups_named(desk),
        when=_when(ledger),
    )
    if ledger.value("count.countries"):
        countries = ledger.counted("count.countries", "country", "countries")
        line = (
            *line,
            *phrase(
                "; {count}{countries}",
                count=say_many("from ", "they come from ", ledger.value(COUNT)),
                countries=countries,
            ),
        )
    return (*line, *phrase("."))


def _when(ledger: Ledger) -> Line:
    first, last = ledger.get("time.spoke.first"), ledger.get("time.spoke.last")
    if first is None or last is None:
        return ()
    if first.value == last.value:
        return phrase(" in {first}", first=ledger.num(first.id))
    return phrase(" between {first} and {last}", first=ledger.num(first.id), last=ledger.num(last.id))


def range_line(ledger: Ledger) -> Line:
    """Between what and what the count lies, and on how many open questions that depends."""
    figure = ledger.get(COUNT)
    if figure is None or figure.low is None or figure.high is None:
        return ()
    if figure.low == figure.high:
        return (words(say("No open question would change this number.")) if figure.value else words(""),)
    low, high = (ledger.num(COUNT, f"{int(v):,}") for v in (figure.low, figure.high))
    line: Line = phrase(
        "Best estimate {count}; the number lies between {low} and {high}", count=ledger.num(COUNT), low=low, high=high
    )
    open_kinds = [
        (f"review.open.{k}.count", said(w)) for k, w in _RANGE_KINDS if ledger.value(f"review.open.{k}.count")
    ]
    if not open_kinds:
        return (*line, *phrase("."))
    line = (*line, *phrase(", depending on "))
    for i, (id, kind) in enumerate(open_kinds):
        joint = "" if i == 0 else say(" and ") if i == len(open_kinds) - 1 else ", "
        noun = say_many(" open question ", " open questions ", ledger.value(id)) if i == 0 else " "
        line = (*line, words(joint), ledger.num(id), words(noun + kind))
    return (*line, *phrase("."))


def range_chart(ledger: Ledger) -> Chart | None:
    """The range drawn; None where there is none."""
    figure = ledger.get(COUNT)
    return range_scale("chart-range", figure, ledger.num(COUNT)) if figure else None


def keys(ledger: Ledger) -> tuple[KeyNumber, ...]:
    """The big numbers under the headline."""
    if not ledger.value(COUNT):
        return ()
    shown = (
        (COUNT, noted_many("individual (best estimate)", "individuals, each counted once (best estimate)"), True),
        ("count.countries", noted_many("country they come from", "countries they come from"), bool(ledger.value("count.countries"))),
        ("gender.F.count", noted_many("woman among them", "women among them"), _knows_gender(ledger)),
        ("articles.telling.count", noted_many("article tells of them", "articles tell of them, copies included"), True),
        ("count.included", noted_many("decided by people; the others proposed by the program", "decided by people; the others proposed by the program"), True),
        ("review.open.count", noted_many("question still open", "questions still open"), True),
    )  # fmt: skip
    return tuple(
        KeyNumber(value=(ledger.num(id),), caption=say_many(*pair, ledger.value(id)))
        for id, pair, is_known in shown
        if is_known
    )


def _knows_gender(ledger: Ledger) -> bool:
    return ledger.value("gender.F.count") + ledger.value("gender.M.count") > 0


def growth_chart(desk: Desk, ledger: Ledger) -> Chart | None:
    """People by month of their first public word."""
    points = desk.findings.growth_spoke
    counts = [ledger.month(p, say("first spoke publicly")) for p in points]
    return growth("chart-growth", say("When they first spoke in public"), points, counts, said(NOT_CORRECTED))


def growth_lede(ledger: Ledger) -> Line:
    """First and last month in a sentence, and how many stand in no month."""
    first, last = ledger.get("time.spoke.first"), ledger.get("time.spoke.last")
    if first is None or last is None:
        return phrase("No month is known in which somebody counted here first spoke.")
    line: Line = phrase(
        "The first of them spoke in {first}, the latest in {last}", first=ledger.num(first.id), last=ledger.num(last.id)
    )
    if first.value == last.value:
        line = phrase("All whose month is known first spoke in {first}", first=ledger.num(first.id))
    undated = "time.spoke.undated.count"
    if not ledger.value(undated):
        return (*line, *phrase("."))
    return (
        *line,
        *phrase("; for {undated} the month is not known.", undated=ledger.counted(undated, "person", "people")),
    )


def countries(desk: Desk, ledger: Ledger) -> Chart | None:
    """People by country, most first."""
    codes = sorted({p.nationality for p in desk.counted if p.nationality})
    ranked = sorted(codes, key=lambda c: (-ledger.value(f"country.{c}.count"), country_name(c)))
    rows = [_row(ledger, f"country.{c}.count", country_name(c)) for c in ranked]
    rows += _unknown(desk, ledger, "country.unknown.count", "nationality")
    return unit_rows("chart-countries", say("Countries they come from"), (say("Country"), say("People")), rows)


def countries_lede(desk: Desk, ledger: Ledger) -> Line:
    """How many countries, and which one leads, if one does."""
    if not ledger.value("count.countries"):
        return phrase("No article states where anyone counted here comes from.")
    line: Line = phrase(
        "They come from {countries}", countries=ledger.counted("count.countries", "country", "countries")
    )
    codes = {p.nationality for p in desk.counted if p.nationality}
    ranked = sorted(codes, key=lambda c: -ledger.value(f"country.{c}.count"))
    top = f"country.{ranked[0]}.count"
    alone = len(ranked) == 1 or ledger.value(f"country.{ranked[1]}.count") < ledger.value(top)
    if alone and len(ranked) > 1:
        line = (
            *line,
            *phrase(
                "; more from {ranked} than from any other ({top})", ranked=country_name(ranked[0]), top=ledger.num(top)
            ),
        )
    if desk.screen.anyone("nationality"):
        line = (*line, *phrase("; for {unknown} it is not stated or withheld", unknown=ledger.counted("country.unknown.count", "person", "people")))  # fmt: skip
    return (*line, *phrase("."))


def who(desk: Desk, ledger: Ledger) -> tuple[Chart, ...]:
    """Women and men, ages, roles."""
    genders = [_row(ledger, "gender.F.count", say("Women")), _row(ledger, "gender.M.count", say("Men"))]
    ages = [_row(ledger, f.id, f.title.removeprefix("Aged ")) for f in desk.findings.figures if _is_band(f.id)]
    roles = [
        _row(ledger, f.id, sentence(desk.public(f.title.split(": ", 1)[-1])))
        for f in desk.findings.figures
        if f.id.startswith("role.") and f.id != "role.unknown.count"
    ]
    found = (
        unit_rows("chart-gender", say("Women and men"), ("", say("People")),
                  [*genders, *_unknown(desk, ledger, "gender.unknown.count", "gender")], width=344),
        unit_rows("chart-ages", say("Age, as first reported"), (say("Age"), say("People")),
                  [*ages, *_unknown(desk, ledger, "age.unknown.count", "age")], width=344),
        unit_rows("chart-roles", say("What they did in the group"), (say("Role"), say("People")),
                  [*roles, *_unknown(desk, ledger, "role.unknown.count", "group_role")]),
    )  # fmt: skip
    return tuple(c for c in found if c)


def who_lede(desk: Desk, ledger: Ledger) -> Line:
    """Women, men and the median age in a sentence."""
    if not ledger.value(COUNT):
        return phrase("Nobody is counted so far.")
    line = _women_and_men(desk, ledger)
    median = ledger.get("age.median")
    if median is None or len(median.members) < 3 or median.low is None or median.high is None:
        return (*line, *phrase("."))
    low, high = (ledger.num("age.median", f"{v:g}") for v in (median.low, median.high))
    return (*line, *phrase(". Half of those whose age is known were {median} or younger; the youngest was {low}, the oldest {high}.", median=ledger.num("age.median", f"{median.value:g}"), low=low, high=high))  # fmt: skip


def _women_and_men(desk: Desk, ledger: Ledger) -> Line:
    if not _knows_gender(ledger):
        return phrase("Whether they are women or men is not stated")
    women, men = ledger.value("gender.F.count"), ledger.value("gender.M.count")
    line: Line = (
        words(say("There is ") if women == 1 else say("There are ")),
        ledger.num("gender.F.count", "" if women else "no"),
        words(say_many(" woman and ", " women and ", women)),
        ledger.num("gender.M.count", "" if men else "no"),
        words(say_many(" man among them", " men among them", men)),
    )
    if ledger.value("gender.unknown.count"):
        why = say("not stated or withheld") if desk.screen.anyone("gender") else say("not stated")
        line = (*line, *phrase("; for {unknown} it is {why}", unknown=ledger.num("gender.unknown.count"), why=why))
    return line


def _is_band(id: str) -> bool:
    return id.startswith("age.") and id.endswith(".count") and id != "age.unknown.count"


def _row(ledger: Ledger, id: str, label: str) -> Row:
    return Row(label=sentence(label), count=ledger.num(id), value=int(ledger.value(id)))


def _unknown(desk: Desk, ledger: Ledger, id: str, field: str) -> list[Row]:
    label = say("Not stated or withheld") if desk.screen.anyone(field) else say("Not stated")
    row = Row(label=label, count=ledger.num(id), value=int(ledger.value(id)), known=False)
    return [row] if row.value else []
