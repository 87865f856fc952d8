"""How good the proposals are: score table, what each part is worth, calibration, errors by type, speed; as Markdown for docs/quality.md.

    python tools/quality.py --plot docs/images/calibration.svg [--no-ablation] NAME=FOLDER ...

Every FOLDER holds annotated articles (gold.json; the format of tests/corpus). Nothing is fitted here.
"""

from __future__ import annotations

import argparse
import collections
import json
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

sys.path.insert(0, str(Path(__file__).parent.parent / "tests/corpus"))
from score import affinity, load_gold, score

from testimonia.api import Study
from testimonia.pipeline.people import appearances, readings

FIGURES = (
    ("case.precision", "case precision"), ("case.recall", "case recall"), ("case.f1", "case F1"), ("case.f1.en", "case F1, English"),
    ("study.individuals_true", "people, true"), ("study.individuals_counted", "people, counted"), ("study.countries_true", "countries, true"),
    ("study.countries_right", "countries, right"), ("attr.nationality", "nationality"), ("attr.gender", "gender"), ("attr.age", "age"),
    ("leaving.f1_macro", "leaving, macro F1"), ("leaving.micro_precision", "leaving, precision"), ("leaving.micro_recall", "leaving, recall"),
    ("joining.f1_macro", "joining, macro F1"), ("evidence.first_five", "gold evidence among the first five"),
    ("review.missed_cases_queued", "missed cases queued"), ("review.items_per_document", "questions a document"), ("resolve.b3_f1", "B-cubed F1"),
    ("claims.precision", "claims, precision"), ("claims.recall", "claims, recall"), ("claims.f1", "claims F1"), ("text.kept", "text kept"),
    ("text.boilerplate_dropped", "boilerplate dropped"),
)  # fmt: skip
KINDS = (
    (r"false case \((.+?)\)", "false case: {}"), (r"missed case", "missed case"), (r"(nationality|gender|age):", "{} missing or wrong"),
    (r"missed (leaving|joining)/(\w+)", "{} reason missed: {}"), (r"wrong (leaving|joining)/(\w+)", "{} reason wrong: {}"),
    (r"missed claim", "claim missed"), (r"false claim", "claim wrong"),
)  # fmt: skip
BINS = 10


class Run(msgspec.Struct):
    """One folder, run through: figures and errors of the scorer, (probability, is a case) of every person, seconds."""

    figures: dict[str, float]
    errors: list[str]
    chances: list[tuple[float, bool]]
    seconds: float
    documents: int


Change = Callable[[Study], None]


def run(source: Path, change: Change | None = None, *, reader: bool = True) -> Run:
    """The folder through a fresh study; `change` is made to the study before."""
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / "study"
        Study.init(folder).close()
        if not reader:
            toml = folder / "study.toml"
            toml.write_text(toml.read_text().replace("reader = true", "reader = false"))
        with Study.open(folder) as study:
            if change:
                change(study)
            study.capture([str(source)])
            study.stage("clean")
            began = time.process_time()
            for stage in ("dedupe", "detect", "resolve", "code", "count", "publish"):
                study.stage(stage)
            seconds = time.process_time() - began
            study.export("bundle", folder / "bundle.json")
            gold = countable(load_gold(source))
            figures, errors = score(gold, json.loads((folder / "bundle.json").read_text()))
            return Run(figures, errors, chances(study, gold), seconds, len(gold))


def countable(gold: list[dict]) -> list[dict]:
    """The annotation without claims that give no figure, which the scorer cannot compare."""
    return [{**doc, "claims": [c for c in doc.get("claims", ()) if c.get("figure") is not None]} for doc in gold]


def chances(study: Study, gold: list[dict]) -> list[tuple[float, bool]]:
    """Of every person whom detection looked at: the probability given and whether the annotation has them as a case."""
    desk = study._desk
    names = {a.id: Path(a.source).name for a in desk.store.articles()}
    cases = {doc["file"]: [p["surface"] for p in doc["persons"] if p["role"] == "case"] for doc in gold}
    found: dict[tuple[str, int], float] = collections.defaultdict(float)
    rows = []
    for one in appearances(readings(desk)).values():
        file = names[one.article]
        quotes = [m.span.quote for m in one.mentions if m.kind != "pronoun"]
        whose = next((i for i, s in enumerate(cases.get(file, ())) if affinity(s, quotes) > 0), None)
        if whose is None:
            rows.append((one.probability, False))
        else:
            found[file, whose] = max(found[file, whose], one.probability)
    return rows + [(p, True) for p in found.values()]


def best_sentence_alone(study: Study) -> None:
    """A code is proposed by the chance of its likeliest sentence, not by all of them together."""
    lexicon = study._desk.lexicon
    person = msgspec.structs.replace(
        lexicon.code_model.person, bias=0.0, weights={n: float(n == "best") for n in lexicon.code_model.person.weights}
    )
    model = msgspec.structs.replace(lexicon.code_model, person=person)
    study._desk.__dict__["lexicon"] = msgspec.structs.replace(lexicon, code_model=model)


def weightless(*prefixes: str) -> Change:
    """The features whose names begin so weigh nothing, in both models."""

    def change(study: Study) -> None:
        lexicon = study._desk.lexicon
        sentence, person = (
            msgspec.structs.replace(m, weights={n: 0.0 if n.startswith(prefixes) else w for n, w in m.weights.items()})
            for m in (lexicon.code_model.sentence, lexicon.code_model.person)
        )
        features = {
            n: (0.0 if n.startswith(prefixes) else w, m, s) for n, (w, m, s) in lexicon.reader_model.features.items()
        }
        study._desk.__dict__["lexicon"] = msgspec.structs.replace(
            lexicon,
            code_model=msgspec.structs.replace(lexicon.code_model, sentence=sentence, person=person),
            reader_model=msgspec.structs.replace(lexicon.reader_model, features=features),
        )

    return change


ABLATIONS: tuple[tuple[str, Change | None, bool], ...] = (
    ("everything", None, True),
    ("without the learned reader (rules and cues alone)", None, False),
    ("reader without cues", weightless("cue", "agreed"), True),
    ("the likeliest sentence alone decides on a code", best_sentence_alone, True),
    ("without what the neighbouring sentences say", weightless("own_beside", "near"), True),
    ("without who speaks", weightless("spoken", "cue_spoken", "words", "indirect"), True),
    ("without rival codes", weightless("rival", "lead", "first"), True),
)


def table(heads: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    return "\n".join(["| " + " | ".join(r) + " |" for r in (heads, ["---"] + ["---:"] * (len(heads) - 1), *rows)])


def shown(value: object) -> str:
    """A figure as it stands in a table."""
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def kinds(errors: list[str]) -> collections.Counter[str]:
    """Errors by type."""
    found: collections.Counter[str] = collections.Counter()
    for error in errors:
        for pattern, words in KINDS:
            if match := re.search(pattern, error):
                found[words.format(*match.groups())] += 1
                break
        else:
            found["other"] += 1
    return found


def binned(rows: list[tuple[float, bool]]) -> list[tuple[float, float, int]]:
    """(mean probability, share of cases, number) of each tenth of the scale that holds anybody."""
    bins = collections.defaultdict(list)
    for p, case in rows:
        bins[min(BINS - 1, int(p * BINS))].append((p, case))
    return [
        (sum(p for p, _ in held) / len(held), sum(c for _, c in held) / len(held), len(held))
        for _, held in sorted(bins.items())
    ]


def plot(points: list[tuple[float, float, int]]) -> str:
    """A reliability diagram as SVG: the dot's size is the number of people."""
    size, edge = 360, 48
    x = lambda v: edge + v * size  # noqa: E731
    y = lambda v: edge / 2 + (1 - v) * size  # noqa: E731
    ticks = "".join(
        f'<text x="{x(t):.0f}" y="{y(0) + 18:.0f}" text-anchor="middle">{t:.1f}</text>'
        f'<text x="{x(0) - 8:.0f}" y="{y(t) + 4:.0f}" text-anchor="end">{t:.1f}</text>'
        f'<path d="M{x(0):.0f} {y(t):.0f}H{x(1):.0f}" stroke="#ddd"/>'
        for t in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    )
    dots = "".join(
        f'<circle cx="{x(p):.1f}" cy="{y(s):.1f}" r="{3 + 0.6 * n**0.5:.1f}" fill="#1b5e7b" fill-opacity=".75"><title>{n} people: said {p:.2f}, true {s:.2f}</title></circle>'
        f'<text x="{x(p) + 6 + 0.6 * n**0.5:.0f}" y="{y(s) + 4:.0f}">{n}</text>'
        for p, s, n in points
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size + 2 * edge} {size + 2 * edge}" role="img" '
        'aria-label="Calibration of the probability that a person is a case: probability said against share that were cases" '
        'font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="#fff"/>'
        f'{ticks}<path d="M{x(0)} {y(0)}L{x(1)} {y(1)}" stroke="#999" stroke-dasharray="4 4"/>{dots}'
        f'<text x="{x(0.5)}" y="{y(0) + 38}" text-anchor="middle">probability said</text>'
        f'<text transform="translate(14 {y(0.5)}) rotate(-90)" text-anchor="middle">share that were cases</text></svg>\n'
    )


def main() -> None:
    """Prints the Markdown; progress goes to stderr."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", metavar="NAME=FOLDER")
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--no-ablation", action="store_true")
    args = parser.parse_args()
    named = [(name, Path(folder)) for name, _, folder in (given.partition("=") for given in args.folders)]
    heads = [name for name, _ in named]
    results: dict[str, list[Run]] = {}
    for label, change, reader in ABLATIONS[: 2 if args.no_ablation else None]:
        print(label, "...", file=sys.stderr, flush=True)
        results[label] = [run(folder, change, reader=reader) for _, folder in named]
    whole, bare = results["everything"], results["without the learned reader (rules and cues alone)"]
    print("## Scores\n")
    print(
        table(
            ["figure", *heads], [[words, *(shown(r.figures.get(name, "")) for r in whole)] for name, words in FIGURES]
        )
    )
    print("\n## What each part is worth\n")
    parts = ("case.f1", "leaving.f1_macro", "joining.f1_macro", "evidence.first_five")
    columns = [f"{dict(FIGURES)[p]}, {h}" for p in parts for h in heads]
    print(
        table(
            ["", *columns],
            [[label, *(shown(r.figures[p]) for p in parts for r in runs)] for label, runs in results.items()],
        )
    )
    points = binned([row for r in whole for row in r.chances])
    print("\n## Calibration\n")
    print(
        table(
            ["probability said (mean)", "share that were cases", "people"],
            [[f"{p:.2f}", f"{s:.2f}", str(n)] for p, s, n in points],
        )
    )
    if args.plot:
        args.plot.write_text(plot(points))
    print("\n## Errors by type\n")
    counted = [kinds(r.errors) for r in whole]
    every = sorted({k for c in counted for k in c}, key=lambda k: -sum(c[k] for c in counted))
    print(table(["type", *heads], [[k, *(str(c[k]) for c in counted)] for k in every]))
    print("\n## Speed\n")
    rows = [
        [words, *(f"{r.documents / r.seconds:.1f}" for r in runs)]
        for words, runs in (("with the learned reader", whole), ("without", bare))
    ]
    print(table(["documents per second, one core, text to report", *heads], rows))


if __name__ == "__main__":
    main()
