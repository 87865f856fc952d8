"""Where the coders of a unit differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from testimonia.domain.coding import Stance
from testimonia.domain.round import Difference, Given, Mark

ABSENT = "absent"


def verdict(marks: Iterable[Mark], code: str) -> str:
    """Present, denied or absent: what an answer says of a code, whatever words it marks. Present beats denied."""
    stances = {mark.stance for mark in marks if mark.code == code}
    return next((s.value for s in (Stance.PRESENT, Stance.DENIED) if s in stances), ABSENT)


def differences(answers: Sequence[Given], codes: Iterable[str]) -> Iterator[Difference]:
    """The codes on which not all answers say the same, or say it of words that have nothing in common."""
    for code in codes:
        said = {one.coder: verdict(one.marks, code) for one in answers}
        apart = len(set(said.values())) == 1 and ABSENT not in said.values() and not _share_words(answers, code)
        if len(set(said.values())) > 1 or apart:
            yield Difference(code=code, said=said, words_apart=apart)


def _share_words(answers: Sequence[Given], code: str) -> bool:
    first, *others = ([m for m in one.marks if m.code == code] for one in answers)
    return all(any(a.start < b.end and b.start < a.end for a in first for b in other) for other in others)
