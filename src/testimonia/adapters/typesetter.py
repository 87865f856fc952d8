"""PDF and pictures with typst: vectors, embedded fonts, the same bytes for the same input, no network."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from testimonia.errors import ReleaseError


def arabic_fonts() -> Path:
    """The folder of Amiri, a naskh: no font inside typst has Arabic letters but the one for program code."""
    import fontpkg_amiri

    return Path(fontpkg_amiri.ROOT) / "files"


class Typst:
    """The typesetter. Fonts are those of packages (typst's own, Amiri) and the ones given, never those of the machine: pages repeat anywhere."""

    def pdf(self, main: str, files: Mapping[str, bytes], fonts: Sequence[str] = ()) -> bytes:
        """The document as PDF 1.7, tagged, without a time of making."""
        return self._compiled(main, files, fonts, "pdf")[0]

    def pages(
        self, main: str, files: Mapping[str, bytes], fonts: Sequence[str] = (), *, ppi: float = 110
    ) -> list[bytes]:
        """Its pages as PNG, to be looked at."""
        return self._compiled(main, files, fonts, "png", ppi=ppi)

    def png(self, svg: str, *, width: int) -> bytes:
        """A drawing as PNG on white."""
        page = f'#set page(width: {width}pt, height: auto, margin: 0pt, fill: white)\n#image("d.svg", width: 100%)'
        files = {"d.typ": page.encode(), "d.svg": svg.encode("utf-8")}
        return self._compiled("d.typ", files, (), "png", ppi=72)[0]

    def _compiled(
        self,
        main: str,
        files: Mapping[str, bytes],
        fonts: Sequence[str],
        format: Literal["pdf", "png"],
        *,
        ppi: float = 144,
    ) -> list[bytes]:
        import typst

        with tempfile.TemporaryDirectory(prefix="testimonia-") as name:
            folder = Path(name)
            for path, data in files.items():
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(data)
            try:
                made = typst.compile(
                    folder / main, root=folder, format=format, ppi=ppi, ignore_system_fonts=True,
                    font_paths=[arabic_fonts(), *(Path(font) for font in fonts)], timestamp=0,
                )  # fmt: skip
            except typst.TypstError as error:
                raise ReleaseError(
                    "a page cannot be typeset",
                    where=main,
                    got=str(error).replace(name, "")[:400],
                    hint="a template of the study? compare it with the program's own",
                ) from error
        return [bytes(page) for page in made] if isinstance(made, list) else [bytes(made)]
