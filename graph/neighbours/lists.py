"""The nearest among very many vectors: near ones share a list, or lie in one that is near.

Vectors are put into lists by k-means. Each looks into the lists whose centres are nearest to it; whoever it meets there
meets it too, which finds as much as looking into twice as many. A list is multiplied at once with all who look into it,
and only what beats the worst that one of them has so far is kept. Equal vectors in, equal neighbours out: the sample and
the first centres are drawn with a seed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np

from graph.neighbours.cores import side_by_side
from graph.neighbours.exact import MARGIN, NONE, PLACES, Numbers, as_rows, reaching
from graph.ports import Progress, Vectors
from graph.ports.linking import Places

_SPREAD = 3.2
"""So many lists a square root of the number of vectors: choosing lists then costs a third of what is looked at in them."""
_FEWEST = 24
_PROBED = 0.15
_GROWTH = 0.45
"""Lists that each vector looks into: 24 of 50,000 vectors' 715, 27 of 100,000's 1,011, 75 of a million's 3,200:
.96, .97 and .97 of the ten nearest are found (docs/decisions.md)."""
_SEED = 1
_ROUNDS = 4
_LEARNED = 32
"""Vectors a list from which its centre is learned: more move it little."""
_PRODUCTS = 1 << 24
_MET = 1 << 22
_OF_EACH = 4
"""Pairs that are gathered before the lists are put in order, in all (100 MB) and of each vector where these are more."""

Pairs = list[tuple[Numbers, Numbers, Vectors]]
"""Places, the places of others, and their cosines."""


def joined(vectors: Vectors, limit: int, progress: Progress | None = None) -> tuple[Places, Vectors]:
    """Return places and scores (n, limit) of nearly all the nearest of each vector, best first, ties by place."""
    centres = centres_of(vectors)
    lists, reach = probed(vectors, centres)
    met = Met(vectors, limit)
    members = np.argsort(lists, kind="stable")
    ends = np.searchsorted(lists[members], np.arange(len(centres) + 1))
    own = [members[start:end] for start, end in pairwise(ends)]
    met.keep(side_by_side(met.within, own))
    met.settle()
    done = 0
    for some in askers(vectors, centres, reach):
        met.keep(side_by_side(met.across, [(asking[lists[asking] != one], own[one]) for one, asking in some]))
        done += len(some)
        if progress:
            progress(done, len(centres), "neighbours")
    return met.lists()


def centres_of(vectors: Vectors) -> Vectors:
    """Return centres of lists, of unit length, by k-means on a sample."""
    count = int(_SPREAD * len(vectors) ** 0.5)
    draw = np.random.default_rng(_SEED)
    sample = vectors[np.sort(draw.choice(len(vectors), min(len(vectors), count * _LEARNED), replace=False))]
    centres = sample[np.sort(draw.choice(len(sample), count, replace=False))]
    for _ in range(_ROUNDS):
        lists, _ = probed(sample, centres, len(centres))
        ranked = np.argsort(lists, kind="stable")
        filled, starts = np.unique(lists[ranked], return_index=True)
        centres[filled] = np.add.reduceat(sample[ranked], starts, axis=0)
        centres /= np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), np.finfo(np.float32).tiny)
    return centres


def probed(vectors: Vectors, centres: Vectors, probes: int | None = None) -> tuple[Numbers, Vectors]:
    """Return each vector's list, and how near a centre must be for the vector to look into its list."""
    most = probes or max(_FEWEST, round(_PROBED * len(vectors) ** _GROWTH))

    def lists_of(block: Vectors) -> tuple[Numbers, Vectors]:
        products = block @ centres.T
        lists: Numbers = products.argmax(axis=1).astype(np.int32)
        if most >= len(centres):
            return lists, np.full(len(block), NONE)
        return lists, np.partition(products, -most, axis=1)[:, -most].astype(np.float64)

    found = [*side_by_side(lists_of, [*_blocks(vectors, 2 * len(centres))])]
    return np.concatenate([lists for lists, _ in found]), np.concatenate([reach for _, reach in found])


def askers(vectors: Vectors, centres: Vectors, reach: Vectors) -> Iterator[list[tuple[int, Numbers]]]:
    """Yield some lists at a time, each with who looks into it."""
    at = 0
    for some in _blocks(centres, len(vectors)):
        near = some @ vectors.T  # made again: kept, the products would be 13 GB of a million vectors
        found = side_by_side(lambda products: np.flatnonzero(products >= reach), [*near])
        yield [*enumerate(found, at)]
        at += len(some)


def _blocks(rows: Vectors, width: int) -> Iterator[Vectors]:
    step = max(1, _PRODUCTS // width)
    for start in range(0, len(rows), step):
        yield rows[start : start + step]


class Met:
    """The best `limit` that each vector has met so far, and those met since that may be among them."""

    def __init__(self, vectors: Vectors, limit: int) -> None:
        self._vectors, self._limit = vectors, limit
        self._near = np.full((len(vectors), limit), -1, np.int32)
        self._scores = np.full((len(vectors), limit), NONE, np.float32)
        self._bar = np.full(len(vectors), NONE)
        self._new: Pairs = []
        self._waiting = 0
        self._most = max(_MET, _OF_EACH * len(vectors))

    def within(self, own: Numbers) -> Pairs:
        """Return who of a list's members may be near whom of them."""
        pairs: Pairs = []
        for start in range(0, len(own), step := max(1, _PRODUCTS // max(1, len(own)))):
            some = own[start : start + step]
            products = self._vectors[some] @ self._vectors[own].T
            products[np.arange(len(some)), np.arange(start, start + len(some))] = NONE
            one, other, scores = reaching(products, self._bar_of(some, products)[:, None])
            pairs.append((some[one], own[other], scores))
        return pairs

    def across(self, both: tuple[Numbers, Numbers]) -> Pairs:
        """Return who of those that look into a list may be near whom of its members, who are others, and the reverse."""
        asking, own = both
        pairs: Pairs = []
        for start in range(0, len(asking), step := max(1, _PRODUCTS // max(1, len(own)))):
            some = asking[start : start + step]
            products = self._vectors[some] @ self._vectors[own].T
            one, other, scores = reaching(products, self._bar_of(some, products)[:, None])
            pairs.append((some[one], own[other], scores))
            one, other, scores = reaching(products, self._bar_of(own, products.T))
            pairs.append((own[other], some[one], scores))
        return pairs

    def _bar_of(self, places: Numbers, products: Vectors) -> Vectors:
        """Return what is worth keeping for each place; of those who met too few so far, what `limit` products reach."""
        bars: Vectors = self._bar[places]
        lacking = np.flatnonzero(bars == NONE)
        if len(lacking) and products.shape[1] > self._limit:
            bars[lacking] = np.partition(products[lacking], -self._limit, axis=1)[:, -self._limit]
        return np.asarray(np.maximum(bars - MARGIN, np.finfo(np.float32).min), np.float32)

    def keep(self, found: Iterable[Pairs]) -> None:
        """Keep pairs until they are settled, which others need not wait for: a bar that is too low lets more by, no less."""
        for pairs in found:
            self._new += pairs
            self._waiting += sum(len(rows) for rows, *_ in pairs)
            if self._waiting > self._most:
                self.settle()

    def settle(self) -> None:
        """Put those met since into the lists, each once: vectors of even and of odd places side by side."""
        if not self._new:
            return
        rows, places, scores = (np.concatenate(column) for column in zip(*self._new, strict=True))
        self._new, self._waiting = [], 0
        odd = rows % 2 == 1
        halves = [(rows[half], places[half], scores[half]) for half in (~odd, odd)]
        deque(side_by_side(self._put, halves), maxlen=0)

    def _put(self, met: tuple[Numbers, Numbers, Vectors]) -> None:
        rows, places, scores = met
        hosts, back = self._hosts(rows)
        have, column = np.nonzero(self._near[hosts] >= 0)
        rows = np.concatenate([have, back])
        places = np.concatenate([self._near[hosts][have, column], places])
        scores = np.concatenate([self._scores[hosts][have, column], scores])
        near, likeness = _ranked(len(hosts), rows, places, scores, self._limit)
        self._near[hosts], self._scores[hosts] = near, likeness
        self._bar[hosts] = np.maximum(self._bar[hosts], likeness[:, -1])

    def _hosts(self, rows: Numbers) -> tuple[Numbers, Numbers]:
        """Return which vectors these are, each once, and where each of the rows is among them."""
        met = np.zeros(len(self._near), bool)
        met[rows] = True
        return np.flatnonzero(met), (np.cumsum(met) - 1)[rows]

    def lists(self) -> tuple[Places, Vectors]:
        """Return the places and scores of all, in the order of their rounded scores, which may tie where others did not."""
        self.settle()
        near, scores = self._near, np.round(self._scores, PLACES)
        tied = np.flatnonzero((scores[:, 1:] == scores[:, :-1]).any(axis=1))
        near[tied] = np.take_along_axis(near[tied], np.lexsort((near[tied], -scores[tied]), axis=1), axis=1)
        return near, scores


def _ranked(count: int, rows: Numbers, places: Numbers, scores: Vectors, limit: int) -> tuple[Places, Vectors]:
    """Return what `best` does, of pairs that may be there twice, by sorting single numbers: five times as quick."""
    pairs = (rows << 32) | places
    sort = np.argsort(pairs)
    sort = sort[np.append(True, np.diff(pairs[sort]) != 0)]
    rows, places, scores = rows[sort], places[sort], scores[sort]
    away = np.clip(1.0 - scores.astype(np.float64), 0, 2) * (1 << 30)
    sort = np.argsort((rows << 32) | away.astype(np.int64))
    return as_rows(count, rows[sort], places[sort], scores[sort], limit)
