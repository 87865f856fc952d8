"""What is told of an appearance beside its names, in short: enough to say whether looking closer at a pair can pay."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from testimonia.domain.appearance import Appearance
from testimonia.domain.article import ArticleFacts

ABOUT = "age-about"
"""The rule that finds an age told roughly."""
GUESS = 0.45
"""A nationality of less weight is inferred from the whole account: it says little for or against."""
GENDER, NATIONALITY, GUESSED, ROLE, JOINED, LEFT, AGE, AGE_FITS, PLACE = (
    0.03,
    0.15,
    0.13,
    0.15,
    0.12,
    0.15,
    0.25,
    0.15,
    0.1,
)
"""What agreement weighs; `GUESSED`: in a nationality that is a guess; `AGE_FITS`: in ages that agree over the years between the articles."""
GUESS_DIFFERS, AGE_HARDLY_FITS = -0.1, -0.2
NEVER = -9.0
UNTELLING = frozenset({"fighter"})
"""Roles that tell nobody apart: most did that."""


class Cut(msgspec.Struct, frozen=True, gc=False):
    """What of an appearance can rule a pair out before anything else is looked at; "" and None where nothing is told."""

    gender: str
    nationality: str
    is_guess: bool
    age: int | None
    is_rough: bool
    year: int
    role: str
    joined: str
    left: str
    has_place: bool

    def may_be(self, other: Cut) -> bool:
        """False only where `compare` finds the two different, whatever else is told of them."""
        return self.promise(other) > NEVER

    def promise(self, other: Cut) -> float:
        """The most that agreement in all this weighs together; `NEVER` where it shows two people."""
        found = 0.0
        if self.gender and other.gender:
            if self.gender != other.gender:
                return NEVER
            found += GENDER
        if self.nationality and other.nationality:
            is_guess = self.is_guess or other.is_guess
            if self.nationality == other.nationality:
                found += GUESSED if is_guess else NATIONALITY
            elif is_guess:
                found += GUESS_DIFFERS
            else:
                return NEVER
        if self.age is not None and other.age is not None:
            gap = abs(self.age - other.age)
            most = loose(abs(self.year - other.year), self.is_rough or other.is_rough)
            if gap > most + 1:
                return NEVER
            found += AGE if gap == 0 else AGE_FITS if gap <= most else AGE_HARDLY_FITS
        if self.role and self.role == other.role:
            found += ROLE
        if (
            self.joined
            and other.joined
            and (self.joined.startswith(other.joined) or other.joined.startswith(self.joined))
        ):
            found += JOINED
        if self.left and other.left and (self.left.startswith(other.left) or other.left.startswith(self.left)):
            found += LEFT
        return found + PLACE if self.has_place and other.has_place else found

    def __str__(self) -> str:
        """In one line, from which `read` makes it again. Sorted by it, people of one age and nationality stand side by side."""
        born = "" if self.age is None else str(self.year - self.age)
        told = (
            self.nationality,
            "g" * self.is_guess,
            self.role,
            self.left,
            self.joined,
            self.gender,
            "p" * self.has_place,
        )
        return "~".join((born, *(one.replace("~", "-") for one in told), "r" * self.is_rough, str(self.year)))


def read(line: str) -> Cut:
    """The cut that a line tells."""
    born, nationality, guess, role, left, joined, gender, place, rough, year = line.split("~")
    age = int(year) - int(born) if born else None
    return Cut(gender, nationality, bool(guess), age, bool(rough), int(year), role, joined, left, bool(place))


def cut(item: Appearance, facts: Mapping[str, ArticleFacts]) -> Cut:
    """The hard signs of an appearance."""
    nationality, age = item.strongest("nationality"), item.strongest("age")
    role, joined, left = (item.strongest(field) for field in ("group_role", "joined", "left"))
    return Cut(
        gender=item.value("gender") or "",
        nationality=nationality.value if nationality else "",
        is_guess=nationality is not None and nationality.weight < GUESS,
        age=int(age.value) if age else None,
        is_rough=age is not None and age.rule == ABOUT,
        year=year_of(facts[item.article]),
        role=role.value if role and role.value not in UNTELLING else "",
        joined=joined.value if joined else "",
        left=left.value if left else "",
        has_place=any(value.field == "place" for value in item.values),
    )


def loose(years: int, is_rough: bool) -> int:
    """By how many years two ages may differ and agree. `years`: between the articles."""
    return years + (3 if is_rough else 1)


def year_of(facts: ArticleFacts) -> int:
    """The year in which an article was published; the middle of the time where it does not say."""
    return int(facts.published[:4]) if facts.published else 2015
