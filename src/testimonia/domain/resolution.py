"""What resolving gives: persons, the count's range, what is left out, what is open."""

from __future__ import annotations

import msgspec

from testimonia.domain.person import CountRange, Person
from testimonia.domain.question import Question
from testimonia.domain.setaside import SetAside


class Resolution(msgspec.Struct, frozen=True, kw_only=True):
    """Persons of all statuses in capture order; every appearance is in a person or set aside."""

    persons: tuple[Person, ...]
    set_asides: tuple[SetAside, ...]
    count: CountRange
    questions: tuple[Question, ...]
