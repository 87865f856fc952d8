"""Names in ASCII, by anyascii."""

from __future__ import annotations


def plain(name: str) -> str:
    """The name in ASCII letters, whatever its script."""
    import anyascii

    return str(anyascii.anyascii(name))
