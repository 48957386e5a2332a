"""A map laid out as a whole: t-SNE of who pulls whom, begun where what is alike is already on one side.

t-SNE (van der Maaten and Hinton 2008) in the implementation of openTSNE (BSD-3), whose repulsion by interpolation (Linderman
et al. 2019) takes milliseconds a step; docs/decisions.md says why that one. The attraction is kept exaggerated to the end,
which draws groups together into islands (Böhm, Berens and Kobak 2022, "Attraction-repulsion spectrum").
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from graph.analysis.pulls import Pulls
from graph.model import NodeId
from graph.ports import Vectors

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Spots = NDArray[np.float64]
"""(points, 2), in whatever unit."""

FEW = 8
"""Fewer points stand in a circle."""

MANY = 3_000
"""From here on repulsion is interpolated; below, a tree is quicker."""

_EARLY, _LATE = 12.0, 1.5  # exaggeration of the attraction: first to sort out, then to keep islands apart
_SORTING, _SETTLING = 100, 250  # steps; with 200 and 400 one in two hundred more of the neighbours stay such
_SMALL = 1e-2  # how wide it is when it begins: small enough to turn inside out
_APART = 0.05
_AXES = 30
_ROUNDS = 20


def unfolded(pulls: Pulls, start: Spots | None = None) -> Spots:
    """Return (points, 2), the middle at zero; from `start` where it is given, whose unit does not matter."""
    number = len(pulls.points)
    if number < FEW:
        turns = 2 * np.pi * np.arange(number) / max(number, 1)
        return np.stack([np.cos(turns), np.sin(turns)], axis=1)
    from openTSNE import TSNEEmbedding  # brings scikit-learn, which takes a second
    from openTSNE.affinity import PrecomputedAffinities

    shares = _shares(pulls.weights)
    begun = beginning(pulls, shares) if start is None else start - start.mean(axis=0)
    # What is known to be nowhere else than another would never part from it.
    begun = begun / max(begun.std(), 1e-9) + _APART * _chances(pulls.points)[:, :2]
    spots = TSNEEmbedding(
        _SMALL * begun,
        PrecomputedAffinities((shares + shares.T).tocsr()),
        negative_gradient_method="fft" if number >= MANY else "bh",
        # One thread: sums in another order end in another map.
        n_jobs=1,
    )
    spots = spots.optimize(n_iter=_SORTING, exaggeration=_EARLY, momentum=0.5)
    return np.asarray(spots.optimize(n_iter=_SETTLING, exaggeration=_LATE, momentum=0.8), dtype=np.float64)


def beginning(pulls: Pulls, shares: csr_array) -> Spots:
    """Return where points begin: along the two widest directions of what they, and what pulls them, mean.

    Without vectors of chance rows, which after some rounds of sharing are alike where points are joined.
    """
    rows = _axes(pulls.seen) + 0.1 * _chances(pulls.points)
    for _ in range(_ROUNDS):
        rows = 0.5 * rows + 0.5 * (shares @ rows)
    return _axes(rows, 2)


def _shares(weights: csr_array) -> csr_array:
    """Return the weights with rows that sum to one; a row of none stays so."""
    from scipy.sparse import diags_array

    sums = np.asarray(weights.sum(axis=1))
    return (diags_array(1 / np.where(sums > 0, sums, 1)) @ weights).tocsr()


def _axes(rows: Vectors | Spots, number: int = _AXES) -> Spots:
    """Return the rows along their widest directions, each of which looks to the side where fewer are and these farther."""
    there = np.asarray(rows.any(axis=1))
    centred = np.where(there[:, None], rows - rows[there].mean(axis=0) if there.any() else 0, 0).astype(np.float64)
    _, directions = np.linalg.eigh(centred.T @ centred)
    found = centred @ directions[:, ::-1][:, :number]
    found = np.pad(found, ((0, 0), (0, number - found.shape[1])))
    return np.asarray(found * np.where((found**3).sum(axis=0) < 0, -1, 1))


def _chances(points: Sequence[NodeId]) -> Spots:
    """Return a row of chance numbers a point, by its key alone: one point more leaves the others' as they are."""
    told = b"".join(sha256(key.encode("utf-8", "surrogatepass")).digest()[:_AXES] for key in points)
    return np.frombuffer(told, dtype=np.uint8).reshape(-1, _AXES) / 127.5 - 1
