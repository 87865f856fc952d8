"""What an import did: decisions that are new, those that stood in the log already, and what was set aside with its reason."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from testimonia.domain.decision import Action, Decision
from testimonia.domain.exchange import Misfit
from testimonia.domain.setaside import Reason, SetAside
from testimonia.errors import DecisionError
from testimonia.pipeline.decisions import record
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.work import fingerprint
from testimonia.text import speakable

STAGE = "import"


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a file.

    `documents`: captured now; `codes`: ids that the codebook has now; `decisions`: new ones; `known`: how many stood in the log already;
    `aside`: what was left out, with the reasons.
    """

    documents: int = 0
    codes: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()
    known: int = 0
    aside: tuple[SetAside, ...] = ()


class Ledger:
    """Records what comes from one file. The same decision by the same person is never made twice, also where it was undone since."""

    def __init__(self, desk: Desk, file: str, by: str, reason: str) -> None:
        self._desk, self.file, self._by = desk, file, by
        self._reason = reason or f"from {file}"
        self._log: set[tuple[str, str]] = set()
        for held in desk.store.decisions():
            self._enter(held.action, held.by)
        self.made: list[Decision] = []
        self.known = 0
        self.asides: dict[str, SetAside] = {}

    def decide(self, action: Action, *, subject: str, by: str = "", why: str = "") -> None:
        """Adds the decision to the log, unless it stands there; `subject` says which item of the file it is from."""
        who = by.strip() or self._by
        if (fingerprint(action), by.strip()) in self._log:
            self.known += 1
            return
        try:
            event = record(self._desk, action, by=who, reason=f"{why or self._reason}: {subject}")
        except DecisionError as error:
            if not who.strip():
                raise
            self.aside(subject, Reason.FAILED, " ".join(str(error).split()))
            return
        self._enter(action, event.by)
        self.made.append(event)

    def _enter(self, action: Action, by: str) -> None:
        """Under its author, and under nobody: what the file ascribes to nobody is known whoever imports it."""
        mark = fingerprint(action)
        self._log |= {(mark, by), (mark, "")}

    def aside(self, subject: str, reason: Reason, detail: str) -> None:
        """Sets an item of the file aside."""
        name = f"{self.file}: {subject}"
        number = 2
        while name in self.asides and self.asides[name].detail != detail:
            name, number = f"{self.file}: {subject} ({number})", number + 1
        self.asides[name] = SetAside(
            stage=STAGE,
            subject=speakable(name),
            source=speakable(self.file),
            reason=reason,
            detail=speakable(detail)[:300],
        )

    def misfits(self, found: Iterable[Misfit]) -> None:
        """Sets aside what the reader of the file could not take."""
        for one in found:
            self.aside(one.subject, Reason(one.reason), one.detail)

    def keep(self) -> None:
        """Notes in the store what was left out, in place of what an earlier import of this file left out."""
        store = self._desk.store
        before = [s.subject for s in store.set_asides(STAGE) if s.source == speakable(self.file)]
        marks = {s.subject: fingerprint(s) for s in self.asides.values()}
        done = store.done(STAGE, [*before, *marks])
        with store.transaction():
            store.drop(STAGE, [name for name in before if name not in marks])
            for one in self.asides.values():
                if done.get(one.subject) != marks[one.subject]:
                    store.put(STAGE, one.subject, marks[one.subject], one)
