"""What a release must not show, where the data themselves do not tell any more: names, towns, attributes withheld."""

from __future__ import annotations

import re
from collections.abc import Mapping

from testimonia.study.mask import Mask, Place


class Screen:
    """The mask of the whole study, towns to be blacked out in some articles, and who has which attribute withheld."""

    def __init__(
        self, mask: Mask, places: Mapping[str, tuple[str, ...]] = {}, withheld: Mapping[str, tuple[str, ...]] = {}
    ) -> None:
        self.mask, self._withheld = mask, withheld
        self._towns = {
            article: re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(towns, key=len, reverse=True)))})(?!\w)")
            for article, towns in places.items()
        }

    def towns(self, article: str, text: str) -> list[Place]:
        """Where towns stand that would tell where somebody is."""
        pattern = self._towns.get(article)
        return [m.span() for m in pattern.finditer(text)] if pattern else []

    def is_withheld(self, person: str, field: str) -> bool:
        """Whether the person's attribute is known and not shown."""
        return field in self._withheld.get(person, ())

    def anyone(self, field: str) -> int:
        """Of how many people the attribute is withheld."""
        return sum(field in fields for fields in self._withheld.values())
