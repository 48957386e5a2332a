"""How sure a guess is."""

from __future__ import annotations

import numpy as np

from graph.calibration import Calibration


def values(seed: int, noise: float, rows: int = 400) -> tuple[np.ndarray, np.ndarray]:
    """Return values of five classes that point to the true one through noise, and the true ones."""
    random = np.random.default_rng(seed)
    places = random.integers(0, 5, rows)
    heights = random.normal(0, noise, (rows, 5))
    heights[np.arange(rows), places] += 0.3
    return heights.astype(np.float32), places


def test_of_the_guesses_told_as_likely_so_many_are_right() -> None:
    """Where classes are hard to tell apart as where they are not."""
    for noise in (0.05, 0.15, 0.3):
        calibration = Calibration(*values(1, noise))
        others, places = values(2, noise)

        chances, right = calibration.chances(others), others.argmax(axis=1) == places

        assert abs(chances.mean() - right.mean()) < 0.06
        if noise > 0.1:
            likely = chances > np.median(chances)
            assert right[likely].mean() > right[~likely].mean()
            assert abs(chances[likely].mean() - right[likely].mean()) < 0.08


def test_a_clearer_case_is_never_told_as_less_likely() -> None:
    """Even learned from examples where the clear ones were wrong."""
    heights, places = values(3, 0.1)
    wrong = np.where(heights.max(axis=1) > 0.3, (places + 1) % 5, places)
    steps = np.array([[step / 10, 0, 0, 0, 0] for step in range(1, 11)], dtype=np.float32)

    chances = Calibration(heights, wrong).chances(steps)

    assert (np.diff(chances) >= 0).all()


def test_a_few_examples_change_nothing() -> None:
    """Nineteen say too little, and none is as good."""
    few, places = values(4, 0.3, rows=19)
    asked, _ = values(5, 0.1, rows=7)

    assert (Calibration(few, places).chances(asked) == Calibration(few[:0], places[:0]).chances(asked)).all()
    assert ((Calibration(few, places).chances(asked) > 0) & (Calibration(few, places).chances(asked) < 1)).all()
