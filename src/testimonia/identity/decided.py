"""What people decided about the appearances of one person: of two decisions the later holds, whichever article it was made on."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from functools import partial

import msgspec

from testimonia.domain.appearance import Appearance, Basis, Value, standing
from testimonia.domain.decision_state import DecisionState


def verdict_on(group: list[Appearance], state: DecisionState, rank: Mapping[str, int]) -> tuple[bool, str] | None:
    """The verdict that holds for the group. `rank`: of the appearances, in the order of the decisions on them."""
    held = [a.id for a in group if a.id in state.verdicts]
    return state.verdicts[max(held, key=rank.__getitem__)] if held else None


def values(group: list[Appearance], state: DecisionState) -> list[tuple[Value, str]]:
    """Every value of the group with the appearance it is from; a field that people corrected has their value alone."""
    pairs = [(v, a.id) for a in group for v in a.values]
    made = (
        (number, field, value, a.id)
        for a in group
        for field, (value, number) in state.corrections.get(a.id, {}).items()
    )
    for _, field, value, id in sorted(
        made, key=lambda c: c[0]
    ):  # the later decision holds, whichever article it was made on
        pairs = [(v, a) for v, a in pairs if v.field != field]
        if value is not None:
            pairs.append((Value(field=field, value=value, basis=Basis.DECIDED), id))
    return pairs


def anchored(state: DecisionState, by_id: Mapping[str, Appearance]) -> DecisionState:
    """The state with ids of an older detection moved to the appearance that overlaps them."""
    return moved(state, partial(standing, appearances=by_id))


def moved(state: DecisionState, now: Callable[[str], str], among: Container[str] | None = None) -> DecisionState:
    """The state with each id in the place that `now` gives for it; with `among`, only what concerns these."""

    def concerns(*ids: str) -> bool:
        return among is None or all(id in among for id in ids)

    verdicts: dict[str, tuple[bool, str]] = {}
    for id, verdict in state.verdicts.items():
        if concerns(here := now(id)):
            verdicts.pop(here, None)  # to the end, as the later of the two
            verdicts[here] = verdict
    corrections: dict[str, dict[str, tuple[str | None, int]]] = {}
    for id, made in state.corrections.items():
        if concerns(here := now(id)):
            mine = corrections.setdefault(here, {})
            mine |= {field: value for field, value in made.items() if field not in mine or mine[field][1] < value[1]}
    must, cannot = (
        tuple(link for a, b in links if concerns(*(link := (now(a), now(b))))) for links in (state.must, state.cannot)
    )
    return msgspec.structs.replace(state, verdicts=verdicts, must=must, cannot=cannot, corrections=corrections)
