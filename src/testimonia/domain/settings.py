"""What a study is about: the part of study.toml that the acts read."""

from __future__ import annotations

import enum

import msgspec

from testimonia.domain.dates import PartialDate


class Disclosure(enum.StrEnum):
    """How far a person is shown in what leaves the house."""

    NAMES = "names"  # the name under which the person spoke
    INITIALS = "initials"
    IDS = "ids"  # the person's id alone


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """The group that people left. `aliases` match as whole words; `case_sensitive` ones exactly ("IS" is also a verb).

    `territory`: places that it ruled; an article that names one of them is read, whether or not it names the group.
    `context`: other words that tell its world (border towns, offices, ranks); two of them are enough as well.
    """

    name: str
    aliases: tuple[str, ...] = ()
    case_sensitive: tuple[str, ...] = ()
    territory: tuple[str, ...] = ()
    context: tuple[str, ...] = ()


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The study's definition.

    Attributes:
        title: of the study. template: the template that made it.
        groups: left by the persons studied; other_groups: look-alikes that do not count.
        window_start, window_end: persons whose first public word lies outside are excluded as out of window; None is open.
        languages: ISO 639-1 codes that the detector reads.
        disclosure: of persons in the report. disclosure_pseudonymous: for those who spoke under a pseudonym.
        reader: whether the learned reader is used where it is installed; without it the rules read alone.
        case_threshold: probability from which the machine proposes a case; review_threshold: from which it asks.
        agreement_floor: Krippendorff's alpha below which a code is published only with that said.
    """

    title: str
    template: str = "defectors"
    groups: tuple[Group, ...]
    other_groups: tuple[Group, ...] = ()
    window_start: PartialDate | None = None
    window_end: PartialDate | None = None
    languages: tuple[str, ...] = ("en",)
    disclosure: Disclosure = Disclosure.NAMES
    disclosure_pseudonymous: Disclosure = Disclosure.IDS
    reader: bool = True
    case_threshold: float = 0.45
    review_threshold: float = 0.05
    agreement_floor: float = 0.667
