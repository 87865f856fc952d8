"""One annotated document against what the study found in it: everything that can be added up over documents."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import msgspec

from testimonia.domain.bundle import BundleDocument
from testimonia.review.evaluate.found import Finds, Found
from testimonia.review.evaluate.gold import GoldDocument, GoldPerson
from testimonia.review.evaluate.wording import (
    FAMILIES,
    SAME_CLAIM,
    SAME_PASSAGE,
    affinity,
    bare,
    family,
    norm,
    overlap,
)

ATTRIBUTES = ("nationality", "gender", "age")
FIRST = 5

Given = Mapping[tuple[str, str], frozenset[str]]
"""(gold person, attribute) -> every value that some document gives: outlets disagree, any of them counts as right."""


class Outcome(msgspec.Struct):
    """Counts by name ("case.tp", "leaving.brutality.fn", ...), the persons matched, and the errors in words."""

    counts: Counter[str]
    items: list[tuple[str, str]]  # (gold person, case of the study)
    errors: list[str]


def given_values(documents: Sequence[GoldDocument]) -> Given:
    """What the annotation says of each case anywhere."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for person in (p for g in documents for p in g.persons if p.role == "case"):
        for name in ATTRIBUTES:
            if (value := getattr(person, name)) is not None:
                found[person.id, name].add(str(value).lower())
    return {k: frozenset(v) for k, v in found.items()}


def judge(gold: GoldDocument, finds: Finds, given: Given) -> Outcome:
    """The outcome of one document."""
    return _Judge(gold, finds, given).outcome()


class _Judge:
    def __init__(self, gold: GoldDocument, finds: Finds, given: Given) -> None:
        self.gold, self.finds, self.given = gold, finds, given
        self.document: BundleDocument | None = finds.documents.get(gold.file)
        self.cases = [p for p in gold.persons if p.role == "case"]
        self.others = [p for p in gold.persons if p.role != "case"]
        self.out = Outcome(Counter(), [], [])

    def outcome(self) -> Outcome:
        if self.document is None:
            self._add("documents.missing")
            self._error("not in the bundle")
        self._text()
        people = list(self.finds.people.get(self.document.id, ())) if self.document else []
        matched = _matching(people, [*self.cases, *self.others])
        for i, found in enumerate(people):
            gold = matched.get(i)
            if gold is None or gold >= len(self.cases):
                self._false_case(found, "unmatched" if gold is None else self.others[gold - len(self.cases)].type)
            else:
                self._right_case(self.cases[gold], found)
        for g, person in enumerate(self.cases):
            if g not in matched.values():
                self._missed_case(person)
        self._claims()
        return self.out

    def _add(self, name: str, n: int = 1) -> None:
        self.out.counts[name] += n

    def _case(self, kind: str) -> None:
        self._add(f"case.{kind}")
        self._add(f"lang.{self.gold.lang}.{kind}")

    def _error(self, words: str) -> None:
        self.out.errors.append(f"{self.gold.doc}: {words}")

    def _text(self) -> None:
        text = norm(self.document.text) if self.document else ""
        for sentence in (self.gold.first_sentence, self.gold.last_sentence):
            self._add("text.sentences")
            self._add("text.kept", norm(sentence) in text)
        for line in self.gold.boilerplate:
            self._add("text.boilerplate")
            self._add("text.dropped", norm(line) not in text)

    def _false_case(self, found: Found, kind: str) -> None:
        self._case("fp")
        self._add(f"false.{kind}")
        self._error(f"false case ({kind}): {found.quotes[:3]}")
        for coding in found.codings:
            # as in score.py: a family other than leaving is looked up among the joining codes
            group = "leaving" if family(coding.code) == "leaving" else "joining"
            if bare(coding.code) in FAMILIES[group]:
                self._add(f"{group}.{bare(coding.code)}.fp")

    def _right_case(self, person: GoldPerson, found: Found) -> None:
        self._case("tp")
        self.out.items.append((person.id, found.case.id))
        self._attributes(person, found)
        for group in FAMILIES:
            self._passages(person, found, group)
            self._codes(person, found, group)

    def _attributes(self, person: GoldPerson, found: Found) -> None:
        for name in ATTRIBUTES:
            wanted = getattr(person, name)
            if wanted is None:
                continue
            value = getattr(found.case, name)
            right = str(value or "").lower() in self.given[person.id, name]
            self._add(f"attr.{name}.given")
            self._add(f"attr.{name}.right", right)
            if not right:
                self._error(f"{person.id} {name}: {value!r}, gold {wanted!r}")

    def _passages(self, person: GoldPerson, found: Found, group: str) -> None:
        assert self.document is not None
        for code, wanted in person.reasons(group).items():
            if code in FAMILIES[group]:
                top = self.finds.first(found.case.id, self.document.id, group, code, FIRST)
                self._add("first_five.wanted")
                self._add("first_five.met", _meet(wanted, top))

    def _codes(self, person: GoldPerson, found: Found, group: str) -> None:
        want, got = person.reasons(group), _quotes_by_code(found, group)
        for code in FAMILIES[group]:
            if code in want and code in got:
                self._add(f"{group}.{code}.tp")
                if group == "leaving":
                    self._add("evidence.given")
                    self._add("evidence.met", _meet(want[code], got[code]))
            elif code in got:
                self._add(f"{group}.{code}.fp")
                self._error(f"{person.id} wrong {group}/{code}: {got[code][0][:140]!r}")
            elif code in want:
                self._add(f"{group}.{code}.fn")
                self._error(f"{person.id} missed {group}/{code}: {want[code][0][:140]!r}")

    def _missed_case(self, person: GoldPerson) -> None:
        self._case("fn")
        queue = self.finds.queue.get(self.document.id, ()) if self.document else ()
        self._add("queue.missed")
        self._add("queue.asked", any(not q or affinity(person.surface, q) > 0 for q in queue))
        self._error(f"missed case {person.id}: {list(person.surface[:3])}")
        for group, codes in FAMILIES.items():
            for code in person.reasons(group):
                if code in codes:
                    self._add(f"{group}.{code}.fn")

    def _claims(self) -> None:
        left = list(self.finds.claims.get(self.document.id, ())) if self.document else []
        for claim in self.gold.claims:
            same = (x for x in left if _same(x.figure, claim.figure) and overlap(x.quote, claim.quote) >= SAME_CLAIM)
            hit = next(same, None)
            self._add("claims.tp" if hit else "claims.fn")
            if hit:
                left.remove(hit)
            else:
                self._error(f"missed claim {claim.figure} {claim.unit}: {claim.quote[:120]!r}")
        self._add("claims.fp", len(left))


def _matching(people: Sequence[Found], gold: Sequence[GoldPerson]) -> dict[int, int]:
    """Best first, each person once: index of the person found -> index of the gold person."""
    pairs = [(affinity(g.surface, p.quotes), i, k) for i, p in enumerate(people) for k, g in enumerate(gold)]
    matched: dict[int, int] = {}
    for fit, i, k in sorted(pairs, key=lambda pair: (-pair[0], pair[2])):
        if fit > 0 and i not in matched and k not in matched.values():
            matched[i] = k
    return matched


def _quotes_by_code(found: Found, group: str) -> dict[str, list[str]]:
    quotes: dict[str, list[str]] = defaultdict(list)
    for coding in found.codings:
        if family(coding.code) == group:
            quotes[bare(coding.code)].append(coding.quote)
    return quotes


def _meet(wanted: Sequence[str], got: Sequence[str]) -> bool:
    return any(overlap(a, b) >= SAME_PASSAGE for a in wanted for b in got)


def _same(found: float, wanted: float | None) -> bool:
    return wanted is not None and float(found) == float(wanted)
