"""Bridges: works that are near in meaning and that nothing joins, told apart from chance.

A pair counts where one is on a list, both are of fields that lie apart (`graph.analysis.fields`), and no path of fewer
than three steps joins them. What is near the middle of all is near everything, so a cosine is measured against how near
each of the two is to all works (in standard deviations, the mean of both). Against chance stands a copy of the library:
each work keeps its place in the graph, so its degree, its community, and whom it may be paired with, but its vector is
drawn at random as its community's vectors are spread. The same search there finds what chance finds, and the share of
that among what is found here is the share of false ones (target and decoy: Elias and Gygi 2007, "Target-decoy search
strategy").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from graph.analysis.nearness import Comparison, Lens, Rows, spread_of
from graph.analysis.network import HUB, Network
from graph.link import Facet
from graph.model import NodeId
from graph.ports import Vectors

FAR = 3
"""Steps between two works that nothing joins: over one common neighbour there are two."""

CHANCE = 0.05
"""Of the bridges that are shown at most so many may be chance's."""

LEAST_WORKS = 30
"""Of fewer works nothing is usual, so nothing unusual."""

TWINS = 0.95  # so near two texts are one work under two addresses
_CROSSED = (
    (Facet.METHOD, Facet.BACKGROUND),
    (Facet.BACKGROUND, Facet.METHOD),
)  # how one does it, what another one wants
_EACH = 10  # bridges looked at for each listed work
_KEPT = 5  # bridges of one work that are looked at, so that no work has them all
_SEED = 11
_MADE_UP = 20_000  # works made up in all, so that chance is known well in a small library too …
_MOST_DRAWS = 25  # … at a price of seconds
_BLOCK = 256
_WIDEST = 1e-4  # of the variance; a direction that hardly any vector has is noise


class Works(Struct, frozen=True, kw_only=True):
    """The works that have a vector: unit rows of `vectors`, the community of each (-1: none), which are listed.

    `apart` tells of each two communities whether they are two fields; its last row and column are for works of none.
    `headings` are the works that lists put under each of their own headings; `facets` have a row a work too, of zeros
    where nothing is known of it.
    """

    keys: Sequence[NodeId]
    vectors: Vectors
    communities: NDArray[np.int32]
    apart: NDArray[np.bool_]
    listed: NDArray[np.bool_]
    headings: Sequence[Rows] = ()
    facets: Mapping[Facet, Vectors] = {}


class Near(Struct, frozen=True):
    """Pairs of places in `Works`, the nearest first: how near beyond what is usual, and both ends."""

    nearness: NDArray[np.float64]
    one: NDArray[np.int64]
    other: NDArray[np.int64]


class Told(Struct, frozen=True, kw_only=True):
    """A pair that is kept: its places, its cosine, how near it is beyond what is usual.

    One in `odds` pairs is as near, of those as good `chance` is chance's.
    """

    one: int
    other: int
    cosine: float
    nearness: float
    odds: float
    chance: float
    facets: tuple[Facet, Facet] | None = None


def unusual_pairs(works: Works, network: Network, chance: float = CHANCE) -> list[Told]:
    """Return the pairs that are nearer than chance explains, the most unusual first, at most `_KEPT` a work of each kind."""
    if len(works.keys) < LEAST_WORKS or not works.listed.any():
        return []
    barred = Barred(works, network)
    lens = Lens(works.vectors, works.headings)
    whole = _beyond_chance(works, barred, lens, (works.vectors, works.vectors), chance)
    crossed = [
        replace(one, facets=facets)
        for facets in _CROSSED
        if (pair := _facets(works, facets))
        for one in _beyond_chance(works, barred, lens, pair, chance)
    ]
    near = {frozenset((one.one, one.other)): one for one in crossed if one.cosine < TWINS}
    by_part = sorted(near.values(), key=_unusual)
    return [*_few_of_each([one for one in whole if one.cosine < TWINS]), *_few_of_each(by_part)]


def _unusual(told: Told) -> tuple[float, float, float]:
    return told.chance, -told.odds, -told.nearness


def _facets(works: Works, names: tuple[Facet, Facet]) -> tuple[Vectors, Vectors] | None:
    """Return these two facets' rows; None where too few works have them."""
    found = [works.facets[name] for name in names if name in works.facets]
    enough = [rows for rows in found if rows.any(axis=1).sum() >= LEAST_WORKS]
    return (enough[0], enough[1]) if len(enough) == len(names) else None


def _beyond_chance(
    works: Works, barred: Barred, lens: Lens, seen: tuple[Vectors, Vectors], chance: float
) -> list[Told]:
    """Return the pairs whose one side is nearer the other's other side than chance explains, the nearest first."""
    found = near_pairs(Comparison(*map(lens.look, seen)), works, barred)
    draws = min(max(_MADE_UP // len(works.keys), 1), _MOST_DRAWS)
    made_up = np.sort(np.concatenate(list(_by_chance(works, barred, lens, seen, draws))))
    shares = shares_of_chance(found.nearness, made_up, draws)
    odds = barred.pairs * draws / (1 + len(made_up) - np.searchsorted(made_up, found.nearness))
    good = int(np.searchsorted(shares, chance, side="right"))
    ends = zip(found.one[:good].tolist(), found.other[:good].tolist(), strict=True)
    return [
        Told(
            one=one,
            other=other,
            cosine=float(seen[0][one] @ seen[1][other]),
            nearness=near,
            odds=odd,
            chance=share,
        )
        for (one, other), near, odd, share in zip(
            ends, found.nearness.tolist(), odds.tolist(), shares.tolist(), strict=False
        )
    ]


def _by_chance(
    works: Works, barred: Barred, lens: Lens, seen: tuple[Vectors, Vectors], draws: int
) -> Iterator[NDArray[np.float64]]:
    """Yield the values that the same search finds among made-up works, a draw at a time."""
    sides = [MadeUp(vectors, works.communities) for vectors in seen]
    same = seen[0] is seen[1]
    for draw in range(draws):
        one = lens.look(sides[0].draw(2 * draw))
        other = one if same else lens.look(sides[1].draw(2 * draw + 1))
        yield near_pairs(Comparison(one, other), works, barred).nearness


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


def near_pairs(seen: Comparison, works: Works, barred: Barred) -> Near:
    """Return, for each listed work, the nearest of those that nothing joins it with; each pair once, the nearest first."""
    rows = np.flatnonzero(works.listed)
    size, most = len(works.keys), min(_EACH, len(works.keys))
    found = []
    for start in range(0, len(rows), _BLOCK):
        block = rows[start : start + _BLOCK]
        nearness = np.where(barred.of(block), -np.inf, seen.nearness(block))
        others = np.argpartition(-nearness, most - 1, axis=1)[:, :most]
        found.append((np.repeat(block, most), others.ravel(), np.take_along_axis(nearness, others, axis=1).ravel()))
    one, other, near = (np.concatenate(parts) for parts in zip(*found, strict=True))
    order = np.argsort(-near, kind="stable")
    order = order[np.isfinite(near[order])]
    ends = np.minimum(one, other) * size + np.maximum(one, other)
    order = order[np.sort(np.unique(ends[order], return_index=True)[1])]
    return Near(near[order].astype(np.float64), one[order], other[order])


class MadeUp:
    """Works as they would be if each said no more than its community does."""

    def __init__(self, vectors: Vectors, communities: NDArray[np.int32]) -> None:
        self._there = np.asarray(vectors.any(axis=1))
        seen, groups = vectors[self._there], communities[self._there] + 1
        members = (np.flatnonzero(groups == group) for group in range(groups.max() + 1))
        middles = np.stack([seen[some].sum(axis=0) / max(len(some), 1) for some in members])
        self._middles = middles[groups]
        widths, directions = np.linalg.eigh(spread_of(seen - self._middles))
        kept = widths > _WIDEST * widths.max()
        self._spread = (directions[:, kept] * np.sqrt(widths[kept])).T.astype(np.float32)

    def draw(self, number: int) -> Vectors:
        """Return a vector a work, at random around its community's middle; each number has others, always the same."""
        random = np.random.default_rng((_SEED, number))
        noise = random.standard_normal((len(self._middles), len(self._spread)), dtype=np.float32)
        drawn = self._middles + noise @ self._spread
        whole = np.zeros((len(self._there), drawn.shape[1]), dtype=np.float32)
        whole[self._there] = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
        return whole


class Barred:
    """Whom a listed work may not be paired with: whose field is not another one, and what fewer than `FAR` steps lead to."""

    def __init__(self, works: Works, network: Network) -> None:
        self._works = works
        self._network = network
        place_of = {key: place for place, key in enumerate(works.keys)}
        self._place = np.array([place_of.get(key, -1) for key in network.keys], dtype=np.int64)
        self._held: dict[int, NDArray[np.int64]] = {}

    def of(self, places: Rows) -> NDArray[np.bool_]:
        """Return (places, all works): whether the one may not be paired with the other."""
        barred = ~self._works.apart[self._works.communities[places]][:, self._works.communities]
        for row, place in enumerate(places.tolist()):
            barred[row, self._close(place)] = True
        return np.asarray(barred)

    @cached_property
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
