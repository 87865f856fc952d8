"""REFI-QDA 1.5: the codebook (QDC) and the project (QDPX) that qualitative data programs exchange."""

from testimonia.study.export.refi.codebook import qdc
from testimonia.study.export.refi.project import qdpx

__all__ = ["qdc", "qdpx"]
