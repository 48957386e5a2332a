"""Pairs of nodes as numbers, and how likely a link is kept."""

from __future__ import annotations

import numpy as np

from graph.linking import FEATURES, Sides, crowding, features, learn, named, probability
from tests.graph.linking.test_meaning import library

NAMES = {"Crumb": 3.0, "Transformer": 0.2}


def sides(count: int = 40) -> Sides:
    """Return papers that name nothing, with room around each."""
    papers = library(count)
    return Sides(learn(papers).see(papers), named([()] * count, NAMES), np.zeros(count, dtype=np.float32))


def test_a_pair_is_the_same_from_both_ends() -> None:
    """Features do not depend on which is named first."""
    seen, ones, others = sides(), np.arange(0, 10), np.arange(10, 20)

    assert np.allclose(features(seen, ones, others), features(seen, others, ones), atol=1e-6)
    assert features(seen, ones, others).shape == (10, len(FEATURES))
    assert features(seen, ones[:0], others[:0]).shape == (0, len(FEATURES))


def test_what_is_alike_is_likelier() -> None:
    """Two papers on tides before one on tides and one on bread; a paper and itself first."""
    chances = probability(features(sides(), np.array([0, 0, 0]), np.array([0, 2, 1])))

    assert chances[0] > chances[1] > chances[2]
    assert ((chances > 0) & (chances < 1)).all()


def test_each_feature_speaks_the_way_it_should() -> None:
    """Meaning, words and names for a link; a crowd around both against it."""
    bare = probability(np.zeros((1, len(FEATURES)), dtype=np.float32))[0]
    alone = dict(zip(FEATURES, probability(np.eye(len(FEATURES), dtype=np.float32) / 10), strict=True))

    assert alone["model"] > bare
    assert alone["words"] > bare
    assert alone["names"] > bare
    assert alone["crowding"] < bare


def test_a_rare_name_joins_and_a_common_one_hardly_does() -> None:
    """Both have Transformer and a name of their own, or both have Crumb."""
    rows = named([("Crumb", "Transformer"), ("Crumb",), ("Transformer", "Lantern"), ()], NAMES | {"Lantern": 3.0})
    shared = (rows @ rows.T).toarray()

    assert shared[0, 1] > 0.9
    assert shared[0, 2] < 0.1
    assert not shared[3].any()


def test_a_crowd_is_one_beside_what_is_usual() -> None:
    """The median node has none; a node without neighbours, and none at all, are no error."""
    assert np.allclose(crowding(np.array([[0.5, 0.3], [0.7, 0.5], [0.9, 0.9]], dtype=np.float32)), [-0.2, 0, 0.3])
    assert crowding(np.zeros((2, 0), dtype=np.float32)).tolist() == [0, 0]
    assert crowding(np.zeros((0, 5), dtype=np.float32)).tolist() == []
