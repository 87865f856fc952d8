"""Foreign cases to people of the study: an appearance in each article, joined by decisions.

A case's name becomes a person's name only where the article itself gives it: a team may know the true name behind a pseudonym,
and that must never come to stand beside it. Everywhere else the case is spoken of by its number in the file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from testimonia.domain.appearance import Appearance, Basis, Mention, MentionKind, Role, Value
from testimonia.domain.exchange import ForeignPerson
from testimonia.domain.guid import guid
from testimonia.domain.person import Person
from testimonia.domain.span import Span
from testimonia.pipeline import identity, second
from testimonia.pipeline.desk import Desk
from testimonia.text import folded, same_width

DETECTOR = "import@1"
_WEIGHT = 0.02
_SHORT = 80
"""Signs of a passage that may stand for a mention."""
_WORD = re.compile(r"[^\W\d_]{3,}")


class Cases:
    """Finds or makes the appearance of a case in an article."""

    def __init__(self, desk: Desk, file: str) -> None:
        self._desk, self._file = desk, file
        self._persons = identity.resolution(desk).persons
        self._by_guid = {guid("case", p.id): p for p in self._persons} | {folded(p.id): p for p in self._persons}
        self._taken: dict[str, str] = {}

    def own(self, case: ForeignPerson) -> Person | None:
        """The person of this study that the case is by its name in the file, or None."""
        return self._by_guid.get(case.key) or self._by_guid.get(folded(case.name))

    def appearance(self, case: ForeignPerson, article: str, spans: Sequence[Span]) -> str | None:
        """The id of the case's appearance in the article; None where there is none and nothing to found one on."""
        held, mark = self._held(article), self._mark(case)
        person = self.own(case)
        mine = [
            a.id
            for a in held
            if (person and a.id in person.appearances) or (a.detector == DETECTOR and mark in a.reasons)
        ]
        others = f" of {self._file}"
        held = tuple(a for a in held if a.detector != DETECTOR or not any(r.endswith(others) for r in a.reasons))
        pointed = self._pointed(case, held, spans)
        found = mine[0] if mine else pointed or self._named(case, held) or self._speaking(case, held, spans)
        if found is None:
            made = self._made(case, article, held, spans)
            found = self._keep(made) if made else None
        if found is not None:
            self._taken[found] = case.key
        return found

    def whose(self, article: str, span: Span, cases: Collection[str]) -> str | None:
        """The one appearance whose words these are, where the file does not say: whose scope holds them, or the only case there."""
        held = self._held(article)
        near = [a.id for a in held if any(s.overlaps(span) for s in a.scope)]
        there = [a.id for a in held if a.id in cases or a.role is Role.CASE]
        for found in ([id for id in near if id in there], there, near):
            if len(found) == 1:
                return found[0]
        return None

    def person_of(self, appearance: str) -> Person | None:
        """Whose appearance it was before anything of the file was taken over."""
        return next((p for p in self._persons if appearance in p.appearances), None)

    def _mark(self, case: ForeignPerson) -> str:
        return f"case {case.number} of {self._file}"

    def _held(self, article: str) -> tuple[Appearance, ...]:
        reading = second.reading(self._desk, article)
        return reading.appearances if reading else ()

    def _pointed(self, case: ForeignPerson, held: Sequence[Appearance], spans: Sequence[Span]) -> str | None:
        """Whose mention is, from end to end, a passage of the case."""
        found = [a.id for a in held if self._is_free(a, case) and any(m.span == s for m in a.mentions for s in spans)]
        return found[0] if len(found) == 1 else None

    def _is_free(self, one: Appearance, case: ForeignPerson) -> bool:
        """Whether no other case of the file was found to be this one."""
        return self._taken.get(one.id, case.key) == case.key

    def _named(self, case: ForeignPerson, held: Sequence[Appearance]) -> str | None:
        """Who is named so in the article: the same name, else the only one whose name is a part of it or it of theirs."""
        name = folded(case.name)
        same = [a for a in held if name in {folded(n) for n in (*a.names(), a.label)}]
        parts = [a for a in held if any(_share(name, folded(n)) for n in a.names())]
        for found in (same, parts):
            free = [a.id for a in found if self._is_free(a, case)]
            if len(free) == 1:
                return free[0]
        return None

    def _speaking(self, case: ForeignPerson, held: Sequence[Appearance], spans: Sequence[Span]) -> str | None:
        """The only likely case in the article, if most of the passages are theirs."""
        likely = [a for a in held if a.role is Role.CASE and self._is_free(a, case)]
        theirs = [a.id for a in likely if sum(any(s.overlaps(x) for x in a.scope) for s in spans) * 2 > len(spans)]
        return theirs[0] if len(theirs) == 1 and len(likely) == 1 else None

    def _made(
        self, case: ForeignPerson, article: str, held: Sequence[Appearance], spans: Sequence[Span]
    ) -> Appearance | None:
        text = self._desk.texts(article).text
        taken = [m.span for a in held for m in a.mentions]
        name = _place_of(text, case.name)
        founding = name if name and not any(name.overlaps(t) for t in taken) else _free_word(text, spans, taken)
        if founding is None:
            return None
        values = (Value(field="name", value=name.quote, basis=Basis.STATED, span=name, rule="import"),) if name else ()
        kind = MentionKind.NAME if name == founding else MentionKind.DESCRIPTION
        return Appearance(
            id=Appearance.id_of(article, founding.start, founding.end), article=article,
            label=name.quote if name else self._mark(case), mentions=(Mention(span=founding, kind=kind),), values=values,
            scope=tuple(sorted(set(spans))), role=Role.OTHER, probability=_WEIGHT, reasons=(self._mark(case),), detector=DETECTOR,
        )  # fmt: skip

    def _keep(self, made: Appearance) -> str:
        with self._desk.store.transaction():
            second.put_in(self._desk, made)
        return made.id


def _share(one: str, other: str) -> bool:
    """Whether the words of one name are all in the other, and at least one of them tells somebody."""
    a, b = set(one.split()), set(other.split())
    return bool(a and b) and (a <= b or b <= a) and any(len(w) >= 4 for w in a & b)


def _place_of(text: str, name: str) -> Span | None:
    words = [re.escape(w) for w in re.findall(r"\w+", same_width(name))]
    if not words or sum(map(len, words)) < 3:
        return None
    found = re.search(r"(?<!\w)" + r"[\W_]{1,3}".join(words) + r"(?!\w)", same_width(text), re.IGNORECASE)
    return Span.of(text, *found.span()) if found else None


def _free_word(text: str, spans: Sequence[Span], taken: Sequence[Span]) -> Span | None:
    """The first word of a passage on which nobody else is founded, else a short passage of that kind."""
    for span in spans:
        for found in _WORD.finditer(text, span.start, span.end):
            word = Span.of(text, *found.span())
            if not any(word.overlaps(t) for t in taken):
                return word
    # A name that was blacked out has no letters.
    return next((s for s in spans if len(s.quote) <= _SHORT and not any(s.overlaps(t) for t in taken)), None)
