"""Many patterns over raw pages at once: which names a page holds, before anything is parsed.

Whatever `detect` would find in the text of a page is found here in its bytes: each name is looked for by its longest word, without
the first letter (which may stand in an element of its own), after references to single characters were resolved. More is found than
would be (in scripts, menus, other words), never less; a property test tries (tests/sweep/test_screen.py).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from testimonia.text import decoded, utf_16

_REFERENCE = re.compile(rb"&(?:#[0-9A-Za-z]{1,8}|shy);?")
_NAMED = re.compile(rb"&(?!amp|lt|gt|quot|nbsp)[A-Za-z]{2,31};")
_INVISIBLE = re.compile(rb"\xc2\xad|<wbr ?/?>", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_LETTERS = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
_MARKS = (b"\xff\xfe", b"\xfe\xff")


def flat(data: bytes) -> bytes:
    """The page in UTF-8 as far as its names go: no UTF-16, no references to letters, no soft hyphens."""
    if data[:2] in _MARKS or utf_16(data):
        data = decoded(data).encode("utf-8", "replace")
    if b"&#" in data or b"&shy" in data:
        data = _REFERENCE.sub(_resolved, data)
    if b"\xc2\xad" in data or b"<wbr" in data or b"<WBR" in data:
        data = _INVISIBLE.sub(b"", data)
    return data


def _resolved(match: re.Match[bytes]) -> bytes:
    words = match.group().decode("ascii")
    return html.unescape(words if words.endswith(";") else words + ";").encode("utf-8", "replace")


_FLATTENED = (b"&#", b"&shy", b"\xc2\xad", b"<wbr", b"<WBR")
"""What `flat` resolves, beside UTF-16."""


def _skipping(patterns: Sequence[bytes]) -> Any:
    from ahocorasick_rs import MATCHKIND_LEFTMOST_FIRST, BytesAhoCorasick

    return BytesAhoCorasick(patterns, matchkind=MATCHKIND_LEFTMOST_FIRST)


def _spans(matches: Iterable[tuple[int, int, int]], reach: int, size: int) -> Iterator[tuple[int, int]]:
    """Where something was found, as stretches with so many bytes around each; close ones as one. In order."""
    begin, until = 0, -1
    for _, start, end in matches:
        if start - reach > until:
            if until >= 0:
                yield begin, until
            begin = max(0, start - reach)
        until = min(size, end + reach)
    if until >= 0:
        yield begin, until


class Names:
    """Finds which of the names a page may hold."""

    def __init__(self, names: Iterable[str], exact: Iterable[str] = ()) -> None:
        """`names` match whatever their case, `exact` as written."""
        self.anchors: dict[tuple[str, bytes], set[str]] = {}
        for name in names:
            self.anchors.setdefault((longest(name).lower(), anchor(name)), set()).add(name)
        self.exact = {name: longest(name).encode("utf-8") for name in exact}
        self._beside = {name: _beside(name) for held in self.anchors.values() for name in held}
        self._order = sorted(self.anchors)
        self._first = [word[0].encode("utf-8") if len(word) >= _LONG else b"" for word, _ in self._order]
        self._reach = max((len(part) for _, part in self._order), default=0)
        self._marks = (*_FLATTENED, *sorted(set(self.exact.values())))

    @cached_property
    def _automaton(self) -> Any:
        from ahocorasick_rs import BytesAhoCorasick, Implementation

        return BytesAhoCorasick([part for _, part in self._order], implementation=Implementation.DFA)

    @cached_property
    def _quick(self) -> Any:
        """Says only where anything is, not all that is there: it may skip, which makes it several times as fast."""
        return _skipping([part for _, part in self._order])

    @cached_property
    def _quick_marks(self) -> Any:
        return _skipping(self._marks)

    @cached_property
    def beyond_ascii(self) -> bool:
        """Whether a name needs the page in UTF-8: no other charset has its letters at the same bytes."""
        return any(not part.isascii() for _, part in self.anchors) or any(
            not part.isascii() for part in self.exact.values()
        )

    def found(self, data: bytes) -> set[str]:
        """Those names of which the page may hold one."""
        if self.beyond_ascii:
            # Named references are to letters beyond ASCII, which only such names have.
            page = flat(_NAMED.sub(_resolved, in_utf_8(data)))
            lower = page.decode("utf-8", "replace").lower().encode("utf-8")
            return self._in(lower) | self._exact_in(page, self._marked(page))
        marked = self._marked(data)
        if any(number < len(_FLATTENED) for number, _, _ in marked) or data[:2] in _MARKS or utf_16(data):
            data = flat(data)
            marked = self._marked(data)
        return self._in(data.lower()) | self._exact_in(data, marked)

    def _in(self, lower: bytes) -> set[str]:
        """Names whatever their case. Whatever stands in the page overlaps with something that the quick automaton tells: only there all is looked for."""
        seen: set[int] = set()
        held: set[str] = set()
        for begin, until in _spans(self._quick.find_matches_as_indexes(lower), self._reach, len(lower)):
            for number, start, end in self._automaton.find_matches_as_indexes(lower[begin:until], overlapping=True):
                if number not in seen and self._is_word(number, lower, begin + start, begin + end):
                    seen.add(number)
                    held |= self.anchors[self._order[number]]
        return {name for name in held if all(word in lower for word in self._beside[name])}

    def _marked(self, page: bytes) -> list[tuple[int, int, int]]:
        found: list[tuple[int, int, int]] = self._quick_marks.find_matches_as_indexes(page)
        return found

    def _exact_in(self, page: bytes, marked: list[tuple[int, int, int]]) -> set[str]:
        reach = max(map(len, self._marks)) + 8  # a word's beginning is told by what stands up to six bytes before
        near = [page[begin:until] for begin, until in _spans(marked, reach, len(page))]
        return {name for name, part in self.exact.items() if any(_stands(part, piece) for piece in near)}

    def _is_word(self, number: int, page: bytes, start: int, end: int) -> bool:
        """Whether a word begins and ends there; its first letter may stand in an element of its own."""
        if page[end : end + 1] and page[end] in _LETTERS:
            return False
        first = self._first[number]
        if not first:
            return _begins(page, start)
        before = page[max(0, start - len(first)) : start]
        if before == first:
            return _begins(page, start - len(first))
        before = before[-1:]
        return before == b">" or before >= b"\x80"


def longest(name: str) -> str:
    """The longest word of a name."""
    words: list[str] = _WORD.findall(name)
    return max(words or [name], key=len)


_LONG = 5
"""Letters from which on a word is looked for without its first."""


def anchor(name: str) -> bytes:
    """By what a name is looked for: its longest word in lower case, a long one without its first letter."""
    word = longest(name).lower()
    return (word[1:] if len(word) >= _LONG else word).encode("utf-8")


def _beside(name: str) -> tuple[bytes, ...]:
    """What else the page must hold: the other long words, without their first letters."""
    words = {word.lower() for word in _WORD.findall(name)} - {longest(name).lower()}
    return tuple(sorted(word[1:].encode("utf-8") for word in words if len(word) >= _LONG and word.isascii()))


def _stands(part: bytes, page: bytes) -> bool:
    """Whether it stands somewhere as a word of its own."""
    at = page.find(part)
    while at >= 0:
        after = at + len(part)
        if _begins(page, at) and (after == len(page) or page[after] not in _LETTERS):
            return True
        at = page.find(part, after)
    return False


def _begins(page: bytes, at: int) -> bool:
    """Whether a word may begin there: what stands before is no letter, or an escape in JSON ("\\nIS", "\\u0027IS")."""
    if not at or page[at - 1] not in _LETTERS:
        return True
    return page[at - 2 : at - 1] == b"\\" or page[max(0, at - 6) : at - 4] == b"\\u"


def in_utf_8(data: bytes) -> bytes:
    """The page in UTF-8, whatever its charset."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return decoded(data).encode("utf-8", "replace")
    return data


_UNSEEN = re.compile(r"<(?:(!--)|(script|style)\b(?![^<>]{0,200}ld\+json))", re.IGNORECASE)
_ENDS = {"!--": re.compile("-->"), "script": re.compile("</script", re.I), "style": re.compile("</style", re.I)}
_INLINE = re.compile(
    r"<(?=/?[abcefimqsuw])/?(?:a|b|i|em|strong|span|u|font|sup|small|abbr|q|cite|mark|big|wbr)(?:\s[^<>]{0,2000})?>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_ESCAPE = re.compile(r"\\[nrt]")  # in the article's text as JSON
_BLOCK = 80


def words_of(page: bytes) -> str:
    """What of the page may be text, without parsing it: no scripts, styles, comments and tags."""
    return words_in(decoded(page))


def words_in(source: str) -> str:
    """The same of a page that was decoded."""
    seen = "".join(_seen(source))
    return _ESCAPE.sub(" ", html.unescape(_TAG.sub("\n", _INLINE.sub("", seen))).replace("\u00ad", ""))


def _seen(source: str) -> Iterator[str]:
    """In one pass, whatever the page: an end that is missing is looked for once."""
    at, missing = 0, set()
    for match in _UNSEEN.finditer(source):
        name = (match.group(1) or match.group(2)).lower()
        if match.start() < at or name in missing:
            continue
        end = _ENDS[name].search(source, match.end())
        if end is None:
            missing.add(name)
            continue
        yield source[at : match.start()]
        at = end.end()
    yield source[at:]


def paragraphs(words: str) -> str:
    """The longer lines, where the language shows."""
    held = (line.strip() for line in words.split("\n") if len(line) >= _BLOCK)
    return "\n".join(line for line in held if len(line) >= _BLOCK and "{" not in line)
