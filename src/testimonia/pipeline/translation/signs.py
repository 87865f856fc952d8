"""What words of two languages have in common that shows without knowing either: numbers, questions, words and names written much alike."""

from __future__ import annotations

import re
from collections.abc import Iterator

from testimonia.study.spelling import level, skeleton

_NUMBER = re.compile(r"\d{1,3}(?:[.,\u00a0\u202f ٬]\d{3})+(?!\d)|\d+")
_WORD = re.compile(r"[^\W\d_]+")
_ALIKE = 4
"""First letters that make two words cognates: Simard, Foster and Isabelle, Using Cognates to Align Sentences in Bilingual Corpora, TMI 1992."""
_BONES = 3
"""Consonants by which a name is known again in another script."""
_PROCLITIC = re.compile(r"^[وفبلك](?:ال)?(?=\w{3})|^لل(?=\w{3})")
"""What Arabic writes in one with the next word: and, so, in, to, as, and the article."""


def signs(words: str) -> frozenset[str]:
    """The signs in these words."""
    return frozenset(_signs(words))


def _signs(words: str) -> Iterator[str]:
    if "?" in words or "؟" in words:
        yield "?"
    for number in _NUMBER.finditer(words):
        yield "#" + str(int(re.sub(r"\D", "", number.group())))
    for word in _WORD.findall(words):
        yield from _likenesses(word)


def _likenesses(word: str) -> Iterator[str]:
    if word.lower() == word.upper():  # a script without capitals: any word may be a name
        yield from {bones for form in (word, _PROCLITIC.sub("", word)) for bones in _bones(form)}
        return
    plain = level(word)
    if len(plain) >= _ALIKE:
        yield plain[:_ALIKE]
    if word[0].isupper():
        yield from _bones(word)


def _bones(word: str) -> Iterator[str]:
    if len(found := skeleton(level(word))) >= _BONES:
        yield f"~{found}"
