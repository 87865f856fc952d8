"""Fits how the signs of a reported total are weighed, and writes data/lexicon/claim_model.yaml.

    python tools/fit_claim_model.py [--c C] [--threshold T] [--write] FOLDER ...

A row is a number that may count people; it is right where the annotation gives a claim with that figure in that sentence. The second model
learns from what the first says of articles that it was not fitted on. Figures are by leaving each folder out in turn. Deterministic.
"""

import argparse
from collections import Counter
from pathlib import Path

import numpy as np
from fit_case_model import LEXICON, load_lexicon, readings, settings
from score import overlap
from sklearn.linear_model import LogisticRegression

from testimonia.identity.detect.claims import unit
from testimonia.identity.detect.claims.candidates import candidates
from testimonia.identity.detect.claims.weigh import alone_features, among_features, chosen, probability, related
from testimonia.identity.detect.layout import lay_out

Weights = dict[str, float]


class Sheet:
    """One article: its candidates, what is said of each by itself, and which of them the annotation gives."""

    def __init__(self, group, doc, article, lexicon):
        self.group = group
        self.found = candidates(lay_out(article), lexicon)
        self.alone = alone_features(self.found, lexicon)
        left = [c for c in doc.get("claims", ()) if c.get("figure") is not None]
        self.gold = len(left)
        self.right = []
        for one in self.found:
            hit = next(
                (c for c in left if c["figure"] == one.number.figure and overlap(c["quote"], one.text) >= 0.5), None
            )
            if hit:
                left.remove(hit)
            self.right.append(hit is not None)
        self.lost = left
        # A figure that the annotation gives once and the article several times: the other places teach nothing.
        given = {one.number.figure for one, right in zip(self.found, self.right, strict=True) if right}
        self.taught = [
            right or one.number.figure not in given for one, right in zip(self.found, self.right, strict=True)
        ]

    def among(self, alone: Weights):
        """The features of the second reading, given the first model."""
        return among_features(self.found, self.alone, [probability(values, alone) for values in self.alone])


def fitted(rows, right, c) -> Weights:
    """Logistic regression with an L2 penalty; features that hold in fewer than three rows are left out."""
    names = sorted(n for n, times in Counter(n for row in rows for n in row).items() if times >= 3)
    x = np.array([[row.get(n, 0.0) for n in names] for row in rows])
    model = LogisticRegression(C=c, max_iter=5000).fit(x, right)
    return {"bias": float(model.intercept_[0]), **dict(zip(names, map(float, model.coef_[0]), strict=True))}


def both(sheets, c) -> tuple[Weights, Weights]:
    """The two models. The second sees what the first, fitted on the other folders, says of each article."""
    groups = sorted({s.group for s in sheets})
    rows, right = [], []
    for group in groups:
        others = [s for s in sheets if s.group != group] or sheets
        alone = first(others, c)
        for sheet in (s for s in sheets if s.group == group):
            rows += [r for r, taught in zip(sheet.among(alone), sheet.taught, strict=True) if taught]
            right += [y for y, taught in zip(sheet.right, sheet.taught, strict=True) if taught]
    return first(sheets, c), fitted(rows, right, c)


def first(sheets, c) -> Weights:
    """The model of a number by itself."""
    rows = [(r, y) for s in sheets for r, y, taught in zip(s.alone, s.right, s.taught, strict=True) if taught]
    return fitted([r for r, _ in rows], [y for _, y in rows], c)


def tally(sheets, alone, among, threshold):
    """(right, proposed, gold)."""
    hits = said = gold = 0
    for sheet in sheets:
        keys = [(one.number.figure, unit(one)) for one in sheet.found]
        taken = chosen(
            sheet.found, keys, related(sheet.found, [probability(v, among) for v in sheet.among(alone)]), threshold
        )
        hits += sum(sheet.right[i] for i in taken)
        said += len(taken)
        gold += sheet.gold
    return hits, said, gold


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--c", type=float, default=0.3)
    parser.add_argument("--threshold", type=float, default=0.5)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    study, lexicon = settings(), load_lexicon()
    # The writers: w1a and w1b are by the same hand.
    sheets = [
        Sheet(f.name.rstrip("ab"), d, a, lexicon) for f in args.folders for d, _, a in readings(f, study, lexicon)
    ]
    found = sum(sum(s.right) for s in sheets)
    print(f"{sum(len(s.found) for s in sheets)} numbers, {found} of {sum(s.gold for s in sheets)} claims among them")
    groups = sorted({s.group for s in sheets})
    if len(groups) > 2:
        models = {g: both([s for s in sheets if s.group != g], args.c) for g in groups}
        for threshold in sorted({0.3, 0.35, 0.4, 0.45, 0.5, 0.55, args.threshold}):
            parts = [(g, tally([s for s in sheets if s.group == g], *models[g], threshold)) for g in groups]
            hits, said, gold = (sum(t[i] for _, t in parts) for i in range(3))
            each = " ".join(f"{g} {2 * h / (s + n):.3f}" for g, (h, s, n) in parts)
            print(f"{threshold:.2f}: P {hits / said:.3f} R {hits / gold:.3f} F1 {2 * hits / (said + gold):.3f}  {each}")
    alone, among = both(sheets, args.c)
    if args.write:
        lines = [
            "# How the signs of a reported total are weighed: two logistic regressions (identity/detect/claims/signs.py names the features).",
            f"# tools/fit_claim_model.py --c {args.c} --threshold {args.threshold} {' '.join(map(str, args.folders))}",
            f"threshold: {args.threshold}",
        ]
        for title, weights in (("alone", alone), ("among", among)):
            lines += [f"{title}:", *(f"  {name}: {value:.3f}" for name, value in weights.items())]
        (LEXICON / "claim_model.yaml").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
