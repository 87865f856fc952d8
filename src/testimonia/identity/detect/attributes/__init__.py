"""Attributes of a person as values with basis and span; missing rather than wrong."""

from __future__ import annotations

import re

from testimonia.domain.appearance import Atom, Basis, MentionKind, Speech, Value
from testimonia.domain.lexicon import Lexicon
from testimonia.domain.span import Span
from testimonia.identity.detect.attributes.age import ages
from testimonia.identity.detect.attributes.dates import dates
from testimonia.identity.detect.attributes.home import homes, towns
from testimonia.identity.detect.attributes.origin import origins
from testimonia.identity.detect.attributes.subjects import Subjects
from testimonia.identity.detect.attributes.work import work
from testimonia.identity.detect.layout import Layout
from testimonia.identity.detect.mentions import Found
from testimonia.identity.detect.people import Someone


def values_of(
    someone: Someone,
    crowd: list[Someone],
    subjects: Subjects,
    layout: Layout,
    lexicon: Lexicon,
    atoms: list[Atom],
    said: list[Speech],
    group: str,
) -> list[Value]:
    """Everything the article says of the person's name, alias, gender, age, nationality, role and dates."""
    text = layout.article.text
    own = [m for m in someone.mentions if m.kind is not MentionKind.PRONOUN]
    values = [
        *_named(own, text, atoms, lexicon),
        *_gender(someone),
        *ages(someone, layout, said),
        *origins(someone, layout, lexicon, said),
    ]
    if not any(v.field == "nationality" for v in values):
        values += homes(someone, crowd, layout, lexicon, said)
    values += towns(someone, layout, lexicon)
    values += work(someone, subjects, layout, lexicon, said, group)
    values += dates(someone, subjects, layout, said)
    return values


def _span(text: str, start: int, end: int) -> Span:
    return Span.of(text, start, end)


_ROLES_IN_CAPITALS = frozenset({"Interviewee", "Narrator", "Speaker", "Guest", "Caller", "Voice", "Respondent"})


def _is_name(mention: Found, lexicon: Lexicon) -> bool:
    """A speaker's label is a name unless it says what they are: "WITNESS", "UNIDENTIFIED MAN"."""
    if mention.kind is not MentionKind.LABEL:
        return mention.kind is MentionKind.NAME
    words = set(mention.form.split())
    return not (
        mention.form.startswith("Unidentified")
        or words & _ROLES_IN_CAPITALS
        or any(w.lower() in lexicon.nouns for w in words)
    )


def _named(own: list[Found], text: str, atoms: list[Atom], lexicon: Lexicon) -> list[Value]:
    values = []
    forms = [m for m in own if _is_name(m, lexicon)]
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
