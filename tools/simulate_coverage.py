"""How often the intervals hold the truth, over many invented studies: the table of ADR 13.

python tools/simulate_coverage.py [RUNS [PART-OF-A-NAME]]
"""

from __future__ import annotations

import math
import random
import sys
from collections.abc import Callable

from testimonia.domain.figure import Interval
from testimonia.study.estimate.delay import delays, nowcast
from testimonia.study.estimate.powered import Labelled, powered
from testimonia.study.estimate.systems import from_counts
from testimonia.study.estimate.trend import trend
from testimonia.study.estimate.unseen import chao

Run = Callable[[random.Random], tuple[bool, float]]
"""One invented study: whether the interval held the truth, and a second number (labels saved; else 0)."""


def wilson(dice: random.Random) -> tuple[bool, float]:
    """A share of 0.3 among 58."""
    held = Interval.wilson(sum(dice.random() < 0.3 for _ in range(58)), 58)
    return held.low <= 0.3 <= held.high, 0.0


def share(right: float, chance: dict[bool, float]) -> Run:
    """1,200 units in two strata, a machine that is right so often, people's labels with each stratum's chance."""

    def run(dice: random.Random) -> tuple[bool, float]:
        rows = []
        for i in range(1200):
            rare = i % 4 == 0
            label = dice.random() < (0.6 if rare else 0.25)
            said = label if dice.random() < right else not label
            human = float(label) if dice.random() < chance[rare] else None
            rows.append(Labelled(unit=str(i), machine=float(said), human=human, probability=chance[rare]))
        found = powered(rows)
        if isinstance(found, str):
            return False, 0.0
        return found.interval.low <= 0.3375 <= found.interval.high, found.saved

    return run


def growing(dice: random.Random) -> tuple[bool, float]:
    """24 months, a rate that grows by half in a year, articles that vary."""
    exposure = [dice.uniform(20, 80) for _ in range(24)]
    found = trend([_poisson(dice, 0.08 * e * 1.5 ** (t / 12)) for t, e in enumerate(exposure)], exposure)
    return not isinstance(found, str) and found.low <= 1.5 <= found.high, 0.0


def late(dice: random.Random) -> tuple[bool, float]:
    """A month seen after one month, of delays up to three."""
    cases, whole, seen = [], 0, 0
    for month in range(24):
        for _ in range(_poisson(dice, 12)):
            wait = dice.choices(range(4), (4, 3, 2, 1))[0]
            whole, seen = whole + (month == 22), seen + (month == 22 and wait <= 1)
            if month + wait <= 23:
                cases.append((wait, 23 - month))
    found = delays(cases)
    if found is None:
        return False, 0.0
    _, _, low, high = nowcast(seen, 1, found)
    return low <= whole <= high, 0.0


def alike(dice: random.Random) -> tuple[bool, float]:
    """300 persons, all as easy to find: then the lower bound is the number itself."""
    found = chao([_poisson(dice, 0.9) for _ in range(300)])
    return not isinstance(found, str) and found.low <= 300 <= found.high, 0.0


def lists(dice: random.Random) -> tuple[bool, float]:
    """300 persons on three independent lists."""
    held: dict[tuple[int, ...], int] = {}
    for _ in range(300):
        history = tuple(int(dice.random() < p) for p in (0.5, 0.4, 0.45))
        held[history] = held.get(history, 0) + 1
    found = from_counts({h: n for h, n in held.items() if any(h)})
    return not isinstance(found, str) and found.low <= 300 <= found.high, 0.0


def following(dice: random.Random) -> tuple[bool, float]:
    """300 persons on three lists, the second of which follows the first: it holds 50 % of whom the first holds, 30 % of the others."""
    held: dict[tuple[int, ...], int] = {}
    for _ in range(300):
        first = dice.random() < 0.5
        history = (int(first), int(dice.random() < (0.5 if first else 0.3)), int(dice.random() < 0.45))
        held[history] = held.get(history, 0) + 1
    found = from_counts({h: n for h, n in held.items() if any(h)})
    return not isinstance(found, str) and found.low <= 300 <= found.high, 0.0


def _poisson(dice: random.Random, mean: float) -> int:
    limit, k, product = math.exp(-mean), 0, dice.random()
    while product > limit:
        k += 1
        product *= dice.random()
    return k


RUNS: dict[str, Run] = {
    "Wilson, share .3 of 58": wilson,
    "PPI++, machine right in 85 %, even sample of 12 %": share(0.85, {False: 0.12, True: 0.12}),
    "PPI++, machine right in 85 %, strata at 8 and 30 %": share(0.85, {False: 0.08, True: 0.3}),
    "PPI++, machine right in 95 %, even sample of 12 %": share(0.95, {False: 0.12, True: 0.12}),
    "PPI++, machine that guesses, even sample of 12 %": share(0.5, {False: 0.12, True: 0.12}),
    "Trend against exposure": growing,
    "Nowcast of a month": late,
    "Chao, all alike": alike,
    "Log-linear, independent lists": lists,
    "Log-linear, one list follows another": following,
}


def main() -> int:
    """Prints a line for each: how often the 95 % interval holds, and labels saved at equal width."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    for name, run in RUNS.items():
        if len(sys.argv) > 2 and sys.argv[2] not in name:
            continue
        dice = random.Random(2026)
        found = [run(dice) for _ in range(runs)]
        hits, saved = sum(h for h, _ in found) / runs, sum(s for _, s in found) / runs
        sys.stdout.write(f"{name:54} {hits:6.1%}   {f'{saved:.0%} of labels saved' if saved else ''}\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
