"""What detection asks people about: by evidence, not by probability alone."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from testimonia.domain.appearance import Appearance, Evidence, Polarity, Role
from testimonia.domain.lexicon import Lexicon
from testimonia.domain.reading import Doubt
from testimonia.domain.settings import Settings
from testimonia.identity.detect import evidence
from testimonia.identity.detect.layout import Layout, Quote

LIKELIEST = 0.05
"""Where nobody in an article is proposed, the likeliest person is asked about from this probability on."""
INSIDE = 2
"""So many signs of life inside the group, in quotations of nobody proposed or asked about, make a question of their own."""
_POLICY = {
    Role.CAPTURED: "captured, surrendered or on trial: did they leave of their own will?",
    Role.VICTIM: "held, abducted or forced: were they a member?",
    Role.RETURNEE_SILENT: "came back but may have told only police: did they speak publicly?",
}
_LEAVING = re.compile(r"\b(?:defect|desert|quit|fled|flee|escape|left|ex-|former|walked|returnee)", re.IGNORECASE)


def doubts(found: Sequence[Appearance], layout: Layout, settings: Settings, lexicon: Lexicon) -> Iterator[Doubt]:
    """Every question that the article leaves open, those about a person first."""
    nobody = not any(a.role is Role.CASE for a in found)
    likeliest = max(found, key=lambda a: a.probability, default=None)
    asked = {
        a.id: a
        for a in found
        if a.role is not Role.CASE
        and (a.probability >= settings.review_threshold or (nobody and a is likeliest and a.probability >= LIKELIEST))
    }
    for item in found:
        if item.id in asked:
            for_, against = "; ".join(item.reasons) or "little", "; ".join(item.counter_reasons) or "little"
            why = f"probability {item.probability:.2f}; for: {for_}; against: {against}"
            yield Doubt(kind="case", appearance=item.id, why=why)
        elif item.role in _POLICY and {Evidence.MEMBER, Evidence.LEFT} & _asserted(item):
            yield Doubt(kind="policy", appearance=item.id, why=_POLICY[item.role])
    if missing := _missing(found, asked.values(), layout, settings, lexicon):
        yield Doubt(kind="missing", appearance=None, why=missing)


def _asserted(item: Appearance) -> set[Evidence]:
    return {a.kind for a in item.atoms if a.polarity is Polarity.ASSERTED}


def _missing(
    found: Sequence[Appearance], asked: Iterable[Appearance], layout: Layout, settings: Settings, lexicon: Lexicon
) -> str | None:
    """Why the article may tell of a case who was not found, or None."""
    proposed = [a for a in found if a.role is Role.CASE]
    if not proposed and _LEAVING.search(layout.plain[: layout.article.body_start]):
        return "the headline speaks of leaving, but nobody in the article was proposed"
    heard = sorted((s.span.start, s.span.end) for a in (*proposed, *asked) for s in a.speech)
    starts, reach = [start for start, _ in heard], [0, *itertools.accumulate((end for _, end in heard), max)]
    # Of those that begin before the quotation's end, the one that reaches furthest: of all pairs there may be millions.
    unheard = [q for q in layout.quotes if reach[bisect.bisect_left(starts, q.end)] <= q.start]
    if inside := _inside(unheard, layout, settings, lexicon):
        return f"somebody who was not proposed tells of life inside the group: \u201c{inside}\u201d"
    return None


def _inside(quotes: Sequence[Quote], layout: Layout, settings: Settings, lexicon: Lexicon) -> str | None:
    """The first words that tell of life inside, where there are enough of them."""
    rules = evidence.compiled(lexicon.rules, settings.groups, settings.other_groups)
    signs = [
        match
        for rule, pattern in rules
        if rule.voice == "own" and rule.kind in (Evidence.MEMBER, Evidence.LEFT)
        for quote in quotes
        for match in pattern.finditer(layout.plain, quote.start, quote.end)
    ]
    if len(signs) < INSIDE:
        return None
    first = min(signs, key=lambda m: m.start())
    sentence = layout.sentences[layout.sentence_at(first.start())]
    return layout.article.text[sentence.start : sentence.end][:160]
