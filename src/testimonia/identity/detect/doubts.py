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
from testimonia.ports.reader import Focus, Reader

LIKELIEST = 0.05
"""Where nobody in an article is proposed, the likeliest person is asked about from this probability on."""
INSIDE = 2
"""So many signs of life inside the group, in quotations of nobody proposed or asked about, make a question of their own."""
CASE, MEMBER = 0.9, 0.4
"""From these probabilities on a reader hears in words of nobody proposed or asked about somebody who left, and who was a member.

Set on training/w8a to w11c: four of the eight people there whom no question led to, one question in twenty articles more."""
_ME = re.compile(r"\b(?:I|we|my|me|us|our)\b", re.IGNORECASE)
_POLICY = {
    Role.CAPTURED: "captured, surrendered or on trial: did they leave of their own will?",
    Role.VICTIM: "held, abducted or forced: were they a member?",
    Role.RETURNEE_SILENT: "came back but may have told only police: did they speak publicly?",
}
_LEAVING = re.compile(r"\b(?:defect|desert|quit|fled|flee|escape|left|ex-|former|walked|returnee)", re.IGNORECASE)


def doubts(
    found: Sequence[Appearance], layout: Layout, settings: Settings, lexicon: Lexicon, reader: Reader | None = None
) -> Iterator[Doubt]:
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
    if missing := _missing(found, asked.values(), layout, settings, lexicon, reader):
        yield Doubt(kind="missing", appearance=None, why=missing)


def _asserted(item: Appearance) -> set[Evidence]:
    return {a.kind for a in item.atoms if a.polarity is Polarity.ASSERTED}


def _missing(
    found: Sequence[Appearance],
    asked: Iterable[Appearance],
    layout: Layout,
    settings: Settings,
    lexicon: Lexicon,
    reader: Reader | None,
) -> str | None:
    """Why the article may tell of a case who was not found, or None."""
    proposed = [a for a in found if a.role is Role.CASE]
    if not proposed and _LEAVING.search(layout.plain[: layout.article.body_start]):
        return "the headline speaks of leaving, but nobody in the article was proposed"
    heard = sorted((s.span.start, s.span.end) for a in (*proposed, *asked) for s in a.speech)
    starts, reach = [start for start, _ in heard], [0, *itertools.accumulate((end for _, end in heard), max)]
    # Of those that begin before the quotation's end, the one that reaches furthest: of all pairs there may be millions.
    unheard = [q for q in layout.quotes if reach[bisect.bisect_left(starts, q.end)] <= q.start]
    if inside := _inside(unheard, layout, settings, lexicon) or _heard(unheard, layout, reader):
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


def _heard(quotes: Sequence[Quote], layout: Layout, reader: Reader | None) -> str | None:
    """The first words in which a reader hears a member who got away; what a headline or a pull quote only repeats is the body's own."""
    if reader is None:
        return None
    spoken = [layout.plain[q.start : q.end] for q in layout.quotes]
    for quote in quotes:
        words = layout.plain[quote.start : quote.end]
        own = tuple(m.span() for m in _ME.finditer(layout.plain, quote.start, quote.end))
        repeated = sum(words.strip(" .,!?") in other for other in spoken) > 1
        if not own or repeated or quote.start < layout.article.body_start:
            continue
        judged = reader.person(layout.article.text, Focus(mentions=own, speech=((quote.start, quote.end),)))
        if any(j["case"] >= CASE and j["evidence:member"] >= MEMBER for j in judged):
            return layout.article.text[quote.start : quote.end][:160]
    return None
