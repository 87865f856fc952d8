"""What a watch tells: the change between the state told last and the present one."""

from __future__ import annotations

import msgspec


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What the latest delivered digest knew. `persons`: id to status; `figures`: id to value; `questions`, `gone`: ids, addresses."""

    at: str = ""
    persons: dict[str, str] = {}
    figures: dict[str, float] = {}
    questions: tuple[str, ...] = ()
    documents: int = 0
    gone: tuple[str, ...] = ()


class Digest(msgspec.Struct, frozen=True, kw_only=True):
    """One digest. Persons go by id alone: a mail is no place for names.

    `figures`: (title, before, now), for each whose value changed. `failed`: (source, why).
    """

    since: str
    at: str
    title: str
    documents: int
    persons_new: tuple[str, ...]
    persons_gone: tuple[str, ...]
    persons_changed: tuple[tuple[str, str, str], ...]
    figures: tuple[tuple[str, float, float], ...]
    questions_new: int
    questions: int
    gone: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing to tell."""
        changes = (self.persons_new, self.persons_gone, self.persons_changed, self.figures, self.gone, self.failed)
        return not self.documents and not self.questions_new and not any(changes)
