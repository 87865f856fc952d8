"""Quotes: the best of them for the text, and all of them where they stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from heapq import heapify, heappop, heappush

from testimonia.domain.coding import Coding, CodingStatus, Stance
from testimonia.domain.person import Person
from testimonia.domain.span import Span
from testimonia.study.language import say
from testimonia.study.publish.desk import Desk, anchor
from testimonia.study.publish.excerpts import Mark, Segment, direction_of, paragraph, quotation_marks
from testimonia.study.publish.pages import CodeGroup, Context
from testimonia.study.publish.views import QuoteLine
from testimonia.text import folded

BEST_LENGTH, LONGEST = 130, 300
"""Code points of a quote that reads well by itself, and at which it is cut."""

Given = tuple[Person, Coding]
"""A reason with who gives it."""


class Quotes:
    """Chooses quotes for the text, never the same words twice."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._used: set[str] = set()
        self._heard: set[str] = set()
        self._of: dict[str, list[Given]] = defaultdict(list)
        for person in desk.counted:
            for coding in desk.by_person[person.id]:
                if coding.stance is Stance.PRESENT:
                    self._of[coding.code].append((person, coding))

    def best(self, code: str, most: int = 3) -> tuple[QuoteLine, ...]:
        """Up to `most` quotes for a code, of different people."""
        found = self._first(self._best_first(self._of[code]), most)
        self._heard |= {person.id for person, _ in found}
        return tuple(self._line(*one) for one in found)

    def voices(self, most: int = 8) -> tuple[QuoteLine, ...]:
        """Quotes of people, one each, first of those who have not been quoted yet."""
        given = (one for held in self._of.values() for one in held)
        return tuple(self._line(*one) for one in self._first(self._best_first(given, self._heard), most))

    def _first(self, ordered: Iterable[Given], most: int) -> list[Given]:
        """So many of them, of different people and in different words."""
        found: list[Given] = []
        heard: set[str] = set()
        for person, coding in ordered:
            if person.id not in heard and self._take(coding):
                heard.add(person.id)
                found.append((person, coding))
            if len(found) == most:
                break
        return found

    def _best_first(self, given: Iterable[Given], heard: Collection[str] = ()) -> Iterator[Given]:
        """In order of rank, people who were heard after all others. An article is read only for who would come next if nothing in it spoke against them."""
        waiting = [(one[0].id in heard, self._rank(one[1], is_read=False), False, one) for one in given]
        heapify(waiting)
        while waiting:
            was_heard, _, is_read, one = heappop(waiting)
            if is_read:
                yield one
            else:
                heappush(waiting, (was_heard, self._rank(one[1], is_read=True), True, one))

    def _rank(self, coding: Coding, *, is_read: bool) -> tuple[bool, bool, bool, bool, float, int, str]:
        """Best first: confirmed, in own words, long enough to say something, no name blacked out, sure, of good length; no two have the same.

        Where the article has not been read, as if the words were the person's own and no name stood in them.
        """
        span, desk = coding.span, self._desk
        length = len(span.quote)
        return (
            coding.status is not CodingStatus.ACCEPTED,
            is_read and not desk.is_direct(coding),
            not 35 <= length <= LONGEST,
            is_read and any(s.masked for s in desk.words(coding.article, span)),
            -round(coding.confidence, 1),
            abs(length - BEST_LENGTH),
            coding.id,
        )

    def _take(self, coding: Coding) -> bool:
        words = folded(coding.span.quote)
        if any(words in u or u in words for u in self._used):
            return False
        self._used.add(words)
        return True

    def _line(self, person: Person, coding: Coding) -> QuoteLine:
        desk, article = self._desk, self._desk.article(coding.article)
        span = _cut(article.text, coding.span)
        segments = desk.words(coding.article, span)
        if span.end < coding.span.end:
            segments = (*segments, Segment(text=" …"))
        direct = desk.is_direct(coding)
        opens, closes = quotation_marks("".join(s.text for s in segments)) if direct else ("", "")
        return QuoteLine(
            segments=segments,
            direct=direct,
            opens=opens,
            closes=closes,
            language=article.language,
            direction=direction_of(span.quote),
            speaker=desk.person_link(person),
            about=desk.about(person),
            source=desk.printed(coding.article),
            href="#" + anchor(coding.id),
            article=coding.article,
            rendered=desk.rendered(coding.article, coding.span),
        )


def _cut(text: str, span: Span) -> Span:
    """The span, or as much of it as is read well, up to the end of a word."""
    if span.end - span.start <= LONGEST:
        return span
    stop = text.rfind(" ", span.start, span.start + LONGEST)
    return Span.of(text, span.start, stop if stop > span.start else span.start + LONGEST)


def groups(desk: Desk, person: Person) -> tuple[CodeGroup, ...]:
    """A person's quotes by code, in the order of the codebook; the same words in copies stand once."""
    held = desk.by_person[person.id]
    order = [c.id for c in desk.codebook.codes]
    codes = sorted({k.code for k in held}, key=lambda c: (order.index(c) if c in order else len(order), c))
    return tuple(
        CodeGroup(
            family=code.split("/", 1)[0],
            name=desk.code_name(code),
            contexts=tuple(_contexts(desk, [k for k in held if k.code == code])),
        )
        for code in codes
    )


def _contexts(desk: Desk, codings: list[Coding]) -> Iterator[Context]:
    """One for each paragraph; what copies repeat is shown where it began."""
    alike: dict[tuple[str, Stance], list[Coding]] = {}
    for coding in codings:
        alike.setdefault((folded(coding.span.quote), coding.stance), []).append(coding)
    places: dict[tuple[str, int, int, Stance], list[list[Coding]]] = {}
    for same in alike.values():
        same.sort(key=lambda k: k.article in desk.facts and desk.facts[k.article].origin != k.article)
        where = paragraph(desk.article(same[0].article).text, same[0].span)
        places.setdefault((same[0].article, *where, same[0].stance), []).append(same)
    for together in places.values():
        yield _context(desk, sorted(together, key=lambda same: same[0].span))


def _context(desk: Desk, quotes: list[list[Coding]]) -> Context:
    """`quotes`: for each quote of the paragraph its coding, then those of the same words elsewhere."""
    firsts = [same[0] for same in quotes]
    article = firsts[0].article
    marks = [Mark(span=same[0].span, anchors=tuple(anchor(k.id) for k in same)) for same in quotes]
    return Context(
        excerpt=desk.excerpt(article, marks),
        direct=all(desk.is_direct(k) for k in firsts),
        denied=firsts[0].stance is Stance.DENIED,
        themes="; ".join(dict.fromkeys(t for k in firsts if (t := desk.sub_name(k.code, k.sub)))),
        checked=", ".join(dict.fromkeys(_checked(k) for k in firsts)),
        article=desk.article_link(article),
        printed=desk.printed(article),
        copies=tuple(
            dict.fromkeys(desk.short_link(k.article) for same in quotes for k in same[1:] if k.article != article)
        ),
        rendered=tuple(r for k in firsts if (r := desk.rendered(article, k.span))),
    )


def _checked(coding: Coding) -> str:
    if coding.coder.startswith("human:"):
        return say("coded by a reviewer")
    return (
        say("confirmed by a reviewer")
        if coding.status is CodingStatus.ACCEPTED
        else say("coded by the program, unchecked")
    )
