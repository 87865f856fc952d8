"""Fits the case model on annotated articles and writes data/lexicon/case_model_rules.yaml or, with --reader, case_model_reader.yaml.

    python tools/fit_case_model.py [--reader] [--write] [--test FOLDER ...] FOLDER ...

Prints F1 on each test folder (never fitted on) at the study's threshold. Deterministic.
"""

import argparse
import json
import re
import sys
import tempfile
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).parent.parent / "tests/corpus"))
from score import affinity

from testimonia.adapters import documents, reader, warc
from testimonia.config import load_lexicon, load_study, write_study
from testimonia.corpus.capture import CaptureOptions, CaptureTools, capture
from testimonia.corpus.clean import CleanOptions, CleanTools, clean
from testimonia.domain.article import Article
from testimonia.identity.detect import detect

FOR = re.compile(
    r"^(?:left|left_own|member|spoke|disavowed|former|pseudonym|words|words_share|indirect|first_person|life|mentions|mention_share|headline|early"
    r"|left_noun|member_noun|age|top|group_near|kunya_only|reader_(?:case|member|left|spoke|whole)(?:_mean|_share|_words)?)$"
)
AGAINST = re.compile(
    r"^(?:expert|official|journalist|dead|still_in|captured|traveller|silent|victim|other_group|relative|kin|titled|nonrole_noun|relative_noun"
    r"|only_quoted|left_unreal|anonymous|reader_(?:is_\w+|not_left|dead|captured|silent|non_role)(?:_mean)?)$"
)
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


def fit(x, y, names, c):
    """Logistic regression with an L2 penalty (1/2c a squared weight) and signs: what speaks for a case may not come out against it."""

    def loss(w):
        z = x @ w[:-1] + w[-1]
        p = 1 / (1 + np.exp(-z))
        gradient = np.append(x.T @ (p - y) + w[:-1] / c, (p - y).sum())
        return np.logaddexp(0, z).sum() - y @ z + w[:-1] @ w[:-1] / (2 * c), gradient

    signs = [1 if FOR.search(n) else -1 if AGAINST.search(n) else 0 for n in names]
    bounds = [(0, None) if s > 0 else (None, 0) if s < 0 else (None, None) for s in signs]
    found = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)])
    return found.x[:-1], float(found.x[-1])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--test", nargs="*", type=Path, default=[])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--errors", action="store_true", help="list the wrong ones")
    parser.add_argument("--reader", action="store_true")
    parser.add_argument("--c", type=float, default=0.1)
    args = parser.parse_args()
    study, lexicon, learned = settings(), load_lexicon(), reader.load() if args.reader else None
    data = [r for f in args.folders for r in rows(f, study, lexicon, learned)[0] if not r[3]]
    names = sorted(data[0][1].features)
    table = np.array([[r[1].features[n] for n in names] for r in data])
    mean, scale = table.mean(0), table.std(0)
    scale[scale == 0] = 1.0
    weights, bias = fit((table - mean) / scale, np.array([r[2] for r in data], float), names, args.c)
    for folder in [*args.test, *args.folders]:
        found, total = rows(folder, study, lexicon, learned)
        x = (np.array([[r[1].features[n] for n in names] for r in found]) - mean) / scale
        p = 1 / (1 + np.exp(-(x @ weights + bias)))
        said = [(r[2], x) for r, x in zip(found, p, strict=True) if x >= 0.5]
        hits = sum(case for case, _ in said)
        if args.errors:
            for (doc, appearance, case, again), x in zip(found, p, strict=True):
                if case != (x >= 0.5):
                    top = sorted(
                        zip(
                            names,
                            weights * (np.array([appearance.features[n] for n in names]) - mean) / scale,
                            strict=True,
                        ),
                        key=lambda t: -abs(t[1]),
                    )
                    print(
                        f"  {doc} {'missed' if case else 'wrong (again)' if again else 'wrong'} {x:.2f} {appearance.label!r}",
                        [(n, round(float(v), 1)) for n, v in top[:9]],
                    )
        print(
            f"{folder}: F1 {2 * hits / max(1, len(said) + total):.3f}  right {hits}  proposed {len(said)}  true {total}"
        )
    if args.write:
        lines = [
            "# The case model: logistic regression over the features of identity/detect/judge.py, standardised: weight, mean, scale.",
            f"# tools/fit_case_model.py {'--reader ' if learned else ''}--c {args.c} {' '.join(map(str, args.folders))}",
            f"bias: {bias:.4f}",
            "features:",
            *(f"  {n}: [{w:.4f}, {m:.4f}, {s:.4f}]" for n, w, m, s in zip(names, weights, mean, scale, strict=True)),
        ]
        name = "case_model_reader.yaml" if learned else "case_model_rules.yaml"
        (LEXICON / name).write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
