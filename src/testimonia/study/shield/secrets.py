"""What must not be found in a release: every form of every name that is not shown, ready to be looked up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from testimonia.domain.appearance import Appearance
from testimonia.domain.decision import CorrectAttribute
from testimonia.domain.person import Person
from testimonia.domain.snapshot import Snapshot
from testimonia.study.disclosure import is_named, shown_name
from testimonia.study.mask import BYSTANDERS, general_words
from testimonia.study.shield.joins import names_of
from testimonia.study.spelling import PARTICLES, level, skeleton, visible, words

LONGEST = 5
SHORTEST, SKELETON = 3, 4
"""Letters of a name that may be looked for by itself; consonants of one that may be looked for by its skeleton alone."""


class Secret(msgspec.Struct, frozen=True, kw_only=True):
    """One form of one hidden name. `parts`: what must be found close together; `owner`: whose name, as the release calls them."""

    parts: tuple[str, ...]
    owner: str
    form: str


class Secrets:
    """The hidden names by their parts; `shown` holds the words of names that are shown, which tell nothing by themselves."""

    def __init__(
        self, forms: Iterable[tuple[str, str]], shown: Iterable[str] = (), general: Iterable[str] = ()
    ) -> None:
        shown = tuple(shown)
        self.shown = frozenset(level(w) for n in shown for w, _ in words(visible(n)))
        self._kept = {_key(n) for n in shown}
        self._names: dict[str, dict[int, set[tuple[str, ...]]]] = {}
        """Names that are shown, by their first word and the number of their words."""
        for name in shown:
            parts = tuple(level(w) for w, _ in words(visible(name)))
            if len(parts) > 1:
                self._names.setdefault(parts[0], {}).setdefault(len(parts), set()).add(parts)
        self._general = frozenset(level(w) for w in general)
        self.by_part: dict[str, list[Secret]] = defaultdict(list)
        self.by_skeleton: dict[str, list[str]] = defaultdict(list)
        self.whole: dict[str, Secret] = {}
        self.forms = 0
        for form, owner in dict.fromkeys(forms):
            self._enter(form, owner)

    def covers(self, spoken: Sequence[str], at: int) -> bool:
        """Whether this word of a text belongs to a name that is shown there in full."""
        for start in range(max(0, at - LONGEST), at + 1):
            for number, names in self._names.get(level(spoken[start]), {}).items():
                if at < start + number and tuple(map(level, spoken[start : start + number])) in names:
                    return True
        return False

    def _enter(self, form: str, owner: str) -> None:
        parts = tuple(w for w in (level(w) for w, _ in words(visible(form))) if w)
        telling = [p for p in parts if p not in PARTICLES and p not in self._general and len(p) >= SHORTEST]
        if not telling or _key(form) in self._kept:
            return
        if len(telling) == 1 and telling[0] in self.shown and len(parts) == 1:
            return
        secret = Secret(parts=tuple(telling) if len(telling) > 1 else parts, owner=owner, form=form)
        self.forms += 1
        for part in set(secret.parts):
            self.by_part[part].append(secret)
            bones = skeleton(part)
            if len(bones) >= (2 if len(secret.parts) > 1 else SKELETON) and part not in self.by_skeleton[bones]:
                self.by_skeleton[bones].append(part)
        for whole in ("".join(parts), "".join(reversed(parts)), "".join(telling), "".join(reversed(telling))):
            if len(parts) > 1 and len(whole) >= 2 * SHORTEST:
                self.whole.setdefault(whole, secret)


def _key(name: str) -> tuple[str, ...]:
    return tuple(sorted(level(w) for w, _ in words(visible(name))))


def secrets_of(guard: Snapshot) -> Secrets:
    """The secrets of a study, with the names that the team knows and no article gives."""
    settings = guard.settings
    shown = [shown_name(p, settings) for p in guard.persons if is_named(p, settings) and p.name]
    return Secrets(
        [*_forms(guard), *((n, "a name of the private list") for n in guard.hidden_names)], shown, general_words(guard)
    )


def private_secrets(guard: Snapshot, names: Iterable[str]) -> Secrets:
    """These names alone: what an export must not hold in any spelling, while the rest of its veil is the study's own."""
    settings = guard.settings
    shown = [shown_name(p, settings) for p in guard.persons if is_named(p, settings) and p.name]
    return Secrets(((n, "a name of the private list") for n in names), shown, general_words(guard))


def _forms(guard: Snapshot) -> Iterable[tuple[str, str]]:
    told: set[str] = set()
    owners = {a: p for p in guard.persons for a in p.appearances}
    for person in guard.persons:
        told.update(person.appearances)
        seen = [guard.appearances[a] for a in person.appearances if a in guard.appearances]
        yield from ((name, person.id) for name in _hidden(person, seen, guard))
    for appearance in guard.appearances.values():
        if appearance.role in BYSTANDERS and appearance.id not in told:
            yield from ((name, "somebody who did not choose to speak") for name in names_of(appearance))
    for event in guard.decisions:
        act = event.action
        if isinstance(act, CorrectAttribute) and act.field == "name" and act.value:
            owner = owners.get(act.appearance)
            if owner is None or not is_named(owner, guard.settings):
                yield act.value, owner.id if owner else "somebody who is not in the study any more"


def _hidden(person: Person, seen: Iterable[Appearance], guard: Snapshot) -> list[str]:
    names = [n for n in (person.name, *person.aliases) if n] + [n for a in seen for n in names_of(a)]
    names += [v.value for v in person.values if v.field in ("name", "alias")]
    if not is_named(person, guard.settings):
        return names
    if not person.pseudonymous:
        return []
    public = {level(w) for w, _ in words(visible(shown_name(person, guard.settings)))}
    return [n for n in names if not {level(w) for w, _ in words(visible(n))} <= public]
