"""Takes names out of everything that leaves the house, where the study does not disclose them.

Hidden are the names of persons who are not shown by name; every other form of the name of people who spoke under a
pseudonym; and those of people who did not choose to speak (excluded persons, travellers, relatives, victims, ...).
A whole name is hidden in every text, a part of a name only in the articles (and their copies) that tell of the person:
"Hamza" alone may be somebody else elsewhere.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from urllib.parse import unquote

from testimonia.domain.appearance import NAMING, Appearance, Role
from testimonia.domain.person import Person
from testimonia.domain.snapshot import Snapshot
from testimonia.study.countries import NAMES as COUNTRIES
from testimonia.study.disclosure import is_named, shown_name
from testimonia.study.finder import Finder, words_in
from testimonia.text import same_width

MASK = "▮▮▮"

BYSTANDERS = frozenset({Role.TRAVELLER, Role.KILLED, Role.CAPTURED, Role.RETURNEE_SILENT, Role.RELATIVE, Role.VICTIM})
"""Roles of people who are in the news without having chosen it."""

_SHORTEST = 3
# Parts of names and of speaker labels that point at nobody.
_COMMON = frozenset(
    re.findall(
        r"\w+",
        "abu abou umm oum um bin ibn ben bint van von der den de del di da la le el al as ad ul the mr mrs ms miss dr sir "
        "sheikh sheik haji hajji imam emir man woman boy girl unidentified male female voice speaker fighter former "
        "defector guest caller witness reporter interviewer translator interpreter narrator anchor host subject "
        "who and his her not",
    )
)
_WORD = re.compile(r"[^\W_]+")

Place = tuple[int, int]


def parts_of(name: str) -> list[str]:
    """The parts of a name that point at somebody by themselves: "Abu Yusuf al-Hariri" has "Yusuf" and "Hariri"."""
    return [w for w in _WORD.findall(same_width(name)) if len(w) >= _SHORTEST and w.casefold() not in _COMMON]


class Forms:
    """The forms of one person's name: whole ones, and the parts of them."""

    def __init__(self, names: Iterable[str], never: frozenset[str]) -> None:
        names = [n for n in dict.fromkeys(names) if any(p.casefold() not in never for p in parts_of(n))]
        self.whole = tuple(names)
        self.parts = tuple(dict.fromkeys(p for n in names for p in parts_of(n) if p.casefold() not in never))


class Mask:
    """Hides names in texts; built once for a snapshot.

    `everywhere` are whole names; `within` holds, for each article, all forms of those it tells of who are hidden, and
    `kept` the whole names that may be shown (a hidden "Hamza" does not spoil a shown "Hamza Osman"). `closed` are articles
    read in a translation that tell of somebody hidden under a name which the original writes in another way: where it stands
    there is not known to the letter (nor what is written in one with it), so nothing of the original is shown.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._settings = snapshot.settings
        self._never = general_words(snapshot)
        self._family = _families(snapshot)
        self._appearances = snapshot.appearances
        whole: list[str] = list(Forms(snapshot.hidden_names, self._never).whole)
        within: dict[str, list[str]] = defaultdict(list)
        closed: set[str] = set()
        for forms, seen in self._hidden(snapshot):
            whole += forms.whole
            for article in self._with_copies(a.article for a in seen):
                within[article] += [*forms.whole, *forms.parts]
            closed |= {a.article for a in seen if forms.whole and is_named_otherwise(a)}
        self.closed = frozenset(self._with_copies(closed))
        shown = [shown_name(p, self._settings) for p in snapshot.persons if self.is_named(p)]
        spoken = {w.casefold() for n in shown for w in parts_of(n)}
        lone = {w for w in whole if len(parts_of(w)) == 1 and w.casefold() in spoken}
        self._everywhere = Finder((same_width(w) for w in whole if w not in lone), _pattern)
        self._within = {article: _pattern(forms) for article, forms in within.items()}
        self._kept = Finder((same_width(n) for n in shown if len(_WORD.findall(n)) > 1), _pattern)

    def is_named(self, person: Person) -> bool:
        """Whether this person may be shown by name."""
        return is_named(person, self._settings)

    def places(self, text: str, articles: Sequence[str] = ()) -> list[Place]:
        """Where hidden names stand in the text, in order, without overlaps; `articles` are those it tells of or comes from."""
        plain = same_width(text)
        words = words_in(plain)
        here = {m.span() for a in articles if (p := self._within.get(a)) for m in p.finditer(plain)}
        found = sorted({*here, *(m.span() for m in self._everywhere.finditer(plain, words))})
        if not found:
            return []
        kept = [m.span() for m in self._kept.finditer(plain, words)]
        return joined(place for place in found if not _inside(place, kept))

    def text(self, text: str, articles: Sequence[str] = ()) -> str:
        """The text with each hidden name blacked out."""
        for start, end in reversed(self.places(text, articles)):
            text = text[:start] + MASK + text[end:]
        return text

    def original(self, text: str, article: str) -> str:
        """The same for words that stand in the article itself, and not in a translation of it."""
        return MASK if article in self.closed and text else self.text(text, [article])

    def address(self, source: str, articles: Sequence[str] = ()) -> str | None:
        """The address, or None where it spells a hidden name ("…/hamza-o-tells-all.html")."""
        words = re.sub(r"[\W_]+", " ", unquote(source))
        upper = " ".join(w[:1].upper() + w[1:] for w in words.split())
        return None if self.places(words, articles) or self.places(upper, articles) else source

    def _hidden(self, snapshot: Snapshot) -> Iterable[tuple[Forms, list[Appearance]]]:
        told: set[str] = set()
        for person in snapshot.persons:
            told.update(person.appearances)
            seen = [snapshot.appearances[a] for a in person.appearances if a in snapshot.appearances]
            yield self._forms(person, seen), seen
        for appearance in snapshot.appearances.values():
            if appearance.role in BYSTANDERS and appearance.id not in told:
                yield Forms(appearance.namings(), self._never), [appearance]

    def _forms(self, person: Person, seen: Sequence[Appearance]) -> Forms:
        names = [n for n in (person.name, *person.aliases) if n]
        names += [v.value for v in person.values if v.field in ("name", "alias")]
        names += [n for a in seen for n in a.namings()]
        if not self.is_named(person):
            return Forms(names, self._never)
        if not person.pseudonymous:
            return Forms((), self._never)
        shown = frozenset(w.casefold() for w in parts_of(shown_name(person, self._settings)))
        return Forms(names, self._never | shown)

    def _with_copies(self, articles: Iterable[str]) -> set[str]:
        return {copy for a in articles for copy in self._family.get(a, (a,))}


def is_named_otherwise(appearance: Appearance) -> bool:
    """Whether the article was read in a translation that writes a name, or a place by which somebody is found, in another way than the original."""
    names = [m.span for m in appearance.mentions if m.kind in NAMING]
    names += [v.span for v in appearance.values if v.field in ("name", "alias", "place") and v.span is not None]
    return any(span.translation for span in names)


def general_words(snapshot: Snapshot) -> frozenset[str]:
    """Words that are never a person's name here: groups and countries."""
    groups = (*snapshot.settings.groups, *snapshot.settings.other_groups)
    names = [n for g in groups for n in (g.name, *g.aliases, *g.case_sensitive)]
    return frozenset(w.casefold() for n in (*names, *COUNTRIES.values()) for w in _WORD.findall(n))


def _families(snapshot: Snapshot) -> dict[str, tuple[str, ...]]:
    """To each article its copies, and those of every origin that takes text from its own, or from which that takes some."""
    members: dict[str, list[str]] = defaultdict(list)
    beside: dict[str, set[str]] = defaultdict(set)
    for facts in snapshot.articles:
        members[facts.origin].append(facts.id)
        beside[facts.origin] |= {facts.origin, *facts.takes_from}
        for other in facts.takes_from:
            beside[other].add(facts.origin)
    with_text = {origin: tuple(a for one in sorted(others) for a in members[one]) for origin, others in beside.items()}
    return {a: with_text[origin] for origin, family in members.items() for a in family}


def _pattern(forms: Iterable[str]) -> re.Pattern[str] | None:
    """Matches any of the forms as whole words. Parts keep their capital ("Said" is a name, "said" is not)."""
    found = sorted({f.strip() for f in forms if f.strip()}, key=lambda f: (-len(f), f))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_flexible, found))})(?!\w)") if found else None


def _flexible(form: str) -> str:
    words = _WORD.findall(same_width(form))
    if len(words) == 1:
        return f"(?:{re.escape(words[0])}|{re.escape(words[0].upper())})"
    return "(?i:" + r"[\W_]{1,3}".join(map(re.escape, words)) + ")"


def _inside(place: Place, others: Iterable[Place]) -> bool:
    """Whether the place is a smaller piece of one of the others."""
    return any(s <= place[0] and place[1] <= e and (s, e) != place for s, e in others)


def joined(places: Iterable[Place]) -> list[Place]:
    """Places in order, those that touch each other made one."""
    found: list[Place] = []
    for start, end in places:
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
