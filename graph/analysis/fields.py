"""Fields: communities that lie apart in meaning, and the works that are of theirs by what they say.

A network is cut somewhere, so two works on one subject may be of two communities: their fields are one. And a work may be
joined with a community by little (a name, a list), and mean something else: it is of no field.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.ports import Vectors

NEIGHBOURS = 0.2
"""The share of all communities that are no other field to one: its nearest, and those that it is among the nearest of."""

FITS = 3
"""A work is of its community where its meaning is as near to no more than so many middles as to that one's, itself counted."""


def middles(rows: Vectors, communities: NDArray[np.int32]) -> Vectors:
    """Return the middle of each community's works, of unit length."""
    sums = np.zeros((communities.max(initial=-1) + 1, rows.shape[1]), dtype=np.float32)
    there = communities >= 0
    np.add.at(sums, communities[there], rows[there])
    return np.asarray(sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def apart(rows: Vectors, communities: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Return whether each two communities are two fields; the last row and column are of works that belong to none."""
    seen = middles(rows, communities)
    number = len(seen)
    near = seen @ seen.T
    np.fill_diagonal(near, np.inf)
    places = (-near).argsort(axis=1, kind="stable").argsort(axis=1)
    far = places > int(NEIGHBOURS * number)
    whole = np.zeros((number + 1, number + 1), dtype=bool)
    whole[:number, :number] = far & far.T
    return whole


def fitting(rows: Vectors, communities: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Return which works are of their community by what they say."""
    near = rows @ middles(rows, communities).T
    there = np.flatnonzero(communities >= 0)
    own = near[there, communities[there]]
    found = np.zeros(len(rows), dtype=bool)
    found[there] = (near[there] >= own[:, None]).sum(axis=1) <= FITS
    return found
