"""Both readers side by side: what the rules and a language model make of the same people, for their agreement."""

from __future__ import annotations

from collections.abc import Iterator

from testimonia.domain.appearance import Appearance
from testimonia.domain.coding import CodedAppearance
from testimonia.domain.consultation import Consultation, Heard
from testimonia.domain.reading import Reading
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.second import consultations
from testimonia.review.reliability.readers import ReaderAgreement, TwoReadings, by_rules, codings_by_rules, readers


def agreement(desk: Desk) -> tuple[ReaderAgreement, ...]:
    """Rules against model, for cases, each code and each attribute; empty where no model was asked."""
    held = list(consultations(desk))
    coded = {one.appearance: one for one in desk.store.all("code", CodedAppearance)} if held else {}
    found = [pair for one in held for pair in _pairs(desk, one, coded)]
    return readers(found, [code.id for code in desk.codebook.codes]) if held else ()


def _pairs(desk: Desk, one: Consultation, coded: dict[str, CodedAppearance]) -> Iterator[TwoReadings]:
    rules = desk.store.get("detect", one.article, Reading)
    known = {a.id: a for a in rules.appearances} if rules else {}
    heard = {h.appearance: h for h in one.heard}
    for id in (a.id for a in one.reading.appearances):
        yield _pair(known.get(id), heard.get(id), coded.get(id))


def _pair(rules: Appearance | None, heard: Heard | None, coded: CodedAppearance | None) -> TwoReadings:
    return TwoReadings(
        roles=(rules.role if rules else None, heard.role if heard else None),
        values=(by_rules(rules.values) if rules else (), heard.values if heard else ()),
        coded=coded is not None,
        codings=(codings_by_rules(coded.codings) if coded else (), heard.codings if heard else ()),
    )
