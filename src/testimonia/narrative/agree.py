"""Two coders, one passage: what a language model coded, beside what cues and reader did.

Where both give a code in the same words, that is one coding, and its reasons say so. What the model alone gives is proposed under its own
name. Nothing of the first coder is taken away, and the model's own list is kept: agreement is computed from the two.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from testimonia.domain.codebook import Codebook
from testimonia.domain.coding import CodedAppearance, Coding, Passage
from testimonia.narrative import cues
from testimonia.narrative.code import CODINGS, PASSAGES

AGREE, DIFFER, ALONE = (
    "a language model codes these words too",
    "a language model reads these words the other way",
    "cues and reader do not code these words",
)


def agree(coded: CodedAppearance, heard: Sequence[Coding], codebook: Codebook) -> CodedAppearance:
    """The first coder's result with the model's codings in it; the same without them."""
    if not heard:
        return coded
    mine = tuple(_with(coding, heard) for coding in coded.codings)
    ids = {coding.id for coding in mine}
    alone: list[Coding] = []
    for coding in heard:
        met = any(_same_words(coding, k) and k.stance is coding.stance for k in mine)
        full = sum(k.code == coding.code for k in alone) >= CODINGS
        if not met and not full and coding.id not in ids:
            alone.append(_alone(coding, codebook))
    return CodedAppearance(
        appearance=coded.appearance,
        codings=(*mine, *alone),
        passages=_passages(coded.passages, heard),
        coder=f"{coded.coder}+{heard[0].coder.removeprefix('machine:')}",
        heard=tuple(heard),
    )


def _same_words(a: Coding, b: Coding) -> bool:
    return a.code == b.code and a.span.overlaps(b.span)


def _with(coding: Coding, heard: Sequence[Coding]) -> Coding:
    met = [k.stance is coding.stance for k in heard if _same_words(coding, k)]
    if not met:
        return coding
    return msgspec.structs.replace(coding, reasons=(*coding.reasons, AGREE if any(met) else DIFFER))


def _alone(coding: Coding, codebook: Codebook) -> Coding:
    entry = codebook.code(coding.code)
    subs = entry.subs if entry else ()
    sub = next((s.id for s in subs if any(c.search(coding.span.quote) for c in cues.compiled(s.cues))), None)
    return msgspec.structs.replace(coding, sub=sub, reasons=(*coding.reasons, ALONE))


def _passages(passages: Sequence[Passage], heard: Sequence[Coding]) -> tuple[Passage, ...]:
    """What the model coded comes first (1 is added to its score): where the first coder ranked the same words, that is the one passage."""
    codes = list(dict.fromkeys((*(p.code for p in passages), *(k.code for k in heard))))
    found: list[Passage] = []
    for code in codes:
        theirs = [k for k in heard if k.code == code]
        raised = [
            msgspec.structs.replace(p, score=round(p.score + any(p.span.overlaps(k.span) for k in theirs), 3))
            for p in passages
            if p.code == code
        ]
        raised += [
            Passage(appearance=k.appearance, article=k.article, code=code, span=k.span, rank=0, score=1.0)
            for k in theirs
            if not any(p.span.overlaps(k.span) for p in raised)
        ]
        raised.sort(key=lambda p: (-p.score, p.rank or PASSAGES, p.span.start))
        found += [msgspec.structs.replace(p, rank=rank) for rank, p in enumerate(raised[:PASSAGES], 1)]
    return tuple(found)
