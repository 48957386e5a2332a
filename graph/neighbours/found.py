"""Who is near whom among many vectors."""

from __future__ import annotations

import numpy as np

from graph.neighbours.exact import NONE, all_nearest, as_placed
from graph.neighbours.lists import joined
from graph.ports import Progress, Vectors
from graph.ports.linking import Places

EXACT = 20_000
"""Up to so many vectors every pair is looked at: five seconds of one core."""


def found(vectors: Vectors, limit: int, progress: Progress | None = None) -> tuple[Places, Vectors]:
    """Return places and scores (n, limit) of the nearest of each vector, best first, ties by place; -1 and NONE beyond."""
    if len(vectors) > EXACT:
        return joined(vectors, limit, progress)
    near = np.full((len(vectors), limit), -1, np.int32)
    scores = np.full((len(vectors), limit), NONE, np.float32)
    for rows, places, likeness in all_nearest(vectors, np.arange(len(vectors)), limit, (), as_placed):
        near[rows], scores[rows] = places, likeness
        if progress:
            progress(int(rows[-1]) + 1, len(vectors), "neighbours")
    return near, scores
