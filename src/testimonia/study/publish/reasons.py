"""Why they left and why they had joined, and how the two go together."""

from __future__ import annotations

from testimonia.study.count.powered import unreliable
from testimonia.study.estimate import caution
from testimonia.study.language import noted, phrase, said, say, say_many
from testimonia.study.publish.charts import Share, share_bars
from testimonia.study.publish.desk import Desk, anchor
from testimonia.study.publish.ledger import Ledger, words
from testimonia.study.publish.pages import CodeView, Family, Heat, HeatCell, Theme
from testimonia.study.publish.quotes import Quotes
from testimonia.study.publish.views import Line, Link
from testimonia.study.publish.wording import percent, sentence, span_words

TITLES = {"leaving": noted("Why they left"), "joining": noted("Why they had joined")}
GAVE = {"leaving": noted("gave a reason for leaving"), "joining": noted("gave a reason for joining")}
LEVELS = 5


def families(desk: Desk, ledger: Ledger, quotes: Quotes) -> tuple[Family, ...]:
    """Leaving and joining, each with its chart and its codes, most often given first."""
    return tuple(_family(desk, ledger, quotes, family) for family in TITLES)


def _dotted(code: str) -> str:
    return code.replace("/", ".")


def _codes(desk: Desk, ledger: Ledger, family: str) -> list[str]:
    """The codes that somebody gave or denied, most first; "other" last."""
    known = [c.id for c in desk.codebook.codes if c.family == family]
    met = sorted({k.code for k in desk.codings.values() if k.code.startswith(family + "/")} - set(known))
    codes = [c for c in (*known, *met) if ledger.get(f"{_dotted(c)}.count")]
    return sorted(codes, key=lambda c: (c.endswith("/other"), -ledger.value(f"{_dotted(c)}.count")))


def _family(desk: Desk, ledger: Ledger, quotes: Quotes, family: str) -> Family:
    codes = _codes(desk, ledger, family)
    live = [c for c in codes if _is_met(ledger, c)]
    gave = f"{family}.any.count"
    chart = None
    if ledger.value(gave):
        shares = [s for c in live if (s := _share(desk, ledger, c))]
        subtitle = say(
            "Share of the {gave} {gave_b} who {family}",
            gave=ledger.num(gave).text,
            gave_b=say_many("person", "people", ledger.value(gave)),
            family=said(GAVE[family]),
        )
        chart = share_bars(f"chart-{family}", said(TITLES[family]), subtitle, family, shares, ledger.num(gave))
    return Family(
        anchor=family,
        family=family,
        title=said(TITLES[family]),
        lede=_lede(desk, ledger, family, codes),
        chart=chart,
        codes=tuple(_code(desk, ledger, quotes, c) for c in live),
        unmet=tuple(desk.code_name(c) for c in codes if c not in live),
    )


def _is_met(ledger: Ledger, code: str) -> bool:
    return bool(ledger.value(f"{_dotted(code)}.count") or ledger.value(f"{_dotted(code)}.denied.count"))


def _lede(desk: Desk, ledger: Ledger, family: str, codes: list[str]) -> Line:
    gave, none = f"{family}.any.count", f"{family}.none.count"
    if not ledger.value(gave):
        return phrase("Nobody counted here gives a reason in the sources read so far.")
    line: Line = ()
    top, second = ([*codes, "", ""])[:2]
    tops = ledger.value(f"{_dotted(top)}.count")
    if tops > ledger.value(f"{_dotted(second)}.count") and not top.endswith("/other"):
        line = phrase(
            "{top} is given most often: by {dotted_top} of the ",
            top=desk.code_name(top),
            dotted_top=ledger.num(f"{_dotted(top)}.count"),
        )
        line = (*line, *phrase("{gave} who {family}.", gave=ledger.num(gave), family=said(GAVE[family])))
    else:
        line = phrase(
            "{gave} {family}; no single one leads.",
            gave=ledger.counted(gave, "person", "people"),
            family=said(GAVE[family]),
        )
    if ledger.value(none):
        line = (*line, *phrase(" For {none} more, no source gives one.", none=ledger.num(none)))
    return line


def _share(desk: Desk, ledger: Ledger, code: str) -> Share | None:
    id = _dotted(code)
    figure = ledger.get(f"{id}.share")
    if figure is None:
        return None
    return Share(
        label=desk.code_name(code), share=figure, percent=ledger.num(f"{id}.share"), count=ledger.num(f"{id}.count"),
        denied=ledger.num(f"{id}.denied.count"), silent=ledger.num(f"{id}.not_mentioned.count"),
    )  # fmt: skip


def _code(desk: Desk, ledger: Ledger, quotes: Quotes, code: str) -> CodeView:
    id, known = _dotted(code), desk.codebook.code(code)
    family = code.split("/", 1)[0]
    share, whole = ledger.get(f"{id}.share"), ledger.value(f"{family}.any.count")
    interval = share.interval if share else None
    denied = (
        ledger.counted(f"{id}.denied.count", "person says", "people say") if ledger.value(f"{id}.denied.count") else ()
    )
    return CodeView(
        anchor=anchor(code, "code-"),
        name=desk.code_name(code),
        definition=known.definition if known else "",
        words=ledger.verbal(f"{id}.share") if whole >= 10 else "",
        share=ledger.num(f"{id}.share"),
        count=phrase("{id} of the {any} who {family}", id=ledger.num(f"{id}.count"), any=ledger.num(f"{family}.any.count"), family=said(GAVE[family])),
        interval=span_words(interval.low, interval.high, "share") if interval and whole else "",
        bounds=percent(share.high) if share and share.high is not None and share.high > share.value else "",
        denied=(*denied, *phrase(" that it was not their reason.")) if denied else (),
        caution=caution(int(whole)),
        warning=f"{sentence(warning)}." if (warning := unreliable(desk.snapshot).get(code, "")) else "",
        themes=_themes(desk, ledger, code),
        reported=_reported(desk, code),
        quotes=quotes.best(code),
    )  # fmt: skip


def _themes(desk: Desk, ledger: Ledger, code: str) -> tuple[Theme, ...]:
    """Sub-themes that somebody gave, most first."""
    head = f"{_dotted(code)}.sub."
    figures = [f for f in ledger.figures.values() if f.id.startswith(head) and f.value]
    figures.sort(key=lambda f: -f.value)
    prefix = f"{desk.code_name(code)}: "
    return tuple(
        Theme(name=ledger.title(f).removeprefix(prefix).replace("_", " "), count=ledger.num(f.id)) for f in figures
    )


def _reported(desk: Desk, code: str) -> tuple[Link, ...]:
    """How others limit this reason: the study that the codebook follows, and studies cited in the articles."""
    known = desk.codebook.code(code)
    found = (
        [Link(text=known.qualifier, note=say("the study that the codebook follows"))]
        if known and known.qualifier
        else []
    )
    for told in desk.snapshot.narratives:
        if told.code == code and told.qualifier:
            link = desk.short_link(told.article)
            found.append(Link(text=desk.public(told.qualifier, [told.article]), href=link.href, note=link.text))
    return tuple(dict.fromkeys(found))


def heat(desk: Desk, ledger: Ledger) -> Heat | None:
    """The leaving x joining table, without rows and columns in which nobody stands; None where nobody gives both."""
    cells = {(c.leaving, c.joining): c for c in desk.findings.cross if c.value}
    if not cells:
        return None
    rows = [c for c in _codes(desk, ledger, "leaving") if any(le == c for le, _ in cells)]
    columns = [c for c in _codes(desk, ledger, "joining") if any(jo == c for _, jo in cells)]
    most = max(c.value for c in cells.values())
    table = []
    for leaving in rows:
        line = []
        for joining in columns:
            cell = cells.get((leaving, joining))
            count = ledger.cell(cell, desk.code_name(leaving), desk.code_name(joining)) if cell else words("0")
            line.append(HeatCell(count=count, level=-(-LEVELS * cell.value // most) if cell else 0))
        table.append((desk.code_name(leaving), tuple(line)))
    top = max(cells.values(), key=lambda c: c.value)
    lede = phrase("One person can stand in several cells. The pair met most often: had joined for “{joining}”, left over “{leaving}” ({joining_b}).", joining=desk.code_name(top.joining), leaving=desk.code_name(top.leaving), joining_b=ledger.cell(top, desk.code_name(top.leaving), desk.code_name(top.joining)))  # fmt: skip
    alone = sum(c.value == most for c in cells.values()) == 1
    return Heat(
        columns=tuple(desk.code_name(c) for c in columns),
        rows=tuple(table),
        lede=lede if alone else phrase("One person can stand in several cells."),
    )
