"""Points put on a map that is there: near what pulls them, in a cell of their own; and a whole map fitted to the one before."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from graph.analysis.seating import Cell, Seats
from graph.analysis.unfolding import Spots
from graph.model import NodeId

if TYPE_CHECKING:
    from scipy.sparse import csr_array

SPAN = 10_000
"""The map reaches about so far to each side of its middle."""

STRONGEST = 6
"""Of what pulls a new point so many say where it stands."""

CELL = 36
"""Two points are never in one cell, of which there are 300,000: they would be drawn on top of each other."""

_NEAR = 600.0  # what pulls a point from farther apart than some such distances are two places, not one
_RIM = 0.96  # of the span: where what nothing pulls stands
_USUAL = 0.99  # of all points lie within the span's inner part, the others between it and the span
_INNER = 0.94
Places = NDArray[np.int64]
Spot = tuple[int, int]


def settled(weights: csr_array, spots: Spots) -> Spots:
    """Return (points, 2) in which those that were NaN stand where what pulls them strongest does, NaN where nothing does.

    Who is pulled by points that have a place is placed first, then who is pulled by these.
    """
    found = spots.copy()
    while True:
        there = ~np.isnan(found[:, 0])
        pulled = weights[~there][:, there].tocsr()
        some = np.flatnonzero(np.diff(pulled.indptr))
        if not len(some):
            return found
        rows, known = np.flatnonzero(~there), found[there]
        for row in some.tolist():
            columns = pulled.indices[pulled.indptr[row] : pulled.indptr[row + 1]]
            strengths = pulled.data[pulled.indptr[row] : pulled.indptr[row + 1]]
            best = np.argsort(-strengths, kind="stable")[:STRONGEST]
            found[rows[row]] = _agreed(known[columns[best]], strengths[best])


def _agreed(spots: Spots, strengths: NDArray[np.float64]) -> Spots:
    """Return the weighted middle of the spots around the one that most agree with: between two islands is nowhere."""
    far = ((spots[:, None] - spots[None]) ** 2).sum(axis=2)
    votes = np.exp(-far / (2 * _NEAR**2)) * strengths
    chosen = votes[int(votes.sum(axis=1).argmax())]
    return np.asarray(chosen @ spots / chosen.sum())


def on_the_rim(keys: Sequence[NodeId]) -> Spots:
    """Return (keys, 2): for what nothing pulls a place on the rim that its key alone decides."""
    turns = np.array([_chance(key) for key in keys], dtype=np.float64) * 2 * np.pi
    return _RIM * SPAN * np.stack([np.cos(turns), np.sin(turns)], axis=1).reshape(-1, 2)


def scaled(spots: Spots) -> Spots:
    """Return the spots so that they fill the span, the few that lie far out drawn in."""
    if not len(spots):
        return spots
    centred = spots - np.median(spots, axis=0)
    far = np.linalg.norm(centred, axis=1, keepdims=True)
    usual = max(float(np.quantile(far, _USUAL)), 1e-9)
    share = far / usual
    # Beyond the usual, distances grow ever more slowly and never reach the span.
    slowly = (1 - _INNER) / (1 + (share - 1) * _INNER / (1 - _INNER))
    drawn = np.where(share <= 1, _INNER * share, 1 - slowly)
    return np.asarray(centred / np.maximum(far, 1e-9) * drawn * SPAN)


def aligned(spots: Spots, before: Spots) -> Spots:
    """Return the spots turned, mirrored and moved to lie as near as can be to those of before (NaN where there were none).

    Orthogonal Procrustes (Schönemann 1966). Where the map then reaches beyond the span it is made smaller.
    """
    known = ~np.isnan(before[:, 0])
    if known.sum() < 2:
        return spots
    here, there = spots[known].mean(axis=0), before[known].mean(axis=0)
    left, _, right = np.linalg.svd((spots[known] - here).T @ (before[known] - there))
    moved = (spots - here) @ (left @ right) + there
    return np.asarray(moved * min(1, SPAN / np.abs(moved).max()))


def seated(keys: Sequence[NodeId], spots: Spots, taken: set[Spot]) -> dict[NodeId, Spot]:
    """Return key → its spot in whole numbers, each in a cell of its own: the one wanted or one near by that is free.

    `taken` are spots, and cells of theirs.
    """
    seats = Seats(map(_cell, taken))
    found = {}
    for key, (x, y) in zip(keys, np.round(np.clip(spots, -SPAN, SPAN)).astype(int).tolist(), strict=True):
        cell = seats.take(_cell((x, y)))
        found[key] = (x, y) if cell == _cell((x, y)) else _somewhere_in(cell, key)
    return found


def _somewhere_in(cell: Cell, key: NodeId) -> Spot:
    """Return a spot of the cell that the key decides: middles would show as a grid."""
    aside = int(_chance(key) * CELL * CELL)
    return cell[0] * CELL + aside % CELL, cell[1] * CELL + aside // CELL


def _cell(spot: Spot) -> Cell:
    return spot[0] // CELL, spot[1] // CELL


def _chance(key: NodeId) -> float:
    return int.from_bytes(sha256(key.encode("utf-8", "surrogatepass")).digest()[:6]) / 2**48
