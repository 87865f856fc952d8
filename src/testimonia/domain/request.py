"""What people in the study may ask of its publication: to be left out of it, or to be heard in it.

Both are events of the log like every decision, hold from the next release on, and can be undone.
"""

from __future__ import annotations

import msgspec


class Withdraw(msgspec.Struct, frozen=True, kw_only=True, tag="withdraw"):
    """Nothing of this person leaves the house any more: not counted, not listed, not quoted, every name hidden."""

    appearance: str


class Reply(msgspec.Struct, frozen=True, kw_only=True, tag="reply"):
    """What the person answers to what the study says of them: it stands on their page, in these words."""

    appearance: str
    text: str
