"""What speaks for and against a number being a count of the study's people, as named features."""

from __future__ import annotations

import re
from functools import lru_cache

from testimonia.domain.lexicon import Lexicon, Sign
from testimonia.identity.detect.claims.candidates import Candidate
from testimonia.identity.detect.claims.counted import Noun
from testimonia.identity.detect.claims.no_count import in_table

Features = dict[str, float]
_NAME = re.compile(r"\b[A-Z][\w-]+(?: [A-Z][\w-]+)?")
_NAMED = re.compile(r"\w [A-Z][\w-]* $")
_OTHERS = (Noun.KIN, Noun.BYSTANDERS, Noun.AGENTS)
CLOSE = 40
"""Characters before and after a number that are close to it."""
_MANY = 8.0
"""So many claims make an article a report."""


@lru_cache(maxsize=8)
def _compiled(signs: tuple[Sign, ...]) -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    return tuple((s.name, s.where, re.compile(s.pattern, re.IGNORECASE)) for s in signs)


def features(one: Candidate, lexicon: Lexicon, sentences: dict[int, frozenset[str]]) -> Features:
    """By itself: what it counts, how large it is, what its clause and sentence say. `sentences` remembers what was found in each sentence."""
    signs = _compiled(lexicon.counts.signs)
    if one.sentence not in sentences:
        sentences[one.sentence] = frozenset(n for n, where, p in signs if where == "sentence" and p.search(one.text))
    told = sentences[one.sentence] | {n for n, where, p in signs if where != "sentence" and _stands(where, p, one)}
    figure = one.number.figure
    found: Features = {f"noun_{one.noun}": 1.0, **{f"says_{name}": 1.0 for name in told}}
    size = (
        "none" if figure < 1 else "one" if figure < 2 else "few" if figure < 10 else "tens" if figure < 100 else "many"
    )
    found[f"size_{size}"] = 1.0
    found["digits"] = float(one.number.digits)
    found["digits_few"] = float(one.number.digits and figure < 10)
    found["qualified"] = float(one.qualifier is not None)
    found["opens"] = float(not one.lead.strip(" \"'"))
    act = bool(told & {"gone", "left", "back", "spoke", "held", "dead", "there"})
    found["acts"] = float(act)
    if one.noun in (Noun.PEOPLE, *_OTHERS):
        found["people_act"] = float(act)
        found["people_source"] = float("source" in told)
        found["people_here"] = float(bool(told & {"i_or_we", "scene"}))
    if one.noun in (Noun.SUBJECT, Noun.NATIONALS):
        found["subject_total"] = float(figure >= 10)
    if one.noun is Noun.BARE:
        found["bare_act"] = float(act)
        found["bare_source"] = float("source" in told and "says" in told)
        found["bare_here"] = float(bool(told & {"i_or_we", "scene"}))
    found["row"] = float(in_table(one.text))
    found["named"] = float(one.number.digits and bool(_NAMED.search(one.lead)))
    if figure < 10:
        found["few_acts"] = float(act)
        found["few_people"] = float(one.noun in (Noun.PEOPLE, *_OTHERS))
        found["few_source"] = float("source" in told)
    found["country"] = float(
        any(_country(w, lexicon) for w in _NAME.findall(one.behind[-40:] + " | " + one.ahead[:40]))
    )
    return {name: value for name, value in found.items() if value}


def _country(words: str, lexicon: Lexicon) -> bool:
    forms = (words, words.split(" ")[0])
    return any(lexicon.countries.get(f, lexicon.demonyms.get(f, "SY")) not in ("SY", "IQ") for f in forms)


def _stands(where: str, pattern: re.Pattern[str], one: Candidate) -> bool:
    if where == "near":
        return bool(pattern.search(one.behind) or pattern.search(one.ahead))
    if where == "close":
        return bool(pattern.search(one.behind[-CLOSE:]) or pattern.search(one.ahead[:CLOSE]))
    return bool(pattern.search({"lead": one.lead, "tail": one.tail, "ahead": one.ahead, "behind": one.behind}[where]))


def among(found: list[Candidate], chances: list[float]) -> list[Features]:
    """What the other numbers of the article came to by themselves: `chances` are their probabilities, in the order of `found`."""
    total = sum(chances)
    best: dict[int, list[tuple[float, int]]] = {}
    for i, one in enumerate(found):
        best.setdefault(one.sentence, []).append((chances[i], i))
    tops = {s: sorted(ranked, reverse=True)[:2] for s, ranked in best.items()}
    largest = 0.0
    results = []
    for i, one in enumerate(found):
        here = one.sentence
        beside = next((c for c, j in tops[here] if j != i), 0.0)
        before = _top(tops, here - 1)
        values = {
            "beside": beside, "before": before, "nearby": max(_top(tops, here + d) for d in (-3, -2, 1, 2)),
            "report": min(total - chances[i], _MANY) / _MANY, "part": float(largest > one.number.figure),
        }  # fmt: skip
        if one.noun in _OTHERS:
            values = {"kin_report": values["report"]}
        if one.noun is Noun.BARE:
            values |= {"bare_" + name: values[name] for name in ("beside", "before", "report")}
        elif one.number.figure < 10 and one.noun not in _OTHERS:
            values |= {"few_" + name: values[name] for name in ("beside", "before", "report")}
        results.append({name: value for name, value in values.items() if value})
        if chances[i] > 0.5:
            largest = max(largest, one.number.figure)
    return results


def _top(tops: dict[int, list[tuple[float, int]]], sentence: int) -> float:
    return tops[sentence][0][0] if sentence in tops else 0.0
