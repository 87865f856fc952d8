"""Prints how well words of translations are found again in their originals, by language and for the articles that were not seen."""

import sys
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests/translation"))

from bitexts import Bitext, Figures, bitexts, left_out, turned_round  # type: ignore[import-not-found]


def main() -> None:
    held = bitexts()
    print(
        "| articles | pairs | covered | F1 >= .8 | width of the rest | whole paragraph | sentences | in place | within |"
    )
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|")
    for language in sorted({one.language for one in held}):
        line(language, (one for one in held if one.language == language))
    for name, those in (("seen", [o for o in held if o.is_seen]), ("unseen", [o for o in held if not o.is_seen])):
        line(name, those)
        line(f"{name}, two sentences turned round", (new for one in those for new in turned_round(one)))
        line(f"{name}, a sentence left out", (new for one in those for new in left_out(one)))


def line(name: str, held: Iterable[Bitext]) -> None:
    f = Figures.of(held)
    of_pairs = f"{f.covered:.3f} | {f.alike:.3f} | {f.width:.1f} | {f.paragraph:.3f}"
    print(f"| {name} | {f.pairs} | {of_pairs} | {f.sentences} | {f.in_place:.3f} | {f.within:.3f} |", flush=True)


if __name__ == "__main__":
    main()
