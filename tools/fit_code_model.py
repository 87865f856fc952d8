"""Fits how cues and reader are weighed in coding, and writes data/lexicon/code_model.yaml.

    python tools/fit_code_model.py [--write] [--keep FILE] [--test FOLDER ...] FOLDER ...

FOLDER@WEIGHTS reads the folder with the learned reader in WEIGHTS, one that was not trained on it. --keep keeps the rows of the folders; a file of kept rows
(fit_rows.py) may be given in place of folders.
The sentence model: a row is a sentence of a true case's scope and a code; it is right where the annotation gives that code with that evidence.
The person model: a row is a true case and a code, with the sentence model of the other folders; it is right where the annotation gives that code.
Figures on the folders fitted are by leaving each out in turn. Deterministic.
"""

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from fit_case_model import affinity, load_lexicon, parted, readings, settings
from fit_rows import is_kept, keep, kept, numbers
from score import overlap
from sklearn.linear_model import LogisticRegression

from testimonia.config import load_codebook
from testimonia.narrative.weigh import observations, of_person

DATA = Path(__file__).parent.parent / "src/testimonia/data"
BOOK = load_codebook(DATA / "templates/defectors/codebook.yaml")


@dataclass(frozen=True)
class Seen:
    """What of an observation is fitted on. `start`: where its sentence begins."""

    code: str
    start: int
    denied: bool
    features: Mapping[str, float]


class Case:
    """A true case that detection found: (what is seen, is gold evidence) of every sentence and code, and the gold codes."""

    def __init__(self, who, rows, gold):
        self.who, self.rows, self.gold = who, rows, gold


def cases(folder, study, lexicon, model):
    found = []
    for doc, reading, article in readings(folder, study, lexicon, model):
        for person in (p for p in doc["persons"] if p["role"] == "case"):
            wanted = [(f"{k}/{c['code']}", c["evidence"]) for k in ("leaving", "joining") for c in person.get(k) or ()]
            fits = [
                (
                    affinity(person["surface"], [m.span.quote for m in a.mentions if m.kind != "pronoun"]),
                    a.probability,
                    i,
                )
                for i, a in enumerate(getattr(reading, "appearances", ()))
            ]
            best = max(fits, default=(0, 0, 0))
            if best[0] == 0:
                continue
            seen = observations(article, reading.appearances[best[2]], BOOK, study, model)
            rows = [
                (
                    Seen(o.code.id, o.span.start, o.denied, o.features),
                    any(c == o.code.id and overlap(q, o.span.quote) >= 0.6 for c, q in wanted),
                )
                for o in seen
            ]
            if rows:
                found.append(Case((doc["doc"], person["id"]), rows, {c for c, _ in wanted}))
    return found


def keep_cases(path, folds):
    """Keeps the cases of all folders."""
    names = sorted(next(case for held in folds.values() for case in held).rows[0][0].features)
    lines = (
        {
            "folder": folder.partition("@")[0],
            "who": case.who,
            "gold": sorted(case.gold),
            "seen": [
                [o.code, o.start, int(o.denied), int(right), *numbers(o.features, names)] for o, right in case.rows
            ],
        }
        for folder, held in folds.items()
        for case in held
    )
    keep(path, {"rows": "codes", "seen": ["code", "start", "denied", "right", *names]}, lines)


def kept_cases(path):
    """Folder -> its cases, as they were kept."""
    head, lines = kept(path, "codes")
    names, folds = head["seen"][4:], {}
    for line in lines:
        rows = [
            (Seen(code, start, bool(denied), dict(zip(names, values, strict=True))), bool(right))
            for code, start, denied, right, *values in line["seen"]
        ]
        folds.setdefault(line["folder"], []).append(Case(tuple(line["who"]), rows, set(line["gold"])))
    return folds


class Model:
    """A logistic regression over named features."""

    def __init__(self, rows, right, c):
        self.names = sorted(rows[0])
        self.fitted = LogisticRegression(C=c, max_iter=5000).fit(self.table(rows), right)

    def table(self, rows):
        return [[r[n] for n in self.names] for r in rows]

    def of(self, rows):
        return self.fitted.predict_proba(self.table(rows))[:, 1]

    def lines(self):
        weights = zip(self.names, self.fitted.coef_[0], strict=True)
        return [f"  bias: {self.fitted.intercept_[0]:.4f}", "  weights:", *(f"    {n}: {w:.4f}" for n, w in weights)]


def sentence_model(held, c):
    rows = [r for case in held for r in case.rows]
    return Model([o.features for o, _ in rows], [right for _, right in rows], c)


def persons(held, model):
    """(case, code, numbers of the person model, is gold) of every case and code."""
    found = []
    for case in held:
        ranked = {c.id: [] for c in BOOK.codes}
        for (o, _), p in zip(case.rows, model.of([o.features for o, _ in case.rows]), strict=True):
            if not o.denied:
                ranked[o.code].append((float(p), o))
        for code in ranked:
            ranked[code].sort(key=lambda s: (-s[0], s[1].start))
        found += [(case, code, values, code in case.gold) for code, values in of_person(ranked).items()]
    return found


def person_model(folds, c):
    """Fitted on numbers that come from sentence models which have not seen the case."""
    rows = []
    for name, held in folds.items():
        others = [case for other, all_ in folds.items() if other != name for case in all_]
        rows += persons(held, sentence_model(others, c[0]))
    return Model([r[2] for r in rows], [r[3] for r in rows], c[1])


def macro(rows, chances, threshold):
    """Macro F1 of leaving and joining over (person, code), and micro F1."""
    result = []
    for family in ("leaving", "joining"):
        f1s, all_ = [], np.zeros(3)
        for code in sorted({r[1] for r in rows if r[1].startswith(family) and not r[1].endswith("/other")}):
            mine = [(r[3], p >= threshold) for r, p in zip(rows, chances, strict=True) if r[1] == code]
            counts = np.array([sum(g and s for g, s in mine), sum(s for _, s in mine), sum(g for g, _ in mine)])
            all_ += counts
            if counts[2]:
                f1s.append(2 * counts[0] / (counts[1] + counts[2]))
        result += [float(np.mean(f1s)), 2 * all_[0] / max(1, all_[1] + all_[2])]
    return [round(x, 3) for x in result]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--test", nargs="*", default=[])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--c", type=float, nargs=2, default=(0.3, 0.3))
    parser.add_argument("--threshold", type=float, default=0.2)
    parser.add_argument("--more", type=float, default=0.25)
    args = parser.parse_args()
    study, lexicon = settings(), load_lexicon()

    def cases_of(given):
        folder, model = parted(given)
        return cases(folder, study, lexicon, model)

    folds = {}
    for given in args.folders:
        for folder, held in (kept_cases(Path(given)) if is_kept(given) else {given: cases_of(given)}).items():
            folds.setdefault(folder, []).extend(held)
    if args.keep:
        keep_cases(args.keep, folds)
    sentence = sentence_model([c for held in folds.values() for c in held], args.c[0])
    person = person_model(folds, args.c)
    print("sentence:", dict(zip(sentence.names, sentence.fitted.coef_[0].round(2), strict=True)))
    print("person:", dict(zip(person.names, person.fitted.coef_[0].round(2), strict=True)))
    grid = sorted({0.15, 0.2, 0.25, 0.3, 0.35, 0.4, args.threshold})
    print("leaving macro, micro, joining macro, micro F1 of found persons, the folder left out; thresholds", grid)
    pooled = []
    for folder in folds:
        rest = {f: held for f, held in folds.items() if f != folder}
        rows = persons(folds[folder], sentence_model([c for held in rest.values() for c in held], args.c[0]))
        chances = person_model(rest, args.c).of([r[2] for r in rows])
        pooled += zip(rows, chances, strict=True)
        print("  ", folder, len(folds[folder]), macro(rows, chances, args.threshold))
    for threshold in grid:
        print("   all folders, at", threshold, macro([r for r, _ in pooled], [p for _, p in pooled], threshold))
    for folder in args.test:
        rows = persons(cases_of(folder), sentence)
        chances = person.of([r[2] for r in rows])
        print("   test", folder, [(t, macro(rows, chances, t)) for t in grid])
    if args.write:
        lines = [
            "# How cues and the learned reader are weighed in coding: two logistic regressions (narrative/weigh.py names the features).",
            f"# tools/fit_code_model.py --c {args.c[0]} {args.c[1]} --threshold {args.threshold} --more {args.more} {' '.join(args.folders)}",
            f"threshold: {args.threshold:.2f}", f"more: {args.more:.2f}", "sentence:", *sentence.lines(), "person:", *person.lines(),
        ]  # fmt: skip
        (DATA / "lexicon/code_model.yaml").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
