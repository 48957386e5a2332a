"""Exact nearest neighbours by cosine, and the checks that keep two shapes apart."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from graph.errors import InvalidInputError
from graph.ports import Hit, Space, Vectors

PLACES = 6
"""Scores are rounded to what float32 holds, so that equal vectors tie and the tie is broken by key."""


def check_shapes(model: str, keys: Sequence[str], vectors: Vectors, dimensions: int | None) -> None:
    """Raise InvalidInputError unless there is one vector a key, as wide as the model's others (None: it has none)."""
    if vectors.ndim != 2 or vectors.shape[0] != len(keys):
        raise InvalidInputError(f"{len(keys)} keys need vectors of shape ({len(keys)}, n), not {vectors.shape}")
    if dimensions is not None and keys and vectors.shape[1] != dimensions:
        raise InvalidInputError(f"the vectors of {model!r} have {dimensions} dimensions, not {vectors.shape[1]}")


def nearest(name: str, space: Space, vector: Vectors, limit: int) -> list[Hit]:
    """Return the best `limit` of the space for the vector, best first, ties by key."""
    if not space.keys:
        return []
    if vector.shape != (space.matrix.shape[1],):
        raise InvalidInputError(f"the vectors of {name!r} have {space.matrix.shape[1]} dimensions, not {vector.shape}")
    scores = np.round(space.matrix @ vector.astype(np.float32, copy=False), PLACES)
    places = np.arange(len(scores))
    if limit < len(scores):
        bar = np.partition(scores, len(scores) - limit)[len(scores) - limit] if limit > 0 else np.inf
        places = np.flatnonzero(scores >= bar)
    hits = [Hit(space.keys[int(place)], float(scores[place])) for place in places]
    return sorted(hits, key=lambda hit: (-hit.score, hit.key))[:limit]
