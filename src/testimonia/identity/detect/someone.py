"""A person under construction: the mentions found so far to mean the same."""

from __future__ import annotations

from dataclasses import dataclass, field

from testimonia.domain.appearance import MentionKind
from testimonia.identity.detect.mentions import Found


@dataclass(slots=True)
class Someone:
    """A person under construction."""

    mentions: list[Found] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    heads: set[str] = field(default_factory=set)
    modifiers: set[str] = field(default_factory=set)
    votes: dict[str, float] = field(default_factory=lambda: {"M": 0.0, "F": 0.0})
    kin: bool = False
    newsroom: bool = False
    office: bool = False
    """Called an official, an expert or a journalist."""

    def gender(self) -> str:
        """The gender that most words tell, or "" where they do not agree."""
        m, f = self.votes["M"], self.votes["F"]
        return "" if m == f else "M" if m > f else "F"

    def add(self, item: Found, index: int) -> None:
        """Takes the mention in."""
        self.mentions.append(item)
        item.person = index
        if item.kind is MentionKind.ALIAS and item.form not in self.aliases:
            self.aliases.append(item.form)
        elif item.kind in (MentionKind.NAME, MentionKind.LABEL) and item.form and item.form not in self.names:
            self.names.append(item.form)
        if item.head and item.kind is MentionKind.DESCRIPTION:
            self.heads.add(item.head)
            self.modifiers.update(w.strip(",") for w in item.modifiers.split())
        if item.gender:
            self.votes[item.gender] += {MentionKind.PRONOUN: 0.4, MentionKind.NAME: 1.0}.get(item.kind, 1.5) + (
                2 if item.title else 0
            )
