"""Everything that a release is made with, together: typst, pyarrow, python-docx."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.util import find_spec

from testimonia.adapters import columns as table
from testimonia.adapters import office
from testimonia.adapters.typesetter import Typst
from testimonia.domain.document import Block, Properties
from testimonia.errors import UsageError
from testimonia.ports.press import Typesetter

DRAWN = 1200
"""Pixels of a chart's width in a word processor's document."""


class WorkingPress:
    """The press with the libraries of the extra `report`."""

    typesetter: Typesetter

    def __init__(self) -> None:
        lost = [name for name in ("typst", "fontpkg_amiri", "pyarrow", "pypdfium2") if find_spec(name) is None]
        if lost:
            raise UsageError(
                "a release needs more of the program",
                got=f"without {' and '.join(lost)}",
                hint="pip install 'testimonia[report]'",
            )
        self.typesetter = Typst()

    def parquet(self, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[object]]) -> bytes:
        """A table as Parquet."""
        return table.write(columns, rows)

    def docx(self, blocks: Sequence[Block], properties: Properties) -> bytes:
        """A document with its charts as pictures."""
        return office.docx(blocks, properties, lambda svg: self.typesetter.png(svg, width=DRAWN))
