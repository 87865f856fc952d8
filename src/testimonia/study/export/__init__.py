"""What other programs read: the study bundle, the tables, and the formats of neighbouring trades, one file a format.

    snapshot, texts -> bytes

Equal studies give equal bytes: fixed order, no times of writing. All but the bundle show of a person what the disclosure setting
allows.
"""

from testimonia.study.export.bundle import bundle
from testimonia.study.export.tables import tables

__all__ = ["bundle", "tables"]
