"""What other programs read: the study bundle (one JSON file) and the tables (CSV).

    snapshot, texts -> bundle;  snapshot, findings -> tables

Equal studies give equal bytes: fixed order, no times of writing.
"""

from testimonia.study.export.bundle import bundle
from testimonia.study.export.tables import tables

__all__ = ["bundle", "tables"]
