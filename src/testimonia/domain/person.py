"""An individual of the study, counted once."""

from __future__ import annotations

import enum

import msgspec

from testimonia.domain.appearance import Value
from testimonia.domain.dates import PartialDate
from testimonia.domain.settings import Disclosure
from testimonia.text import handle


class Status(enum.StrEnum):
    """Where a person stands in the count."""

    INCLUDED = "included"  # decided so
    CANDIDATE = "candidate"  # proposed by the machine, counted in the best estimate
    EXCLUDED = "excluded"  # on the exclusion list, with the reason


class Person(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One individual, resolved from appearances and human decisions.

    Attributes:
        id: "P-" and the handle of the founding appearance (earliest in capture order), so new articles do not rename anybody.
        status, reason: see `Status`; the reason is the decision's or the machine's, in words.
        label: for people to read. name: None where nobody gives one. aliases: other forms.
        pseudonymous: whether some article says that the name is not the real one.
        nationality (alpha-2), gender ("F", "M"), age (years, as first given), group_role, joined, left: best values.
        values: every value that some article gives, with its evidence; competing ones side by side. `values_from` names, in the
            same order, the appearance each comes from.
        first_public: date of the earliest article in which the person speaks, or of an earlier public word that an article states.
        appearances: ids, in capture order. origins: ids of the independent origins of those articles.
        probability: the strongest appearance's.
        shown: how far the person may be shown, where that is stricter than the settings say.
        in_window: whether `first_public` lies in the study's window.
    """

    id: str
    status: Status
    reason: str = ""
    label: str
    name: str | None = None
    aliases: tuple[str, ...] = ()
    pseudonymous: bool = False
    nationality: str | None = None
    gender: str | None = None
    age: int | None = None
    group_role: str | None = None
    joined: PartialDate | None = None
    left: PartialDate | None = None
    first_public: PartialDate | None = None
    values: tuple[Value, ...] = ()
    values_from: tuple[str, ...] = ()
    appearances: tuple[str, ...]
    origins: tuple[str, ...] = ()
    probability: float = 0.0
    in_window: bool = True
    shown: Disclosure | None = None

    @staticmethod
    def id_of(founding_appearance: str) -> str:
        """The id of the person whose founding appearance this is."""
        return "P-" + handle(founding_appearance, length=8)


class CountRange(msgspec.Struct, frozen=True, kw_only=True):
    """How many individuals, given the open identity and inclusion questions: floor <= best <= ceiling.

    `open_pairs`: the identity questions that span the range.
    """

    floor: int
    best: int
    ceiling: int
    open_pairs: tuple[tuple[str, str], ...] = ()
