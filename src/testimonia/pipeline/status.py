"""What is in a study, what waits, and what was set aside and why."""

from __future__ import annotations

from collections import Counter

import msgspec

from testimonia.domain.consultation import Consulted
from testimonia.domain.figure import AttritionStep
from testimonia.domain.person import CountRange
from testimonia.domain.setaside import SetAside
from testimonia.domain.snapshot import Snapshot
from testimonia.pipeline import weights
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.mark import study_mark
from testimonia.pipeline.readers import agreement
from testimonia.pipeline.snapshot import snapshot
from testimonia.pipeline.study import report_path
from testimonia.review.reliability.readers import ReaderAgreement


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """One open question."""

    id: str
    kind: str
    article: str
    person: str | None
    appearances: tuple[str, ...]
    why: str


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """A study at a glance. `documents`: captured; `articles`: of these, readable; `origins`: of these, no copies.

    `persons`: by status. `waits`: open questions by kind; `questions`: one by one, heaviest first. `weights`: which are in force. `up_to_date`:
    whether figures and report show the study as it stands. `consulted`: what a language model took and gave, where there is
    one; `agreement`: rules against it, for cases, each code and each attribute.
    """

    title: str
    groups: tuple[str, ...]
    documents: int
    articles: int
    origins: int
    appearances: int
    persons: dict[str, int]
    count: CountRange
    codings: int
    claims: int
    decisions: int
    waits: dict[str, int]
    questions: tuple[Waiting, ...]
    weights: str
    attrition: tuple[AttritionStep, ...]
    set_asides: tuple[SetAside, ...]
    up_to_date: bool
    report: str | None
    consulted: Consulted | None = None
    agreement: tuple[ReaderAgreement, ...] = ()


def status(desk: Desk) -> Status:
    """The study as it stands; takes no lock, so it works while a run is under way."""
    with desk.store.reading():
        desk.store.verify()
        return _of(desk, snapshot(desk))


def _of(desk: Desk, state: Snapshot) -> Status:
    steps = {step.stage: step for step in state.attrition}
    report = report_path(desk)
    return Status(
        title=state.settings.title,
        groups=tuple(group.name for group in state.settings.groups),
        documents=steps["capture"].kept,
        articles=len(state.articles),
        origins=len({one.origin for one in state.articles}),
        appearances=len(state.appearances),
        persons=dict(sorted(Counter(person.status.value for person in state.persons).items())),
        count=state.count,
        codings=len(state.codings),
        claims=len(state.claims),
        decisions=len(state.decisions),
        waits=dict(sorted(Counter(question.kind for question in state.questions).items())),
        questions=tuple(
            Waiting(
                id=one.id,
                kind=one.kind,
                article=one.article,
                person=one.person,
                appearances=one.appearances,
                why=one.why,
            )
            for one in state.questions
        ),
        weights=weights.in_words(desk),
        attrition=state.attrition,
        # Appearances of people who are no case are counted in `attrition`; one by one they would bury the rest.
        set_asides=tuple(one for one in state.set_asides if one.stage != "resolve"),
        up_to_date=desk.store.done("publish").get("study") == study_mark(desk) and report.exists(),
        report=str(report) if report.exists() else None,
        consulted=state.consulted,
        agreement=agreement(desk),
    )
