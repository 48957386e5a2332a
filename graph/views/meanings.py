"""What the works of a library mean, as their vectors are at one moment: by key, and judged in one go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from graph.link import Facet, space_of
from graph.model import WORK_KINDS, NodeId
from graph.ports import Library, Space, Vectors
from graph.reasons import model_of

_WORKS = tuple(f"{kind}-" for kind in sorted(WORK_KINDS))
_FACETS = (Facet.TITLE, Facet.TEXT)
_LENGTHS = np.array([np.nan, 1.0, 1.82], dtype=np.float32)
"""Of the sum of no vector, of one, and of a title's and its text's, which differ by 49° as a rule (58,000 papers)."""


class Meanings:
    """The vectors of titles and texts. Where a work has both, its meaning is their mean."""

    def __init__(self, library: Library) -> None:
        model = model_of(library)
        named = [space_of(model, facet) for facet in _FACETS] if model else []
        self._spaces: list[Space] = [library.vectors.whole(name) for name in named]
        self._rows = [{key: row for row, key in enumerate(space.keys)} for space in self._spaces]

    def known(self, keys: Sequence[NodeId]) -> list[NodeId]:
        """Return those of the keys that have a vector."""
        return [key for key in keys if any(key in rows for rows in self._rows)]

    def works(self) -> Iterator[NodeId]:
        """Yield the works that have a vector, each once, those of the corpus too."""
        for number, rows in enumerate(self._rows):
            earlier = self._rows[0] if number else {}
            yield from (key for key in rows if key.startswith(_WORKS) and key not in earlier)

    def of(self, keys: Sequence[NodeId]) -> Vectors:
        """Return the keys' meaning, (n, dimensions), rows of unit length; zeros where there is none yet."""
        if not self._spaces:
            return np.zeros((len(keys), 1), dtype=np.float32)
        found: Vectors = np.zeros((len(keys), self._spaces[0].matrix.shape[1]), dtype=np.float32)
        for space, rows in zip(self._spaces, self._rows, strict=True):
            there = [(place, rows[key]) for place, key in enumerate(keys) if key in rows]
            if there:
                places, at = zip(*there, strict=True)
                found[list(places)] += space.matrix[list(at)]
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        found /= np.where(lengths > 0, lengths, np.float32(1))
        return found

    def judged(self, keys: Sequence[NodeId], direction: Vectors) -> Vectors:
        """Return how far each of the keys lies in the direction, (n,); NaN where it has no vector yet."""
        sums, counts = np.zeros(len(keys), dtype=np.float32), np.zeros(len(keys), dtype=np.float32)
        for space, rows in zip(self._spaces, self._rows, strict=True):
            values = np.append(space.matrix @ direction, np.float32(0))
            at = np.fromiter((rows.get(key, -1) for key in keys), dtype=np.intp, count=len(keys))
            sums, counts = sums + values[at], counts + (at >= 0)
        found: Vectors = sums / _LENGTHS[counts.astype(np.intp)]
        return found
