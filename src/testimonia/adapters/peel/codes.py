"""Words in code inside a text: base64, hex, percent signs, entities, escapes; undone where they give text again."""

from __future__ import annotations

import base64
import binascii
import html
import quopri
import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote

from testimonia.text import shape

# Patterns begin with the characters that they look for, and look back only then: a megabyte costs a third of what it would.
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{10,}={0,2}")
_HEX = re.compile(r"[0-9A-Fa-f](?<![0-9A-Za-z].)[0-9A-Fa-f][ :]?(?:[0-9A-Fa-f]{2}[ :]?){4,}(?![0-9A-Za-z])", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2})")
_QUOTED = re.compile(r"=[0-9A-F]{2}")
_SOFT = re.compile(r"=(?:[0-9A-Fa-f]{2}|=|[ \t]*\r?\n)")
_ENTITY = re.compile(r"&(?=[#A-Za-z])")
_PERCENT = re.compile(r"%[0-9a-fA-F]{2}")
_CSS = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
_NUMBERS = re.compile(r"\d(?<!\w.)\d\d?\b[,\s]+(?:\b\d{2,3}\b[,\s]+){3,}\b\d{2,3}\b")
_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|em|font|i|mark|q|s|small|span|strong|sub|sup|u|wbr|w:[A-Za-z]+)\b[^>]*>|<!--.*?-->",
    re.DOTALL,
)
_OPENING = re.compile(r"<[A-Za-z/!?_:\u0080-\U0010ffff]")
"""How a tag of HTML or XML begins: "p < .001" opens none."""
_TAG = re.compile(_OPENING.pattern + "[^>]*>")
_SHA = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
AROUND = 4_096
"""So many characters around a code are looked at with it: no name reaches further."""


def decoded_inside(text: str) -> Iterator[tuple[str, str | bytes]]:
    """What stands in code in the text: how it is coded, and what it says (bytes where it is no text)."""
    yield from _whole(text)
    for words in sorted(w for w in set(_BASE64.findall(text)) if w.lower() != w != w.upper()):
        if (data := _from_base64(words)) is not None:
            yield "base64", data
    for match in _HEX.finditer(text):
        digits = re.sub(r"[ :]", "", match.group())
        if not _SHA.fullmatch(digits) and (said := _as_text(bytes.fromhex(digits))):
            yield "hex", said


def _whole(text: str) -> Iterator[tuple[str, str]]:
    """Codes that stand among plain words: those stretches of the text with them undone in which there are any."""
    if "&" in text:
        yield from _undone("entities", text, _ENTITY, html.unescape)
    if "%" in text:
        yield from _undone("percent signs", text, _PERCENT, unquote)
    if "\\" in text:
        yield from _undone("escapes", text, _ESCAPE, _without_escapes)
        yield from _undone("escapes of style sheets", text, _CSS, _without_css)
    if "=" in text and _QUOTED.search(text):
        yield from _undone("quoted printable", text, _SOFT, _unquoted)
    for match in _NUMBERS.finditer(text) if _has_numbers(text) else ():
        codes = [int(n) for n in re.findall(r"\d+", match.group())]
        if all(32 <= c < 256 for c in codes):
            yield "numbers of characters", "".join(map(chr, codes))
    if _OPENING.search(text):
        yield "without its tags", _TAG.sub("\n", _INLINE.sub("", text))


def _undone(how: str, text: str, code: re.Pattern[str], undo: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """The stretches of the text around each code, undone, where that changes them.

    What stands far from every code is in the text itself, which is searched too.
    """
    for start, end in _stretches(text, code):
        stretch = text[start:end]
        if (plain := undo(stretch)) != stretch:
            yield how, plain


_NUMBER_KINDS = bytes(48 if chr(c).isdigit() else 32 if chr(c).isspace() or c == 44 else 120 for c in range(256))
"""Every digit as "0", what may stand between two numbers as a space, all else as "x"."""


def _has_numbers(text: str) -> bool:
    """Whether so many numbers may stand in a row; where not, which is nearly everywhere, the pattern need not be tried at every digit."""
    kinds = shape(text).translate(_NUMBER_KINDS).replace(b"000", b"00")
    while (fewer := kinds.replace(b"  ", b" ")) != kinds:
        kinds = fewer
    return b"00 00 00 00 00" in kinds


def _stretches(text: str, code: re.Pattern[str], around: int = AROUND) -> Iterator[tuple[int, int]]:
    """From a space `around` characters before a code to one as far behind it, so that no word is cut; those that meet are one."""
    start = end = -1
    for match in code.finditer(text):
        if match.end() <= end - around:
            continue
        before = max(0, text.rfind(" ", 0, max(0, match.start() - around)))
        behind = text.find(" ", match.end() + around)
        behind = len(text) if behind < 0 else behind
        if start >= 0 and before > end:
            yield start, end
            start = before
        start, end = before if start < 0 else start, behind
    if start >= 0:
        yield start, end


def _without_escapes(text: str) -> str:
    return _ESCAPE.sub(lambda m: chr(int(m.group()[2:], 16)), text)


def _without_css(text: str) -> str:
    return _CSS.sub(lambda m: chr(min(int(m[1], 16), 0x10FFFF)), text)


def _unquoted(text: str) -> str:
    return quopri.decodestring(text.encode("utf-8", "replace")).decode("utf-8", "replace")


def _from_base64(words: str) -> bytes | str | None:
    """The bytes, if they are a file or a text; chance letters give neither."""
    plain = words.rstrip("=").translate(str.maketrans("-_", "+/"))
    if len(plain) % 4 == 1:
        return None
    try:
        data = base64.b64decode(plain + "=" * (-len(plain) % 4))
    except (binascii.Error, ValueError):
        return None
    if data.startswith((b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b", b"GIF8")):
        return data
    return _as_text(data)


def _as_text(data: bytes) -> str | None:
    for name in ("utf-8", "utf-16-le"):
        try:
            words = data.decode(name)
        except UnicodeDecodeError:
            continue
        if name != "utf-8" and max(map(ord, words)) > 0x6FF:
            continue  # chance bytes read as pairs give Chinese letters
        if len(words) >= 4 and sum(c.isalpha() or c.isspace() for c in words) >= 0.8 * len(words):
            return words
    return None
