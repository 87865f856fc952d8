"""A whole study at one state of its log: what count, gate, publish and export read."""

from __future__ import annotations

import msgspec

from testimonia.domain.appearance import Appearance
from testimonia.domain.article import ArticleFacts
from testimonia.domain.claim import Claim, ReportedNarrative
from testimonia.domain.codebook import Codebook
from testimonia.domain.coding import Coding, Passage
from testimonia.domain.comparison import Comparisons
from testimonia.domain.consultation import Consulted
from testimonia.domain.coverage import Coverage
from testimonia.domain.decision import Decision
from testimonia.domain.figure import AttritionStep
from testimonia.domain.origin import OriginLink
from testimonia.domain.person import CountRange, Person
from testimonia.domain.question import Question
from testimonia.domain.sample import CodeAgreement, Sampled
from testimonia.domain.setaside import SetAside
from testimonia.domain.settings import Settings


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """Everything but the texts, in capture order. Human decisions are already applied to persons and codings.

    `retired`: codings of codes that the team retired; they count nowhere.
    `withdrawn`: appearances whose persons asked to be left out of what is published; `replies`: what persons answer;
    `hidden_names`: names that the team knows and nobody may read.
    `agreement`: of people who coded the same, by code; `sampled`: codes of units, by the machine and, where drawn, by people.
    `coverage`: the watched sources, each with the spans in which it was monitored.
    `comparisons`: regions and patterns that the study declares.
    """

    settings: Settings
    codebook: Codebook
    articles: tuple[ArticleFacts, ...] = ()
    links: tuple[OriginLink, ...] = ()
    appearances: dict[str, Appearance] = {}
    persons: tuple[Person, ...] = ()
    codings: tuple[Coding, ...] = ()
    retired: tuple[Coding, ...] = ()
    passages: tuple[Passage, ...] = ()
    claims: tuple[Claim, ...] = ()
    narratives: tuple[ReportedNarrative, ...] = ()
    questions: tuple[Question, ...] = ()
    set_asides: tuple[SetAside, ...] = ()
    attrition: tuple[AttritionStep, ...] = ()
    decisions: tuple[Decision, ...] = ()
    count: CountRange
    program: str
    consulted: Consulted | None = None
    withdrawn: tuple[str, ...] = ()
    replies: dict[str, str] = {}
    hidden_names: tuple[str, ...] = ()
    agreement: tuple[CodeAgreement, ...] = ()
    sampled: tuple[Sampled, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    comparisons: Comparisons = Comparisons()
