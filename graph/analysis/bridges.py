"""Bridges: works that are near in meaning and that nothing joins, told apart from chance.

A pair counts where one is on a list, both are of different communities, and no path of fewer than three steps joins
them. What is near the middle of all is near everything, so a cosine is measured against how near each of the two is to
all works (in standard deviations, the mean of both). Against chance stands a copy of the library: each work keeps its place
in the graph, so its degree, its community, and whom it may be paired with, but its vector is drawn at random as its
community's vectors are spread. The same search there finds what chance finds, and the share of that among what is found
here is the share of false ones (target and decoy: Elias and Gygi 2007, "Target-decoy search strategy").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from graph.analysis.nearness import Lens, Rows, Sight, spread_of
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
    """The works that have a vector: unit rows of `vectors`, the community of each (-1: none), which are listed.

    `headings` are the works that lists put under each of their own headings.
    """

    keys: Sequence[NodeId]
    vectors: Vectors
    communities: NDArray[np.int32]
    listed: NDArray[np.bool_]
    headings: Sequence[Rows] = ()


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
    lens = Lens(works.vectors, works.headings)
    found = near_pairs(lens.look(works.vectors), works, barred)
    made_up = np.sort([one.unusual for one in near_pairs(lens.look(decoys(works)), works, barred)])
    shares = shares_of_chance([one.unusual for one in found], made_up)
    pairs = barred.pairs()
    good = (
        Told(near=near, odds=_odds(pairs, made_up, near), chance=share)
        for near, share in zip(found, shares, strict=True)
    )
    return _few_of_each([one for one in good if one.chance <= chance and one.near.cosine < TWINS])


def _odds(pairs: int, made_up: NDArray[np.float64], near: Near) -> float:
    return pairs / (1 + len(made_up) - int(np.searchsorted(made_up, near.unusual)))


def _few_of_each(told: Sequence[Told]) -> list[Told]:
    kept: Counter[int] = Counter()
    few = []
    for one in told:
        ends = (one.near.one, one.near.other)
        if max(kept[end] for end in ends) < _KEPT:
            kept.update(ends)
            few.append(one)
    return few


def shares_of_chance(found: Sequence[float], made_up: NDArray[np.float64]) -> list[float]:
    """Return, for each value found (best first), the share of false ones among all at least as good; never falling."""
    as_good = len(made_up) - np.searchsorted(made_up, np.array(found))
    shares = (1 + as_good) / np.arange(1, len(found) + 1)
    return [float(share) for share in np.minimum.accumulate(np.minimum(shares, 1)[::-1])[::-1]]


def near_pairs(sight: Sight, works: Works, barred: Barred) -> list[Near]:
    """Return, for each listed work, the nearest of those that nothing joins it with; each pair once, the nearest first."""
    found: dict[tuple[int, int], Near] = {}
    rows = np.flatnonzero(works.listed)
    for start in range(0, len(rows), _BLOCK):
        block = rows[start : start + _BLOCK]
        nearness = sight.nearness(block)
        for row, place in enumerate(block.tolist()):
            nearness[row, barred.of(place)] = -np.inf
            most = min(_EACH, nearness.shape[1])
            for other in np.argpartition(-nearness[row], most - 1)[:most].tolist():
                if np.isfinite(nearness[row, other]):
                    cosine = float(works.vectors[place] @ works.vectors[other])
                    ends = (min(place, other), max(place, other))
                    found[ends] = Near(float(nearness[row, other]), *ends, cosine)
    return sorted(found.values(), reverse=True)


def decoys(works: Works, seed: int = _SEED) -> Vectors:
    """Return a vector a work, drawn at random around its community's middle as vectors are spread around theirs."""
    groups = works.communities + 1
    members = (np.flatnonzero(groups == group) for group in range(groups.max() + 1))
    middles = np.stack([works.vectors[some].sum(axis=0) / max(len(some), 1) for some in members])
    rest = works.vectors - middles[groups]
    widths, directions = np.linalg.eigh(spread_of(rest))
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

    def of(self, place: int) -> NDArray[np.bool_]:
        """Return for each place in `Works` whether this one may not be paired with it."""
        community = self._works.communities[place]
        barred = (self._works.communities == community) & (community >= 0)
        barred[self._close(place)] = True
        barred[place] = True
        return np.asarray(barred)

    def pairs(self) -> int:
        """Return how many pairs of a listed work with another are not barred."""
        rows = np.flatnonzero(self._works.listed).tolist()
        return max(sum(int((~self.of(place)).sum()) for place in rows), 1)

    def _close(self, place: int) -> NDArray[np.int64]:
        """Return the places that fewer than `FAR` steps lead to."""
        if place not in self._held:
            self._held[place] = self._reached(place)
        return self._held[place]

    def _reached(self, place: int) -> NDArray[np.int64]:
        at = self._network.places.get(self._works.keys[place])
        if at is None:
            return np.zeros(0, np.int64)
        reached = np.array([at])
        for _ in range(FAR - 1):
            open_ones = [one for one in reached.tolist() if one == at or self._network.degrees[one] <= HUB]
            reached = np.unique(np.concatenate([reached, *(self._network.neighbours(one) for one in open_ones)]))
        places = self._place[reached]
        return np.asarray(places[places >= 0])
