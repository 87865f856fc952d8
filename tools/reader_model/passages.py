"""Training passages as the model sees them: text, sentences with code targets, mentions with person targets."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from testimonia.adapters.reader.windows import sentences_of

CODES = (
    "leaving/infighting", "leaving/brutality", "leaving/corruption", "leaving/quality_of_life", "leaving/other",
    "joining/defend_sunnis", "joining/ideology", "joining/material", "joining/adventure", "joining/coercion", "joining/other",
)  # fmt: skip
EVIDENCE = ("member", "left", "spoke", "not_left", "dead", "captured", "silent", "non_role")
TYPES = (
    "traveller", "killed", "captured", "returnee_silent", "still_member", "other_group", "official", "expert", "journalist", "relative", "victim",
)  # fmt: skip
SENTENCE_TARGETS = (*(f"own:{c}" for c in CODES), *(f"touched:{c}" for c in CODES), "denied")
PERSON_TARGETS = ("case", *(f"evidence:{e}" for e in EVIDENCE), *(f"type:{t}" for t in TYPES))
_PRONOUN = re.compile(r"\b(?:he|she|him|her|his|I|my|me)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Target:
    """A span of the text with its row of 0/1 targets."""

    start: int
    end: int
    row: tuple[float, ...]


@dataclass(frozen=True)
class Passage:
    """One training passage."""

    id: str
    text: str
    sentences: tuple[Target, ...]
    people: tuple[Target, ...]


def load(folders: list[Path]) -> Iterator[Passage]:
    """All passages of the folders' .jsonl files, in order of name."""
    for folder in folders:
        for path in sorted(folder.glob("*.jsonl")):
            for line in path.read_text(encoding="utf-8").splitlines():
                if line.strip():
                    yield _passage(json.loads(line))


def _passage(raw: dict) -> Passage:
    text = raw["text"]
    return Passage(raw["id"], text, tuple(_sentences(raw, text)), tuple(_people(raw, text)))


def _sentences(raw: dict, text: str) -> Iterator[Target]:
    marks = [
        (m, a, a + len(m["quote"]))
        for m in raw["marks"]
        if m["code"] in CODES
        for a in [text.find(m["quote"])]
        if a >= 0
    ]
    for start, end in sentences_of(text):
        row = dict.fromkeys(SENTENCE_TARGETS, 0.0)
        for mark, a, b in marks:
            if min(end, b) - max(start, a) < 0.4 * min(b - a, end - start):
                continue
            denied = mark["polarity"] == "denied"
            own = mark["owner"] == "own" and not denied
            row[f"{'own' if own else 'touched'}:{mark['code']}"] = 1.0
            row["denied"] = max(row["denied"], float(denied))
        yield Target(start, end, tuple(row.values()))


def _people(raw: dict, text: str) -> Iterator[Target]:
    for person in raw["people"]:
        row = dict.fromkeys(PERSON_TARGETS, 0.0)
        row["case"] = float(person["role"] == "case")
        for item in person.get("evidence", ()):
            if item["kind"] in EVIDENCE:
                row[f"evidence:{item['kind']}"] = 1.0
        if person.get("type") in TYPES:
            row[f"type:{person['type']}"] = 1.0
        target = tuple(row.values())
        if person["surface"] in ("A", "Q"):  # a speaker label: the letter stands everywhere
            continue
        spans = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(person['surface'])}(?!\w)", text)]
        last = person["surface"].split()[-1]
        if last[:1].isupper() and len(last) > 3:
            spans += [m.span() for m in re.finditer(rf"(?<!\w){re.escape(last)}(?!\w)", text)]
        if len(raw["people"]) == 1:
            spans += [m.span() for m in _PRONOUN.finditer(text)][:4]
        for a, b in dict.fromkeys(spans):
            yield Target(a, b, target)
