"""What a release needs from outside: a typesetter, a table format, a word processor's format, a place for its files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from io import BufferedReader
from typing import Protocol

from testimonia.domain.document import Block, Properties


class Draft(Protocol):
    """The files of a release while it is made, of which none is out yet. Those of a large study find no room in memory together."""

    def put(self, path: str, pieces: Iterable[bytes]) -> None:
        """Writes a file, wholly or not at all. The pieces may be made from the very file that they replace."""

    def open(self, path: str) -> BufferedReader:
        """A file, to be read from its beginning."""


class Typesetter(Protocol):
    """Makes PDF and pictures, the same bytes for the same input."""

    def pdf(self, main: str, files: Mapping[str, bytes], fonts: Sequence[str] = ()) -> bytes:
        """The document `main` of these files as PDF with its fonts embedded; ReleaseError where it does not typeset."""

    def png(self, svg: str, *, width: int) -> bytes:
        """A drawing as a picture `width` pixels wide."""


class Press(Protocol):
    """All of it together."""

    typesetter: Typesetter

    def parquet(self, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[object]]) -> bytes:
        """A table with columns of (name, type), type being string, integer, number or boolean."""

    def docx(self, blocks: Sequence[Block], properties: Properties) -> bytes:
        """A document for editors."""
