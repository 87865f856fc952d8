"""A file of another program made part of the study: texts become captures, cases people, codings decisions by who coded.

Everything is added by the rules of this house: texts are cleaned and read like any other, decisions stand in the log with author
and reason, the same file twice changes nothing, and what does not fit is set aside with its reason.
"""

from __future__ import annotations

from pathlib import Path

from testimonia.errors import DecisionError
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.imports.ledger import Imported

__all__ = ["Imported", "import_file"]


def import_file(desk: Desk, path: Path, *, by: str, reason: str = "") -> Imported:
    """Takes the file over; `by` answers for what nobody in it does. InputError where it cannot be read as a whole."""
    from testimonia.adapters.exchange import read
    from testimonia.pipeline.imports.codes import Codes
    from testimonia.pipeline.imports.ledger import Ledger
    from testimonia.pipeline.imports.takeover import Takeover
    from testimonia.pipeline.imports.texts import Documents

    if not by.strip():
        raise DecisionError("nobody answers for this import", hint="--by NAME")
    foreign = read(path)
    with desk.store.exclusive():
        ledger = Ledger(desk, path.name, by, reason)
        ledger.misfits(foreign.misfits)
        documents, codes = Documents(desk, foreign, ledger), Codes(desk, ledger)
        documents.bring_in()
        codes.bring_in(foreign.codes)
        Takeover(desk, foreign, ledger, documents, codes).all()
        ledger.keep()
    return Imported(
        documents=documents.captured,
        codes=codes.added,
        decisions=tuple(ledger.made),
        known=ledger.known,
        aside=tuple(ledger.asides.values()),
    )
