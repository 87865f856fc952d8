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
        self._pattern = lru_cache(maxsize=_HELD)(lambda chosen: compile(chosen))

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """The places of the names in the text, in order."""
        words = dict.fromkeys(_key(word) for word in _WORD.findall(text))
        near = (name for word in words if word in self._by_word for name in self._by_word[word])
        chosen = [name for name in near if all(word in words for word in self._words[name])]
        pattern = self._pattern(tuple(sorted((*self._always, *chosen)))) if chosen or self._always else None
        return pattern.finditer(text) if pattern else iter(())


def _key(word: str) -> str:
    """The same for all words that a pattern takes for the same without regard to capitals."""
    return word.casefold().replace("\u0131", "i").replace("\u0307", "")
