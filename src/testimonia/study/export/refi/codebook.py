"""The codebook in REFI-QDA: families, codes, sub-themes; definition, rules and examples as labelled paragraphs of the description.

The standard has no field for what a code includes and excludes. They stand in the description, since every program shows that,
and in a project also in a note of their own, joined by a link: QualCoder drops a code that has a reference to a note in it.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Collection, Iterator

from testimonia.domain.codebook import Code, Codebook, SubTheme
from testimonia.domain.guid import guid
from testimonia.study.export.refi.guids import CodeKey, guid_of, names
from testimonia.study.export.refi.markup import child, document

NAMESPACE = "urn:QDA-XML:codebook:1.0"
ORIGIN = "Testimonia"
_COLOURS = ("#1B6CA8", "#B5442E", "#5B8C3E", "#8A5AA3", "#C28A1E", "#2E8C87", "#A34F7C", "#6B6B6B")


def qdc(book: Codebook) -> bytes:
    """The codebook alone (.qdc), UTF-8."""
    root = ET.Element("CodeBook", {"xmlns": NAMESPACE, "origin": ORIGIN})
    add_codes(root, book, ())
    return document(root)


def add_codes(root: ET.Element, book: Codebook, denied: Collection[CodeKey]) -> None:
    """Adds <Codes>; `denied` are the codes that somebody rules out: each has a code of its own, below the reason."""
    codes, titles = child(root, "Codes"), names(book)
    families = list(dict.fromkeys(c.family for c in book.codes))
    for family in families:
        node = child(codes, "Code", guid=guid("family", family), name=family.capitalize(), isCodable="false")
        for number, code in enumerate(c for c in book.codes if c.family == family):
            colour = _COLOURS[number % len(_COLOURS)]
            _add(node, code, titles, denied, colour)


def _add(parent: ET.Element, code: Code, titles: dict[CodeKey, str], denied: Collection[CodeKey], colour: str) -> None:
    node = _code(parent, (code.id, None, False), titles, description(code), colour)
    if (code.id, None, True) in denied:
        _code(node, (code.id, None, True), titles, _ruled_out(code.id), colour)
    for sub in code.subs:
        _sub(node, code, sub, titles, denied, colour)


def _sub(
    parent: ET.Element,
    code: Code,
    sub: SubTheme,
    titles: dict[CodeKey, str],
    denied: Collection[CodeKey],
    colour: str,
) -> None:
    node = _code(parent, (code.id, sub.id, False), titles, shade(code, sub), colour)
    if (code.id, sub.id, True) in denied:
        _code(node, (code.id, sub.id, True), titles, _ruled_out(f"{code.id}/{sub.id}"), colour)


def _code(parent: ET.Element, key: CodeKey, titles: dict[CodeKey, str], words: str, colour: str) -> ET.Element:
    node = child(parent, "Code", guid=guid_of(key), name=titles[key], isCodable="true", color=colour)
    child(node, "Description", words)
    return node


def _ruled_out(id: str) -> str:
    return f"Ruled out: {id}\n\nThe person says that this was not the reason."


def description(code: Code) -> str:
    """Everything that a human coder needs, as labelled paragraphs."""
    return "\n\n".join(_paragraphs(code))


def shade(code: Code, sub: SubTheme) -> str:
    """What is said of a sub-theme."""
    return f"Code: {code.id}/{sub.id}\n\nA shade of {code.name}: {sub.name}"


def rules(code: Code) -> str:
    """The rules and examples alone; empty where there are none."""
    return "\n\n".join([p for p in _paragraphs(code) if p.startswith(("Includes:", "Excludes:", "Examples:"))])


def _paragraphs(code: Code) -> Iterator[str]:
    yield f"Code: {code.id}"
    if code.definition:
        yield f"Definition: {code.definition}"
    for label, items in (("Includes", code.includes), ("Excludes", code.excludes), ("Examples", code.examples)):
        if items:
            yield f"{label}:\n" + "\n".join(f"- {item}" for item in items)
    if code.qualifier:
        yield f"Qualifier: {code.qualifier}"
