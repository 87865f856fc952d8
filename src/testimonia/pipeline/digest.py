"""The digest: what changed since the last one, in words."""

from __future__ import annotations

from testimonia.domain.digest import Digest, Told
from testimonia.domain.visit import Visit
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.snapshot import snapshot
from testimonia.pipeline.study import findings

_MOST = 50
"""Lines of one kind in a digest."""


def present(desk: Desk) -> Told:
    """The study as a digest sees it."""
    state = snapshot(desk)
    return Told(
        at=desk.clock(),
        persons={one.id: one.status.value for one in state.persons},
        figures={one.id: one.value for one in findings(desk).figures},
        questions=tuple(one.id for one in state.questions),
        documents=desk.store.extent()[0],
        gone=tuple(sorted(one.address for one in desk.store.all("visit", Visit) if one.gone)),
    )


def digest(desk: Desk, before: Told, now: Told, failed: dict[str, str]) -> Digest:
    """The change from one state to the other."""
    titles = {one.id: one.title for one in findings(desk).figures}
    both = before.persons.keys() & now.persons.keys()
    moved = [one for one in now.figures if now.figures[one] != before.figures.get(one, 0.0)]
    return Digest(
        since=before.at,
        at=now.at,
        title=desk.settings.title,
        documents=now.documents - before.documents,
        persons_new=tuple(sorted(now.persons.keys() - before.persons.keys())),
        persons_gone=tuple(sorted(before.persons.keys() - now.persons.keys())),
        persons_changed=tuple(
            (id, before.persons[id], now.persons[id]) for id in sorted(both) if before.persons[id] != now.persons[id]
        ),
        figures=tuple((titles.get(id, id), before.figures.get(id, 0.0), now.figures[id]) for id in moved),
        questions_new=len(set(now.questions) - set(before.questions)),
        questions=len(now.questions),
        gone=tuple(sorted(set(now.gone) - set(before.gone))),
        failed=tuple(sorted(failed.items())),
    )


def in_words(one: Digest) -> str:
    """The digest for people, as Markdown."""
    since = f"since {one.since}" if one.since else "the first look"
    lines = [
        f"# {one.title}",
        "",
        f"{one.at}, {since}: {_n(one.documents, 'new document')}, {_n(len(one.persons_new), 'new person', 'new people')}.",
    ]
    if one.is_quiet:
        lines.append("Nothing changed.")
    lines += _part("New people", [f"{id} (`testimonia show STUDY {id}`)" for id in one.persons_new])
    lines += _part("People who changed", [f"{id}: {before} -> {now}" for id, before, now in one.persons_changed])
    lines += _part("No longer people of their own", list(one.persons_gone))
    lines += _part(
        "Findings that changed", [f"{title}: {_v(before)} -> {_v(now)}" for title, before, now in one.figures]
    )
    lines += _part("Cited pages that are gone (what we kept stays)", list(one.gone))
    lines += _part("Sources that did not answer", [f"{source}: {why}" for source, why in one.failed])
    waiting = "question waits" if one.questions == 1 else "questions wait"
    lines += ["", f"{one.questions} {waiting}, {one.questions_new} of them new (`testimonia status STUDY`)."]
    return "\n".join(lines) + "\n"


def _part(heading: str, items: list[str]) -> list[str]:
    if not items:
        return []
    more = [f"- and {len(items) - _MOST} more"] if len(items) > _MOST else []
    return ["", f"## {heading}", "", *(f"- {one}" for one in items[:_MOST]), *more]


def _n(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _v(value: float) -> str:
    return f"{value:.3g}" if value % 1 else f"{value:.0f}"
