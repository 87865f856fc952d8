"""Fits the case model on annotated articles and writes data/lexicon/case_model_rules.yaml or, with --reader, case_model_reader.yaml.

    python tools/fit_case_model.py [--reader] [--write] [--keep FILE] [--test FOLDER ...] FOLDER ...

FOLDER@WEIGHTS reads the folder with the learned reader in WEIGHTS, one that was not trained on it: what a model is fitted on must be as
unsure as what it will meet. --keep keeps the rows of the folders; a file of kept rows (fit_rows.py) may be given in place of folders. Prints F1 of each folder by a model of the others, and on each test folder, at the study's threshold. Deterministic.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec
import numpy as np
import yaml
from fit_rows import is_kept, keep, kept, numbers
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).parent.parent / "tests/corpus"))
from score import affinity

from testimonia.adapters import documents, reader, warc
from testimonia.config import load_lexicon, load_study, write_study
from testimonia.corpus.capture import CaptureOptions, CaptureTools, capture
from testimonia.corpus.clean import CleanOptions, CleanTools, clean
from testimonia.domain.article import Article
from testimonia.domain.lexicon import CaseModel
from testimonia.identity.detect import detect
from testimonia.review.learn.signs import signs

LEXICON = Path(__file__).parent.parent / "src/testimonia/data/lexicon"


def settings():
    folder = Path(tempfile.mkdtemp()) / "study"
    folder.mkdir()
    write_study(folder, "defectors", (), None, lambda: None)
    return load_study(folder).settings


def readings(folder, settings, lexicon, model=None):
    capture_tools = CaptureTools(clock=lambda: "2026-01-01T00:00:00Z", warc=warc.records)
    clean_tools = CleanTools(extractors=documents.EXTRACTORS, language=documents.language_of)
    for doc in json.loads((folder / "gold.json").read_text()):
        path = next((p for p in (folder / doc["file"], folder / "articles" / doc["file"]) if p.exists()), folder)
        if doc["lang"] != "en" or path == folder:
            continue
        raws = capture([str(path)], CaptureOptions(), capture_tools)
        articles = [a for a in clean(raws, CleanOptions(), clean_tools) if isinstance(a, Article)]
        for reading, article in zip(detect(articles, settings, lexicon, model), articles, strict=True):
            yield doc, reading, article


def rows(folder, settings, lexicon, model=None):
    """(document, appearance, is case, second description of a case) and the number of cases."""
    found, total = [], 0
    for doc, reading, _ in readings(folder, settings, lexicon, model):
        cases = [p for p in doc["persons"] if p["role"] == "case"]
        others = [p for p in doc["persons"] if p["role"] != "case"]
        total += len(cases)
        quotes = [
            [m.span.quote for m in a.mentions if m.kind != "pronoun"] for a in getattr(reading, "appearances", ())
        ]
        fits = [[affinity(p["surface"], q) for p in cases + others] for q in quotes]
        pairs = sorted(
            (
                (f, len(reading.appearances[i].mentions), -i, -j)
                for i, r in enumerate(fits)
                for j, f in enumerate(r)
                if f > 0
            ),
            reverse=True,
        )
        mine, taken = {}, set()
        for _, _, i, j in pairs:
            if -i not in mine and -j not in taken:
                mine[-i] = -j
                taken.add(-j)
        for i, appearance in enumerate(getattr(reading, "appearances", ())):
            case = i in mine and mine[i] < len(cases)
            again = not case and any(f > 0 for f in fits[i][: len(cases)])
            found.append((doc["doc"], appearance, case, again))
    return found, total


@dataclass(frozen=True)
class Told:
    """What of an appearance is fitted on."""

    label: str
    features: Mapping[str, float]


def keep_rows(path, held):
    """Keeps the rows of all folders, each folder's number of cases first."""
    names = sorted(next(r for found, _ in held.values() for r in found)[1].features)
    lines = (
        {"folder": folder.partition("@")[0], "doc": doc, "label": a.label, "case": case, "again": again,
         "numbers": numbers({n: a.features.get(n, 0.0) for n in names}, names)}
        for folder, (found, _) in held.items()
        for doc, a, case, again in found
    )  # fmt: skip
    keep(
        path,
        {
            "rows": "appearances",
            "cases": {f.partition("@")[0]: total for f, (_, total) in held.items()},
            "numbers": names,
        },
        lines,
    )


def kept_rows(path):
    """Folder -> its rows and its number of cases, as they were kept."""
    head, lines = kept(path, "appearances")
    held = {folder: ([], total) for folder, total in head["cases"].items()}
    for line in lines:
        told = Told(line["label"], dict(zip(head["numbers"], line["numbers"], strict=True)))
        held[line["folder"]][0].append((line["doc"], told, line["case"], line["again"]))
    return held


def fit(x, y, names, c):
    """Logistic regression with an L2 penalty (1/2c a squared weight) and signs: what speaks for a case may not come out against it."""

    def loss(w):
        z = x @ w[:-1] + w[-1]
        p = 1 / (1 + np.exp(-z))
        gradient = np.append(x.T @ (p - y) + w[:-1] / c, (p - y).sum())
        return np.logaddexp(0, z).sum() - y @ z + w[:-1] @ w[:-1] / (2 * c), gradient

    bounds = [(0, None) if s > 0 else (None, 0) if s < 0 else (None, None) for s in signs(names)]
    found = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)])
    return found.x[:-1], float(found.x[-1])


@lru_cache(maxsize=4)
def reader_in(weights):
    """The learned reader with the weights in this folder, or ("") the shipped one."""
    return reader.LearnedReader(Path(weights)) if weights else reader.load()


def parted(given):
    """(folder, reader) of FOLDER or FOLDER@WEIGHTS."""
    folder, _, weights = given.partition("@")
    return Path(folder), reader_in(weights)


class Fitted:
    """A model over standardised features."""

    def __init__(self, data, c):
        kept = [r for r in data if not r[3]]
        self.names = sorted(kept[0][1].features)
        table = self.table(kept)
        self.mean, self.scale = table.mean(0), table.std(0)
        self.scale[self.scale == 0] = 1.0
        right = np.array([r[2] for r in kept], float)
        self.weights, self.bias = fit((table - self.mean) / self.scale, right, self.names, c)

    def table(self, data):
        return np.array([[r[1].features.get(n, 0.0) for n in self.names] for r in data])

    def of(self, data):
        return 1 / (1 + np.exp(-((self.table(data) - self.mean) / self.scale @ self.weights + self.bias)))

    def explain(self, row):
        parts = self.weights * (self.table([row])[0] - self.mean) / self.scale
        top = sorted(zip(self.names, parts, strict=True), key=lambda t: -abs(t[1]))
        return [(n, round(float(v), 1)) for n, v in top[:9]]


def beside(fitted, earlier):
    """The fitted model with the mean of its log odds and those of an earlier one: what either learned from fewer texts weighs half."""
    held = {name: fitted.weights[i] / fitted.scale[i] / 2 for i, name in enumerate(fitted.names)}
    bias = (fitted.bias + earlier["bias"]) / 2 - sum(
        held[n] * m for n, m in zip(fitted.names, fitted.mean, strict=True)
    )
    for name, (weight, mean, scale) in earlier["features"].items():
        held[name] += weight / scale / 2
        bias -= weight * mean / scale / 2
    fitted.weights = np.array([held[n] * s for n, s in zip(fitted.names, fitted.scale, strict=True)])
    fitted.bias = bias + sum(held[n] * m for n, m in zip(fitted.names, fitted.mean, strict=True))


def tell(folder, found, total, fitted, *, errors):
    """Prints F1 of the people of a folder and, if asked, the wrong ones."""
    chances = fitted.of(found)
    said = [r[2] for r, x in zip(found, chances, strict=True) if x >= 0.5]
    for row, x in zip(found, chances, strict=True):
        doc, appearance, case, again = row
        if errors and case != (x >= 0.5):
            kind = "missed" if case else "wrong (again)" if again else "wrong"
            print(f"  {doc} {kind} {x:.2f} {appearance.label!r}", fitted.explain(row))
    hits = sum(said)
    print(f"{folder}: F1 {2 * hits / max(1, len(said) + total):.3f}  right {hits}  proposed {len(said)}  true {total}")
    return np.array([hits, len(said), total])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--test", nargs="*", default=[])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--errors", action="store_true", help="list the wrong ones")
    parser.add_argument("--reader", action="store_true")
    parser.add_argument("--c", type=float, default=0.1)
    parser.add_argument("--beside", type=Path, help="an earlier model to take the mean with")
    args = parser.parse_args()
    study, lexicon = settings(), load_lexicon()
    earlier = yaml.safe_load(args.beside.read_text()) if args.beside else None
    if earlier:  # which articles are asked about at all goes by it, so that a second fit finds the same
        lexicon = msgspec.structs.replace(lexicon, reader_model=msgspec.convert(earlier, CaseModel, strict=False))

    def rows_of(given):
        folder, model = parted(given)
        return rows(folder, study, lexicon, model if args.reader else None)

    held = {}
    for given in args.folders:
        for folder, (found, total) in (kept_rows(Path(given)) if is_kept(given) else {given: rows_of(given)}).items():
            before, cases = held.get(folder, ([], 0))
            held[folder] = (before + found, cases + total)
    if args.keep:
        keep_rows(args.keep, held)
    print("each folder with a model of the others:")
    counts = np.zeros(3)
    for folder, (found, total) in held.items():
        others = [r for f, (theirs, _) in held.items() if f != folder for r in theirs]
        counts += tell(folder, found, total, Fitted(others, args.c), errors=args.errors)
    print(f"all: F1 {2 * counts[0] / (counts[1] + counts[2]):.3f}")
    fitted = Fitted([r for found, _ in held.values() for r in found], args.c)
    if earlier:
        beside(fitted, earlier)
    if args.test:
        print("folders never fitted on:")
    for folder in args.test:
        tell(folder, *rows_of(folder), fitted, errors=args.errors)
    if args.write:
        values = zip(fitted.names, fitted.weights, fitted.mean, fitted.scale, strict=True)
        lines = [
            "# The case model: logistic regression over the features of identity/detect/judge.py, standardised: weight, mean, scale.",
            f"# tools/fit_case_model.py {'--reader ' if args.reader else ''}--c {args.c} {f'--beside {args.beside} ' if args.beside else ''}{' '.join(args.folders)}",
            f"bias: {fitted.bias:.4f}",
            "features:",
            *(f"  {n}: [{w:.4f}, {m:.4f}, {s:.4f}]" for n, w, m, s in values),
        ]
        name = "case_model_reader.yaml" if args.reader else "case_model_rules.yaml"
        (LEXICON / name).write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
