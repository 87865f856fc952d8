"""Attributes of a person as values with basis and span; missing rather than wrong."""

from __future__ import annotations

import re

from testimonia.domain.appearance import Atom, Basis, MentionKind, Value
from testimonia.domain.lexicon import Lexicon
from testimonia.domain.span import Span
from testimonia.identity.detect.layout import Layout
from testimonia.identity.detect.mentions import Found
from testimonia.identity.detect.people import Someone

_AGE_AFTER = re.compile(
    r"^(?:,? (?:is |was )?(?:now |then |aged |just )?(\d\d)(?=[,.;)\s]| years? old)|,? \(?(?:aged )?(\d\d)\)?[,.;)]|\s\((\d\d)\))"
)
_AGE_IN = re.compile(r"\b(\d\d)(?:-year-old| years? old|-years-old)|\baged? (\d\d)\b")
_MONTHS = {
    m: i + 1
    for i, m in enumerate(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ]
    )
}
_MONTH = "|".join(m.title() for m in _MONTHS)
_DATE = re.compile(
    rf"\b(?:(last|this|next|the following|that) )?(?:(?:early|late|mid)[- ])?(?:(\d{{1,2}}) )?({_MONTH})(?: (\d{{1,2}})(?:st|nd|rd|th)?)?(?:,? (?:of )?(this year|last year|(?:19|20)\d\d))?|\b(?:in|of|since|until|by) ((?:19|20)\d\d)\b|\b(last year|this year)\b"
)
_JOINED = re.compile(
    r"\b(?:join(?:ed|ing)?|enlist(?:ed)?|signed up|travel(?:l?ed) to|went to (?:Syria|Iraq)|arrived|crossed into Syria|entered (?:Syria|the ranks)|recruited|conscripted|flew|forced to work|began|started|set out|took the oath|swore|left (?:home|his|her|for))\b"
)
_LEFT = re.compile(
    r"\b(?:left|fled|escap(?:ed|e)|desert(?:ed)?|defect(?:ed)?|quit|got out|walked (?:out|away|off)|ran (?:away|off)|slipped|crossed (?:back )?(?:into|to) Turkey|surrendered|returned|came (?:back|home)|went home|until|gave (?:himself|herself) up|made it out|home by)\b"
)


def values_of(someone: Someone, layout: Layout, lexicon: Lexicon, atoms: list[Atom]) -> list[Value]:
    """Everything the article says of the person's name, alias, gender, age, nationality, role and dates."""
    text = layout.article.text
    own = [m for m in someone.mentions if m.kind is not MentionKind.PRONOUN]
    values = [
        *_named(own, text, atoms),
        *_gender(someone),
        *_age(own, layout, text),
        *_nationality(own, someone, layout, lexicon, text),
    ]
    values += _role(own, lexicon, text)
    values += _dates(someone, layout)
    return values


def _span(text: str, start: int, end: int) -> Span:
    return Span.of(text, start, end)


def _named(own: list[Found], text: str, atoms: list[Atom]) -> list[Value]:
    values = []
    forms = [
        m
        for m in own
        if m.kind is MentionKind.NAME or (m.kind is MentionKind.LABEL and not m.form.startswith("Unidentified"))
    ]
    if forms:
        best = max(forms, key=lambda m: (len(m.form.split()), m.kind is MentionKind.NAME, -m.start))
        start = best.end - len(best.form)
        values.append(
            Value(
                field="name",
                value=best.form,
                basis=Basis.STATED,
                span=_span(text, start, best.end),
                rule="longest-name",
            )
        )
    for m in own:
        if m.kind is MentionKind.ALIAS and not any(v.field == "alias" and v.value == m.form for v in values):
            values.append(
                Value(field="alias", value=m.form, basis=Basis.STATED, span=_span(text, m.start, m.end), rule="kunya")
            )
    hidden = next((a for a in atoms if a.rule == "pseudonym"), None)
    if hidden and re.search(r"real name|changed|false name|pseudonym|calls? |known as|gave ", hidden.span.quote):
        values.append(Value(field="pseudonym", value="yes", basis=Basis.STATED, span=hidden.span, rule="pseudonym"))
    return values


def _gender(someone: Someone) -> list[Value]:
    gender = someone.gender()
    if not gender:
        return []
    total = sum(someone.votes.values())
    return [
        Value(field="gender", value=gender, basis=Basis.INFERRED, weight=someone.votes[gender] / total, rule="votes")
    ]


def _age(own: list[Found], layout: Layout, text: str) -> list[Value]:
    values = []
    for m in own:
        after = _AGE_AFTER.match(layout.plain[m.end : m.end + 24]) if m.kind is not MentionKind.DESCRIPTION else None
        inside = _AGE_IN.search(layout.plain[m.start : m.end])
        apposed = re.match(
            r",? (?:is |was |a |an |now |the )*(\d\d)(?:-year-old| years? old)", layout.plain[m.end : m.end + 40]
        )
        for match, at in ((after, m.end), (inside, m.start), (apposed, m.end)):
            if match:
                group = next(i for i, g in enumerate(match.groups(), 1) if g)
                age = match.group(group)
                if 9 <= int(age) <= 80:
                    values.append(
                        Value(
                            field="age",
                            value=age,
                            basis=Basis.STATED,
                            span=_span(text, at + match.start(group), at + match.end(group)),
                            rule="age",
                        )
                    )
    return values


def _nationality(own: list[Found], someone: Someone, layout: Layout, lexicon: Lexicon, text: str) -> list[Value]:
    values: list[Value] = []
    for m in own:
        window = (m.start, min(m.end + 60, layout.sentences[layout.sentence_at(m.start)].end))
        stretch = layout.plain[window[0] : window[1]]
        clause = re.split(r"[.;]| who | said| told| says|, but ", stretch)[0]
        for word in re.finditer(r"\b[A-Z][\w-]+(?: [A-Z][\w-]+)?", clause):
            values += _place(word, m, window[0], clause, lexicon, text)
        back = layout.plain[max(0, m.start - 28) : m.start]
        demonym = re.search(r"([A-Z][a-z]+) (?:\w+ ){0,2}$", back)
        if demonym and m.kind is MentionKind.NAME and demonym.group(1) in lexicon.demonyms:
            at = max(0, m.start - 28) + demonym.start(1)
            values.append(
                Value(
                    field="nationality",
                    value=lexicon.demonyms[demonym.group(1)],
                    basis=Basis.STATED,
                    weight=0.8,
                    span=_span(text, at, at + len(demonym.group(1))),
                    rule="demonym-before",
                )
            )
    values += _origins(someone, layout, lexicon, text)
    return values


def _place(word: re.Match[str], m: Found, base: int, clause: str, lexicon: Lexicon, text: str) -> list[Value]:
    for form in (word.group(), word.group().split(" ")[0]):
        at = base + word.start()
        span = _span(text, at, at + len(form))
        inside = at < m.end
        if form in lexicon.demonyms and (
            inside or re.search(r"\b(?:a|an|the|is|was|old)\b[^,]*$", clause[m.end - base : word.start()])
        ):
            return [
                Value(
                    field="nationality",
                    value=lexicon.demonyms[form],
                    basis=Basis.STATED,
                    weight=1.0 if inside else 0.7,
                    span=span,
                    rule="demonym",
                )
            ]
        lead = clause[: word.start()]
        if re.search(
            r"\b(?:from|of|native of|born in|originally from|in)\s(?:the \w+ (?:city|town|village|suburb|district) of )?$",
            lead,
        ) and not re.search(r"\bin\s$", lead):
            if form in lexicon.countries:
                return [
                    Value(
                        field="nationality",
                        value=lexicon.countries[form],
                        basis=Basis.STATED,
                        weight=0.8,
                        span=span,
                        rule="from-country",
                    )
                ]
            home = lexicon.towns.get(form) or lexicon.homes.get(form)
            if home:
                return [
                    Value(
                        field="nationality",
                        value=home,
                        basis=Basis.INFERRED,
                        weight=0.5,
                        span=span,
                        rule="from-town",
                    )
                ]
        if form in lexicon.towns and inside:
            return [
                Value(
                    field="nationality",
                    value=lexicon.towns[form],
                    basis=Basis.INFERRED,
                    weight=0.4,
                    span=span,
                    rule="town-in-phrase",
                )
            ]
    return []


def _origins(someone: Someone, layout: Layout, lexicon: Lexicon, text: str) -> list[Value]:
    """ "grew up in", "was born in", "comes from", "left his home in": in sentences of which the person is a subject."""
    values = []
    seen = {layout.sentence_at(m.start) for m in someone.mentions if not m.quoted}
    for i in sorted(seen):
        piece = layout.sentences[i]
        for match in re.finditer(
            r"\b(?:grew up|born|raised|comes? from|came from|hails from|is from|was from|originally from|a native of|left (?:home|his home|her home)|home ?town|lived|returned|back)(?: and \w+)?(?: in| to| of| from)? (?:the \w+ (?:city|town|village|suburb|district|province) of |a \w+ \w* ?(?:in|of) |northern |southern |eastern |western )?([A-Z][\w-]+(?: [A-Z][\w-]+)?)",
            layout.told[piece.start : piece.end],
        ):
            for form in (match.group(1), match.group(1).split(" ")[0]):
                code = lexicon.countries.get(form) or lexicon.towns.get(form) or lexicon.homes.get(form)
                if code:
                    weak = match.group().startswith(("lived", "returned", "back"))
                    at = piece.start + match.start(1)
                    values.append(
                        Value(
                            field="nationality",
                            value=code,
                            basis=Basis.INFERRED,
                            weight=0.2 if weak else 0.6,
                            span=_span(text, at, at + len(form)),
                            rule="origin-phrase",
                        )
                    )
                    break
    return values


def _role(own: list[Found], lexicon: Lexicon, text: str) -> list[Value]:
    for m in own:
        if m.kind is MentionKind.DESCRIPTION and lexicon.nouns.get(m.head) in ("work", "member"):
            start = m.end - len(m.head)
            return [
                Value(
                    field="group_role",
                    value=m.head,
                    basis=Basis.INFERRED,
                    weight=0.5,
                    span=_span(text, start, m.end),
                    rule="description",
                )
            ]
    return []


def _dates(someone: Someone, layout: Layout) -> list[Value]:
    values = []
    seen = sorted({layout.sentence_at(m.start) for m in someone.mentions if not m.quoted})
    for i in seen:
        piece = layout.sentences[i]
        told = layout.told[piece.start : piece.end]
        for match in _DATE.finditer(told):
            when = resolve_date(match, layout.article.published)
            field_name = _event(told, match.start())
            if when and field_name:
                span = _span(layout.article.text, piece.start + match.start(), piece.start + match.end())
                stated = bool(match.group(5) and match.group(5)[0].isdigit()) or bool(match.group(6))
                values.append(
                    Value(
                        field=field_name,
                        value=when,
                        basis=Basis.STATED if stated else Basis.INFERRED,
                        weight=0.9 if stated else 0.6,
                        span=span,
                        rule="verb-date",
                    )
                )
    return values


def _event(told: str, at: int) -> str | None:
    joined = [m.start() for m in _JOINED.finditer(told, 0, at)]
    left = [m.start() for m in _LEFT.finditer(told, 0, at)]
    if not joined and not left:
        return None
    if not left:
        return "joined"
    if not joined:
        return "left"
    return "joined" if joined[-1] > left[-1] else "left" if left[-1] > joined[-1] else "joined"


def resolve_date(match: re.Match[str], published: str | None) -> str | None:
    """The partial date a phrase means, seen from the publication date; None where it cannot be told."""
    _, day_before, month_name, day_after, year_words, bare_year, year_phrase = match.groups()
    year_now, month_now = (
        (int(published[:4]), int(published[5:7]) if len(published) >= 7 else 12) if published else (None, None)
    )
    if bare_year:
        return bare_year
    if year_phrase:
        return None if year_now is None else str(year_now - 1 if year_phrase == "last year" else year_now)
    if not month_name:
        return None
    month = _MONTHS[month_name.lower()]
    if year_words and year_words[0].isdigit():
        year: int | None = int(year_words)
    elif year_now is None or month_now is None:
        return None
    elif year_words == "last year":
        year = year_now - 1
    elif year_words == "this year":
        year = year_now
    else:  # "in August", "last March": the latest one that is not after publication
        year = year_now if month <= month_now else year_now - 1
    day = day_before or day_after
    stamp = f"{year}-{month:02d}"
    return f"{stamp}-{int(day):02d}" if day and year_words and 1 <= int(day) <= 28 else stamp
