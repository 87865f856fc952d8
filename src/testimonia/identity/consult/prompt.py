"""The question put to a language model: instructions that hold for the study, and the article as numbered data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec

from testimonia.domain.appearance import Appearance, MentionKind
from testimonia.domain.codebook import Code, Codebook
from testimonia.domain.consultation import BY_MODEL
from testimonia.domain.settings import Group, Settings
from testimonia.identity.consult import wording
from testimonia.identity.consult.answer import schema
from testimonia.identity.detect.layout import Layout
from testimonia.ports.llm import Message, Request
from testimonia.text import handle, sha256

FORMS, ROWS = 6, 80
"""At most so many forms of one person, and so many persons, in the table."""


@dataclass(frozen=True)
class Prompt:
    """What all questions of a study have in common."""

    model: str
    system: str
    schema: dict[str, object]
    answer_tokens: int

    @classmethod
    def of(cls, model: str, settings: Settings, codebook: Codebook, answer_tokens: int) -> Prompt:
        """The study's inclusion rule with its groups, and its codebook."""
        groups = " or ".join(_named(g) for g in settings.groups)
        others = ", ".join(g.name for g in settings.other_groups) or "any other"
        codes = "\n".join(_code(c) for c in codebook.codes)
        system = wording.INSTRUCTIONS.format(groups=groups, others=others, codes=codes)
        return cls(model, system, schema(c.id for c in codebook.codes), answer_tokens)

    @property
    def hash(self) -> str:
        """The first digits of the hash of everything that is not the article."""
        common = (self.system, wording.DATA, wording.AGAIN, self.schema)
        return sha256(msgspec.json.encode(common, order="deterministic"))[:8]

    @property
    def coder(self) -> str:
        """llm/MODEL@PROMPT, without white space and with one @ only."""
        name = re.sub(r"[\s@]+", "-", self.model)
        return f"{BY_MODEL}{name}@{self.hash}"

    def request(self, data: str, complaint: str = "") -> Request:
        """The question about this data; `complaint`: what was the matter with the first answer."""
        messages = [Message(role="system", content=self.system), Message(role="user", content=data)]
        if complaint:
            messages.append(Message(role="user", content=wording.AGAIN.format(why=complaint)))
        return Request(
            model=self.model, messages=tuple(messages), schema=dict(self.schema), max_tokens=self.answer_tokens
        )


def _named(group: Group) -> str:
    also = (*group.aliases[:4], *group.case_sensitive[:2])
    return f"{group.name} ({', '.join(also)})" if also else group.name


def _code(code: Code) -> str:
    parts = [f"- {code.id} ({code.name}): {code.definition}"]
    if code.includes:
        parts.append(f"Includes: {'; '.join(code.includes)}.")
    if code.excludes:
        parts.append(f"Not: {'; '.join(code.excludes)}.")
    if code.examples:
        parts.append(f"For example: {' / '.join(code.examples)}")
    return " ".join(parts)


@dataclass(frozen=True, slots=True)
class Row:
    """One person of the table."""

    id: str
    forms: tuple[str, ...]
    sentences: tuple[int, ...]


def row(id: str, appearance: Appearance, layout: Layout) -> Row:
    """A person as the detection found them."""
    named = sorted(appearance.mentions, key=lambda m: m.span.start)
    forms = dict.fromkeys(" ".join(m.span.quote.split()) for m in named if m.kind is not MentionKind.PRONOUN)
    kept = [form for form in forms if form != appearance.label][: FORMS - 1]
    numbers = sorted({layout.sentence_at(m.span.start) for m in named})
    return Row(id, (appearance.label, *kept), tuple(numbers))


def data(layout: Layout, window: range, rows: Iterable[Row]) -> str:
    """The window's sentences and the table, each on one line, between two lines that the article cannot know."""
    text = layout.article.text
    mark = f"=====DATA-{handle(text, str(window), length=16)}====="
    pieces = [(n, text[layout.sentences[n].start : layout.sentences[n].end]) for n in window]
    return wording.DATA.format(
        total=len(layout.sentences),
        first=window.start + 1,
        last=window.stop,
        mark=mark,
        table=_table(list(rows)) or "(nobody yet)",
        sentences="\n".join(f"[{n + 1}] {_line(words)}" for n, words in pieces),
    )


def _table(rows: Sequence[Row]) -> str:
    return "\n".join(
        f"{r.id} | {_line(r.forms[0])} | {_line('; '.join(r.forms[1:]))} | {' '.join(str(n + 1) for n in r.sentences[:30])}"
        for r in rows[:ROWS]
    )


def _line(words: str) -> str:
    """On one line: nothing that an article holds can look like a line of ours."""
    return " ".join(words.split())
