"""The weights in force: those that ship, or those that the latest learning in the log put in their place.

They follow from the log alone. A learning weighed the answers of one reader; where the study is read by another one (or by the rules), it rests,
and the weights that ship are in force until somebody learns anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from testimonia.domain.decision import Decision, Learn
from testimonia.domain.lexicon import CaseModel, Lexicon
from testimonia.pipeline import copies
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.people import article_of
from testimonia.pipeline.persons import state

SHIPPED = "as shipped"


def lexicon(desk: Desk) -> Lexicon:
    """The words and weights that detection and coding go by now."""
    event = state(desk).learned
    action = event.action if event else None
    if event is None or not isinstance(action, Learn) or _rests(desk, action):
        return desk.lexicon
    return msgspec.structs.replace(
        desk.lexicon, learned_case=action.case, learned_codes=action.codes, learned=name_of(event)
    )


def learned_from(desk: Desk) -> frozenset[str]:
    """The articles, and their copies, on whose decisions the weights in force were fitted; none where the shipped ones are."""
    from testimonia.review.learn.labels import labels_of

    held = state(desk)
    action = held.learned.action if held.learned else None
    if not isinstance(action, Learn) or _rests(desk, action):
        return frozenset()
    labels = labels_of(held.log[: action.upto])
    decided = {article_of(one.appearance) for one in labels.verdicts}
    decided |= {article_of(one.appearance) for one in labels.codings}
    linked = copies.links(desk)
    families = {linked[id].origin for id in decided if id in linked}
    return frozenset(decided | {id for id, link in linked.items() if link.origin in families})


def name_of(event: Decision) -> str:
    """The name that a learning bears in what is made with it: learned@NUMBER."""
    return f"learned@{event.number}"


def case_mark(words: Lexicon) -> list[object]:
    """What a fingerprint of detection must hold of learned weights; nothing where the shipped ones are in force."""
    return [words.learned, words.learned_case] if words.learned_case else []


def code_mark(words: Lexicon) -> list[object]:
    """The same of coding."""
    return [words.learned, words.learned_codes] if words.learned_codes else []


def case_model(desk: Desk) -> CaseModel:
    """The case model that ships, for the reader at hand."""
    return desk.lexicon.reader_model if desk.reader else desk.lexicon.rules_model


def in_words(desk: Desk) -> str:
    """Which weights are in force, by whom, and why others are not."""
    event = state(desk).learned
    if event is None or not isinstance(event.action, Learn):
        return SHIPPED
    action = event.action
    layers = " and ".join(name for name, model in (("case", action.case), ("codes", action.codes)) if model)
    said = f"{name_of(event)} by {event.by} ({layers}; from decisions up to {action.upto})"
    return f"{SHIPPED}; {said} rests: {why}" if (why := _rests(desk, action)) else said


def _rests(desk: Desk, action: Learn) -> str:
    """Why the learned weights do not fit what reads now; empty where they do."""
    if action.reader != desk.reader_name:
        return f"it weighed {action.reader or 'the rules alone'}, and {desk.reader_name or 'the rules alone'} read now"
    fits = action.case is None or action.case.features.keys() == case_model(desk).features.keys()
    if action.codes:
        ships = desk.lexicon.code_model
        fits &= action.codes.sentence.weights.keys() == ships.sentence.weights.keys()
        fits &= action.codes.person.weights.keys() == ships.person.weights.keys()
    return "" if fits else "this version of the program weighs other numbers"


def table(desk: Desk) -> Iterator[str]:
    """Every weight as it ships and as it is in force, those that moved most first."""
    yield f"weights: {in_words(desk)}"
    now, codes = lexicon(desk), desk.lexicon.code_model
    learned = now.learned_codes or codes
    yield from _compared(
        "case (of standardised features)", _flat(case_model(desk)), _flat(now.learned_case or case_model(desk))
    )
    for part, ships, held in (
        ("passages", codes.sentence, learned.sentence),
        ("reasons", codes.person, learned.person),
    ):
        yield from _compared(part, {"bias": ships.bias, **ships.weights}, {"bias": held.bias, **held.weights})


def _flat(model: CaseModel) -> dict[str, float]:
    return {"bias": model.bias, **{name: weight for name, (weight, _, _) in model.features.items()}}


def _compared(what: str, ships: dict[str, float], held: dict[str, float]) -> Iterable[str]:
    yield f"{what:32} {'shipped':>9} {'in force':>9}"
    for name in sorted(ships, key=lambda one: (-abs(held[one] - ships[one]), one)):
        yield f"  {name:30} {ships[name]:9.4f} {held[name]:9.4f}"
