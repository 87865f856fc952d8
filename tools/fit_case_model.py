"""Fits the case model on annotated articles and writes data/lexicon/case_model.yaml.

    python tools/fit_case_model.py [--write] [--test FOLDER ...] FOLDER ...

Prints F1 on each test folder (never fitted on) at the study's threshold. Deterministic.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).parent.parent / "tests/corpus"))
from score import affinity

from testimonia.adapters import documents, warc
from testimonia.config import load_lexicon, load_study, write_study
from testimonia.corpus.capture import CaptureOptions, CaptureTools, capture
from testimonia.corpus.clean import CleanOptions, CleanTools, clean
from testimonia.domain.article import Article
from testimonia.identity.detect import detect

MODEL = Path(__file__).parent.parent / "src/testimonia/data/lexicon/case_model.yaml"


def settings():
    folder = Path(tempfile.mkdtemp()) / "study"
    folder.mkdir()
    write_study(folder, "defectors", (), None, lambda: None)
    return load_study(folder).settings


def readings(folder, settings, lexicon):
    capture_tools = CaptureTools(clock=lambda: "2026-01-01T00:00:00Z", warc=warc.records)
    clean_tools = CleanTools(extractors=documents.EXTRACTORS, language=documents.language_of)
    for doc in json.loads((folder / "gold.json").read_text()):
        path = next((p for p in (folder / doc["file"], folder / "articles" / doc["file"]) if p.exists()), folder)
        if doc["lang"] != "en" or path == folder:
            continue
        raws = capture([str(path)], CaptureOptions(), capture_tools)
        articles = [a for a in clean(raws, CleanOptions(), clean_tools) if isinstance(a, Article)]
        for reading in detect(articles, settings, lexicon):
            yield doc, reading


def rows(folder, settings, lexicon):
    """(document, appearance, is case, second description of a case) and the number of cases."""
    found, total = [], 0
    for doc, reading in readings(folder, settings, lexicon):
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


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--test", nargs="*", type=Path, default=[])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--c", type=float, default=0.1)
    args = parser.parse_args()
    study, lexicon = settings(), load_lexicon()
    data = [r for f in args.folders for r in rows(f, study, lexicon)[0] if not r[3]]
    names = sorted(data[0][1].features)
    table = np.array([[r[1].features[n] for n in names] for r in data])
    mean, scale = table.mean(0), table.std(0)
    scale[scale == 0] = 1.0
    model = LogisticRegression(C=args.c, max_iter=5000).fit((table - mean) / scale, [r[2] for r in data])
    for folder in [*args.test, *args.folders]:
        found, total = rows(folder, study, lexicon)
        p = model.predict_proba((np.array([[r[1].features[n] for n in names] for r in found]) - mean) / scale)[:, 1]
        said = [(r[2], x) for r, x in zip(found, p, strict=True) if x >= 0.5]
        hits = sum(case for case, _ in said)
        print(
            f"{folder}: F1 {2 * hits / max(1, len(said) + total):.3f}  right {hits}  proposed {len(said)}  true {total}"
        )
    if args.write:
        lines = [
            "# The case model: logistic regression over the features of identity/detect/judge.py, standardised: weight, mean, scale.",
            f"# tools/fit_case_model.py --c {args.c} {' '.join(map(str, args.folders))}",
            f"bias: {model.intercept_[0]:.4f}",
            "features:",
            *(
                f"  {n}: [{w:.4f}, {m:.4f}, {s:.4f}]"
                for n, w, m, s in zip(names, model.coef_[0], mean, scale, strict=True)
            ),
        ]
        MODEL.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
