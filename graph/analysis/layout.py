"""Where everything stands on the map: neighbours stay neighbours from one visit to the next.

A map is read by places, so what has one keeps it to the digit. New points are put beside what pulls them. Only a map that
has been outgrown is laid out anew, out of the old one, and turned to lie as that did.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct
from threadpoolctl import threadpool_limits

from graph.analysis.meaning import Meaning
from graph.analysis.network import Network
from graph.analysis.pulls import Pulls, pulls_of
from graph.analysis.settling import Spot, aligned, on_the_rim, scaled, seated, settled
from graph.analysis.unfolding import Spots, unfolded
from graph.model import NodeId
from graph.ports.analysis import Extent

TIMES = 2
"""So many times as many points, joins or vectors as it was laid out of, and a map is outgrown."""

_NOWHERE = (np.nan, np.nan)
_LEAST = 0.1  # of the points: fewer joins or vectors that come say little about them, however few there were


class Layout(Struct, frozen=True, kw_only=True):
    """Key → its place in whole numbers, from about -10,000 to 10,000 both ways, no two alike; and what it was laid out of."""

    positions: dict[NodeId, Spot] = {}
    extent: Extent = Extent()


def laid_out(network: Network, meaning: Meaning, keys: Sequence[NodeId], before: Layout | None = None) -> Layout:
    """Return a place for each of the keys; whatever has one before keeps it, as long as the map was not outgrown."""
    old = before or Layout()
    kept = {key: old.positions[key] for key in keys if key in old.positions}
    now = _extent(network, meaning, keys)
    # Products on one core each: the same sums in the same order, however many cores there are.
    with threadpool_limits(limits=1, user_api="blas"):
        if _is_outgrown(old.extent, now, len(kept)):
            return Layout(positions=_anew(pulls_of(network, meaning, keys), keys, kept), extent=now)
        return Layout(positions=_with_new(network, meaning, keys, kept), extent=old.extent)


def _extent(network: Network, meaning: Meaning, keys: Sequence[NodeId]) -> Extent:
    there = set(keys)
    vectors = sum(key in there for key in meaning.keys)
    return Extent(points=len(keys), joins=network.weights.nnz // 2, vectors=vectors)


def _is_outgrown(old: Extent, now: Extent, kept: int) -> bool:
    least = _LEAST * now.points
    grown = (
        (old.points, now.points),
        (old.joins, now.joins),
        (old.vectors, now.vectors),
    )
    return now.points >= TIMES * max(kept, 1) or any(b >= TIMES * a and b - a > least for a, b in grown)


def _with_new(
    network: Network, meaning: Meaning, keys: Sequence[NodeId], kept: Mapping[NodeId, Spot]
) -> dict[NodeId, Spot]:
    """Return the places kept, and for each other key one beside what pulls it."""
    new = [key for key in keys if key not in kept]
    if not new:
        return dict(kept)
    pulls = pulls_of(network, meaning, keys, new)
    spots = settled(pulls.weights, _spots(pulls, kept))
    places = {key: place for place, key in enumerate(pulls.points)}
    return _seats(new, spots[[places[key] for key in new]], kept)


def _anew(pulls: Pulls, keys: Sequence[NodeId], kept: Mapping[NodeId, Spot]) -> dict[NodeId, Spot]:
    """Return a place for each key on a map laid out as a whole, as near as can be to where they were before."""
    inner = _pulled(pulls)
    before = _spots(inner, kept)
    # What nothing of the old map pulls begins in the middle.
    start = np.nan_to_num(settled(inner.weights, before)) if len(kept) >= _KNOWN * len(keys) else None
    spots = unfolded(inner, start)
    shown = set(keys)
    rows = [row for row, key in enumerate(inner.points) if key in shown]
    placed = dict(zip((inner.points[row] for row in rows), aligned(scaled(spots[rows]), before[rows]), strict=True))
    return _seats(keys, np.array([placed.get(key, _NOWHERE) for key in keys], dtype=np.float64).reshape(-1, 2), {})


_KNOWN = 0.25  # of the points: where fewer had a place, the old map is no beginning for the new one


def _pulled(pulls: Pulls) -> Pulls:
    """Return the points that anything pulls, or that pull."""
    some = np.flatnonzero((pulls.weights + pulls.weights.T).sum(axis=1) > 0).tolist()
    return Pulls([pulls.points[place] for place in some], pulls.weights[some][:, some].tocsr(), pulls.seen[some])


def _spots(pulls: Pulls, kept: Mapping[NodeId, Spot]) -> Spots:
    return np.array([kept.get(key, _NOWHERE) for key in pulls.points], dtype=np.float64).reshape(-1, 2)


def _seats(new: Sequence[NodeId], spots: Spots, kept: Mapping[NodeId, Spot]) -> dict[NodeId, Spot]:
    """Return the places kept and those of the new; where nothing pulled one, on the rim."""
    lost = np.isnan(spots[:, 0])
    spots = np.where(lost[:, None], on_the_rim(new), spots)
    return {**kept, **seated(new, spots, set(kept.values()))}
