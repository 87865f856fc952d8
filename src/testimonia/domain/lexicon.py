"""The words that detection and coding go by, as data."""

from __future__ import annotations

import msgspec

from testimonia.domain.appearance import Evidence


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One evidence rule. `voice`: "told" (outside quotes), "own" (in the person's own words) or "any".

    In `pattern` (case-insensitive), `{G}` stands for the study's group, `{O}` for other groups.
    """

    name: str
    kind: Evidence
    weight: float
    voice: str
    pattern: str


class CaseModel(msgspec.Struct, frozen=True, kw_only=True):
    """Logistic regression over the features of identity/detect/judge: feature -> weight, mean and scale."""

    bias: float
    features: dict[str, tuple[float, float, float]]


class Weights(msgspec.Struct, frozen=True, kw_only=True):
    """A logistic model: what each named number adds to the log odds."""

    bias: float
    weights: dict[str, float]


class CodeModel(msgspec.Struct, frozen=True, kw_only=True):
    """How cue coder and reader are weighed (narrative/weigh names the numbers).

    Attributes:
        sentence: whether a sentence gives the person's own reason of a code.
        person: whether the person gives it anywhere in the article.
        threshold: from which probability of the person on the code is proposed, at its likeliest sentence.
        more: from which probability of a sentence on it is proposed as well.
    """

    sentence: Weights
    person: Weights
    threshold: float
    more: float


class HomeCues(msgspec.Struct, frozen=True, kw_only=True):
    """What lets one infer where a person is at home: patterns of locals and of travellers, words after a people's name that
    tell of a country's own affairs, words of one country's institutions with its alpha-2, and towns in everybody's account."""

    local: tuple[str, ...] = ()
    travelled: tuple[str, ...] = ()
    offices: frozenset[str] = frozenset()
    institutions: tuple[tuple[str, str], ...] = ()
    common: frozenset[str] = frozenset()


class QualifierWords(msgspec.Struct, frozen=True, kw_only=True):
    """Words right before and right after a number that say how exact it is."""

    before: tuple[str, ...]
    after: tuple[str, ...]


class Sign(msgspec.Struct, frozen=True, kw_only=True):
    """A named, case-insensitive pattern around a number. `where`: "lead", "tail", "ahead", "behind", "near", "close" or "sentence"."""

    name: str
    where: str
    pattern: str


class CountWords(msgspec.Struct, frozen=True, kw_only=True):
    """What a number may count, and the words around it.

    Attributes:
        qualifiers: kind -> words before and after. nouns: noun in lower case -> kind ("none" where it is no people).
        between: words that may stand between a number and its noun. no_noun: words that end the noun phrase. signs: patterns around it.
    """

    qualifiers: tuple[tuple[str, QualifierWords], ...]
    nouns: dict[str, str]
    between: frozenset[str]
    no_noun: frozenset[str]
    signs: tuple[Sign, ...]


class ClaimModel(msgspec.Struct, frozen=True, kw_only=True):
    """Two logistic regressions over the features of identity/detect/claims: a number by itself, and knowing what the others came to.

    `threshold`: from which probability of the second a number is taken for a claim.
    """

    threshold: float
    alone: dict[str, float]
    among: dict[str, float]


class RoleWords(msgspec.Struct, frozen=True, kw_only=True):
    """How an account tells what somebody did for the group.

    Attributes:
        name: the role, as a report shows it. nouns: who does it ("guard"). deeds: patterns of what is told of them ("guarded a gate"), without case.
        units: patterns of what somebody served in ("the morality police").
    """

    name: str
    nouns: tuple[str, ...] = ()
    deeds: tuple[str, ...] = ()
    units: tuple[str, ...] = ()


class Lexicon(msgspec.Struct, frozen=True, kw_only=True):
    """Vocabulary, loaded from data/lexicon/*.yaml.

    Attributes:
        given: given name (accents folded) -> "M" or "F". demonyms, countries, towns: word -> alpha-2. homes: many more towns, to be
            believed only after "from", "born in" and the like. home: where no sentence says it.
        nouns: head noun of a description -> kind of person. gendered: noun -> "M" or "F". titles: title -> kind.
        roles: what people do for a group. speaking, thinking: verb forms. stops: capitalised words that are no name. institutions: those that make a whole run of them no person. rules: of evidence. agencies: of news.
        code_model: how cues and reader are weighed against each other in coding.
        counts, claim_model: what makes a number a reported total, and how it is weighed.
        rules_model: the case model where no learned reader is at hand; reader_model: where one is.
        learned_case, learned_codes: what the study's own decisions taught, in force in the place of those that ship; learned: the name
            that it bears in what is made with it ("learned@12": by decision 12).
    """

    given: dict[str, str]
    demonyms: dict[str, str]
    countries: dict[str, str]
    towns: dict[str, str]
    nouns: dict[str, str]
    gendered: dict[str, str]
    titles: dict[str, str]
    speaking: frozenset[str]
    thinking: frozenset[str]
    stops: frozenset[str]
    institutions: frozenset[str]
    rules: tuple[Rule, ...]
    agencies: tuple[str, ...]
    rules_model: CaseModel
    reader_model: CaseModel
    code_model: CodeModel
    counts: CountWords
    claim_model: ClaimModel
    homes: dict[str, str] = {}
    roles: tuple[RoleWords, ...] = ()
    home: HomeCues = HomeCues()
    learned_case: CaseModel | None = None
    learned_codes: CodeModel | None = None
    learned: str = ""
