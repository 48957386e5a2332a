"""Where nodes stand: with how many others each is joined, and between which communities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.sparse import csr_array

from graph.analysis.network import Network
from graph.model import NodeId
from graph.ports.analysis import Community, Standing


def standings_of(network: Network, communities: Sequence[Community]) -> tuple[Standing, ...]:
    """Return where each member of a community stands, those joined with most others first."""
    owners = {key: place for place, community in enumerate(communities) for key in community.members}
    counts = _joined_by_community(network, owners, len(communities))
    found = [_standing(network, key, counts, owners[key], communities) for key in owners]
    return tuple(sorted(found, key=lambda one: (-one.joined, one.key)))


def _joined_by_community(network: Network, owners: Mapping[NodeId, int], communities: int) -> csr_array:
    """Return (nodes, communities): with how many nodes of each community each node is joined."""
    places = np.array([network.places[key] for key in owners], dtype=np.int64)
    groups = np.fromiter(owners.values(), dtype=np.int64, count=len(owners))
    shape = (len(network.keys), communities)
    members = csr_array((np.ones(len(places), dtype=np.int32), (places, groups)), shape=shape)
    joined = network.weights.copy()
    joined.data = np.ones(len(joined.data), dtype=np.int32)
    return (joined @ members).tocsr()


def _standing(
    network: Network, key: NodeId, counts: csr_array, owner: int, communities: Sequence[Community]
) -> Standing:
    place = network.places[key]
    start, end = counts.indptr[place], counts.indptr[place + 1]
    shares = dict(zip(counts.indices[start:end].tolist(), counts.data[start:end].tolist(), strict=True))
    inside = shares.pop(owner, 0)
    other = min(shares, key=lambda one: (-shares[one], one), default=None)
    return Standing(
        key=key,
        joined=int(network.degrees[place]),
        community=communities[owner].id,
        inside=inside,
        other=None if other is None else communities[other].id,
        outside=0 if other is None else shares[other],
    )
