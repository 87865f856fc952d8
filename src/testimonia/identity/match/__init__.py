"""Are two appearances the same person? Only pairs that can come out alike are compared; see `blocks`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from testimonia.domain.appearance import Appearance
from testimonia.domain.article import ArticleFacts
from testimonia.domain.pair import PairScore, Verdict
from testimonia.identity.match.blocks import Keys, keys
from testimonia.identity.match.compare import Cut, MatchOptions, compare, cut
from testimonia.identity.match.names import skeleton

__all__ = ["Keys", "MatchOptions", "compare", "counts", "cut", "keys", "match", "skeleton"]


def counts(pair: PairScore) -> bool:
    """Whether anything rests on the pair: the two are one, or people are asked."""
    return pair.verdict is not Verdict.DIFFERENT


def match(
    appearances: Sequence[Appearance],
    facts: Mapping[str, ArticleFacts],
    options: MatchOptions,
    plain: Callable[[str], str],
) -> Iterator[PairScore]:
    """Every pair on which something rests, whatever the order of the appearances. `plain` writes a name in ASCII."""
    shown: dict[str, list[Appearance]] = {}
    cuts: dict[str, Cut] = {}
    for item in appearances:
        if item.probability < options.floor:
            continue
        held = keys(item, facts[item.article], plain)
        others = {other.id: other for key in held.asked for other in shown.get(key, ())}
        signs = cuts[item.id] = cut(item, facts)
        for other in others.values():
            if other.article != item.article and signs.may_be(cuts[other.id]):
                pair = compare(item, other, facts, options, plain)
                if counts(pair):
                    yield pair
        for key in held.shown:
            shown.setdefault(key, []).append(item)
