"""Quotes are checked where they are made: a result whose words do not stand in the text never reaches the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

import msgspec

from testimonia.domain.appearance import Appearance
from testimonia.domain.article import Article
from testimonia.domain.coding import CodedAppearance
from testimonia.domain.consultation import Consultation, Heard
from testimonia.domain.reading import Reading
from testimonia.domain.setaside import SetAside
from testimonia.domain.span import Span

R = TypeVar("R", bound=msgspec.Struct)


def proven(result: R | SetAside, article: Article) -> R | SetAside:
    """The result, if all its quotes stand at their offsets in the article; EvidenceError else."""
    for span in _spans(result):
        span.check(article.text, article.id)
    return result


def _spans(result: msgspec.Struct) -> Iterable[Span]:
    if isinstance(result, CodedAppearance):
        codings = (one.span for one in (*result.codings, *result.heard))
        return [*codings, *(one.span for one in result.passages)]
    if isinstance(result, Consultation):
        told = (span for one in result.heard for span in _spans_heard(one))
        return [*_spans(result.reading), *told]
    if isinstance(result, Reading):
        found = [*(one.span for one in result.claims), *(one.span for one in result.narratives)]
        return found + [span for one in result.appearances for span in _spans_of(one)]
    return ()


def _spans_heard(one: Heard) -> Iterator[Span]:
    yield from (coding.span for coding in one.codings)
    yield from (value.span for value in one.values if value.span is not None)


def _spans_of(one: Appearance) -> Iterator[Span]:
    yield from (mention.span for mention in one.mentions)
    yield from (atom.span for atom in one.atoms)
    yield from (value.span for value in one.values if value.span is not None)
    yield from (speech.span for speech in one.speech)
    yield from one.scope
