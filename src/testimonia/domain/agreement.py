"""How far coders agree, with what chance leaves open."""

from __future__ import annotations

import msgspec


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """A measure and its bootstrap interval; None where it is not defined (or, for the interval, in too few draws)."""

    value: float | None
    low: float | None = None
    high: float | None = None


class PairAgreement(msgspec.Struct, frozen=True, kw_only=True):
    """Two coders on one code.

    Attributes:
        level: "person" (present, denied, absent for one person in one article) or "span" (marked or not, code point by code point).
        what: id of the code, or "all". left, right: coders; "machine" for what the program proposed, "people" for what stands decided.
        units: judged by both (persons in articles; code points). agreed: with the same verdict. coded: in which one of the two gave the code.
        agreement: agreed / units. coded_only: agreed / coded. kappa: Cohen's. alpha: Krippendorff's, nominal. ac1: Gwet's.
        table: "LEFT/RIGHT" verdicts -> units.
    """

    level: str
    what: str
    left: str
    right: str
    units: int
    agreed: int
    coded: int
    agreement: Measure
    coded_only: Measure
    kappa: Measure
    alpha: Measure
    ac1: Measure
    table: dict[str, int]


class Drift(msgspec.Struct, frozen=True, kw_only=True):
    """The same two coders over all codes, in one stretch of time, measured as in `PairAgreement`.

    Attributes:
        level: "person" or "span". first, last: ISO times of the later answers in it. units: judged by both.
    """

    level: str
    left: str
    right: str
    first: str
    last: str
    units: int
    agreement: Measure
    coded_only: Measure
    kappa: Measure
    alpha: Measure
    ac1: Measure


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """Agreement of a study or of one round.

    Attributes:
        round: its name, "" for all that was decided. over: "article" or "person", what the bootstrap draws; clusters: how many there are.
        replicates, seed, level: of the bootstrap. pairs: per level, pair of coders and code. drift: per pair and level, in order of time.
        all_coders: code -> Krippendorff's alpha over all coders of the round at once, missing answers left out.
    """

    round: str
    over: str
    clusters: int
    replicates: int
    seed: int
    level: float
    pairs: tuple[PairAgreement, ...]
    drift: tuple[Drift, ...] = ()
    all_coders: dict[str, Measure] = {}
