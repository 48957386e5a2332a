"""Bridges: works that are near in meaning and that nothing joins, told apart from chance.

A pair counts where one is on a list, both are of different communities, and no path of fewer than three steps joins
them. What is near the middle of all is near everything, so a cosine is measured against how near each of the two is to
all works (in standard deviations, the mean of both). Against chance stands a copy of the library: each work keeps its place
in the graph, so its degree, its community, and whom it may be paired with, but its vector is drawn at random as its
community's vectors are spread. The same search there finds what chance finds, and the share of that among what is found
here is the share of false ones (target and decoy: Elias and Gygi 2007, "Target-decoy search strategy").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from graph.analysis.network import HUB, Network
from graph.model import NodeId
from graph.ports import Vectors

FAR = 3
"""Steps between two works that nothing joins: over one common neighbour there are two."""

CHANCE = 0.05
"""Of the bridges that are shown at most so many may be chance's."""

LEAST_WORKS = 30
"""Of fewer works nothing is usual, so nothing unusual."""

TWINS = 0.95  # so near two texts are one work under two addresses
_EACH = 10  # bridges looked at for each listed work
_KEPT = 3  # bridges shown of one work, so that no work has them all
_SEED = 11
_BLOCK = 256
_WIDEST = 1e-4  # of the variance; a direction that hardly any vector has is noise


class Works(Struct, frozen=True, kw_only=True):
    """The works that have a vector: unit rows of `vectors`, the community of each (-1: none), which are listed."""

    keys: Sequence[NodeId]
    vectors: Vectors
    communities: NDArray[np.int32]
    listed: NDArray[np.bool_]


class Near(Struct, frozen=True, order=True):
    """A pair of places in `Works`, how near beyond what is usual for both, and their cosine."""

    unusual: float
    one: int
    other: int
    cosine: float


class Told(Struct, frozen=True, kw_only=True):
    """A pair that is kept: one in `odds` pairs is as near, and of those as good a share of `chance` is chance's."""

    near: Near
    odds: float
    chance: float


def unusual_pairs(works: Works, network: Network, chance: float = CHANCE) -> list[Told]:
    """Return the pairs that are nearer than chance explains, the most unusual first, at most `_KEPT` a work."""
    if len(works.keys) < LEAST_WORKS or not works.listed.any():
        return []
    barred = Barred(works, network)
    found = sorted(near_pairs(works.vectors, works, barred), reverse=True)
    made_up = np.sort([one.unusual for one in near_pairs(decoys(works), works, barred)])
    pairs = barred.pairs()
    kept: dict[int, int] = {}
    told = []
    for near, share in zip(found, shares_of_chance([one.unusual for one in found], made_up), strict=True):
        if share > chance:
            break
        if max(kept.get(near.one, 0), kept.get(near.other, 0)) < _KEPT:
            kept.update({place: kept.get(place, 0) + 1 for place in (near.one, near.other)})
            as_near = len(made_up) - int(np.searchsorted(made_up, near.unusual))
            told.append(Told(near=near, odds=pairs / (1 + as_near), chance=share))
    return told


def shares_of_chance(found: Sequence[float], made_up: NDArray[np.float64]) -> list[float]:
    """Return, for each value found (best first), the share of false ones among all at least as good; never falling."""
    as_good = len(made_up) - np.searchsorted(made_up, np.array(found))
    shares = (1 + as_good) / np.arange(1, len(found) + 1)
    return [float(share) for share in np.minimum.accumulate(np.minimum(shares, 1)[::-1])[::-1]]


def near_pairs(vectors: Vectors, works: Works, barred: Barred) -> Iterator[Near]:
    """Yield, for each listed work, the nearest beyond what is usual among those that nothing joins it with; each pair once."""
    usual, spread = usual_nearness(vectors)
    rows = np.flatnonzero(works.listed)
    for start in range(0, len(rows), _BLOCK):
        block = rows[start : start + _BLOCK]
        cosines = vectors[block] @ vectors.T
        unusual = (cosines - usual[block, None]) / spread[block, None] + (cosines - usual) / spread
        for row, place in enumerate(block.tolist()):
            unusual[row, barred.of(place)] = -np.inf
            unusual[row, cosines[row] >= TWINS] = -np.inf
            most = min(_EACH, unusual.shape[1])
            for other in np.argpartition(-unusual[row], most - 1)[:most].tolist():
                seen_from_there = works.listed[other] and other < place
                if np.isfinite(unusual[row, other]) and not seen_from_there:
                    yield Near(float(unusual[row, other]) / 2, place, other, float(cosines[row, other]))


def usual_nearness(vectors: Vectors) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the mean and the standard deviation of each row's cosine with all rows."""
    mean = vectors.mean(axis=0)
    spread = np.cov(vectors, rowvar=False).astype(np.float32)
    deviations = np.sqrt(np.maximum(np.einsum("ij,ij->i", vectors @ spread, vectors), 1e-9))
    return vectors @ mean, deviations


def decoys(works: Works, seed: int = _SEED) -> Vectors:
    """Return a vector a work, drawn at random around its community's middle as vectors are spread around theirs."""
    groups = works.communities + 1
    sums = np.zeros((groups.max() + 1, works.vectors.shape[1]), dtype=np.float32)
    np.add.at(sums, groups, works.vectors)
    middles = sums / np.maximum(np.bincount(groups, minlength=len(sums)), 1)[:, None]
    rest = works.vectors - middles[groups]
    widths, directions = np.linalg.eigh(np.cov(rest, rowvar=False))
    kept = widths > _WIDEST * widths.max()
    noise = np.random.default_rng(seed).standard_normal((len(rest), int(kept.sum())), dtype=np.float32)
    drawn = middles[groups] + noise @ (directions[:, kept] * np.sqrt(widths[kept])).T.astype(np.float32)
    return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), dtype=np.float32)


class Barred:
    """Whom a listed work may not be paired with: itself, its community, and what fewer than `FAR` steps lead to."""

    def __init__(self, works: Works, network: Network) -> None:
        self._works = works
        self._network = network
        place_of = {key: place for place, key in enumerate(works.keys)}
        self._place = np.array([place_of.get(key, -1) for key in network.keys], dtype=np.int64)
        self._held: dict[int, NDArray[np.int64]] = {}

    def of(self, place: int) -> NDArray[np.int64]:
        """Return the places in `Works` that this one may not be paired with, sorted."""
        if place not in self._held:
            community = self._works.communities[place]
            same = np.flatnonzero(self._works.communities == community) if community >= 0 else np.zeros(0, np.int64)
            self._held[place] = np.unique(np.concatenate([same, self._close(place), [place]]))
        return self._held[place]

    def pairs(self) -> int:
        """Return how many pairs there are that are not barred."""
        rows = np.flatnonzero(self._works.listed).tolist()
        free = sum(len(self._works.keys) - len(self.of(place)) for place in rows)
        return max(free, 1)

    def _close(self, place: int) -> NDArray[np.int64]:
        at = self._network.places.get(self._works.keys[place])
        if at is None:
            return np.zeros(0, np.int64)
        reached = np.array([at])
        for _ in range(FAR - 1):
            open_ones = [one for one in reached.tolist() if one == at or self._network.degrees[one] <= HUB]
            reached = np.unique(np.concatenate([reached, *(self._network.neighbours(one) for one in open_ones)]))
        places = self._place[reached]
        return np.asarray(places[places >= 0])
