"""Liking learned from a few examples, a diverse choice, and what speaks for one work against another."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.ports import Vectors
from graph.recommend import Facts, chosen, leaning, standardised, surprising, trade_off, worded

NUMBERS = np.random.default_rng(0)


def unit(vectors: Vectors) -> Vectors:
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


BACKGROUND = unit(NUMBERS.normal(size=(200, 8)) + np.array([4, 0, 0, 0, 0, 0, 0, 0]))


def test_liked_works_lie_in_the_direction_and_disliked_ones_against_it() -> None:
    """Two subjects beside what all works share."""
    liked, disliked = unit(np.array([[4.0, 3, 0, 0, 0, 0, 0, 0], [4.0, 0, 3, 0, 0, 0, 0, 0]]))
    found = BACKGROUND @ leaning(np.stack([liked, disliked]), np.array([1.0, -1.0], np.float32), BACKGROUND)
    direction = leaning(np.stack([liked, disliked]), np.array([1.0, -1.0], np.float32), BACKGROUND)

    assert liked @ direction > found.mean() > disliked @ direction


def test_what_all_works_share_says_nothing() -> None:
    """A direction learned from the background's own mean is none."""
    centre = BACKGROUND.mean(axis=0, keepdims=True)

    assert leaning(centre, np.ones(1, np.float32), BACKGROUND) == pytest.approx(np.zeros(8), abs=1e-5)


def test_words_tell_what_vectors_do_not() -> None:
    """The rare name that an example has; of a disliked one it speaks against."""
    texts = [["training", "zorblax"], ["training", "others"], ["training"]]
    scores = worded([["zorblax", "tests"]], np.ones(1, np.float32), texts)
    against = worded([["zorblax", "tests"]], -np.ones(1, np.float32), texts)

    assert scores.argmax() == 0
    assert against.argmin() == 0


def test_equal_scores_are_all_nothing() -> None:
    """No scale divides by a spread of zero; nothing has no spread."""
    assert standardised(np.full(3, 0.7, np.float32)).tolist() == [0, 0, 0]
    assert len(standardised(np.empty(0, np.float32))) == 0


def test_the_second_of_two_alike_gives_way_to_another() -> None:
    """Though it is liked better."""
    vectors = unit(np.array([[1.0, 0], [1.0, 0.01], [0, 1.0], [0, 1.0]]))

    assert chosen(np.array([1.0, 0.98, 0.7, 0.0], np.float32), vectors, [None] * 4, 2) == [0, 2]


def test_one_category_is_not_all_that_is_chosen() -> None:
    """Of three as liked and as unlike each other, the second is of another category."""
    vectors = unit(np.eye(4))

    assert chosen(np.array([1.0, 0.9, 0.85, 0.0], np.float32), vectors, ["a", "a", "b", "b"], 2) == [0, 2]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(-5, 5), max_size=12), st.integers(0, 15))
def test_a_choice_has_each_place_once_and_the_best_first(scores: list[int], limit: int) -> None:
    """As many as there are, and no more than were wanted."""
    values = np.array(scores, dtype=np.float32)
    places = chosen(values, unit(NUMBERS.normal(size=(len(scores), 3))), [None] * len(scores), limit)

    assert len(places) == len(set(places)) == min(limit, len(scores))
    assert not places or values[places[0]] == values.max()


def test_a_surprise_hangs_on_its_turn_alone() -> None:
    """The same turn draws the same; what others speak of goes before what nobody does."""
    keys = [f"paper-{n}" for n in range(50)]
    heard, fits = np.zeros(50, np.float32), NUMBERS.normal(size=50).astype(np.float32)
    heard[7] = 9
    first = surprising(heard, fits, keys, "2026-01-02 1")

    assert (surprising(heard, fits, keys, "2026-01-02 1") == first).all()
    assert (surprising(heard, fits, keys, "2026-01-02 2") != first).any()
    assert first.argmax() == 7


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (
            Facts(kind="paper", near="“A”, which you rated 5 of 5"),
            Facts(kind="paper", month="2025-03", sources=3),
            "The first is closer to “A”, which you rated 5 of 5; the second is listed by three sources, not none.",
        ),
        (
            Facts(kind="paper", month="2025-01", fit=2.0),
            Facts(kind="paper", month="2025-03", fit=1.0),
            "The first fits what you chose better; the second is newer (March 2025, not January 2025).",
        ),
        (
            Facts(kind="paper", month="2025-03", sources=2),
            Facts(kind="article", month="2025-01"),
            "The first is newer (March 2025, not January 2025) and is listed by two sources, not none; "
            "the second is an article.",
        ),
        (
            Facts(kind="paper", category="Agents", fit=1.0),
            Facts(kind="paper", category="Speed", fit=1.0),
            "The first fits about as well; the second is on another subject (Speed).",
        ),
        (
            Facts(kind="paper", fit=3.0),
            Facts(kind="paper", fit=0.0),
            "The first fits what you chose better; the second comes close behind.",
        ),
        (Facts(kind="paper", fit=0.0), Facts(kind="paper", fit=0.1), "There is little between the two."),
        (
            Facts(kind="paper", month="2025-01"),
            Facts(kind="paper", month="2025-03"),
            "The second is newer (March 2025, not January 2025).",
        ),
        (
            Facts(kind="paper", fit=0.0),
            Facts(kind="paper", fit=1.0, near="“A”, which you rated 5 of 5"),
            "The second is closer to “A”, which you rated 5 of 5.",
        ),
    ],
)
def test_a_trade_off_says_what_speaks_for_either(first: Facts, second: Facts, told: str) -> None:
    """Only what is so, and nothing where there is nothing."""
    assert trade_off(first, second) == told
