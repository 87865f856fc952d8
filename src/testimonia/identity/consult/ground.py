"""What a language model proposes, kept as far as it stands in the article and belongs to whom it is given to."""

from __future__ import annotations

from collections.abc import Sequence

from testimonia.domain.appearance import Appearance, Atom, MentionKind
from testimonia.domain.claim import Claim
from testimonia.domain.codebook import Codebook
from testimonia.domain.coding import Coding, Stance
from testimonia.domain.consultation import Tally
from testimonia.domain.lexicon import Lexicon
from testimonia.identity.consult.answer import Answer, SaidClaim, SaidCode, SaidPerson, role_of
from testimonia.identity.consult.prompt import Row
from testimonia.identity.consult.quotes import ANOTHERS, Quotes
from testimonia.identity.consult.table import Individual, Table
from testimonia.identity.consult.values import OTHER_VALUE, RULE, figures, value_of
from testimonia.identity.consult.whose import Whose
from testimonia.identity.detect.layout import Layout
from testimonia.text import handle

NOBODY = "nobody of whom the article speaks"
NO_CODE, OTHER_FIGURE = "no code of the codebook", "another figure"
CONFIDENCE = 0.7
"""Of a coding that the model alone gives: a convention, until a team has measured its model against its own decisions."""


class Ground:
    """Takes the answers about one article, window by window."""

    def __init__(
        self, layout: Layout, appearances: Sequence[Appearance], codebook: Codebook, lexicon: Lexicon, coder: str
    ) -> None:
        self._layout, self._codebook, self._lexicon, self._coder = layout, codebook, lexicon, coder
        self._whose = Whose.of(layout, appearances)
        self._quotes = Quotes(layout, self._whose)
        self._table = Table(layout, appearances)
        self.claims: list[Claim] = []

    @property
    def individuals(self) -> list[Individual]:
        """The persons of whom the model spoke."""
        return self._table.individuals

    @property
    def rows(self) -> list[Row]:
        """The table of persons found so far."""
        return self._table.rows

    @property
    def tally(self) -> Tally:
        """What became of the quotes so far."""
        return self._quotes.tally

    def take(self, answer: Answer) -> None:
        """Everything of an answer that stands."""
        people = {said.key: one for said in answer.persons if (one := self._person(said)) is not None}
        for code in answer.codes:
            self._code(code, people.get(code.person))
        for claim in answer.claims:
            self._claim(claim)

    def _person(self, said: SaidPerson) -> Individual | None:
        mentions = [(m, span) for m in said.mentions if (span := self._quotes.span(m, near=False)) is not None]
        ids = self._table.meant(said.known, [span for _, span in mentions])
        one = self._table.individual(ids, [span for _, span in mentions if self._table.is_theirs(span, ids)])
        if one is None:
            self._quotes.lose(len(said.evidence) + len(said.attributes), NOBODY)
            return None
        for mention, span in mentions:
            if self._table.is_theirs(span, one.ids):
                one.mentions.setdefault(span, MentionKind(mention.kind))
                self._whose.mention(one.appearance, span.start)
            else:
                self._quotes.take_back(span, ANOTHERS)
        one.roles.append(role_of(said.role))
        self._evidence(said, one)
        return one

    def _evidence(self, said: SaidPerson, one: Individual) -> None:
        for atom in said.evidence:
            span = self._quotes.span(atom, mine=one.mine)
            if span is not None:
                one.atoms.append(Atom(kind=atom.kind, span=span, rule=RULE, polarity=atom.polarity))
        for given in said.attributes:
            span = self._quotes.span(given, mine=one.mine)
            if span is None:
                continue
            value = value_of(given, span, self._layout.article.published, self._lexicon)
            if value is None:
                self._quotes.take_back(span, OTHER_VALUE)
            elif value not in one.values:
                one.values.append(value)

    def _code(self, said: SaidCode, one: Individual | None) -> None:
        if one is None or self._codebook.code(said.code) is None:
            self._quotes.lose(1, NOBODY if one is None else NO_CODE)
            return
        span = self._quotes.span(said, mine=one.mine, own=True)
        if span is None or any(k.code == said.code and k.span.overlaps(span) for k in one.codings):
            return
        denied = " (denied)" if said.stance is Stance.DENIED else ""
        one.codings.append(
            Coding(
                id=Coding.id_of(one.appearance, said.code, span),
                appearance=one.appearance,
                article=self._layout.article.id,
                code=said.code,
                span=span,
                stance=said.stance,
                coder=f"machine:{self._coder}",
                confidence=CONFIDENCE,
                reasons=(f"a language model: their own reason{denied}",),
            )
        )

    def _claim(self, said: SaidClaim) -> None:
        span = self._quotes.span(said)
        if span is None:
            return
        if said.figure not in figures(span.quote):
            self._quotes.take_back(span, OTHER_FIGURE)
            return
        piece = self._layout.sentences[self._layout.sentence_at(span.start)]
        id = "q-" + handle(self._layout.article.id, str(piece.start), str(said.figure), said.unit)
        if any(claim.id == id for claim in self.claims):
            return
        country = said.country if said.country and len(said.country) == 2 and said.country.isupper() else None
        self.claims.append(
            Claim(
                id=id,
                article=self._layout.article.id,
                figure=said.figure,
                unit=said.unit,
                qualifier=said.qualifier,
                scope=said.scope,
                country=country,
                span=span,
                rule=self._coder,
            )
        )
