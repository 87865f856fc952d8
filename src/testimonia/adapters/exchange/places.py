"""Selections of a text: where they begin and end, once it is settled how their program counted line ends.

By the standard a position is a number of code points in the text file. ATLAS.ti counts a line end of two signs as one.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from testimonia.adapters.exchange.markup import Node, children, key, tag

_TELLING = 6
"""So many signs of a selection's name, which is often how it begins, are enough to tell one way of counting from the other."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """One selection. `codes`: GUID of the coding, of the code, of the user. `problem`: why it is no stretch of the text, or ""."""

    key: str
    document: str
    name: str
    start: int
    end: int
    codes: tuple[tuple[str, str, str], ...]
    quote: str = ""
    problem: str = ""


def selections(holder: Node, document: str) -> list[Place]:
    """The selections of a text or a transcript; where their offsets are no numbers, start and end are -1."""
    points = {key(p): p.get("position") or "" for p in children(holder, "SyncPoint")}
    found = []
    for node in children(holder, "PlainTextSelection", "TranscriptSelection"):
        if tag(node) == "TranscriptSelection":
            ends = (points.get(key(node, "fromSyncPoint"), ""), points.get(key(node, "toSyncPoint"), ""))
        else:
            ends = (node.get("startPosition") or "", node.get("endPosition") or "")
        start, end = (int(e) if e.strip().isascii() and e.strip().isdigit() and len(e) < 12 else -1 for e in ends)
        user = key(node, "creatingUser") or key(node, "modifyingUser")
        codes = tuple(
            (key(c), key(next(children(c, "CodeRef"), None), "targetGUID"), key(c, "creatingUser") or user)
            for c in children(node, "Coding")
        )
        found.append(
            Place(
                key=key(node),
                document=document,
                name=(node.get("name") or "").strip(),
                start=start,
                end=end,
                codes=codes,
            )
        )
    return found


def settled(text: str, places: Sequence[Place], origin: str) -> tuple[str, list[Place]]:
    """The text in which the positions count, and the places with their words."""
    short = text.replace("\r\n", "\n")
    if short != text:
        long_hits, short_hits = _hits(text, places), _hits(short, places)
        if short_hits > long_hits or (short_hits == long_hits and "atlas" in origin.lower()):
            text = short
    return text, [_with_words(text, place) for place in places]


def _hits(text: str, places: Sequence[Place]) -> int:
    """How many selections begin as their names do."""
    named = [p for p in places if p.start >= 0 and len(p.name) >= _TELLING]
    return sum(_plain(text[p.start : p.end])[:_TELLING] == _plain(p.name)[:_TELLING] for p in named)


def _plain(words: str) -> str:
    return "".join(words.split())


def _with_words(text: str, place: Place) -> Place:
    if not 0 <= place.start < place.end:
        return msgspec.structs.replace(place, problem="its offsets are no stretch of the text")
    if place.end > len(text):
        return msgspec.structs.replace(place, problem=f"ends at {place.end}, beyond the text ({len(text)} code points)")
    quote = text[place.start : place.end]
    return msgspec.structs.replace(place, quote=quote, problem="" if quote.strip() else "white space alone")
