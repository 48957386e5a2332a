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
_MADE_UP = 20_000  # works made up in all, so that chance is known well in a small library too …
_MOST_DRAWS = 40  # … at a price of seconds
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


class Near(Struct, frozen=True):
    """Pairs of places in `Works`, the nearest first: how near beyond what is usual, and both ends."""

    nearness: NDArray[np.float64]
    one: NDArray[np.int64]
    other: NDArray[np.int64]


class Told(Struct, frozen=True, kw_only=True):
    """A pair that is kept: its places, its cosine; one in `odds` pairs is as near, of those as good `chance` is chance's."""

    one: int
    other: int
    cosine: float
    odds: float
    chance: float


def unusual_pairs(works: Works, network: Network, chance: float = CHANCE) -> list[Told]:
    """Return the pairs that are nearer than chance explains, the most unusual first, at most `_KEPT` a work."""
    if len(works.keys) < LEAST_WORKS or not works.listed.any():
        return []
    barred = Barred(works, network)
    lens = Lens(works.vectors, works.headings)
    found = near_pairs(lens.look(works.vectors), works, barred)
    draws = min(max(_MADE_UP // len(works.keys), 1), _MOST_DRAWS)
    chance_alone = MadeUp(works)
    looked = (near_pairs(lens.look(chance_alone.draw(draw)), works, barred) for draw in range(draws))
    made_up = np.sort(np.concatenate([near.nearness for near in looked]))
    shares = shares_of_chance(found.nearness, made_up, draws)
    as_near = 1 + len(made_up) - np.searchsorted(made_up, found.nearness)
    odds = barred.pairs() * draws / as_near
    good = int(np.searchsorted(shares, chance, side="right"))
    ends = zip(found.one[:good].tolist(), found.other[:good].tolist(), strict=True)
    told = (
        Told(one=one, other=other, cosine=float(works.vectors[one] @ works.vectors[other]), odds=odd, chance=share)
        for (one, other), odd, share in zip(ends, odds.tolist(), shares.tolist(), strict=False)
    )
    return _few_of_each([one for one in told if one.cosine < TWINS])


def _few_of_each(told: Sequence[Told]) -> list[Told]:
    kept: Counter[int] = Counter()
    few = []
    for one in told:
        ends = (one.one, one.other)
        if max(kept[end] for end in ends) < _KEPT:
            kept.update(ends)
            few.append(one)
    return few


def shares_of_chance(found: NDArray[np.float64], made_up: NDArray[np.float64], draws: int = 1) -> NDArray[np.float64]:
    """Return, for each value found (best first), the share of false ones among all at least as good; never falling.

    `made_up` are the values of so many draws together, sorted; none as good in all of them is counted as one.
    """
    as_good = 1 + len(made_up) - np.searchsorted(made_up, found)
    shares = as_good / draws / np.arange(1, len(found) + 1)
    return np.asarray(np.minimum.accumulate(np.minimum(shares, 1)[::-1])[::-1])


def near_pairs(sight: Sight, works: Works, barred: Barred) -> Near:
    """Return, for each listed work, the nearest of those that nothing joins it with; each pair once, the nearest first."""
    rows = np.flatnonzero(works.listed)
    size, most = len(works.keys), min(_EACH, len(works.keys))
    found = []
    for start in range(0, len(rows), _BLOCK):
        block = rows[start : start + _BLOCK]
        nearness = np.where(barred.of(block), -np.inf, sight.nearness(block))
        others = np.argpartition(-nearness, most - 1, axis=1)[:, :most]
        found.append((np.repeat(block, most), others.ravel(), np.take_along_axis(nearness, others, axis=1).ravel()))
    one, other, near = (np.concatenate(parts) for parts in zip(*found, strict=True))
    _, first = np.unique(np.minimum(one, other) * size + np.maximum(one, other), return_index=True)
    kept = first[np.isfinite(near[first])]
    order = kept[np.argsort(-near[kept], kind="stable")]
    return Near(near[order].astype(np.float64), one[order], other[order])


class MadeUp:
    """Works as they would be if each said no more than its community does."""

    def __init__(self, works: Works) -> None:
        groups = works.communities + 1
        members = (np.flatnonzero(groups == group) for group in range(groups.max() + 1))
        middles = np.stack([works.vectors[some].sum(axis=0) / max(len(some), 1) for some in members])
        self._middles = middles[groups]
        widths, directions = np.linalg.eigh(spread_of(works.vectors - self._middles))
        kept = widths > _WIDEST * widths.max()
        self._spread = (directions[:, kept] * np.sqrt(widths[kept])).T.astype(np.float32)

    def draw(self, number: int) -> Vectors:
        """Return a vector a work, at random around its community's middle; each number has others, always the same."""
        random = np.random.default_rng((_SEED, number))
        noise = random.standard_normal((len(self._middles), len(self._spread)), dtype=np.float32)
        drawn = self._middles + noise @ self._spread
        return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), dtype=np.float32)


class Barred:
    """Whom a listed work may not be paired with: itself, its community, and what fewer than `FAR` steps lead to."""

    def __init__(self, works: Works, network: Network) -> None:
        self._works = works
        self._network = network
        place_of = {key: place for place, key in enumerate(works.keys)}
        self._place = np.array([place_of.get(key, -1) for key in network.keys], dtype=np.int64)
        self._held: dict[int, NDArray[np.int64]] = {}

    def of(self, places: Rows) -> NDArray[np.bool_]:
        """Return (places, all works): whether the one may not be paired with the other."""
        own = self._works.communities[places, None]
        barred = (own == self._works.communities) & (own >= 0)
        barred[np.arange(len(places)), places] = True
        for row, place in enumerate(places.tolist()):
            barred[row, self._close(place)] = True
        return np.asarray(barred)

    def pairs(self) -> int:
        """Return how many pairs of a listed work with another are not barred."""
        rows = np.flatnonzero(self._works.listed)
        blocks = (rows[start : start + _BLOCK] for start in range(0, len(rows), _BLOCK))
        return max(sum(int((~self.of(block)).sum()) for block in blocks), 1)

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
