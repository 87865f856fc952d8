"""Which attributes of people who are not shown by name are withheld, so that nobody is found by them.

Local suppression: a value goes, not the person. In this order: what the policy hides; values that fewer than `threshold`
counted people share (threshold rule); values behind most of whose articles one such person stands (dominance rule);
what would tell together with the rest (k-anonymity); and more of the same attribute where so few values were withheld
that they could be found by subtraction (secondary suppression).

All figures of a release are counted from what this leaves, so no table says more than the list of persons, and the
list can be recounted. Source: A. Hundepool et al., Statistical Disclosure Control (2012), ch. 4 and 5; L. Sweeney,
"k-anonymity: a model for protecting privacy", Int. J. Uncertainty, Fuzziness and Knowledge-Based Systems 10 (2002) 557-570.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from testimonia.domain.person import Person
from testimonia.domain.release import Ground
from testimonia.domain.release_policy import FIELDS, FieldPolicy, ReleasePolicy

KEYS = ("group_role", "age", "nationality", "gender")
"""What an outsider may know of somebody, in the order in which it is given up."""

Withholding = dict[str, dict[str, Ground]]
"""person -> attribute -> why it is withheld."""

_BANDS = ((0, 18), (18, 25), (25, 35), (35, 45), (45, 200))


def withheld_fields(
    persons: Sequence[Person], protected: frozenset[str], policy: ReleasePolicy, weight: Mapping[str, int]
) -> Withholding:
    """What is withheld of each protected person; `weight`: in how many articles each appears."""
    found: Withholding = defaultdict(dict)
    ours = [p for p in persons if p.id in protected]
    for field in FIELDS:
        rule = getattr(policy, field)
        if rule is FieldPolicy.HIDE:
            _withhold(found, (p for p in ours if value_of(p, field) is not None), field, Ground.POLICY)
    safe = [f for f in FIELDS if getattr(policy, f) is FieldPolicy.SAFE]
    for field in safe:
        _cells(found, persons, ours, field, policy, weight)
    keys = [f for f in KEYS if getattr(policy, f) is not FieldPolicy.SHOW]
    before = -1
    while before != (before := sum(map(len, found.values()))):  # one may undo what the other made safe, so to a rest
        _together(found, persons, ours, keys, policy.threshold)
        for field in safe:
            _complement(found, persons, ours, field, policy.threshold)
    return dict(found)


def value_of(person: Person, field: str) -> str | None:
    """What a table would show of the attribute: ages in bands, dates as they are."""
    value = getattr(person, field)
    if field != "age" or value is None:
        return None if value is None else str(value).casefold()
    return next((f"{low}-{high}" for low, high in _BANDS if low <= value < high), None)


def _withhold(found: Withholding, persons: Iterable[Person], field: str, ground: Ground) -> None:
    for person in persons:
        found[person.id].setdefault(field, ground)


def _cells(
    found: Withholding, persons: Sequence[Person], ours: Sequence[Person], field: str, policy: ReleasePolicy,
    weight: Mapping[str, int],
) -> None:  # fmt: skip
    cells: dict[str, list[Person]] = defaultdict(list)
    own = {p.id for p in ours}
    for person in persons:
        if (value := value_of(person, field)) is not None:
            cells[value].append(person)
    for cell in cells.values():
        mine = [p for p in cell if p.id in own]
        if len(cell) < policy.threshold:
            _withhold(found, mine, field, Ground.THRESHOLD)
            continue
        whole = sum(weight.get(p.id, 1) for p in cell)
        _withhold(found, (p for p in mine if weight.get(p.id, 1) > policy.dominance * whole), field, Ground.DOMINANCE)


def _shown(found: Withholding, person: Person, fields: Sequence[str]) -> tuple[str | None, ...]:
    return tuple(None if f in found.get(person.id, {}) else value_of(person, f) for f in fields)


def _together(
    found: Withholding, persons: Sequence[Person], ours: Sequence[Person], fields: Sequence[str], threshold: int
) -> None:
    """Withholds one more attribute of whoever is told apart by all that is shown together, until nobody is."""
    for field in fields:
        alike = Counter(_shown(found, p, fields) for p in persons)
        lone = [p for p in ours if any(_shown(found, p, fields)) and alike[_shown(found, p, fields)] < threshold]
        _withhold(found, (p for p in lone if value_of(p, field) is not None), field, Ground.COMBINATION)


def _complement(
    found: Withholding, persons: Sequence[Person], ours: Sequence[Person], field: str, threshold: int
) -> None:
    """One or two withheld values can be found by subtraction from a total known elsewhere: more are withheld with them."""
    gone = [p for p in ours if field in found.get(p.id, {})]
    if not 0 < len(gone) < threshold:
        return
    sizes = Counter(value_of(p, field) for p in persons)
    left = [p for p in ours if field not in found.get(p.id, {}) and value_of(p, field) is not None]
    left.sort(key=lambda p: (sizes[value_of(p, field)], p.id))
    _withhold(found, left[: threshold - len(gone)], field, Ground.COMPLEMENT)
