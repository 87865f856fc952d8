"""Written passages and annotated articles as the model sees them: a window of text, one person in it, and what is asked of both.

The people of a text are found by the program's own detection, so that training meets the same mentions and speech (and the same mistakes)
as reading does later. Where detection overlooks an annotated person of a passage, the words of the annotation stand in.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2] / "tests/corpus"))
from fit_case_model import readings, settings
from score import affinity, overlap
from targets import CODES, EVIDENCE, PERSON_TARGETS, SENTENCE_TARGETS, TYPES, Example, Row

from testimonia.adapters.reader.windows import windows_of
from testimonia.config import load_lexicon
from testimonia.domain.appearance import Appearance
from testimonia.domain.article import Article, Form
from testimonia.identity.detect import read
from testimonia.ports.reader import Focus
from testimonia.text import sha256

_I = re.compile(r"\b(?:I|me|my|myself)\b")
_ANSWER = re.compile(r"(?m)^A: .*$")


def of_passages(path: Path) -> Iterator[Example]:
    """Every (passage, person) of a .jsonl file."""
    study, lexicon = settings(), load_lexicon()
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            raw = json.loads(line)
            yield from _of_passage(raw, read(_article(raw), study, lexicon).appearances)


def _article(raw: dict) -> Article:
    text = raw["text"]
    form = (
        Form.TRANSCRIPT
        if raw["register"] in ("transcript", "radio")
        else Form.INTERVIEW
        if "\n\nA: " in text
        else Form.PROSE
    )
    return Article(
        id="d-x", capture="c-x", source="x", text=text, sha256=sha256(text), language="en", form=form, cleaner="x"
    )


def _of_passage(raw: dict, found: tuple[Appearance, ...]) -> Iterator[Example]:
    text, taken = raw["text"], set()
    asserted = [m for m in raw["marks"] if m["owner"] == "own" and m["code"] in CODES]
    cases = [p["surface"] for p in raw["people"] if p["role"] == "case"]
    for person in raw["people"]:
        surface = person["surface"]
        fits = sorted(
            (
                (affinity([surface], [m.span.quote for m in a.mentions if m.kind != "pronoun"]), -i)
                for i, a in enumerate(found)
            ),
            reverse=True,
        )
        chosen = next((-i for fit, i in fits if fit > 0 and -i not in taken), None)
        if chosen is None:
            focus = Focus(mentions=tuple(_named(surface, text)), speech=())
        else:
            taken.add(chosen)
            focus = Focus.on(found[chosen])
        alone = len(cases) == 1 and surface == cases[0]
        own = [m for m in asserted if m["person"] == surface or (m["person"] is None and alone)]
        yield from _examples(f"{raw['id']}/{surface}", text, focus, _person_of(person), own, raw["marks"])
    if asserted and not raw["people"]:
        answers = [m.span() for m in _ANSWER.finditer(text)]
        mentions = () if answers else tuple(m.span() for m in _I.finditer(text))
        focus = Focus(mentions=mentions, speech=tuple(answers or [(0, len(text))]))
        yield from _examples(f"{raw['id']}/I", text, focus, None, asserted, raw["marks"])


def _named(surface: str, text: str) -> Iterator[tuple[int, int]]:
    last = surface.split()[-1]
    for words in dict.fromkeys([surface, *([last] if last[:1].isupper() and len(last) > 3 else [])]):
        yield from (m.span() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text))


def _person_of(person: dict) -> Row:
    row: dict[str, float | None] = dict.fromkeys(PERSON_TARGETS, 0.0)
    row["whole"] = None
    row["case"] = float(person["role"] == "case")
    for item in person.get("evidence", ()):
        if item["kind"] in EVIDENCE:
            row[f"evidence:{item['kind']}"] = 1.0
    if person.get("type") in TYPES:
        row[f"type:{person['type']}"] = 1.0
    return tuple(row.values())


def _examples(
    id: str, text: str, focus: Focus, person: Row | None, own: list[dict], marks: list[dict]
) -> Iterator[Example]:
    def row(start: int, end: int) -> Row:
        values: dict[str, float | None] = dict.fromkeys(SENTENCE_TARGETS, 0.0)
        for mark in marks:
            a = text.find(mark["quote"])
            b = a + len(mark["quote"])
            if mark["code"] not in CODES or min(end, b) - max(start, a) < 0.4 * min(b - a, end - start):
                continue
            denied = mark["polarity"] == "denied"
            theirs = mark in own and not denied
            values[f"{'own' if theirs else 'touched'}:{mark['code']}"] = 1.0
            values["denied"] = max(values["denied"] or 0.0, float(denied))
        return tuple(values.values())

    for window in windows_of(text):
        if window.touches(focus):
            yield Example(
                id,
                text,
                window,
                focus,
                person if window.mentions(focus) else None,
                tuple(row(a, b) for a, b in window.judged),
            )


def of_articles(folder: Path) -> Iterator[Example]:
    """Every (window, person) of a folder of annotated articles."""
    for doc, reading, article in readings(folder, settings(), load_lexicon()):
        for appearance in getattr(reading, "appearances", ()):
            quotes = [m.span.quote for m in appearance.mentions if m.kind != "pronoun"]
            fits = [(affinity(p["surface"], quotes), p["role"] == "case", -i) for i, p in enumerate(doc["persons"])]
            fit, _, index = max(fits, default=(0, False, 0))
            yield from _of_person(doc, article.text, appearance, doc["persons"][-index] if fit else {"role": "nobody"})


def _of_person(doc: dict, text: str, appearance: Appearance, person: dict) -> Iterator[Example]:
    case = person["role"] == "case"
    told: dict[str, float | None] = dict.fromkeys(PERSON_TARGETS, None)
    told["whole"] = float(case)
    told |= {f"type:{t}": float(person.get("type") == t) for t in TYPES}
    reasons = [(f"{k}/{c['code']}", c["evidence"]) for k in ("leaving", "joining") for c in person.get(k) or () if case]
    focus = Focus.on(appearance)

    def row(start: int, end: int) -> Row:
        values: dict[str, float | None] = dict.fromkeys(SENTENCE_TARGETS, None)
        values |= {f"own:{c}": 0.0 for c in CODES}
        for code, quote in reasons:
            if overlap(quote, text[start:end]) >= 0.7 and f"own:{code}" in values:
                values[f"own:{code}"] = 1.0
        return tuple(values.values())

    for window in windows_of(text):
        if window.touches(focus):
            person_row = tuple(told.values()) if window.mentions(focus) else None
            yield Example(
                f"{doc['doc']}/{appearance.id}",
                text,
                window,
                focus,
                person_row,
                tuple(row(a, b) for a, b in window.judged),
            )


def load(paths: list[Path]) -> Iterator[Example]:
    """The examples of .jsonl files and of folders of articles, in the order given."""
    for path in paths:
        yield from of_articles(path) if path.is_dir() else of_passages(path)
