"""The nearest by cosine, exactly: matrix products find candidates, sums in float64 put them in order.

A float32 product of the same two vectors differs in its last digits with the shape of the matrices around it. So it only
says who may be among the nearest; the score that is kept is a sum in float64, rounded, and equal ones go by key. Thus a
list that was kept true step by step is the one that would be made anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.neighbours.cores import side_by_side
from graph.ports import Vectors
from graph.ports.linking import Places

PLACES = 6
"""Scores are rounded to what float32 holds."""
NONE = np.float32(-np.inf)
"""The score where there is no neighbour; every score is better."""
MARGIN = np.float32(5e-6)
"""Twice what rounding and a float32 product may take from a score."""

Numbers = NDArray[np.signedinteger[Any]]
Order = Callable[[Numbers], Numbers]
"""Given places, returns numbers in the order that breaks their ties."""

_PRODUCTS = 1 << 23  # how many are worked on at a time: 32 MB
_PAIRS = 1 << 14  # as many pairs of vectors as the caches hold
_GROUPS = 64


def all_nearest(
    matrix: Vectors, rows: Numbers, limit: int, hidden: Sequence[int], order: Order
) -> Iterator[tuple[Numbers, Places, Vectors]]:
    """Yield blocks of the rows with the places and scores of their nearest among all but the hidden and themselves."""
    block = max(1, _PRODUCTS // max(1, len(matrix)))

    def nearest(asked: Numbers) -> tuple[Numbers, Places, Vectors]:
        own = (np.arange(len(asked)), asked)
        return asked, *_nearest_of(matrix, matrix[asked], limit, hidden, order, own)

    yield from side_by_side(nearest, [rows[start : start + block] for start in range(0, len(rows), block)])


def nearest_to(
    matrix: Vectors, questions: Vectors, limit: int, hidden: Sequence[int], order: Order
) -> tuple[Places, Vectors]:
    """Return places and scores, one row a question, of the nearest among all but the hidden."""
    return _nearest_of(matrix, questions, limit, hidden, order, None)


def _nearest_of(
    matrix: Vectors,
    questions: Vectors,
    limit: int,
    hidden: Sequence[int],
    order: Order,
    own: tuple[Numbers, Numbers] | None,
) -> tuple[Places, Vectors]:
    products = questions @ matrix.T
    products[:, list(hidden)] = NONE
    if own:
        products[own] = NONE
    bar = np.maximum(_reached_by(products, limit) - MARGIN, np.finfo(np.float32).min)
    asked, places, _ = reaching(products, bar[:, None])
    scores = cosines(questions, asked, matrix, places)
    return best(len(questions), asked, places, scores, limit, order)


def _reached_by(products: Vectors, limit: int) -> Vectors:
    """Return for each row a score that at least `limit` of its products reach, and few more; NONE where there are not."""
    width = products.shape[1]
    if width < limit:
        return np.full(len(products), NONE)
    if width >= _GROUPS * limit * 2:  # the best of each of many groups: far fewer to put in order
        products = products[:, : width - width % _GROUPS].reshape(len(products), _GROUPS, -1).max(axis=1)
    return np.partition(products, -limit, axis=1)[:, -limit]


def reaching(products: Vectors, bar: Vectors) -> tuple[Numbers, Numbers, Vectors]:
    """Return rows, columns and values of the products that reach the bar; quicker than `nonzero` where few do."""
    flat = np.flatnonzero(products >= bar)
    rows, columns = np.divmod(flat, products.shape[1])
    return rows, columns, products.ravel()[flat]


def cosines(ones: Vectors, rows: Numbers, others: Vectors, places: Numbers) -> Vectors:
    """Return the score of each pair (a row of `ones`, a place in `others`), whatever stands beside them."""
    scores = np.empty(len(rows), np.float64)
    for start in range(0, len(rows), _PAIRS):
        part = slice(start, start + _PAIRS)
        one, other = ones[rows[part]].astype(np.float64), others[places[part]].astype(np.float64)
        scores[part] = np.einsum("ij,ij->i", one, other)
    return (np.round(scores, PLACES) + 0.0).astype(np.float32)


def best(
    count: int, rows: Numbers, places: Numbers, scores: Vectors, limit: int, order: Order
) -> tuple[Places, Vectors]:
    """Return (count, limit) places and scores, the best of each row first, ties in their order; -1 and NONE beyond."""
    ranked = np.lexsort((order(places), -scores, rows))
    return as_rows(count, rows[ranked], places[ranked], scores[ranked], limit)


def as_rows(count: int, rows: Numbers, places: Numbers, scores: Vectors, limit: int) -> tuple[Places, Vectors]:
    """Return the first `limit` pairs of each row as (count, limit) places and scores; -1 and NONE beyond."""
    starts = np.flatnonzero(np.diff(rows, prepend=-1))
    column = np.arange(len(rows)) - np.repeat(starts, np.diff(starts, append=len(rows)))
    kept = column < limit
    near = np.full((count, limit), -1, np.int32)
    likeness = np.full((count, limit), NONE, np.float32)
    near[rows[kept], column[kept]] = places[kept]
    likeness[rows[kept], column[kept]] = scores[kept]
    return near, likeness


def as_placed(places: Numbers) -> Numbers:
    """Return the order of vectors that lie sorted by key."""
    return places
