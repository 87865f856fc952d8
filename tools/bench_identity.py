"""Identity over mentions with known truth: seconds, memory, B-cubed, by number of mentions.

    python tools/bench_identity.py [MENTIONS ...]

Each size runs in a process of its own, so that its peak of memory is its own. The mentions are invented (see bench_people.py); every one passes through
`identity/match` and `identity/resolve` as in a study, without decisions by people. B-cubed: A. Bagga, B. Baldwin, "Entity-based cross-document coreferencing
using the vector space model", COLING-ACL 1998. The table goes into docs/bench.md.

Beside the time stands what was done in it: how many pairs were compared, and how many of them count. Where these grow no faster than n log n and the time does, the rest is
the machine's: more memory than its caches hold. Beside the recall stands what it would be if people answered the open pairs: what is missing there was never asked.
"""

from __future__ import annotations

import argparse
import itertools
import math
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from bench_people import People
from bench_told import told

from testimonia.adapters.names import plain
from testimonia.config.template import settings_of
from testimonia.domain.decision_state import DecisionState
from testimonia.domain.pair import PairScore, Verdict
from testimonia.identity import match as matching
from testimonia.identity.match import MatchOptions, match
from testimonia.identity.resolve import resolve


class Measured(msgspec.Struct, frozen=True):
    """One size. Seconds are processor time; `megabytes` is the peak of the process, of which the mentions alone take `held`."""

    mentions: int
    people: int
    persons: int
    compared: int
    same: int
    open: int
    match: float
    resolve: float
    held: float
    megabytes: float
    precision: float
    recall: float
    answered: float


def measure(number: int) -> Measured:
    """Makes the mentions, matches and resolves them."""
    people = People(number)
    told = list(people.all())
    mentions, truth = [one for one, _ in told], {one.id: person for one, person in told}
    turns, compare = itertools.count(), matching.compare

    def counted(*given: Any) -> PairScore:
        next(turns)
        return compare(*given)

    matching.compare = counted
    held, start = _megabytes(), time.process_time()
    pairs = list(match(mentions, people.facts, MatchOptions(), plain))
    matched = time.process_time()
    found = resolve(mentions, pairs, DecisionState(), people.facts, settings_of("defectors"))
    ended = time.process_time()
    home = {id: person.id for person in found.persons for id in person.appearances}
    home |= {aside.subject: aside.subject for aside in found.set_asides}
    precision, recall = b_cubed(home, truth)
    verdicts = Counter(pair.verdict for pair in pairs)
    return Measured(
        number, len(set(truth.values())), len(set(home.values())), next(turns), verdicts[Verdict.SAME], verdicts[Verdict.OPEN], matched - start, ended - matched, held,
        _megabytes(), precision, recall, b_cubed(answered(home, truth, pairs), truth)[1],
    )  # fmt: skip


def answered(home: Mapping[str, str], truth: Mapping[str, int], pairs: Iterable[PairScore]) -> dict[str, str]:
    """Who is whom once people have said of every open pair of one person that it is one."""
    into: dict[str, str] = {}

    def last(cluster: str) -> str:
        while cluster in into:
            cluster = into[cluster]
        return cluster

    for pair in pairs:
        if pair.verdict is Verdict.OPEN and truth[pair.left] == truth[pair.right]:
            one, other = last(home[pair.left]), last(home[pair.right])
            if one != other:
                into[one] = other
    return {id: last(cluster) for id, cluster in home.items()}


def b_cubed(home: Mapping[str, str], truth: Mapping[str, int]) -> tuple[float, float]:
    """Precision and recall, averaged over the mentions."""
    both = Counter((home[id], truth[id]) for id in truth)
    mine, theirs = Counter(home[id] for id in truth), Counter(truth.values())
    precision = sum(n * n / mine[cluster] for (cluster, _), n in both.items()) / len(truth)
    recall = sum(n * n / theirs[person] for (_, person), n in both.items()) / len(truth)
    return precision, recall


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Each size in a process of its own, the table into its block."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=[1_000, 10_000, 30_000], metavar="MENTIONS")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        sys.stdout.buffer.write(msgspec.json.encode(measure(args.sizes[0])))
        return
    told(f"identity {max(args.sizes)} mentions", lambda: table(args.sizes), ("msgspec", "anyascii"))


def table(sizes: list[int]) -> None:
    """Prints the table, a row a size; `power`: the exponent by which time and pairs compared grew from the size before, beside that of n log n."""
    print(
        "| mentions | people | persons found | pairs: compared | same, open | match, s | resolve, s | ms a mention | power of time | of match | of pairs compared | of pairs that count | of n log n "
        "| peak MB (mentions alone) | B-cubed P | R | F | R, open pairs answered |"
    )
    print("|" + "---:|" * 18)
    before: Measured | None = None
    for size in sizes:
        said = subprocess.run([sys.executable, __file__, "--one", str(size)], check=True, stdout=subprocess.PIPE).stdout
        one = msgspec.json.decode(said, type=Measured)
        took = one.match + one.resolve
        powers = [""] * 5
        if before:
            grown = (
                took / (before.match + before.resolve),
                one.match / before.match,
                one.compared / before.compared,
                (one.same + one.open) / (before.same + before.open),
                size * math.log(size) / (before.mentions * math.log(before.mentions)),
            )
            powers = [f"{math.log(part) / math.log(size / before.mentions):.2f}" for part in grown]
        f = 2 * one.precision * one.recall / (one.precision + one.recall)
        print(
            f"| {size:,} | {one.people:,} | {one.persons:,} | {one.compared:,} | {one.same:,}, {one.open:,} | {one.match:,.1f} | {one.resolve:,.1f} | {1000 * took / size:.3f} | {' | '.join(powers)} "
            f"| {one.megabytes:,.0f} ({one.held:,.0f}) | {one.precision:.3f} | {one.recall:.3f} | {f:.3f} | {one.answered:.3f} |",
            flush=True,
        )  # fmt: skip
        before = one


if __name__ == "__main__":
    main()
