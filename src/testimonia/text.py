"""Plain text: hashes, offsets and normal forms. Offsets count Unicode code points, as Python's `str` does."""

from __future__ import annotations

import base64
import codecs
import hashlib
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

# One-to-one replacements only: the normal form keeps every offset of the source.
_LOOK_ALIKES = {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "`": "'", "´": "'", "ʼ": "'",
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
        "–": "-", "—": "-", "‑": "-", "−": "-",
        "\u00a0": " ", "\u2009": " ", "\u202f": " ",
}  # fmt: skip
_LOOK_ALIKE = re.compile(f"[{''.join(_LOOK_ALIKES)}]")  # of a long text, str.translate asks every character


_LETTER = re.compile(r"[^\W\d_]")

LABEL_ALONE = re.compile(r"([A-Z][A-Z.'’ -]{2,40}?)(?: \([A-Z][A-Z ,.'-]+\))?$")
"""A transcript's label with a paragraph to itself; what follows is what they say. Its first group is who."""

PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\n)[^\n]+)*")
"""A paragraph of a canonical text."""
TURN = re.compile(r"(Q(?:uestion|UESTION)?|A(?:nswer|NSWER)?)\s?[.:](?:\s|$)|([-\u2013\u2014])\s")
"""What opens a turn of a printed interview: "Q:", "A.", "Question:", a dash."""


def sha256(data: bytes | str) -> str:
    """Hex SHA-256 of bytes, or of the UTF-8 bytes of a text."""
    return hashlib.sha256(data.encode("utf-8") if isinstance(data, str) else data).hexdigest()


def handle(*parts: str, length: int = 10) -> str:
    """A short stable name for `parts`: lower-case base32 of their SHA-256 (5 bits a character)."""
    digest = hashlib.sha256("\0".join(parts).encode("utf-8")).digest()
    return base64.b32encode(digest).decode("ascii").lower()[:length]


def same_width(text: str) -> str:
    """Quotes, dashes and spaces made plain, character for character: offsets stay true."""
    return _LOOK_ALIKE.sub(lambda found: _LOOK_ALIKES[found.group()], text)


def encoder(name: str, say: Callable[[str], bytes]) -> Callable[[str], bytes]:
    """Encodes texts: ASCII as it is, each run of other characters as `say` has it, which is asked once for those that come again and again.

    `name` of the error handler by which Python's own encoder does it: for `shape` four times as quick as a pattern that finds the runs.
    """
    said = lru_cache(maxsize=50_000)(say)

    def handle(error: UnicodeError) -> tuple[bytes, int]:
        if not isinstance(error, UnicodeEncodeError):
            raise error
        return said(error.object[error.start : error.end]), error.end

    codecs.register_error(name, handle)
    return lambda text: text.encode("ascii", name)


def shape(text: str) -> bytes:
    """A byte for each character, to look for patterns of kinds of characters in: its own in ASCII, "a" for another letter, "0" for what else belongs to
    words, a space for the rest."""
    return _shaped(text)


def _kind(sign: str) -> str:
    return "a" if _LETTER.match(sign) else "0" if sign.isalnum() else " "


_shaped = encoder("testimonia.shape", lambda run: "".join(map(_kind, run)).encode("ascii"))


def folded(text: str) -> str:
    """For comparing, not for slicing: NFKC, plain quotes, white space collapsed, case folded."""
    return re.sub(r"\s+", " ", same_width(unicodedata.normalize("NFKC", text))).strip().casefold()


_META_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decoded(data: bytes) -> str:
    """Text of any encoding: byte order mark, UTF-16 without one, UTF-8 if it fits, what is declared, windows-1252."""
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None) or utf_16(data)
    if marked:
        return data.decode(marked, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        declared = _META_CHARSET.search(data[:2048])
        for name in (declared.group(1).decode("ascii") if declared else "", "windows-1252"):
            try:
                if name and name.lower() not in ("utf-8", "utf8"):
                    return data.decode(name)
            except (LookupError, ValueError):
                continue
    return data.decode("windows-1252", "replace")


def utf_16(data: bytes) -> str | None:
    """ "utf-16-le" or "utf-16-be" for text in it that bears no mark: every second byte of Latin letters is zero."""
    head = data[:4096]
    odd, even = head[1::2], head[::2]
    if len(head) >= 16 and not even.count(0) and odd.count(0) > 0.4 * len(odd):
        return "utf-16-le"
    if len(head) >= 16 and not odd.count(0) and even.count(0) > 0.4 * len(even):
        return "utf-16-be"
    return None


def mended(text: str) -> str:
    """Text that every encoding holds: halves of characters joined where both are there, else the sign for a lost one."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def speakable(name: str) -> str:
    """A name from outside as text that every store holds: undecodable bytes and NUL are written out."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8").replace("\0", "\\x00")
