"""The table of persons found so far, and whom of it a model means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from testimonia.domain.appearance import Appearance, Atom, Evidence, MentionKind, Polarity, Role, Value
from testimonia.domain.coding import Coding
from testimonia.domain.span import Span
from testimonia.identity.consult.prompt import Row, row
from testimonia.identity.detect.layout import Layout
from testimonia.text import folded


@dataclass
class Individual:
    """One person as the model has them.

    `ids`: of the table; `appearance`: the first's, which gets what is said; `same`: the appearances of the others.
    """

    ids: tuple[str, ...]
    appearance: str
    is_new: bool
    same: tuple[str, ...] = ()
    roles: list[Role | None] = field(default_factory=list)
    mentions: dict[Span, MentionKind] = field(default_factory=dict)
    atoms: list[Atom] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    codings: list[Coding] = field(default_factory=list)

    @property
    def role(self) -> Role | None:
        """What the model takes them for: in the first window that knows."""
        return next((role for role in self.roles if role is not None), None)

    @property
    def kinds(self) -> frozenset[Evidence]:
        """Evidence that is asserted of them, or reported."""
        return frozenset(a.kind for a in self.atoms if a.polarity in (Polarity.ASSERTED, Polarity.REPORTED))

    @property
    def mine(self) -> frozenset[str]:
        """All their appearances."""
        return frozenset((self.appearance, *self.same))


class Table:
    """p1, p2, ...: whom the detection found; n1, n2, ...: whom the model added."""

    def __init__(self, layout: Layout, appearances: Sequence[Appearance]) -> None:
        self._layout = layout
        self._known = {f"p{number}": one for number, one in enumerate(appearances, 1)}
        self._rows = [row(id, one, layout) for id, one in self._known.items()]
        self.individuals: list[Individual] = []

    @property
    def rows(self) -> list[Row]:
        """One row a person."""
        return [*self._rows, *(self._new_row(one) for one in self.individuals if one.is_new)]

    def meant(self, named: Iterable[str], spans: Sequence[Span]) -> tuple[str, ...]:
        """Ids of one person: those named, as far as they can be one, else those whom the words hit. The likeliest case first."""
        new = {one.ids[0] for one in self.individuals if one.is_new}
        ids = [id for id in dict.fromkeys(named) if id in self._known or id in new] or list(self._hit(spans))
        held = [id for id in ids if id in self._known]
        if not held:
            return tuple(ids[:1])
        first = max(held, key=lambda one: self._known[one].probability)
        return (first, *(id for id in held if id != first and self._may_be_one(id, first)))

    def _hit(self, spans: Sequence[Span]) -> Iterator[str]:
        for id, one in self._known.items():
            if any(m.span.overlaps(s) for m in one.mentions for s in spans):
                yield id
        for new in self.individuals:
            if new.is_new and any(m.overlaps(s) for m in new.mentions for s in spans):
                yield new.ids[0]

    def _may_be_one(self, id: str, other: str) -> bool:
        """Two whom the article names differently are never one on a model's word."""
        mine, theirs = ({w for n in self._known[one].names() for w in folded(n).split()} for one in (id, other))
        return not mine or not theirs or mine <= theirs or theirs <= mine

    def is_theirs(self, span: Span, ids: Iterable[str]) -> bool:
        """Whether no other person of the table is named or described by these words."""
        held = set(ids)
        others = (one for id, one in self._known.items() if id not in held)
        return not any(m.span.overlaps(span) for a in others for m in a.mentions if m.kind is not MentionKind.PRONOUN)

    def individual(self, ids: tuple[str, ...], spans: Sequence[Span]) -> Individual | None:
        """The person with these ids, else a new one who is first mentioned at one of these places; None without either."""
        held = next((one for one in self.individuals if set(ids) & set(one.ids)), None)
        if held:
            held.ids = tuple(dict.fromkeys((*held.ids, *ids)))
            held.same = self._appearances(held.ids[1:])
            return held
        if ids:
            made = Individual(ids, self._known[ids[0]].id, False, self._appearances(ids[1:]))
        elif spans:
            first = min(spans, key=lambda span: (span.start, span.end))
            number = 1 + sum(one.is_new for one in self.individuals)
            made = Individual((f"n{number}",), Appearance.id_of(self._layout.article.id, first.start, first.end), True)
        else:
            return None
        self.individuals.append(made)
        return made

    def _appearances(self, ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(self._known[id].id for id in ids if id in self._known)

    def _new_row(self, one: Individual) -> Row:
        forms = dict.fromkeys(span.quote for span in sorted(one.mentions))
        numbers = sorted({self._layout.sentence_at(span.start) for span in one.mentions})
        return Row(one.ids[0], tuple(forms), tuple(numbers))
