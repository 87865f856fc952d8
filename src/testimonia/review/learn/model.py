"""A logistic model as learning sees it: columns, weights, a bias; and how it is fitted anew around the weights that it had."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from testimonia.domain.lexicon import CaseModel, Weights
from testimonia.domain.odds import logistic
from testimonia.ports.fitter import Fitter
from testimonia.review.learn.signs import signs

DIGITS = 6
"""Digits kept of a weight: far fewer than the fit has, so that the order in which a machine adds does not show."""
Values = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that people decided. `family`: the article where its family of copies begins."""

    values: Values
    right: bool
    family: str


@dataclass(frozen=True, slots=True)
class Linear:
    """A logistic model over (value - mean) / scale; `signs` as in ports.fitter. The bias stands last in `weights`."""

    names: tuple[str, ...]
    weights: tuple[float, ...]
    means: tuple[float, ...]
    scales: tuple[float, ...]
    signs: tuple[int, ...]

    @classmethod
    def of_case(cls, model: CaseModel) -> Linear:
        """The case model, whose features are standardised."""
        names = tuple(sorted(model.features))
        weights, means, scales = zip(*(model.features[name] for name in names), strict=True)
        return cls(names, (*weights, model.bias), means, scales, (*signs(names), 0))

    @classmethod
    def of_weights(cls, model: Weights) -> Linear:
        """A model of coding, whose numbers are taken as they are."""
        names = tuple(sorted(model.weights))
        n = len(names)
        return cls(names, (*(model.weights[k] for k in names), model.bias), (0.0,) * n, (1.0,) * n, (0,) * (n + 1))

    def case_model(self) -> CaseModel:
        """The way back."""
        rows = zip(self.names, self.weights, self.means, self.scales, strict=False)
        return CaseModel(bias=self.weights[-1], features={name: (w, m, s) for name, w, m, s in rows})

    def plain(self) -> Weights:
        """The way back to a model of coding."""
        return Weights(bias=self.weights[-1], weights=dict(zip(self.names, self.weights, strict=False)))

    def columns(self, values: Values) -> list[float]:
        """The row of the table: a number that is not there is 0, as in reading."""
        held = zip(self.names, self.means, self.scales, strict=True)
        return [*((values.get(name, 0.0) - mean) / scale for name, mean, scale in held), 1.0]

    def chance(self, values: Values) -> float:
        """Probability, 0 to 1, as reading and coding compute it."""
        score = sum(w * x for w, x in zip(self.weights, self.columns(values), strict=True))
        return logistic(score)

    def refitted(self, rows: Sequence[Row], strength: float, fit: Fitter) -> Linear:
        """The model fitted to the rows around the weights that it has."""
        if not rows:
            return self
        table = [self.columns(row.values) for row in rows]
        found = fit(table, [row.right for row in rows], self.weights, strength, self.signs)
        return replace(self, weights=tuple(round(w, DIGITS) + 0.0 for w in found))
