"""A study against annotated documents: what was found, missed and invented, with intervals.

    bundle, gold -> Evaluation

The measures are those of shared/eval/score.py (a copy in tests/corpus); a test holds the two together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from testimonia.review.evaluate.bootstrap import intervals
from testimonia.review.evaluate.evaluation import Evaluation, Measure
from testimonia.review.evaluate.found import Finds, read
from testimonia.review.evaluate.gold import GoldDocument, load
from testimonia.review.evaluate.measures import measures
from testimonia.review.evaluate.outcome import given_values, judge

__all__ = ["Evaluation", "Measure", "evaluate"]


def evaluate(
    bundle: Mapping[str, Any], gold_folder: Path, *, replicates: int = 1000, level: float = 0.95, seed: int = 2015,
    learned_from: Collection[str] = (),
) -> Evaluation:  # fmt: skip
    """Scores a decoded study bundle against the gold.json in (or one folder below) `gold_folder`.

    `learned_from`: documents on whose decisions the machine's weights were fitted; scoring on them is told.
    Raises InputError where the bundle or the annotation cannot be read. Deterministic: the seed fixes the intervals.
    """
    finds, gold = read(bundle), load(gold_folder)
    given = given_values(gold)
    outcomes = [judge(g, finds, given) for g in gold]
    counts = sum((o.counts for o in outcomes), Counter[str]())
    values = measures(counts, [(p, c, 1) for o in outcomes for p, c in o.items])
    ranges = intervals(outcomes, replicates=replicates, level=level, seed=seed)
    false = Counter({n.removeprefix("false."): k for n, k in counts.items() if n.startswith("false.")})
    return Evaluation(
        measures=_ordered(values, ranges, _whole(finds, gold, counts)),
        false_by_type=dict(sorted(false.items(), key=lambda f: (-f[1], f[0]))),
        errors=tuple(e for o in outcomes for e in o.errors),
        level=level,
        replicates=replicates,
        seed=seed,
        note=_flattered(sum(finds.documents[g.file].id in learned_from for g in gold if g.file in finds.documents)),
    )


def _flattered(documents: int) -> str:
    if not documents:
        return ""
    return f"the weights in force were learned from decisions on {documents} of these documents: the figures are too good. Undo the learning, or annotate others"


def _whole(finds: Finds, gold: Sequence[GoldDocument], counts: Mapping[str, int]) -> dict[str, float | int]:
    """What is one number for the whole study and not a sum over documents."""
    people = {p.id: p for g in gold for p in g.persons if p.role == "case"}
    inside = {finds.documents[g.file].id for g in gold if g.file in finds.documents}
    counted = [c for c in finds.counted if any(m.document in inside for m in c.mentions)]
    countries = {p.nationality for p in people.values() if p.nationality}
    ours = {c.nationality for c in counted if c.nationality}
    return {
        "documents": len(gold),
        "documents.missing": counts.get("documents.missing", 0),
        "review.items_per_document": len(finds.bundle.review) / max(1, len(finds.bundle.documents)),
        "study.individuals_true": len(people),
        "study.individuals_counted": len(counted),
        "study.countries_true": len(countries),
        "study.countries_counted": len(ours),
        "study.countries_right": len(countries & ours),
    }


def _ordered(
    values: Mapping[str, float | None], ranges: Mapping[str, tuple[float, float]], whole: Mapping[str, float | int]
) -> tuple[Measure, ...]:
    """In the order of score.py: each number for the whole study beside its kin."""
    before = {"text.kept": "documents", "resolve.b3_precision": "review.", "claims.precision": "study."}
    rows: list[Measure] = []
    for name, value in values.items():
        kin = [n for n in whole if name in before and n.startswith(before[name])]
        rows += [Measure(name=n, value=whole[n]) for n in kin]
        low, high = ranges.get(name, (None, None))
        rows.append(Measure(name=name, value=value, low=low, high=high))
    return tuple(rows)
