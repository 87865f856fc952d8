"""From counts to measures: precision, recall, F1, accuracies, B-cubed. Same definitions as score.py."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from testimonia.review.evaluate.outcome import ATTRIBUTES
from testimonia.review.evaluate.wording import FAMILIES, JOINING, LEAVING

Counts = Mapping[str, int]
Item = tuple[str, str, int]
"""Gold person, case of the study, weight (how often its document was drawn; 1 outside the bootstrap)."""


def measures(counts: Counts, items: Sequence[Item]) -> dict[str, float | None]:
    """The measures that follow from sums over documents, in the order in which they are shown."""
    leaving, joining = ([_tally(counts, f"{g}.{c}") for c in codes] for g, codes in FAMILIES.items())
    return {
        "text.kept": _ratio(counts, "text.kept", "text.sentences", 0.0),
        "text.boilerplate_dropped": _ratio(counts, "text.dropped", "text.boilerplate", 1.0),
        **_named("case.", *_tally(counts, "case")),
        **{f"case.f1.{lang}": f1(*_tally(counts, f"lang.{lang}")) for lang in _languages(counts)},
        **{f"attr.{a}": _ratio(counts, f"attr.{a}.right", f"attr.{a}.given", None) for a in ATTRIBUTES},
        "leaving.f1_macro": _macro(leaving),
        **_named("leaving.micro_", *(sum(t) for t in zip(*leaving, strict=True))),
        **{f"leaving.f1.{c}": f1(*t) for c, t in zip(LEAVING, leaving, strict=True)},
        "joining.f1_macro": _macro(joining),
        **{f"joining.f1.{c}": f1(*t) for c, t in zip(JOINING, joining, strict=True)},
        "evidence.overlap": _ratio(counts, "evidence.met", "evidence.given", 0.0),
        "evidence.first_five": _ratio(counts, "first_five.met", "first_five.wanted", 0.0),
        "review.missed_cases_queued": _ratio(counts, "queue.asked", "queue.missed", 1.0),
        **b_cubed(items),
        **_named("claims.", *_tally(counts, "claims")),
    }


def f1(tp: int, fp: int, fn: int) -> float:
    """Harmonic mean of precision and recall; 0 where neither is there."""
    return 2 * tp / (2 * tp + fp + fn) if tp else 0.0


def b_cubed(items: Sequence[Item]) -> dict[str, float | None]:
    """B-cubed precision, recall and F1 of the grouping into persons; 0 without items.

    Source: A. Bagga and B. Baldwin, "Entity-based cross-document coreferencing using the vector space model",
    COLING-ACL 1998, 79-85. Weights only weigh the mean: a document drawn twice was not linked to itself.
    """
    cases, persons = Counter(c for _, c, _ in items), Counter(p for p, _, _ in items)
    both = Counter((p, c) for p, c, _ in items)
    n = sum(w for *_, w in items)
    precision = sum(w * both[p, c] / cases[c] for p, c, w in items) / n if n else 0.0
    recall = sum(w * both[p, c] / persons[p] for p, c, w in items) / n if n else 0.0
    mean = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"resolve.b3_precision": precision, "resolve.b3_recall": recall, "resolve.b3_f1": mean}


def _tally(counts: Counts, name: str) -> tuple[int, int, int]:
    return counts.get(f"{name}.tp", 0), counts.get(f"{name}.fp", 0), counts.get(f"{name}.fn", 0)


def _named(prefix: str, tp: int, fp: int, fn: int) -> dict[str, float | None]:
    return {
        f"{prefix}precision": tp / (tp + fp) if tp + fp else 0.0,
        f"{prefix}recall": tp / (tp + fn) if tp + fn else 0.0,
        f"{prefix}f1": f1(tp, fp, fn),
        f"{prefix}gold": tp + fn,
    }


def _ratio(counts: Counts, part: str, whole: str, empty: float | None) -> float | None:
    return counts.get(part, 0) / counts[whole] if counts.get(whole) else empty


def _macro(tallies: Iterable[tuple[int, int, int]]) -> float:
    """Mean F1 over the codes that occur in the annotation."""
    live = [f1(*t) for t in tallies if t[0] + t[2]]
    return sum(live) / len(live) if live else 0.0


def _languages(counts: Counts) -> list[str]:
    return sorted({name.split(".")[1] for name in counts if name.startswith("lang.")})
