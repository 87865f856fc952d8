"""Totals that somebody reports: "at least 58 individuals have left the group and spoken publicly".

`numerals` finds the numbers, `qualifiers` how exact they are, `counted` what noun they count, `candidates` cuts out the clause, `signs`
names what speaks for and against, `weigh` sums it up, `reads` tells of whom the total is, `narratives` the reasons that a study reports.
"""

from __future__ import annotations

from testimonia.domain.claim import Claim, ClaimScope, Qualifier
from testimonia.domain.lexicon import Lexicon
from testimonia.domain.span import Span
from testimonia.identity.detect.claims import reads
from testimonia.identity.detect.claims.candidates import Candidate, candidates
from testimonia.identity.detect.claims.counted import Noun
from testimonia.identity.detect.claims.narratives import narratives
from testimonia.identity.detect.claims.weigh import chosen, weigh
from testimonia.identity.detect.layout import Layout
from testimonia.text import handle

__all__ = ["claims", "narratives"]

_TOTAL = 10
"""From which figure on a count of people who left and spoke can have shares."""


def claims(layout: Layout, lexicon: Lexicon) -> list[Claim]:
    """Claims in numbers, in order of the text. A figure that an article gives several times is one claim, where it stands first."""
    found = candidates(layout, lexicon)
    keys = [(one.number.figure, unit(one)) for one in found]
    taken = chosen(found, keys, weigh(found, lexicon), lexicon.claim_model.threshold)
    totals: list[float] = []
    results: list[Claim] = []
    before: Candidate | None = None
    for one in (found[i] for i in taken):
        goes_on = before is not None and one.noun is Noun.BARE and one.sentence - before.sentence <= 1
        claim = _claim(one, layout, lexicon, totals, of=results[-1].country if goes_on else None)
        results.append(claim)
        before = one
    return results


def unit(one: Candidate) -> str:
    """ "persons", "countries" or "narratives"."""
    return str(one.noun) if one.noun in (Noun.COUNTRIES, Noun.NARRATIVES) else "persons"


def _claim(one: Candidate, layout: Layout, lexicon: Lexicon, totals: list[float], *, of: str | None) -> Claim:
    """`of`: the country of the claim that this one goes on from ("... and 30 have returned"), or None."""
    figure, counts = one.number.figure, unit(one)
    persons = counts == "persons"
    of_whom = reads.scope(one.text)
    part = next((t for t in reversed(totals) if t > figure), None) if persons else None
    if persons and of_whom is ClaimScope.SPOKE and figure >= _TOTAL:
        totals.append(figure)
    return Claim(
        id="q-" + handle(layout.article.id, str(one.piece.start), str(figure), counts),
        article=layout.article.id, figure=figure, unit=counts, qualifier=one.qualifier or Qualifier.EXACT, scope=of_whom,
        country=(reads.country(one, lexicon) or of) if persons else None, since=reads.since(one.text, layout.article.published),
        attributed_to=reads.source(one.text), part_of=part, span=Span.of(layout.article.text, one.piece.start, one.piece.end), rule="counted",
    )  # fmt: skip
