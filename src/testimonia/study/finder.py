"""Many names in one text: only those whose words all stand in it are looked for, so that the work grows with the text alone."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_HELD = 512

Compile = Callable[[Iterable[str]], re.Pattern[str] | None]


class Finder:
    """Finds what `compile(names)` finds, which is some of these names at word boundaries, in whatever letters."""

    def __init__(self, names: Iterable[str], compile: Compile) -> None:
        self._by_word: dict[str, list[str]] = defaultdict(list)
        self._always: list[str] = []
        words = {name: tuple(map(_key, _WORD.findall(name))) for name in names}
        number = Counter(word for held in words.values() for word in set(held))
        for name, held in words.items():
            rarest = min(held, key=lambda word: (number[word], word), default=None)
            (self._by_word[rarest] if rarest is not None else self._always).append(name)
        self._words = words
        self._rarest = frozenset(self._by_word)
        self._pattern = lru_cache(maxsize=_HELD)(lambda chosen: compile(chosen))

    def finditer(self, text: str, words: frozenset[str] | None = None) -> Iterator[re.Match[str]]:
        """The places of the names in the text, in order; `words` are those of the text where they are known."""
        chosen = self._chosen(words_in(text) if words is None else words)
        pattern = self._pattern(tuple(sorted((*self._always, *chosen)))) if chosen or self._always else None
        return pattern.finditer(text) if pattern else iter(())

    def may_find(self, words: frozenset[str]) -> bool:
        """Whether a text of these words may hold one of the names at all."""
        return bool(self._always or self._chosen(words))

    def _chosen(self, words: frozenset[str]) -> list[str]:
        """The names of which every word is among these."""
        near = (name for word in words & self._rarest for name in self._by_word[word])
        return [name for name in near if words.issuperset(self._words[name])]


def words_in(text: str) -> frozenset[str]:
    """The words of a text as finders go by them."""
    if all(map(_is_simple, set(text))):  # nearly always: then the whole text at once is the same as word by word
        return frozenset(_WORD.findall(text.casefold()))
    return frozenset(map(_key, set(_WORD.findall(text))))


@lru_cache(maxsize=10_000)
def _is_simple(sign: str) -> bool:
    """Whether the sign stays one sign, and a letter stays a letter, when capitals are levelled."""
    plain = _key(sign)
    return plain == sign.casefold() and len(plain) == 1 and bool(_WORD.match(plain)) == bool(_WORD.match(sign))


@lru_cache(maxsize=50_000)
def _key(word: str) -> str:
    """The same for all words that a pattern takes for the same without regard to capitals."""
    return word.casefold().replace("\u0131", "i").replace("\u0307", "")
