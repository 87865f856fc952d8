"""Testimonia: public accounts in, a living study of people who left a group and spoke about it out."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from testimonia.api import Study as Study

__version__ = "0.1.0"
__all__ = ["Study", "__version__"]


def __getattr__(name: str) -> Any:
    """`Study` on first use, so that importing the package stays quick."""
    if name == "Study":
        return import_module("testimonia.api").Study
    raise AttributeError(f"module 'testimonia' has no attribute {name!r}")
