"""Which reading of an article holds: the detection's, or the one with a language model's proposals in it.

A person whom only a model found and people decided on stays, also without the model: what people decide is never undone by a run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from testimonia.domain.appearance import Appearance, Role, anchor
from testimonia.domain.coding import Coding
from testimonia.domain.consultation import BY_MODEL, Consultation, Consulted, Tally
from testimonia.domain.decision import Action
from testimonia.domain.reading import Reading
from testimonia.domain.setaside import SetAside
from testimonia.errors import EvidenceError
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.evidence import proven

UPHELD = "upheld"
"""Appearances that only a model found and people decided on; also the index of them by article."""
_WEIGHT = 0.02
_WHY = "people decided on this person, whom a language model had found"


def consultation(desk: Desk, article: str) -> Consultation | None:
    """The model's word on the article, if it is about the detection as it is now."""
    found = desk.store.get("consult", article, Consultation)
    return found if found and found.on == desk.store.done("detect", [article]).get(article) else None


def consultations(desk: Desk) -> Iterator[Consultation]:
    """All that hold."""
    marks: dict[str, str] | None = None
    for one in desk.store.all("consult", Consultation):
        marks = marks if marks is not None else desk.store.done("detect")
        if marks.get(one.article) == one.on:
            yield one


def reading(desk: Desk, article: str) -> Reading | None:
    """The reading of the article that holds."""
    found = desk.store.get("detect", article, Reading)
    if found is None:
        return None
    heard = consultation(desk, article)
    return upheld(desk, heard.reading if heard else found)


def readings(desk: Desk) -> Iterator[Reading]:
    """The readings of all articles that hold, one after the other: those of a large study do not stand in memory together."""
    consulted = {one.article for one in consultations(desk)}
    added = {one.article for one in desk.store.all(UPHELD, Appearance)}
    for found in desk.store.all("detect", Reading):
        heard = consultation(desk, found.article) if found.article in consulted else None
        consulted.discard(found.article)
        held = heard.reading if heard else found
        yield upheld(desk, held) if held.article in added else held
    for article in sorted(consulted):  # what detection set aside, and the model read all the same
        heard = consultation(desk, article)
        if heard:
            yield upheld(desk, heard.reading) if article in added else heard.reading


def apart(desk: Desk, appearance: Appearance) -> tuple[Appearance, tuple[Coding, ...]]:
    """The appearance as the detection alone has it, where it has it, and what the model codes for it.

    The first coder goes by the former: what it finds must not depend on the model that it is compared with.
    """
    found = consultation(desk, appearance.article)
    if found is None:
        return appearance, ()
    detected = desk.store.get("detect", appearance.article, Reading)
    alone = next((one for one in detected.appearances if one.id == appearance.id), None) if detected else None
    return alone or appearance, found.codings_of(appearance.id)


def upheld(desk: Desk, found: Reading) -> Reading:
    """The reading, and those in it on whom people decided and whom no reader finds any more."""
    lost = []
    for id in sorted(desk.store.under(UPHELD, [found.article])):
        one = desk.store.get(UPHELD, id, Appearance)
        if one is not None and anchor(id, found.appearances) is None and _stands(desk, found, one):
            lost.append(one)
    return msgspec.structs.replace(found, appearances=(*found.appearances, *lost)) if lost else found


def _stands(desk: Desk, found: Reading, one: Appearance) -> bool:
    """Whether the words are still those of the article."""
    try:
        proven(msgspec.structs.replace(found, appearances=(one,)), desk.texts(found.article))
    except EvidenceError:
        return False
    return True


def only_a_model_found(one: Appearance) -> bool:
    """Whether no rule finds the person, only a language model."""
    return one.detector.startswith(BY_MODEL)


def uphold(desk: Desk, action: Action, found: Iterable[Appearance]) -> None:
    """Remembers whom a decision is about, where only a model found them; without its word they are no case by themselves."""
    ids = {value for value in msgspec.to_builtins(action).values() if isinstance(value, str)}
    for one in found:
        if one.id in ids and only_a_model_found(one):
            bare = msgspec.structs.replace(
                one, probability=_WEIGHT, role=Role.OTHER, reasons=(_WHY,), counter_reasons=()
            )
            desk.store.put(UPHELD, one.id, one.detector, bare)
            desk.store.file(UPHELD, one.id, [one.article])


def put_in(desk: Desk, one: Appearance) -> None:
    """Adds somebody whom people know of and no reader finds; an article that was set aside for want of people is open from now on."""
    desk.store.put(UPHELD, one.id, one.detector, one)
    desk.store.file(UPHELD, one.id, [one.article])
    mark = desk.store.done("detect", [one.article]).get(one.article)
    aside = desk.store.set_aside("detect", one.article)
    if mark is not None and aside is not None:
        desk.store.put("detect", one.article, mark, kept_open(desk, aside))


def kept_open(desk: Desk, found: Reading | SetAside) -> Reading | SetAside:
    """An empty reading in the place of a set-aside, where people put somebody into the article."""
    if isinstance(found, SetAside) and desk.store.under(UPHELD, [found.subject]):
        return Reading(article=found.subject, gate=f"people were put in by hand; {found.detail}", detector="none")
    return found


def consulted(desk: Desk) -> Consulted | None:
    """Model, prompt, tokens and rejections over the whole study; None where no model was asked."""
    held = list(consultations(desk))
    if not held:
        return None
    return Consulted(
        coders=tuple(sorted({f"{one.model}@{one.prompt}" for one in held})),
        articles=len(held),
        requests=sum(one.requests for one in held),
        tokens_in=sum(one.tokens_in for one in held),
        tokens_out=sum(one.tokens_out for one in held),
        tally=Tally.total(one.tally for one in held),
    )
