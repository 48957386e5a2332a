"""Paths between nodes, over no node that is joined with very many: such a one joins everything and tells nothing."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order

from graph.analysis.network import HUB, Network
from graph.model import NodeId

Pair = tuple[NodeId, NodeId]
_NONE = -9999  # how scipy writes that nothing leads there


def shortest_paths(network: Network, pairs: Iterable[Pair]) -> dict[Pair, tuple[NodeId, ...]]:
    """Return pair → the nodes of a shortest path, both ends included, for those of the pairs that have one."""
    passable = _without_hubs(network)
    found: dict[Pair, tuple[NodeId, ...]] = {}
    led: dict[NodeId, np.ndarray] = {}
    for one, other in sorted(pairs):
        if one not in network.places or other not in network.places:
            continue
        start = network.places[one]
        if one not in led:
            led = {one: breadth_first_order(_opened(network, passable, start), start)[1]}
        if path := _walked_back(led[one], start, network.places[other]):
            found[one, other] = tuple(network.keys[place] for place in path)
    return found


def _without_hubs(network: Network) -> csr_array:
    """Return the matrix with no way out of a hub."""
    matrix = network.weights.copy()
    matrix.data[np.repeat(network.degrees > HUB, network.degrees)] = 0
    matrix.eliminate_zeros()
    return matrix


def _opened(network: Network, passable: csr_array, start: int) -> csr_array:
    """Return the matrix with the ways out of the start, were it a hub."""
    if network.degrees[start] <= HUB:
        return passable
    opened = passable.tolil()
    opened[start, network.neighbours(start)] = 1.0
    return opened.tocsr()


def _walked_back(before: np.ndarray, start: int, end: int) -> list[int]:
    path = [end]
    while path[-1] != start:
        step = int(before[path[-1]])
        if step == _NONE:
            return []
        path.append(step)
    return path[::-1]
