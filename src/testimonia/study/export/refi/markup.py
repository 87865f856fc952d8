"""XML that is written, never read: elements with attributes and words that every XML reader takes."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

# What XML 1.0 cannot hold, section 2.2.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def child(parent: ET.Element, tag: str, words: str | None = None, **attributes: str) -> ET.Element:
    """A new last child with these attributes (in this order) and words."""
    node = ET.SubElement(parent, tag, {name: legal(value) for name, value in attributes.items()})
    if words is not None:
        node.text = legal(words)
    return node


def legal(text: str) -> str:
    """The words, with the sign for a lost character in the place of what XML cannot hold."""
    return _ILLEGAL.sub("\ufffd", text)


def document(root: ET.Element) -> bytes:
    """The whole document, UTF-8 without a byte order mark, indented for people."""
    ET.indent(root, space=" ")
    words: str = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{words}\n'.encode()
