"""The last reason: that the words of two are nearer to each other in meaning than those of nearly all pairs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import numpy as np

from graph.link import Facet, Reason, space_of
from graph.ports import Library
from graph.reasons.told import Told

PAIRS = 5_000
"""Pairs drawn to tell how near is near: enough for one in a hundred to be fifty of them."""
LEAST_HELD = 200
"""Of fewer vectors nothing can be said about nearly all pairs."""
NEAR = 0.99


def model_of(library: Library) -> str | None:
    """Return the model that most vectors of texts are of: while a new one's are coming, that is the old one."""
    counts = library.vectors.counts()
    spaces = [space for space in counts if space.endswith(f" {Facet.TEXT}")]
    best = max(spaces, key=lambda space: (counts[space], space), default=None)
    return best.removesuffix(f" {Facet.TEXT}") if best else None


class Nearness:
    """How near two texts are beside all others; reckoned only when it is asked for."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def reads_alike(self, one: Told, other: Told) -> Iterator[Reason]:
        """Yield that their abstracts read alike, where both have one and they are nearer than 99 % of pairs."""
        if not self._space or not all("abstract" in {said.part for said in each.said} for each in (one, other)):
            return
        held = self._library.vectors.get(self._space, (one.node.id, other.node.id))
        if len(held) == 2 and float(held[one.node.id] @ held[other.node.id]) >= self._bar:
            both = [said for each in (one, other) for said in each.said if said.part == "abstract"]
            quotes = tuple(said.quote(0, 1) for said in both)
            yield Reason(kind="near", text="their abstracts read alike (closer than 99 % of pairs)", evidence=quotes)

    @cached_property
    def _space(self) -> str | None:
        """Return the space of texts, where it has enough of them."""
        model = model_of(self._library)
        space = space_of(model, Facet.TEXT) if model else None
        return space if space and self._library.vectors.counts()[space] >= LEAST_HELD else None

    @cached_property
    def _bar(self) -> float:
        matrix = self._library.vectors.whole(self._space or "").matrix
        draw = np.random.default_rng(0)
        ones, others = draw.integers(0, len(matrix), (2, PAIRS))
        apart = ones != others
        return float(np.quantile(np.einsum("nd,nd->n", matrix[ones[apart]], matrix[others[apart]]), NEAR))
