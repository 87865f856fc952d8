"""What time it is: a port, so that tests and repeats can say."""

from __future__ import annotations

from collections.abc import Callable

Clock = Callable[[], str]
"""Returns the present as ISO 8601 UTC to the second, "2026-11-23T11:15:00Z"."""
