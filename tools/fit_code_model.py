"""Fits how cues and reader are weighed in coding, and writes data/lexicon/code_model.yaml.

    python tools/fit_code_model.py [--write] [--test FOLDER ...] FOLDER ...

A row is a sentence of a true case's scope and a code; it is right where the annotation gives that code with that evidence. Figures on the
folders fitted are by leaving each out in turn. The likeliest code of a family is said from FIRST on, any other from THRESHOLD on. Deterministic.
"""

import argparse
from pathlib import Path

import numpy as np
from fit_case_model import affinity, load_lexicon, readings, settings
from score import overlap
from sklearn.linear_model import LogisticRegression

from testimonia.adapters import reader
from testimonia.config import load_codebook
from testimonia.narrative.code import observations

DATA = Path(__file__).parent.parent / "src/testimonia/data"


def table(folder, study, lexicon, codebook, model):
    """(person, code, features, right, is gold code) of every sentence; codes without any evidence in scope too."""
    rows, gold = [], {}
    for doc, reading, article in readings(folder, study, lexicon, model):
        for person in (p for p in doc["persons"] if p["role"] == "case"):
            wanted = [(f"{k}/{c['code']}", c["evidence"]) for k in ("leaving", "joining") for c in person.get(k, ())]
            for code, _ in wanted:
                gold.setdefault((doc["doc"], person["id"]), set()).add(code)
            gold.setdefault((doc["doc"], person["id"]), set())
            fits = [
                (
                    affinity(person["surface"], [m.span.quote for m in a.mentions if m.kind != "pronoun"]),
                    a.probability,
                    a,
                )
                for a in getattr(reading, "appearances", ())
            ]
            best = max(fits, key=lambda f: f[:2], default=(0, 0, None))
            if best[0] == 0:
                continue
            for seen in observations(article, best[2], codebook, study, model):
                right = any(c == seen.code.id and overlap(q, seen.span.quote) >= 0.6 for c, q in wanted)
                rows.append(((doc["doc"], person["id"]), seen.code.id, seen.features, right))
    return rows, gold


def scores(rows, gold, p, threshold, first):
    """Macro F1 of leaving and joining over (person, code), of found persons."""
    best = {}
    for (who, code, features, _), chance in zip(rows, p, strict=True):
        if not features["cue_denied"] and features["denied"] < 0.5:
            held = best.setdefault((who, code.partition("/")[0]), {})
            held[code] = max(held.get(code, 0.0), chance)
    said = {}
    for (who, _), held in best.items():
        top = max(held.values())
        said.setdefault(who, set()).update(c for c, v in held.items() if v >= threshold or v == top >= first)
    result = []
    for family in ("leaving", "joining"):
        f1s = []
        for code in sorted({c for v in gold.values() for c in v if c.startswith(family) and not c.endswith("/other")}):
            hits = sum(code in gold[w] and code in said.get(w, ()) for w in gold)
            f1s.append(2 * hits / max(1, sum(code in v for v in gold.values()) + sum(code in v for v in said.values())))
        result.append(float(np.mean(f1s)) if f1s else 0.0)
    return result


def fit(rows, names, c):
    return LogisticRegression(C=c, max_iter=5000).fit([[r[2][n] for n in names] for r in rows], [r[3] for r in rows])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--test", nargs="*", type=Path, default=[])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--c", type=float, default=0.3)
    parser.add_argument("--threshold", type=float, default=0.15)
    parser.add_argument("--first", type=float, default=0.05)
    args = parser.parse_args()
    study, lexicon, model = settings(), load_lexicon(), reader.load()
    codebook = load_codebook(DATA / "templates/defectors/codebook.yaml")
    tables = {f: table(f, study, lexicon, codebook, model) for f in [*args.folders, *args.test]}
    names = sorted(next(iter(tables.values()))[0][0][2])
    fitted = fit([r for f in args.folders for r in tables[f][0]], names, args.c)
    print("fitted:", dict(zip(names, fitted.coef_[0].round(2), strict=True)))
    print("leaving, joining macro F1 of found persons, the folder left out:")
    for folder, (rows, gold) in tables.items():
        rest = [r for f in args.folders if f != folder for r in tables[f][0]]
        unseen = fit(rest, names, args.c) if folder in args.folders else fitted
        chances = unseen.predict_proba([[r[2][n] for n in names] for r in rows])[:, 1]
        print("  ", folder, [round(s, 3) for s in scores(rows, gold, chances, args.threshold, args.first)])
    if args.write:
        lines = [
            "# How cues and the learned reader are weighed in coding: logistic regression (narrative/code.py names the features).",
            f"# tools/fit_code_model.py --c {args.c} --threshold {args.threshold} --first {args.first} {' '.join(map(str, args.folders))}",
            f"bias: {fitted.intercept_[0]:.4f}",
            f"threshold: {args.threshold:.2f}",
            f"first: {args.first:.2f}",
            "weights:",
            *(f"  {n}: {w:.4f}" for n, w in zip(names, fitted.coef_[0], strict=True)),
        ]
        (DATA / "lexicon/code_model.yaml").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
