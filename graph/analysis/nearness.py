"""How near two works are beyond what is usual, as this library's works and lists tell it.

A cosine alone finds what is near everything. Three corrections, each measured by `bench.bridges`: directions in which all
works differ tell less than those in which few do (whitening, half way); a work that is near all is near nobody in
particular (each cosine in standard deviations from what is usual for either work); and what people put under one heading
belongs together, so two works that both look like the works under it are nearer than their texts say.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from graph.ports import Vectors

Rows = NDArray[np.int64]

_SHRINKAGE = 0.5  # between the works' own spread and an even one; .3 to .7 are alike
_SHARPNESS = 10.0  # a heading whose middle is nearer by a tenth is e times as likely
_DOUBT = 1e-3  # the chance of a common heading where nothing speaks for one
_LEAST_HEADINGS = 2
_ENOUGH = 10_000  # rows that tell how all are spread
_LEAST_UNDER = 2  # works under a heading, from which its middle can be told


class Sight(Struct, frozen=True, kw_only=True):
    """Works as they are seen: unit rows (zero where there is nothing to see), and which headings each suits."""

    rows: Vectors
    there: NDArray[np.bool_]
    headings: Vectors | None


class Comparison:
    """Works seen in one way against all works seen in the same or in another one: the methods of some, the problems of others."""

    def __init__(self, one: Sight, other: Sight) -> None:
        self._one, self._other = one, other
        # Both deviations in one pass: c·(1/s + 1/t) − (u/s + v/t), as a matrix may have a billion places.
        self._sure_one, self._usual_one = _usual(one, other)
        self._sure_other, self._usual_other = _usual(other, one)

    def nearness(self, rows: Rows) -> Vectors:
        """Return (len(rows), all works): how near, in standard deviations, and by headings in common; −∞ where not there."""
        one, other = self._one, self._other
        near = one.rows[rows] @ other.rows.T
        near *= self._sure_one[rows, None] + self._sure_other
        near -= self._usual_one[rows, None] + self._usual_other
        if one.headings is not None and other.headings is not None:
            shared = one.headings[rows] @ other.headings.T
            shared += _DOUBT
            near += np.log(shared, out=shared)
        near[:, ~other.there] = -np.inf
        near[~one.there[rows]] = -np.inf
        return np.asarray(near)


class Lens:
    """What a library's works and headings teach about seeing works: learned once, then looked through."""

    def __init__(self, vectors: Vectors, headings: Sequence[Rows] = ()) -> None:
        """Learn from unit rows (no zeros); `headings` are the rows of the works under each."""
        self._middle = vectors.mean(axis=0)
        spread = spread_of(vectors)
        even = np.eye(len(spread)) * np.trace(spread) / len(spread)
        widths, directions = np.linalg.eigh((1 - _SHRINKAGE) * spread + _SHRINKAGE * even)
        self._turn = (directions / np.sqrt(np.maximum(widths, 1e-12))).astype(np.float32)
        seen = self._turned(vectors)
        told = [_unit(seen[rows].mean(axis=0)[None])[0] for rows in headings if len(rows) >= _LEAST_UNDER]
        self._headings = np.stack(told) if len(told) >= _LEAST_HEADINGS else None

    def look(self, vectors: Vectors) -> Sight:
        """Return these works as they are seen; a row of zeros is a work that has nothing to be seen by."""
        there = np.asarray(vectors.any(axis=1))
        rows = self._turned(vectors) * there[:, None]
        return Sight(rows=rows, there=there, headings=self._suited(rows))

    def _turned(self, vectors: Vectors) -> Vectors:
        return _unit((vectors - self._middle) @ self._turn)

    def _suited(self, rows: Vectors) -> Vectors | None:
        if self._headings is None:
            return None
        likely = np.exp(_SHARPNESS * (rows @ self._headings.T))
        return np.asarray(likely / likely.sum(axis=1, keepdims=True))


def _usual(one: Sight, other: Sight) -> tuple[Vectors, Vectors]:
    """Return half of 1/s and of u/s: the mean cosine u of each work with the others, and its standard deviation s."""
    seen = other.rows[other.there]
    spread = np.sqrt(np.maximum(np.einsum("ij,ij->i", one.rows @ spread_of(seen), one.rows), 1e-9))
    return 0.5 / spread, 0.5 * (one.rows @ seen.mean(axis=0)) / spread


def spread_of(rows: Vectors) -> Vectors:
    """Return the covariance of the rows; beyond many of them, of every so manieth."""
    some = rows[:: max(len(rows) // _ENOUGH, 1)]
    middle = some.mean(axis=0)
    return np.asarray(some.T @ some / len(some) - np.outer(middle, middle), dtype=np.float32)


def _unit(rows: Vectors) -> Vectors:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9), dtype=np.float32)
