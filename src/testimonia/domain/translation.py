"""A translation that somebody supplies for an article in a language that detection does not read."""

from __future__ import annotations

import msgspec


class Translate(msgspec.Struct, frozen=True, kw_only=True, tag="translate", omit_defaults=True):
    """From here on the article is read in this translation; a later one for the same article takes its place.

    Attributes:
        article: id. of: SHA-256 of the canonical text that was translated; for another text it does not hold.
        language: ISO 639-1, of the translation.
        paragraphs: one for each paragraph of the canonical text, in its order; the headline, where there is one, is the first.
        supplier: whose translation it is, as readers are told; "" for the team.
    """

    article: str
    of: str
    language: str
    paragraphs: tuple[str, ...]
    supplier: str = ""


class Rendering(msgspec.Struct, frozen=True, kw_only=True):
    """In which translation an article was read. `event`: number in the log; `by`: who recorded it, `at`: when; `supplier`: "" for the team."""

    event: int
    language: str
    supplier: str
    by: str
    at: str
