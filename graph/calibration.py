"""Values of classes → how likely the best one is right, learned from examples that were left out in their turn.

A softmax at the temperature under which the true classes are likeliest, then a logistic curve through its best chances
(Platt, "Probabilistic outputs for support vector machines", 1999): the one is too sure of the clear cases and not sure
enough of the others.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_TEMPERATURES = (0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.12, 0.15, 0.2, 0.3)
_USUAL = 0.08  # about the likeliest on the lists of bench.categories
_ENOUGH = 20  # fewer examples say too little
_STEADY = 5.0  # so many examples' worth of trust in the softmax as it is
_STEPS = 20  # Newton's method is there after five or six
_SURE = 1e-4

Chances = NDArray[np.float64]
Values = NDArray[np.float32]


class Calibration:
    """Fitted to held-out `values` (a row an example, a column a class) and the `places` of the true classes."""

    def __init__(self, values: Values, places: NDArray[np.intp]) -> None:
        self._temperature, self._curve = _USUAL, np.array([1.0, 0.0])
        if len(places) < _ENOUGH:
            return
        self._temperature = max(_TEMPERATURES, key=lambda heat: _likelihood(values, places, heat))
        best = _softmax(values, self._temperature).max(axis=1)
        self._curve = _logistic(_log_odds(best), values.argmax(axis=1) == places)

    def chances(self, values: Values) -> Chances:
        """Return how likely the best class of each row is right."""
        odds = _log_odds(_softmax(values, self._temperature).max(axis=1))
        return _chance(_with_one(odds) @ self._curve)


def _likelihood(values: Values, places: NDArray[np.intp], temperature: float) -> float:
    chances = _softmax(values, temperature)[np.arange(len(places)), places]
    return float(np.log(np.maximum(chances, 1e-9)).mean())


def _softmax(values: Values, temperature: float) -> Chances:
    heights = np.exp((values.astype(np.float64) - values.max(axis=1, keepdims=True)) / temperature)
    chances: Chances = heights / heights.sum(axis=1, keepdims=True)
    return chances


def _log_odds(chances: Chances) -> Chances:
    kept = np.clip(chances, _SURE, 1 - _SURE)
    odds: Chances = np.log(kept / (1 - kept))
    return odds


def _logistic(odds: Chances, right: NDArray[np.bool_]) -> Chances:
    """Return slope and height of the likeliest curve that stays near the straight one (1, 0)."""
    straight = np.array([1.0, 0.0])
    curve, seen = straight, _with_one(odds)
    for _ in range(_STEPS):
        told = _chance(seen @ curve)
        slope = seen.T @ (told - right) + _STEADY * (curve - straight)
        bend = (seen.T * (told * (1 - told))) @ seen + _STEADY * np.eye(2)
        curve = curve - np.linalg.solve(bend, slope)
    return np.array([max(curve[0], 0.0), curve[1]])  # never less likely for being better


def _with_one(odds: Chances) -> Chances:
    return np.stack([odds, np.ones_like(odds)], axis=1)


def _chance(odds: Chances) -> Chances:
    chances: Chances = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    return chances
