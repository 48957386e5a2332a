"""Neighbours among many vectors by lists: nearly all of the nearest, the same each time."""

import numpy as np
import pytest

from graph.neighbours import found as found_module
from graph.neighbours import lists as lists_module
from graph.neighbours.found import found
from graph.neighbours.lists import joined


def spread(count, dimensions=48, latent=10, seed=3):
    """Vectors of a lower dimension than their width, none of them in a cluster."""
    draw = np.random.default_rng(seed)
    matrix = draw.standard_normal((count, latent)) @ draw.standard_normal((latent, dimensions))
    matrix += 0.5 * draw.standard_normal(matrix.shape)
    return (matrix / np.linalg.norm(matrix, axis=1, keepdims=True)).astype(np.float32)


def shared(ones, others):
    """The share of the first lists that the second ones have too."""
    return np.mean([len(np.intersect1d(one, other)) / len(one) for one, other in zip(ones, others, strict=True)])


def test_nearly_all_of_the_nearest_are_found():
    """Each with its cosine, best first, none twice and none itself."""
    vectors = spread(4_000)
    near, scores = joined(vectors, 10)

    assert shared(found(vectors, 10)[0], near) > 0.95
    assert scores == pytest.approx(np.einsum("id,ikd->ik", vectors, vectors[near]), abs=1e-5)
    assert (np.diff(scores, axis=1) <= 0).all()
    assert all(len({*row, place}) == 11 for place, row in enumerate(near.tolist()))


def test_equal_vectors_in_give_equal_neighbours_out():
    """Nothing is drawn without a seed."""
    vectors = spread(1_500)

    assert all(np.array_equal(one, other) for one, other in zip(joined(vectors, 5), joined(vectors, 5), strict=True))


def test_how_often_the_lists_are_put_in_order_changes_nothing(monkeypatch):
    """Nor in how many pieces the products are made."""
    vectors = spread(1_500)
    once = joined(vectors, 10)
    monkeypatch.setattr(lists_module, "_MET", 1)
    monkeypatch.setattr(lists_module, "_OF_EACH", 0)
    monkeypatch.setattr(lists_module, "_PRODUCTS", 20_000)

    assert shared(once[0], joined(vectors, 10)[0]) > 0.999


def test_many_equal_vectors_do_no_harm():
    """Three hundred that are one, two that are nothing, and lists that stay empty."""
    vectors = spread(1_000)
    vectors[:300], vectors[500:502] = vectors[0], 0
    near, scores = joined(vectors, 4)

    assert (scores[:300] == 1).all()
    assert (near[:300] < 300).all()
    assert (near >= 0).all()


def test_only_many_vectors_are_put_into_lists(monkeypatch):
    """Up to the limit every pair is looked at."""
    monkeypatch.setattr(found_module, "joined", lambda *_: pytest.fail("there are few"))
    assert found(spread(50), 3)[0].shape == (50, 3)

    monkeypatch.setattr(found_module, "EXACT", 49)
    monkeypatch.setattr(found_module, "joined", lambda *_: "lists")
    assert found(spread(50), 3) == "lists"


def test_a_run_can_be_followed_and_ended():
    """Progress is told of lists, and what it raises ends the run."""

    def end(done, total, what):
        raise KeyboardInterrupt(f"{done} of {total} {what}")

    with pytest.raises(KeyboardInterrupt, match="1 of 71 neighbours"):
        joined(spread(500), 3, end)
