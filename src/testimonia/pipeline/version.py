"""Which program made a result: a hash of the code that makes it, so that nothing made by older code passes for new."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from testimonia.text import sha256


@cache
def version_of(*places: str) -> str:
    """Hash of every source file in these modules or folders of the package ("corpus/clean", "identity/detect")."""
    root = files("testimonia")
    found = sorted(pair for place in places for pair in _sources(root, place))
    return sha256("\0".join(f"{name}\0{text}" for name, text in found))[:16]


def _sources(root: Traversable, place: str) -> list[tuple[str, str]]:
    node = root.joinpath(*place.split("/"))
    if not node.is_dir():
        module = root.joinpath(*f"{place}.py".split("/"))
        return [(place, module.read_text("utf-8"))]
    below = []
    for entry in node.iterdir():
        name = f"{place}/{entry.name}"
        if entry.is_dir():
            below += _sources(root, name) if entry.name != "__pycache__" else []
        elif not entry.name.endswith((".pyc", ".pyo")):
            below.append((name, entry.read_bytes().decode("utf-8", "replace")))
    return below
