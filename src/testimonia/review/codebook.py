"""The codebook after what people changed in it: a pure function of the first version and the changes that hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from testimonia.domain.codebook import Code, Codebook
from testimonia.domain.codebook_change import CodeVersion, DefineCode, MergeCodes, RetireCode
from testimonia.domain.coding import Coding, Passage
from testimonia.domain.decision import Decision, Undo
from testimonia.domain.decision_state import DecisionState

Change = DefineCode | RetireCode | MergeCodes
FIELDS = ("name", "definition", "includes", "excludes", "examples", "cues", "not_cues", "subs", "qualifier")
FOR_PEOPLE = ("definition", "includes", "excludes", "examples")
"""A change in these asks people to look again; cues only move the machine, which codes anew by itself."""


class Book:
    """The codes while the changes are gone through. `gone`: code -> the one it was merged into, None where it was retired."""

    def __init__(self, written: Codebook) -> None:
        self.codes = {code.id: code for code in written.codes}
        self.gone: dict[str, str | None] = {}

    def take(self, change: Change) -> None:
        """Makes one change; what is not there (an undo took it back) cannot be retired or merged."""
        if isinstance(change, DefineCode):
            self.gone.pop(change.code.id, None)
            self.codes[change.code.id] = change.code
        elif change.code in self.codes:
            into = self.now(change.into) if isinstance(change, MergeCodes) else None
            if isinstance(change, MergeCodes) and (into is None or into == change.code):
                return
            self.gone[change.code] = into
            del self.codes[change.code]

    def now(self, code: str) -> str | None:
        """As what a code counts; None where it was retired, or never was."""
        seen: set[str] = set()
        held: str | None = code
        while held is not None and held in self.gone and held not in seen:
            seen.add(held)
            held = self.gone[held]
        return held if held in self.codes else None


def book_after(written: Codebook, state: DecisionState) -> Book:
    """The codes after the changes in force."""
    book = Book(written)
    for event in state.changes:
        if isinstance(event.action, Change):
            book.take(event.action)
    return book


def codebook_after(written: Codebook, state: DecisionState) -> Codebook:
    """The codebook in force; its version grows with every change and every undo of one."""
    turns = sum(is_change(event, state.log) for event in state.log)
    if not turns:
        return written
    codes = tuple(book_after(written, state).codes.values())
    return msgspec.structs.replace(written, version=written.version + turns, codes=codes)


def in_book(codings: Iterable[Coding], book: Book) -> tuple[tuple[Coding, ...], tuple[Coding, ...]]:
    """The codings by the codes as they are now, and those whose code was retired. A code that no codebook ever had stays as it is."""
    kept: list[Coding] = []
    retired: list[Coding] = []
    for coding in codings:
        now = book.now(coding.code) if coding.code in book.gone else coding.code
        if now is None:
            retired.append(coding)
        elif now == coding.code:
            kept.append(coding)
        else:
            subs = {sub.id for sub in book.codes[now].subs}
            kept.append(msgspec.structs.replace(coding, code=now, sub=coding.sub if coding.sub in subs else None))
    return tuple(kept), tuple(retired)


def passages_in(passages: Iterable[Passage], book: Book) -> Iterator[Passage]:
    """The passages that are shown for codes that are still given; those of a merged code wait for the next run."""
    return (one for one in passages if one.code not in book.gone)


def is_change(event: Decision, log: tuple[Decision, ...]) -> bool:
    """Whether the event changes the codebook, also by undoing what did."""
    action = event.action
    while isinstance(action, Undo) and 1 <= action.event < event.number:
        event = log[action.event - 1]
        action = event.action
    return isinstance(action, Change)


def versions(written: Codebook, state: DecisionState, code: str | None = None) -> Iterator[CodeVersion]:
    """Every version of every code (or of one), oldest first: first as codebook.yaml has them, then as people changed them."""
    held = {one.id: one for one in written.codes}
    for one in written.codes:
        if code in (None, one.id):
            yield CodeVersion(version=written.version, number=None, code=one, change="codebook.yaml")
    version = written.version
    for event in state.log:
        if not is_change(event, state.log):
            continue
        version += 1
        action = event.action
        if not isinstance(action, Change):
            continue
        id = action.code.id if isinstance(action, DefineCode) else action.code
        before = held.get(id)
        now = action.code if isinstance(action, DefineCode) else before
        if now is not None and code in (None, id):
            yield CodeVersion(
                version=version,
                number=event.number,
                at=event.at,
                by=event.by,
                reason=event.reason,
                code=now,
                change=_in_words(action, before),
                holds=event.number in state.in_force,
            )
        if now is not None and event.number in state.in_force:
            held[id] = now


def changed(before: Code | None, now: Code) -> tuple[str, ...]:
    """Which fields of a code differ."""
    return FIELDS if before is None else tuple(f for f in FIELDS if getattr(before, f) != getattr(now, f))


def _in_words(action: Change, before: Code | None) -> str:
    if isinstance(action, RetireCode):
        return "retired"
    if isinstance(action, MergeCodes):
        return f"merged into {action.into}"
    return "new" if before is None else ", ".join(changed(before, action.code)) or "as it was"
