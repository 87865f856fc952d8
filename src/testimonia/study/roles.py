"""Roles in the group, in the report's language."""

from __future__ import annotations

from testimonia.study.language import noted, said

ROLES = frozenset(
    {
        noted("fighter"),
        noted("guard"),
        noted("driver"),
        noted("cook"),
        noted("police"),
        noted("clerk"),
        noted("medic"),
        noted("teacher"),
        noted("mechanic"),
        noted("labourer"),
        noted("cleaner"),
        noted("tailor"),
        noted("media"),
        noted("translator"),
        noted("recruiter"),
        noted("preacher"),
        noted("commander"),
        noted("wife"),
    }
)
"""Those that detection tells apart (data/lexicon/roles.yaml)."""


def role_words(role: str) -> str:
    """The role for people to read; what a team wrote in its own words stays as it is."""
    return said(role) if role in ROLES else role
