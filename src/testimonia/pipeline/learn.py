"""Learning at work: the decisions in force to weights, to figures by cross-validation, to one more event of the log."""

from __future__ import annotations

from contextlib import AbstractContextManager

import msgspec

from testimonia.adapters import fitter
from testimonia.domain.decision import Learn
from testimonia.errors import DecisionError
from testimonia.pipeline import weights
from testimonia.pipeline.decisions import record
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.taught import Taught
from testimonia.review.learn import Coded, Lesson, Row, labels_of, learn_case, learn_codes, too_few

NO_WEIGHTS = "codes: no learned reader is at work here, and the cues alone have no weights"


def learn(desk: Desk, *, by: str, reason: str = "", dry_run: bool = False, anyway: bool = False) -> Lesson:
    """Fits the decision layers to the decisions in force, and records them where they are better (or `anyway`; never on a `dry_run`).

    UsageError where the study must be read first, DecisionError where there is too little to learn from.
    """
    if not by.strip() and not dry_run:
        raise DecisionError("nobody answers for this decision", hint="--by NAME")
    with _quiet(desk, dry_run=dry_run):
        lesson = _lesson(desk, anyway=anyway)
        if not lesson.figures and not dry_run:
            raise DecisionError("there is too little to learn from\n  " + "\n  ".join(lesson.refused))
        return _recorded(desk, lesson, by=by, reason=reason, dry_run=dry_run)


def _quiet(desk: Desk, *, dry_run: bool) -> AbstractContextManager[None]:
    return desk.store.reading() if dry_run else desk.store.exclusive()


def _lesson(desk: Desk, *, anyway: bool) -> Lesson:
    labels = labels_of(desk.log.events())
    taught = Taught(desk, labels)
    rows, items = taught.cases(), _items(desk, taught)
    lesson = Lesson(
        upto=labels.upto, reader=desk.reader_name, figures=(), refused=(), left_out={}, case=None, codes=None
    )
    lesson = _codes(desk, items, _case(desk, rows, lesson, anyway=anyway), anyway=anyway)
    return msgspec.structs.replace(lesson, left_out={what: n for what, n in sorted(taught.left_out.items()) if n})


def _items(desk: Desk, taught: Taught) -> list[Coded]:
    held = list(taught.codings()) if desk.reader else []
    desk.progress.start("learn", len(held))
    found = []
    for one, decided in held:
        found.append(taught.coded(one, decided))
        desk.progress.step("learn", one.label)
    desk.progress.end("learn", f"{len(found)} coded people read again")
    return found


def _case(desk: Desk, rows: list[Row], lesson: Lesson, *, anyway: bool) -> Lesson:
    if why := too_few("cases", rows):
        return msgspec.structs.replace(lesson, refused=(*lesson.refused, why))
    found, model = learn_case(rows, weights.case_model(desk), desk.settings.case_threshold, fitter.fit)
    taken = model if found.better or anyway else None
    return msgspec.structs.replace(lesson, figures=(*lesson.figures, found), case=taken)


def _codes(desk: Desk, items: list[Coded], lesson: Lesson, *, anyway: bool) -> Lesson:
    shipped = desk.lexicon.code_model
    passages = [row for item in items for row in item.sentences]
    reasons = [Row({}, right, item.family) for item in items for right in item.codes.values()]
    why = NO_WEIGHTS if desk.reader is None else too_few("passages", passages) or too_few("reasons", reasons)
    if why:
        return msgspec.structs.replace(lesson, refused=(*lesson.refused, why))
    found, model = learn_codes(items, shipped, fitter.fit)
    taken = model if all(one.better for one in found) or anyway else None
    return msgspec.structs.replace(lesson, figures=(*lesson.figures, *found), codes=taken)


def _recorded(desk: Desk, lesson: Lesson, *, by: str, reason: str, dry_run: bool) -> Lesson:
    if not lesson.figures:
        return msgspec.structs.replace(lesson, note="not recorded: there is too little to learn from")
    if lesson.case is None and lesson.codes is None:
        note = "not recorded: not better than what is shipped; the weights in force stay ({}). --anyway records it all the same"
        return msgspec.structs.replace(lesson, note=note.format(weights.in_words(desk)))
    if dry_run:
        return msgspec.structs.replace(lesson, note="not recorded: a dry run")
    action = Learn(
        upto=lesson.upto, reader=lesson.reader, case=lesson.case, codes=lesson.codes, summary=lesson.summary()
    )
    event = record(desk, action, by=by, reason=reason)
    note = f"recorded as decision {event.number} by {event.by}; the next run reads and codes with it; undo {event.number} takes it back"
    return msgspec.structs.replace(lesson, decision=event, note=note)
