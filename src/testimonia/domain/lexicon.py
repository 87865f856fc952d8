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


class Lexicon(msgspec.Struct, frozen=True, kw_only=True):
    """Vocabulary, loaded from data/lexicon/*.yaml.

    Attributes:
        given: given name (accents folded) -> "M" or "F". demonyms, countries, towns: word -> alpha-2.
        nouns: head noun of a description -> kind of person. gendered: noun -> "M" or "F". titles: title -> kind.
        speaking, thinking: verb forms. stops: capitalised words that are no name. rules: of evidence. agencies: of news.
        model: weights of the case model, feature -> weight ("bias" too); mean and scale of each feature beside it.
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
    rules: tuple[Rule, ...]
    agencies: tuple[str, ...]
    model: dict[str, tuple[float, float, float]] = {}
    bias: float = 0.0
