"""Gathers the report's words into the catalogue that teams translate: `make words`.

    python tools/words.py [--check]

Every literal in `say`, `phrase`, `noted`, `say_many`, `noted_many` and `counted`, every one in the templates, and messages/en.json. With --check it
writes nothing, and exits 1 where the catalogue is another.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

import msgspec
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

STUDY = Path(__file__).parent.parent / "src/testimonia/study"
CATALOGUE = STUDY / "catalogue.pot"
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "say": None, "phrase": None, "noted": None, "say_many": (1, 2), "noted_many": (1, 2), "counted": (2, 3),
}  # fmt: skip
HEADER = """# The report's words. Copy to STUDY/messages/LANGUAGE.po, translate, set language = "LANGUAGE" in study.toml.
# Names in braces are filled from the ledger: keep them, in any order. Never type a number. A | parts the heads of columns."""


def gathered() -> bytes:
    """The catalogue as it should be."""
    found = Catalog(project="Testimonia", version="", header_comment=HEADER, charset="utf-8")
    method_map = [("**.py", "python"), ("templates/**.html", "jinja2")]
    for file, _, message, _, _ in extract_from_dir(STUDY, method_map, keywords=KEYWORDS):
        found.add(message, locations=[(file, 0)])
    words = msgspec.json.decode((STUDY / "release/messages/en.json").read_bytes(), type=dict[str, str])
    for text in words.values():
        found.add(text, locations=[("release/messages/en.json", 0)])
    out = io.BytesIO()
    write_po(out, found, omit_header=False, sort_output=True, include_lineno=False, width=120)
    lines = [line for line in out.getvalue().split(b"\n") if b"-Date:" not in line and b"Generated-By" not in line]
    return b"\n".join(lines)


def main() -> int:
    """Writes or checks."""
    fresh = gathered()
    if "--check" in sys.argv:
        return int(not CATALOGUE.is_file() or CATALOGUE.read_bytes() != fresh)
    CATALOGUE.write_bytes(fresh)
    return 0


if __name__ == "__main__":
    sys.exit(main())
