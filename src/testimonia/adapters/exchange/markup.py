"""XML of somebody else, by lxml: no entity is replaced, nothing is fetched, a document type is refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from testimonia.errors import InputError

Node = Any  # lxml has no types of its own


def parsed(data: bytes, where: str) -> Node:
    """The root of the document; InputError where it is no sound XML, or declares a document type (no QDA program does)."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError("this is no sound XML", where=where, got=str(error)[:200]) from None
    if root.getroottree().docinfo.doctype:
        raise InputError(
            "a document type is declared in it, which no project needs",
            where=where,
            hint="remove the DOCTYPE, if you trust the file",
        )
    return root


def tag(node: Node) -> str:
    """The name without its namespace; "" for what is no element."""
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def children(node: Node | None, *names: str) -> Iterator[Node]:
    """The children of these names."""
    return (child for child in (node if node is not None else ()) if tag(child) in names)


def first(node: Node | None, name: str) -> Node | None:
    """The first child of the name, or None."""
    return next(children(node, name), None)


def words(node: Node | None, name: str) -> str:
    """The text of the first child of the name; "" where there is none."""
    found = first(node, name)
    return "".join(map(str, found.itertext())).strip() if found is not None else ""


def key(node: Node | None, name: str = "guid") -> str:
    """A GUID attribute without braces, in lower case; "" where there is none."""
    return (node.get(name) or "").strip().strip("{}").lower() if node is not None else ""
