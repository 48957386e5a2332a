"""A store's space of vectors as it is held in memory, and brought up to date by what was written since."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

import numpy as np

from graph.ports import Space
from graph.stores.matrix import STORED, Matrix

Written = tuple[int, str, bytes]
"""A vector as it is stored: its number (numbers grow, and one that is replaced gets a new one), key and float32 bytes."""


class Held:
    """A space in memory, as it was in the store's `version`, up to the vector numbered `latest`."""

    def __init__(self) -> None:
        self.version: object = None
        self.latest = 0
        self._matrix: Matrix | None = None

    def renew(
        self, version: object, count: int, since: Iterable[Sequence[Written]], keys: Callable[[], Collection[str]]
    ) -> None:
        """Take in what was written since, in the order of its numbers; where something was removed, forget it.

        `version` and `count` are as they were before anything else was asked; `keys` tells which vectors there are.
        """
        for rows in since:
            vectors = np.frombuffer(b"".join(body for *_, body in rows), STORED).reshape(len(rows), -1)
            if self._matrix is None or self._matrix.dimensions != vectors.shape[1]:
                self._matrix = Matrix(vectors.shape[1], count)
            self._matrix.put([key for _, key, _ in rows], vectors)
            self.latest = rows[-1][0]
        if self._matrix and count < len(self._matrix.at):
            self._matrix.keep(set(keys()))
        self.version = version

    def space(self) -> Space:
        """Return all there are."""
        return self._matrix.space() if self._matrix else Space((), np.empty((0, 0), STORED))
