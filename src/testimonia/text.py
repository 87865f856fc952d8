"""Plain text: hashes, offsets and normal forms. Offsets count Unicode code points, as Python's `str` does."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata

# One-to-one replacements only: the normal form keeps every offset of the source.
_LOOK_ALIKES = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "`": "'", "´": "'", "ʼ": "'",
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
        "–": "-", "—": "-", "‑": "-", "−": "-",
        "\u00a0": " ", "\u2009": " ", "\u202f": " ",
    }
)  # fmt: skip


def sha256(data: bytes | str) -> str:
    """Hex SHA-256 of bytes, or of the UTF-8 bytes of a text."""
    return hashlib.sha256(data.encode("utf-8") if isinstance(data, str) else data).hexdigest()


def handle(*parts: str, length: int = 10) -> str:
    """A short stable name for `parts`: lower-case base32 of their SHA-256 (5 bits a character)."""
    digest = hashlib.sha256("\0".join(parts).encode("utf-8")).digest()
    return base64.b32encode(digest).decode("ascii").lower()[:length]


def same_width(text: str) -> str:
    """Quotes, dashes and spaces made plain, character for character: offsets stay true."""
    return text.translate(_LOOK_ALIKES)


def folded(text: str) -> str:
    """For comparing, not for slicing: NFKC, plain quotes, white space collapsed, case folded."""
    return re.sub(r"\s+", " ", same_width(unicodedata.normalize("NFKC", text))).strip().casefold()
