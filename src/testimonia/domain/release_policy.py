"""How much of the people who are not shown by name may leave the house in a release: the table [release] of study.toml."""

from __future__ import annotations

import enum

import msgspec


class FieldPolicy(enum.StrEnum):
    """What becomes of one attribute of people who are not shown by name."""

    SHOW = "show"
    SAFE = "safe"  # shown where enough people share it, alone and together with what else is shown
    HIDE = "hide"


class ReleasePolicy(msgspec.Struct, frozen=True, kw_only=True):
    """The rule of disclosure for releases.

    Attributes:
        threshold: so many people must share what is shown of somebody who is not shown by name.
        dominance: of the articles behind a cell, no such person may account for more than this part.
        nationality, gender, age, group_role, joined, left: one policy each.
        aliases: other forms of the names of people who are shown by name.
        places: towns of the account, blacked out in the quotes of people who are not shown by name.
        minors: show people who were under 18 like all others, or by id alone whatever name they spoke under.
    """

    threshold: int = 3
    dominance: float = 0.8
    nationality: FieldPolicy = FieldPolicy.SAFE
    gender: FieldPolicy = FieldPolicy.SAFE
    age: FieldPolicy = FieldPolicy.SAFE
    group_role: FieldPolicy = FieldPolicy.SAFE
    joined: FieldPolicy = FieldPolicy.SHOW
    left: FieldPolicy = FieldPolicy.SHOW
    aliases: FieldPolicy = FieldPolicy.SHOW
    places: FieldPolicy = FieldPolicy.HIDE
    minors: FieldPolicy = FieldPolicy.HIDE


FIELDS = ("nationality", "gender", "age", "group_role", "joined", "left")
"""The attributes of a person that have a policy, in the order in which they are given up."""
