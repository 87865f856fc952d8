"""A person in one article: how they are named, what the article says of them, and whether they look like a case."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Mapping

import msgspec

from testimonia.domain.span import Span


class Evidence(enum.StrEnum):
    """Kinds of evidence atom: what a stretch of text says of a person."""

    MEMBER = "member"
    LEFT = "left"
    OWN_WILL = "own_will"
    SPOKE = "spoke"
    DISAVOWED = "disavowed"
    EXPERT = "expert"
    OFFICIAL = "official"
    JOURNALIST = "journalist"
    RELATIVE = "relative"
    VICTIM = "victim"
    DEAD = "dead"
    CAPTURED = "captured"
    STILL_IN = "still_in"
    TRAVELLER = "traveller"
    SILENT = "silent"
    OTHER_GROUP = "other_group"


class Polarity(enum.StrEnum):
    """How the text stands to the evidence."""

    ASSERTED = "asserted"
    NEGATED = "negated"
    HYPOTHETICAL = "hypothetical"
    REPORTED = "reported"  # by another person


class Atom(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One piece of evidence. `rule` names the rule or model that found it; `weight` is its strength, 0 to 3."""

    kind: Evidence
    span: Span
    rule: str
    weight: float = 1.0
    polarity: Polarity = Polarity.ASSERTED


class MentionKind(enum.StrEnum):
    """What sort of words point at the person."""

    NAME = "name"
    ALIAS = "alias"
    LABEL = "label"  # speaker label in a transcript
    DESCRIPTION = "description"  # "the 26-year-old Syrian"
    PRONOUN = "pronoun"


NAMING = (MentionKind.NAME, MentionKind.ALIAS, MentionKind.LABEL)
"""Kinds of mentions that write a name."""


class Mention(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Words that name or describe the person."""

    span: Span
    kind: MentionKind


class Basis(enum.StrEnum):
    """Whether the text says it or we concluded it."""

    STATED = "stated"
    INFERRED = "inferred"
    DECIDED = "decided"  # by a person


class Value(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One value of one attribute, with the words it rests on. Competing values are kept side by side.

    Attributes:
        field: "name", "alias", "nationality" (alpha-2), "gender" (F, M), "age" (years), "group_role", "joined", "left",
            "spoke" (partial dates), "place" (a town in the account), "pseudonym" ("yes").
        value: as text, also for numbers.
        weight: 0 to 1.
        span: None only for values concluded from metadata or decided by a person.
    """

    field: str
    value: str
    basis: Basis
    weight: float = 1.0
    span: Span | None = None
    rule: str = ""


class Speech(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Words that the person is reported to have said, direct or indirect."""

    span: Span
    direct: bool
    rule: str
    confidence: float = 1.0


class Role(enum.StrEnum):
    """What the person is in this article."""

    CASE = "case"
    TRAVELLER = "traveller"
    KILLED = "killed"
    CAPTURED = "captured"
    RETURNEE_SILENT = "returnee_silent"
    STILL_MEMBER = "still_member"
    OTHER_GROUP = "other_group"
    OFFICIAL = "official"
    EXPERT = "expert"
    JOURNALIST = "journalist"
    RELATIVE = "relative"
    VICTIM = "victim"
    OTHER = "other"


class Appearance(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One person in one article.

    Attributes:
        id: "ARTICLE@START-END" of the founding mention: the offsets never change, so the id outlives a better detector.
        article: id. label: the best name or description, for people to read.
        mentions: all of them, in order of the text; the first is the founding mention.
        atoms, values, speech: the evidence, each with its span.
        scope: sentences that are about this person or spoken by them (where a coder may look).
        around: sentences right beside those, in the same paragraph and not another person's words: context, and a weaker place to look.
        role: the most likely role. probability: that this is a case, 0 to 1, calibrated as far as the model is.
        reasons, counter_reasons: in words, strongest first.
        features: the named numbers that went into the probability, for inspection.
        detector: NAME@VERSION.
    """

    id: str
    article: str
    label: str
    mentions: tuple[Mention, ...]
    atoms: tuple[Atom, ...] = ()
    values: tuple[Value, ...] = ()
    speech: tuple[Speech, ...] = ()
    scope: tuple[Span, ...] = ()
    around: tuple[Span, ...] = ()
    role: Role
    probability: float
    reasons: tuple[str, ...] = ()
    counter_reasons: tuple[str, ...] = ()
    features: dict[str, float] = {}
    detector: str

    @staticmethod
    def id_of(article: str, start: int, end: int) -> str:
        """The id of the appearance that begins with this mention."""
        return f"{article}@{start}-{end}"

    def names(self) -> tuple[str, ...]:
        """The distinct names and aliases, in order of the text."""
        found = (m.span.said for m in self.mentions if m.kind in (MentionKind.NAME, MentionKind.ALIAS))
        return tuple(dict.fromkeys(found))

    def namings(self, kinds: Collection[MentionKind] = NAMING) -> tuple[str, ...]:
        """Every form, in each writing that is known of it, of the names that mentions of these kinds and values give the person."""
        written = [form for m in self.mentions if m.kind in kinds for form in m.span.forms]
        return tuple(dict.fromkeys([*written, *(v.value for v in self.values if v.field in ("name", "alias"))]))

    def value(self, field: str) -> str | None:
        """The strongest value of a field, or None."""
        held = self.strongest(field)
        return held.value if held else None

    def strongest(self, field: str) -> Value | None:
        """The strongest value of a field with what it rests on, or None."""
        best: Value | None = None
        for held in self.values:
            if held.field == field and (best is None or _strength(held) > _strength(best)):
                best = held
        return best


def _strength(held: Value) -> tuple[float, bool]:
    return held.weight, held.basis is Basis.STATED


def anchor(id: str, appearances: Iterable[Appearance]) -> str | None:
    """The appearance, of these, that now stands where one of an older detection began, or None."""
    article, _, offsets = id.partition("@")
    start, _, end = offsets.partition("-")
    if not (start.isdigit() and end.isdigit()):
        return None
    for one in appearances:
        # Of a loose mention it is not known where in its sentence the words stand, nor whether somebody else has them.
        exact = (m.span for m in one.mentions if not m.span.loose)
        if one.article == article and any(span.start < int(end) and int(start) < span.end for span in exact):
            return one.id
    return None


def standing(id: str, appearances: Mapping[str, Appearance]) -> str:
    """The id of the appearance that stands where this one stood, by id in `appearances`; the id itself where none does."""
    return id if id in appearances else anchor(id, appearances.values()) or id
