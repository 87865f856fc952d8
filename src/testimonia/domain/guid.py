"""One name for one thing in every file that other programs read: the same coding bears the same GUID in each export."""

from __future__ import annotations

import uuid

_SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:testimonia")


def guid(kind: str, *parts: str) -> str:
    """The GUID (8-4-4-4-12, lower case) of a thing of this kind: version 5 of RFC 9562, so equal things have equal ones."""
    return str(uuid.uuid5(_SPACE, "\0".join((kind, *parts))))
