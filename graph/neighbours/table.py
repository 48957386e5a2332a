"""Vectors and their nearest in memory, by slot; a slot that was left is taken by the next key that comes."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from graph.model import NodeId
from graph.neighbours.exact import MARGIN, NONE, Numbers, all_nearest, best, cosines, nearest_to
from graph.ports import Hit, Vectors
from graph.ports.linking import Neighbourhoods, Places

FREE = ""
"""The key of a slot that nobody has; no node has it."""
_PRODUCTS = 1 << 23


class Table:
    """`keys[slot]`, with `near[slot]` (slots, best first) and `scores[slot]`; `vectors` where they were asked for."""

    def __init__(
        self, model: str, keys: list[NodeId], near: Places, scores: Vectors, vectors: Vectors | None = None
    ) -> None:
        self.model, self.keys, self.near, self.scores = model, keys, near, scores
        self.matrix = vectors
        self.slots = {key: slot for slot, key in enumerate(keys) if key != FREE}
        self.free = [slot for slot, key in enumerate(keys) if key == FREE]

    @property
    def vectors(self) -> Vectors:
        """Return the matrix of vectors, zeros in free slots."""
        if self.matrix is None:
            raise ValueError("the table was read without its vectors")
        return self.matrix

    def neighbourhoods(self) -> Neighbourhoods:
        """Return what is in the table, keys sorted."""
        keys = sorted(self.slots)
        taken = np.array([self.slots[key] for key in keys], dtype=np.intp)
        renamed = np.full(len(self.keys) + 1, -1, np.int32)  # -1, no neighbour, is its last place
        renamed[taken] = np.arange(len(keys))
        return Neighbourhoods(
            keys=keys, places=renamed[self.near[taken]], scores=np.maximum(self.scores[taken], -1), model=self.model
        )

    def hits(self, slot: int) -> list[Hit]:
        """Return the neighbours of a slot."""
        return self._hits(self.near[slot], self.scores[slot])

    def nearest(self, vector: Vectors, limit: int) -> list[Hit]:
        """Return the nearest of all to a vector."""
        near, scores = nearest_to(self.vectors, vector[None], limit, self.free, self.order)
        return self._hits(near[0], scores[0])

    def _hits(self, near: Places, scores: Vectors) -> list[Hit]:
        return [Hit(self.keys[slot], float(score)) for slot, score in zip(near, scores, strict=True) if slot >= 0]

    def order(self, slots: Numbers) -> Numbers:
        """Return numbers in the order of the slots' keys."""
        unlike, back = np.unique(slots, return_inverse=True)
        _, ranks = np.unique(np.array([self.keys[slot] for slot in unlike], dtype=np.str_), return_inverse=True)
        return ranks[back]

    def untrue(self, left: Collection[int]) -> Numbers:
        """Return the slots that have one of these among their neighbours."""
        marked = np.zeros(len(self.keys) + 1, dtype=bool)
        marked[list(left)] = True
        return np.flatnonzero(marked[self.near].any(axis=1))

    def forget(self, keys: Collection[NodeId]) -> list[int]:
        """Free the keys' slots and return them."""
        slots = [self.slots.pop(key) for key in keys]
        for slot in slots:
            self.keys[slot] = FREE
        self.free = sorted([*self.free, *slots])
        self.vectors[slots], self.near[slots], self.scores[slots] = 0, -1, NONE
        return slots

    def put(self, keys: Sequence[NodeId], vectors: Vectors) -> list[int]:
        """Give each key its vector and a slot, and return the slots."""
        new = [key for key in keys if key not in self.slots]
        self._grow(len(new) - len(self.free))
        for key in new:
            self.slots[key] = slot = self.free.pop(0)
            self.keys[slot] = key
        slots = [self.slots[key] for key in keys]
        self.vectors[slots] = vectors
        return slots

    def _grow(self, by: int) -> None:
        if by <= 0:
            return
        was = len(self.keys)
        self.keys += [FREE] * by
        self.free += range(was, was + by)
        for array in (self.vectors, self.near, self.scores):
            # Nothing else looks at these arrays; 150 MB need not be copied for one document more.
            array.resize((was + by, array.shape[1]), refcheck=False)
        self.near[was:], self.scores[was:] = -1, NONE

    def look_again(self, slots: Numbers) -> None:
        """Find the nearest of these slots among all, exactly."""
        limit = self.near.shape[1]
        for rows, near, scores in all_nearest(self.vectors, slots, limit, self.free, self.order):
            self.near[rows], self.scores[rows] = near, scores

    def offer(self, new: Numbers, besides: Numbers) -> set[int]:
        """Put new slots into the lists that they belong in, these aside; return whose lists changed."""
        changed: set[int] = set()
        block = max(1, _PRODUCTS // max(1, len(self.keys)))
        for start in range(0, len(new), block):
            changed |= self._offer(new[start : start + block], besides)
        return changed

    def _offer(self, new: Numbers, besides: Numbers) -> set[int]:
        products = self.vectors[new] @ self.vectors.T
        products[:, besides] = NONE
        products[:, self.free] = NONE
        bar = np.maximum(self.scores[:, -1] - MARGIN, np.finfo(np.float32).min)
        which, rows = np.nonzero(products >= bar)
        if not len(rows):
            return set()
        hosts, place = np.unique(rows, return_inverse=True)
        old_rows, old_columns = np.nonzero(self.near[hosts] >= 0)
        near, scores = best(
            len(hosts),
            np.concatenate([old_rows, place]),
            np.concatenate([self.near[hosts][old_rows, old_columns], new[which]]),
            np.concatenate(
                [self.scores[hosts][old_rows, old_columns], cosines(self.vectors, rows, self.vectors, new[which])]
            ),
            self.near.shape[1],
            self.order,
        )
        other = (near != self.near[hosts]).any(axis=1)
        self.near[hosts], self.scores[hosts] = near, scores
        return set(hosts[other].tolist())
