"""When a share may be said to have risen or fallen."""

from __future__ import annotations

import numpy as np
import pytest

from graph.trends import Share, change, claimed, unrest

MONTHS = (1, 3)


def test_a_larger_rise_is_less_likely() -> None:
    """And nothing is surprising where there is nothing to compare."""
    chances = [change(Share(part, 52), Share(2, 61), MONTHS).up for part in (2, 4, 7, 20)]

    assert chances == sorted(chances, reverse=True)
    assert chances[-1] < 0.001 < 0.3 < chances[0]
    assert change(Share(3, 52), Share(0, 0), MONTHS).either == 1.0
    assert change(Share(0, 0), Share(3, 52), MONTHS).either == 1.0


def test_rise_and_fall_are_two_sides_of_one_chance() -> None:
    """As many as were seen count half to each side."""
    both = change(Share(5, 50), Share(15, 150), MONTHS)

    assert both.up + both.down == pytest.approx(1.0)
    assert both.either > 0.5


@pytest.mark.parametrize("part", [0, 1, 400, 40_000])
def test_extremes_stay_chances(part: int) -> None:
    """Everything, nothing and very much of very many."""
    both = change(Share(part, max(part, 1)), Share(part // 2, max(part, 1)), (3, 9), 0.01)

    assert 0.0 <= both.up <= 1.0
    assert 0.0 <= both.down <= 1.0


def test_unrest_makes_a_rise_less_surprising() -> None:
    """Where shares leap anyway, a leap is no news."""
    calm, wild = (change(Share(9, 50), Share(9, 150), MONTHS, stir).up for stir in (0.0, 0.1))

    assert calm < wild


def test_unrest_is_what_the_past_shows() -> None:
    """Shares that leap together show it, shares drawn at one chance next to none; too little tells nothing."""
    drawn = np.random.default_rng(1)
    even = [list(map(int, drawn.binomial(40, 0.2, 24))) for _ in range(40)]
    leaping = [[16 if place % 2 else 0 for place in range(24)] for _ in range(5)]

    assert unrest(even, [40] * 24) < 0.01
    assert unrest(leaping, [40] * 24) > 0.2
    assert unrest([[1, 0], [0, 1]], [5, 5]) == 0.0
    assert unrest([], [5, 5]) == 0.0
    assert unrest([[3]], [5]) == 0.0


def test_false_discoveries_are_kept_rare() -> None:
    """One chance in twenty is nothing among twenty tests, and something by itself."""
    assert claimed([0.05]) == [True]
    assert claimed([0.05] + [0.6] * 19) == [False] * 20
    assert claimed([0.001, 0.9, 0.004, 0.5]) == [True, False, True, False]
    assert claimed([]) == []


def test_shares_that_do_not_change_are_seldom_claimed_to() -> None:
    """Drawn at one chance, of two hundred tables of thirty concepts not one in ten claims anything."""
    drawn = np.random.default_rng(7)
    wrong = 0
    for _ in range(200):
        rates = drawn.uniform(0.02, 0.3, 30)
        recent, earlier = drawn.binomial(60, rates), drawn.binomial(180, rates)
        pairs = zip(recent, earlier, strict=True)
        chances = [change(Share(int(new), 60), Share(int(old), 180), MONTHS).either for new, old in pairs]
        wrong += any(claimed(chances))

    assert wrong <= 20
