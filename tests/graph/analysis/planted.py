"""Networks with a known shape: groups whose members are joined with each other, and little between them."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np

from graph.analysis.network import Joins
from graph.model import NodeId
from graph.ports import Vectors


def groups(number: int, size: int) -> list[list[NodeId]]:
    """Return so many groups of works."""
    return [[f"paper-{group:02}-{one:03}" for one in range(size)] for group in range(number)]


def joins(members: list[list[NodeId]], share: float = 0.5, seed: int = 0) -> dict[tuple[NodeId, NodeId], float]:
    """Return joins of about this share of the pairs inside each group, and a chain from group to group."""
    random = np.random.default_rng(seed)
    inside = {pair: 1.0 for group in members for pair in combinations(group, 2) if random.random() < share}
    between = {(one[0], other[0]): 0.2 for one, other in pairwise(members)}
    return inside | between


def vectors(members: list[list[NodeId]], width: int = 24, noise: float = 0.6, seed: int = 0) -> Vectors:
    """Return a unit row a work, around a middle of its group's."""
    random = np.random.default_rng(seed)
    middles = np.repeat(random.standard_normal((len(members), width)), [len(group) for group in members], axis=0)
    rows = middles + noise * random.standard_normal(middles.shape)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def without(drawn: Joins, key: NodeId) -> dict[tuple[NodeId, NodeId], float]:
    """Return the joins that do not touch a node."""
    return {ends: weight for ends, weight in drawn.items() if key not in ends}
