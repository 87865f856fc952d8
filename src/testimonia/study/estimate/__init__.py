"""Estimators, one a file, in the standard library alone: each formula with its citation.

counts -> values with intervals, or a `Refusal` with its reason
"""

from __future__ import annotations

from testimonia.study.estimate.shares import bounds, wilson
from testimonia.study.estimate.words import COARSE, FINE, ROUGH, SMALL, Wording, caution, verbal

__all__ = ["COARSE", "FINE", "ROUGH", "SMALL", "Wording", "bounds", "caution", "verbal", "wilson"]
