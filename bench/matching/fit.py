"""A small logistic fit in numpy: no weight below zero, ridge, by Newton steps.

Weights may not be negative because each part is something that speaks for a pair: a part that
counts against it could not be explained to anyone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
STEPS, HALVINGS = 200, 30


@dataclass(frozen=True)
class Fit:
    """Weights and bias of a logistic model."""

    weights: Array
    bias: float

    def logits(self, values: Array) -> Array:
        return values @ self.weights + self.bias

    def chances(self, values: Array) -> Array:
        return 1 / (1 + np.exp(-self.logits(values)))


def logistic(values: Array, targets: Array, ridge: float) -> Fit:
    """Fit targets in [0, 1]; `ridge` is added for the weights, not for the bias.

    Projected Newton: a weight that lies at zero and would go below it is held there.
    """
    inputs = np.hstack([values, np.ones((len(values), 1))])
    penalty = np.diag([ridge] * values.shape[1] + [0.0])
    weights = np.zeros(inputs.shape[1])
    weights[-1] = np.log(targets.mean() / (1 - targets.mean()))
    for _ in range(STEPS):
        step = _newton(inputs, targets, weights, penalty)
        moved = _shortened(inputs, targets, weights, step, penalty)
        if np.abs(moved - weights).max() < 1e-7:
            break
        weights = moved
    return Fit(weights[:-1], float(weights[-1]))


def _newton(inputs: Array, targets: Array, weights: Array, penalty: Array) -> Array:
    """The step to the least of the local parabola, over the weights that are free to move."""
    chances = 1 / (1 + np.exp(-(inputs @ weights)))
    slope = inputs.T @ (chances - targets) + penalty @ weights
    free = (weights > 0) | (slope < 0)
    free[-1] = True
    curve = (inputs * (chances * (1 - chances))[:, None]).T @ inputs + penalty
    step = np.zeros_like(weights)
    step[free] = np.linalg.solve(curve[np.ix_(free, free)], slope[free])
    return step


def _shortened(inputs: Array, targets: Array, weights: Array, step: Array, penalty: Array) -> Array:
    """Weights after the longest of step, step/2, step/4 ... that lessens the loss."""

    def cost(candidate: Array) -> float:
        logits = inputs @ candidate
        fitted = np.sum(np.logaddexp(0, logits) - targets * logits)
        return float(fitted + candidate @ penalty @ candidate / 2)

    now = cost(weights)
    for _ in range(HALVINGS):
        candidate = weights - step
        candidate[:-1] = np.maximum(candidate[:-1], 0)
        if cost(candidate) < now:
            return candidate
        step = step / 2
    return weights


def loss(fit: Fit, values: Array, targets: Array) -> float:
    """Mean logarithmic loss."""
    logits = fit.logits(values)
    return float(np.mean(np.logaddexp(0, logits) - targets * logits))
