"""A large text in parts, so that memory does not grow with it: whatever may be found in the whole is found in one of them.

Parts end at ends of lines where neither a tag nor a comment is open, and each holds some of what stands before and after it: as much as a name may be
spread over, whatever code it is written in.
"""

from __future__ import annotations

import codecs
import itertools
import re
from typing import Protocol

from testimonia.adapters.peel import kind_of
from testimonia.text import utf_16

PART = 8_000_000
"""Bytes of a part, and up to the end of the line; a text of less than two is looked at as a whole."""
ROOM, SPOKEN = 65_536, 32_768
"""Bytes that a part holds at least of its neighbours, and bytes of these outside of tags: eight times as far as a name is looked for (`shield.leaks.MARGIN`)."""

Place = tuple[int, int]
_OPENING = re.compile(rb"<[A-Za-z/!?_:\x80-\xff]")
_TAG = re.compile(_OPENING.pattern + rb"[^>]*>")
"""As in `codes`, where tags are taken away, but in bytes."""


class Data(Protocol):
    """Bytes, in memory or in a file."""

    def __len__(self) -> int: ...

    def __getitem__(self, asked: slice, /) -> bytes: ...

    def find(self, what: bytes, start: int, /) -> int:
        """The first place from there on."""

    def rfind(self, what: bytes, start: int, stop: int, /) -> int:
        """The last place between the two."""


def parts_of(data: Data) -> list[Place]:
    """From where to where the parts reach, in order; one, where the data are no large text in UTF-8."""
    if len(data) < 2 * PART or not is_plain(data):
        return [(0, len(data))]
    cuts = [0]
    while len(data) - cuts[-1] >= 2 * PART and (cut := _end_of_line(data, cuts[-1] + PART, cuts[-1])) < len(data):
        cuts.append(cut)
    cuts.append(len(data))
    return [
        (_before(data, start, cuts[max(0, number - 1)]), _behind(data, stop, start))
        for number, (start, stop) in enumerate(itertools.pairwise(cuts))
    ]


def is_plain(data: Data) -> bool:
    """Whether it is text in UTF-8 throughout, of which every part is read as it is in the whole."""
    head = data[:4096]
    if kind_of(head) != "text" or b"\0" in head or head.startswith(codecs.BOM_UTF8) or utf_16(head):
        return False
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), PART):
            decoder.decode(data[start : start + PART], final=start + PART >= len(data))
    except UnicodeDecodeError:
        return False
    return True


def _end_of_line(data: Data, at: int, closed: int) -> int:
    """The first end of a line from here on where nothing is open, as nothing is at `closed`; the end of the data where there is none."""
    while (at := data.find(b"\n", at)) >= 0:
        open_ = _open_at(data, at, closed)
        if not open_:
            return at
        at = data.find(open_, at)
        if at < 0:
            break
    return len(data)


def _open_at(data: Data, at: int, closed: int) -> bytes:
    """What would close the tag or the comment that is open here; nothing where none is."""
    before = data[closed:at]
    comment = before.rfind(b"<!--")
    if comment >= 0 and before.find(b"-->", comment + 4) < 0:
        return b"-->"
    return b">" if _OPENING.search(before, before.rfind(b">") + 1) else b""


def _before(data: Data, start: int, closed: int) -> int:
    """Where a part begins that is to hold enough of what stands before `start`; `closed`: the beginning of the part before it."""
    room = ROOM
    while start - room > closed:
        at = data.rfind(b"\n", closed, start - room)
        if at > closed and not _open_at(data, at, closed) and _is_enough(data[at:start]):
            return at
        room *= 2
    return closed


def _behind(data: Data, stop: int, closed: int) -> int:
    """Where a part ends that is to hold enough of what stands behind `stop`."""
    room = ROOM
    while stop + room < len(data):
        at = _end_of_line(data, stop + room, closed)
        if _is_enough(data[stop:at]):
            return at
        room *= 2
    return len(data)


def _is_enough(between: bytes) -> bool:
    return len(_TAG.sub(b"", between)) >= SPOKEN
