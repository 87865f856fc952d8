"""Who decided what, when and why; undo; the study as it stood on a day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from starlette.responses import Response

from testimonia.api import Study
from testimonia.domain.decision import Decision
from testimonia.domain.figure import Figure
from testimonia.domain.history import Entry, Verified
from testimonia.errors import UsageError
from testimonia.pipeline.moment import cut
from testimonia.web.rights import Right
from testimonia.web.visit import Visit

_PAGE = 200
_YEAR = re.compile(r"(?:19|20)\d\d")
"""A number of four digits is a year, unless none is meant by it: decisions 1900 to 2099 are reached by their time."""


@dataclass(frozen=True, kw_only=True)
class HistoryView:
    """The log, the newest first, at most 200. `mine`: numbers that this person may take back. `verified`: the chain, as `Proof` has it now."""

    entries: tuple[Entry, ...]
    total: int
    mine: frozenset[int]
    by: str
    kind: str
    since: str
    until: str
    authors: tuple[str, ...]
    kinds: tuple[str, ...]
    verified: Verified


def history(visit: Visit) -> Response:
    """The page."""
    asked: dict[str, Any] = {name: visit.query(name) or None for name in ("by", "kind", "since", "until")}
    office, me = visit.house.office, visit.session.user
    found = office.read(lambda study: study.history(to=me, last=_PAGE, **asked))
    log = visit.board.snapshot.decisions
    newer = [entry for entry in found if entry.number > len(log)]
    lead = visit.session.may(Right.LEAD)
    shown = tuple(_sealed(visit, entry) for entry in reversed(found))
    view = HistoryView(
        entries=shown,
        total=_counted(log, asked) + len(newer),
        mine=frozenset(e.number for e in shown if e.holds and (lead or e.by == me)),
        authors=tuple(sorted({*(e.by for e in log), *(e.by for e in newer)})),
        kinds=tuple(sorted({*map(_kind, log), *(e.kind for e in newer)})),
        verified=visit.house.proof.now(),
        **{name: value or "" for name, value in asked.items()},
    )
    return visit.page("history.html", view=view)


def _counted(log: Sequence[Decision], asked: dict[str, Any]) -> int:
    """How many events are such as were asked for; they are counted, not told."""
    first, last = (
        cut(asked["since"], end=False) if asked["since"] else "",
        cut(asked["until"]) if asked["until"] else "~",
    )
    return sum(asked["by"] in (None, e.by) and asked["kind"] in (None, _kind(e)) and first <= e.at <= last for e in log)


def _kind(event: Decision) -> str:
    return str(event.action.__struct_config__.tag)


@dataclass(frozen=True, kw_only=True)
class ThenView:
    """The study at a moment (`moment`: it in words) beside the study now: title, then, now of each figure that can be compared."""

    when: str
    moment: str
    rows: tuple[tuple[str, Figure | None, Figure | None], ...]
    decisions: int
    persons: tuple[tuple[str, str], ...]


def then(visit: Visit) -> Response:
    """The study as it stood."""
    when = visit.query("when")
    if not when:
        raise UsageError("which day?", expected="2026-05-03")
    number = int(when) if when.isascii() and when.isdigit() and len(when) < 8 and not _YEAR.fullmatch(when) else None
    with (
        Study.open(visit.house.office.folder) as study,  # its own: a replay takes long, and others want to look
        study.at(when if number is None else number) as past,
    ):
        found, snapshot = past.findings(), past.snapshot()
    now = visit.board.findings
    wanted = [f for f in now.figures if f.id.startswith(("count.", "leaving.", "joining.")) and f.id.endswith((".count", "individuals", "countries", "included", "candidate", "excluded"))]  # fmt: skip
    rows = tuple((f.title, found.figure(f.id), f) for f in wanted)
    persons = tuple((p.id, visit.seal.name(p)) for p in snapshot.persons if p.status.value != "excluded")
    moment = f"on {when}" if number is None else f"after decision {number}"
    view = ThenView(when=when, moment=moment, rows=rows, decisions=len(snapshot.decisions), persons=persons)
    return visit.page("then.html", view=view)


def told(visit: Visit, *, person: str | None = None, limit: int | None = None, after: int = 0) -> tuple[Entry, ...]:
    """The log beyond event `after` as this person may read it, the newest first."""
    me = visit.session.user
    try:
        found = visit.house.office.read(lambda study: study.history(person=person, to=me, after=after, last=limit))
    except UsageError:
        return ()
    return tuple(_sealed(visit, entry) for entry in found[::-1])


def _sealed(visit: Visit, entry: Entry) -> Entry:
    if visit.seal.is_whole:
        return entry
    if entry.kind in ("ask", "memo") and not entry.persons and not entry.documents:
        return _sealed_note(visit, entry)
    hide = {name: visit.seal.about(value, entry.persons, entry.documents) for name, value in entry.said.items()}
    people = [person for id in entry.persons if (person := visit.board.person(id))]
    if entry.said.get("field") in ("name", "alias", "pseudonym") and not (
        visit.seal.is_open and all(map(visit.seal.may_name, people))
    ):
        hide["value"] = "sealed"
    return msgspec.structs.replace(
        entry, said=hide, reason=visit.seal.about(entry.reason, entry.persons, entry.documents)
    )


def _sealed_note(visit: Visit, entry: Entry) -> Entry:
    """A note on a question: it is about the people of the question, or, where that is gone, about nobody knows whom."""
    id = entry.said.get("question") or entry.said.get("on", "")
    held = next((one for one in visit.board.agenda.held if one.id == id), None)
    about = held.articles if held else frozenset()

    def words(text: str) -> str:
        return visit.seal.words(text, about) if held or not text else "sealed"

    said = {name: words(value) if name == "text" else value for name, value in entry.said.items()}
    return msgspec.structs.replace(entry, said=said, reason=words(entry.reason))
