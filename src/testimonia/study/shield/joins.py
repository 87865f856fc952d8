"""A pseudonym is never joined to a name: which articles must not be shown as those of a person under a pseudonym."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from testimonia.domain.appearance import Appearance, MentionKind
from testimonia.domain.person import Person
from testimonia.study.spelling import PARTICLES, level, skeleton, visible, words

_NAMING = (MentionKind.NAME, MentionKind.ALIAS)


def joining(person: Person, seen: Sequence[Appearance]) -> tuple[str, ...]:
    """Ids of the appearances in which a person who spoke under a pseudonym goes by another name.

    The pseudonym is what they are called where an article says that the name is not the real one; where none does, the
    name that people decided on. Forms that share a part with it ("Khalid", "Khaled") are the same name.
    """
    told = [a for a in seen if any(v.field == "pseudonym" for v in a.values)]
    known = [n for a in told for n in names_of(a)] or [n for n in (person.name, *person.aliases) if n]
    parts = _parts(known)
    if not parts:
        return ()
    return tuple(a.id for a in seen if any(_parts([n]) and not _parts([n]) & parts for n in names_of(a)))


def names_of(appearance: Appearance) -> list[str]:
    """The names that the article gives the person, in order."""
    return list(appearance.namings(_NAMING))


def _parts(names: Iterable[str]) -> set[str]:
    """The skeletons of the telling parts of names; short ones whole."""
    found = {level(w) for n in names for w, _ in words(visible(n))} - PARTICLES - {""}
    return {skeleton(w) if len(skeleton(w)) >= 2 else w for w in found}
