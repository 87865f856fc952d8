"""A whole study at one state of its log, put together from the store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

import msgspec

from testimonia import __version__
from testimonia.domain.appearance import Appearance, standing
from testimonia.domain.coding import CodedAppearance, Coding
from testimonia.domain.consultation import Consultation
from testimonia.domain.coverage import Coverage
from testimonia.domain.decision_state import DecisionState
from testimonia.domain.figure import AttritionStep
from testimonia.domain.person import Status
from testimonia.domain.question import Question
from testimonia.domain.resolution import Resolution
from testimonia.domain.sample import CodeAgreement, Sampled
from testimonia.domain.setaside import SetAside
from testimonia.domain.snapshot import Snapshot
from testimonia.pipeline import copies, corpus, identity, second
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.mark import STAGES, study_mark
from testimonia.pipeline.outline import Outline
from testimonia.pipeline.private import private_names
from testimonia.review.codebook import book_after, in_book, passages_in
from testimonia.study.private import PrivateNames


def snapshot(desk: Desk) -> Snapshot:
    """Everything but the texts, in capture order, with the decisions applied; put together once for each state of the study."""
    mark = study_mark(desk)
    if desk.held.get("snapshot", ("", None))[0] != mark:
        desk.held["snapshot"] = mark, _snapshot(desk)
        desk.held.pop("outline", None)
    found: Snapshot = desk.held["snapshot"][1]
    return found


def outlined(desk: Desk) -> Snapshot:
    """The same for findings and releases, which are equal whether made from this or from the whole: the whole where it is at hand, else an outline."""
    mark = study_mark(desk)
    if desk.held.get("snapshot", ("", None))[0] == mark:
        return snapshot(desk)
    if desk.held.get("outline", ("", None))[0] != mark:
        desk.held["outline"] = mark, _snapshot(desk, Outline())
    found: Snapshot = desk.held["outline"][1]
    return found


def _snapshot(desk: Desk, outline: Outline | None = None) -> Snapshot:
    private = private_names(desk.config.folder)
    found = identity.readings(desk, outline.reading if outline else None)
    renderings = {one.article: one.translation for one in found}
    facts = {id: msgspec.structs.replace(one, translation=renderings.get(id)) for id, one in copies.facts(desk).items()}
    linked = copies.links(desk)
    if outline:
        facts = {id: outline.words_of(one, "id", "origin", "publisher", "language") for id, one in facts.items()}
        linked = {id: outline.words_of(one, "article", "origin", "duplicate_of") for id, one in linked.items()}
    people = identity.appearances(found)
    resolved = identity.resolution(desk)
    if outline:
        resolved = msgspec.structs.replace(resolved, persons=tuple(map(outline.person, resolved.persons)))
    asides = [*_set_asides(desk), *resolved.set_asides]
    coded = _coded(desk, people, outline)
    state = identity.state(desk)
    codings, lost = _codings(desk, coded, state, people)
    book = book_after(desk.written, state)
    proposed = in_book((coding for one in coded for coding in one.codings), book)[0]
    codings, retired = in_book(codings, book)
    return Snapshot(
        settings=desk.settings,
        comparisons=desk.config.comparisons,
        codebook=desk.codebook,
        articles=tuple(facts.values()),
        links=tuple(linked[id] for id in facts),
        appearances=people,
        persons=PrivateNames(private).marked(resolved.persons, people),
        codings=codings,
        retired=retired,
        passages=tuple(passage for one in coded for passage in passages_in(one.passages, book)),
        claims=tuple(claim for reading in found for claim in reading.claims),
        narratives=tuple(narrative for reading in found for narrative in reading.narratives),
        questions=_in_order((*resolved.questions, *lost)),
        set_asides=tuple(asides),
        attrition=_attrition(desk, resolved, len(found), len(people), asides),
        decisions=desk.log.events(),
        count=resolved.count,
        program=f"testimonia {__version__}",
        consulted=second.consulted(desk),
        withdrawn=tuple(dict.fromkeys(standing(id, people) for id in state.withdrawn)),
        replies={standing(id, people): text for id, text in state.replies.items()},
        hidden_names=private,
        agreement=_agreement(desk, codings, state),
        sampled=_sampled(proposed, codings, state, resolved, people),
        coverage=tuple(desk.store.all("coverage", Coverage)),
    )


def _agreement(desk: Desk, codings: Sequence[Coding], state: DecisionState) -> tuple[CodeAgreement, ...]:
    """People who coded the same on each code, and machine and people where people reviewed anything."""
    from testimonia.review.reliability import reliability
    from testimonia.review.samples import agreement_of_people

    codes = [code.id for code in desk.codebook.codes]
    found = reliability(codings, codes)
    # where neither ever gave a code, nobody need have looked for it: a round over other codes brings such units as well
    beside = tuple(CodeAgreement(code=one.code, alpha=one.alpha, units=one.units) for one in found if one.coded)
    people = tuple(one for one in agreement_of_people(state) if one.code in codes)
    measured = {one.code for one in people}
    # of a code that a round looked for, what stands decided are mostly the units on which its coders differed
    return (*people, *(one for one in beside if one.code not in measured))


def _sampled(
    proposed: Sequence[Coding], codings: Sequence[Coding], state: DecisionState, resolved: Resolution,
    people: Mapping[str, Appearance],
) -> tuple[Sampled, ...]:  # fmt: skip
    """Codes of units by the machine and by people, with the probability of the draw where there was one."""
    from testimonia.review.samples import sampled

    counted = {a for p in resolved.persons if p.status is not Status.EXCLUDED for a in p.appearances}
    return sampled(state, proposed, codings, counted, partial(standing, appearances=people))


def _set_asides(desk: Desk) -> list[SetAside]:
    """What the stages set aside; in an order that does not tell in how many runs it came about."""
    return [
        one
        for stage in STAGES
        for one in sorted(desk.store.set_asides(stage), key=lambda aside: (aside.source, aside.subject))
    ]


def _coded(desk: Desk, people: Mapping[str, Appearance], outline: Outline | None = None) -> list[CodedAppearance]:
    found = desk.store.all("code", CodedAppearance)
    held = {one.appearance: one for one in (map(outline.coded, found) if outline else found)}
    return [held[id] for id in people if id in held]


def machine_codings(desk: Desk) -> tuple[Coding, ...]:
    """What the machine proposes, by the codes as they are now, whatever people made of it."""
    people = identity.appearances(identity.readings(desk))
    made = (coding for one in _coded(desk, people) for coding in one.codings)
    return in_book(made, book_after(desk.written, desk.log.state()))[0]


def _codings(
    desk: Desk, coded: Iterable[CodedAppearance], state: DecisionState, people: Mapping[str, Appearance]
) -> tuple[tuple[Coding, ...], list[Question]]:
    """The codings in force, in the order of the texts, and a question for each that has lost its person."""
    from testimonia.review.decide import apply_codings

    order = {id: number for number, id in enumerate(people)}
    kept, lost = [], []
    for coding in apply_codings(coded, state, desk.texts, partial(standing, appearances=people)):
        home = standing(coding.appearance, people)
        if home not in people:
            lost.append(_lost(coding))
        else:
            kept.append(coding if home == coding.appearance else msgspec.structs.replace(coding, appearance=home))
    kept.sort(key=lambda coding: (order[coding.appearance], coding.span.start, coding.code, coding.id))
    return tuple(kept), lost


def _lost(coding: Coding) -> Question:
    return Question(
        id=Question.id_of("coding", coding.id),
        kind="coding",
        article=coding.article,
        spans=(coding.span,),
        why=f"{coding.coder} coded {coding.code} here, for somebody whom detection does not find ({coding.appearance})",
        weight=1.0,
    )


def _in_order(questions: Iterable[Question]) -> tuple[Question, ...]:
    from testimonia.review.assign import assign

    return assign(tuple(questions))


def _consult(desk: Desk) -> dict[str, tuple[str, int, int]]:
    """The step of the language model, where there is one."""
    entered = desk.store.count("consult")
    kept = sum(1 for _ in desk.store.all("consult", Consultation)) if entered else 0
    return {"consult": ("articles", entered, kept)} if entered else {}


def _attrition(
    desk: Desk, resolved: Resolution, read: int, people: int, asides: Iterable[SetAside]
) -> tuple[AttritionStep, ...]:
    """entered = kept + set aside, for each stage; `kept` is counted on its own, so that the sum proves something."""
    reasons: dict[str, Counter[str]] = {}
    for aside in asides:
        reasons.setdefault(aside.stage, Counter())[aside.reason.value] += 1
    captured, linked, cleaned = desk.store.extent()[0], desk.store.count("dedupe"), len(corpus.cleaned(desk))
    placed = sum(len(person.appearances) for person in resolved.persons)
    entered = {
        "capture": ("documents", captured + sum(reasons.get("capture", Counter()).values()), captured),
        "clean": ("documents", desk.store.count("clean"), cleaned),
        "dedupe": ("articles", linked, linked),
        "detect": ("articles", desk.store.count("detect"), read),
        **_consult(desk),
        "resolve": ("appearances", people, placed),
    }
    return tuple(
        AttritionStep(
            stage=stage,
            unit=unit,
            entered=total,
            kept=kept,
            set_aside=sum(reasons.get(stage, Counter()).values()),
            reasons=dict(sorted(reasons.get(stage, Counter()).items())),
        )
        for stage, (unit, total, kept) in entered.items()
    )
