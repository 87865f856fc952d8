"""The pages of the manual, cut into sections, table rows and code blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PAGES = tuple(sorted((*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))))

_HEADING = re.compile(r"^(#+) (.*)$", re.MULTILINE)
_FENCE = re.compile(r"^( *)```(\w+)(?: ([^\n]+))?\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    """A fenced block: "```text articles/cook.txt" is one of the language "text" for that file."""

    language: str
    file: str | None
    text: str


class Manual:
    """Markdown texts by path from the root of the project."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = dict(texts)

    @classmethod
    def read(cls) -> Manual:
        return cls({path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in PAGES})

    def without(self, start: str) -> Manual:
        """The same, but for every line that begins so."""
        kept = {
            name: "\n".join(line for line in text.split("\n") if not line.startswith(start))
            for name, text in self.texts.items()
        }
        assert kept != self.texts, f"no line begins with {start!r}"
        return Manual(kept)

    def page(self, name: str) -> str:
        return self.texts[f"docs/manual/{name}.md"]

    def section(self, heading: str, page: str | None = None) -> str:
        """What stands under the heading (of any page of the manual, or of this one), with what is below it; or ""."""
        pages = [self.page(page)] if page else [t for n, t in self.texts.items() if n.startswith("docs/manual/")]
        for text in pages:
            headings = list(_HEADING.finditer(text))
            for number, found in enumerate(headings):
                if found.group(2) == heading:
                    level = len(found.group(1))
                    rest = (h.start() for h in headings[number + 1 :] if len(h.group(1)) <= level)
                    return text[found.start() : next(rest, len(text))]
        return ""


def rows(text: str) -> list[list[str]]:
    """The rows of all tables, cell by cell."""
    lines = [line for line in text.split("\n") if line.startswith("|") and not line.startswith("|---")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def spans(text: str) -> list[str]:
    """Everything in code marks."""
    return re.findall(r"`([^`\n]+)`", text)


def named(text: str) -> set[str]:
    """The names in code marks in the first column of the tables."""
    return {name for row in rows(text) for name in spans(row[0])}


def blocks(text: str) -> Iterator[Block]:
    """The fenced blocks, unindented."""
    for indent, language, file, body in _FENCE.findall(text):
        lines = [line.removeprefix(indent) for line in body.split("\n")]
        yield Block(language, file or None, "\n".join(lines))
