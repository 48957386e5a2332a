"""The nearest of vectors, and who makes links of them: small Protocols."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Protocol

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from graph.model import NodeId
from graph.ports.vectors import Hit, Vectors
from graph.ports.work import Progress

Places = NDArray[np.int32]
"""Rows of a matrix of vectors; -1 where there is none."""


class Neighbourhoods(Struct, frozen=True, kw_only=True):
    """The nearest of every vector: `places` (n, k) are rows of `keys`, best first, itself left out; `scores` cosines.

    Where there are fewer than k others the rest is -1, and so are its scores. `model` is what made the vectors.
    """

    keys: Sequence[NodeId]
    places: Places
    scores: Vectors
    model: str = ""


class Neighbours(Protocol):
    """The nearest neighbours of a library's vectors, kept beside the store; derived, so that it may be deleted any time.

    Exact up to 20,000 vectors; beyond, seeded: equal vectors in give equal neighbours out.
    """

    def build(
        self,
        keys: Sequence[NodeId],
        vectors: Vectors,
        limit: int,
        progress: Progress | None = None,
        *,
        model: str = "",
    ) -> None:
        """Find the `limit` nearest of every vector (unit rows) anew, and keep them with the vectors.

        Raise InvalidInputError where the keys repeat, or do not suit the vectors.
        """

    def update(
        self, changed: Sequence[NodeId], vectors: Vectors, gone: Collection[NodeId] = (), *, model: str = ""
    ) -> set[NodeId]:
        """Add or change some and forget others; return the keys whose neighbours may be others now (`changed` too).

        Vectors equal to those held, but for noise, change nothing. Raise InvalidInputError where they are of another model or
        width, StoreError where nothing was built yet.
        """

    def held(self) -> Neighbourhoods | None:
        """Return what is kept, keys sorted; None where nothing is, or what is there cannot be used."""

    def model(self) -> str | None:
        """Return what made the vectors that are kept, at once; None where `held` is None."""

    def of(self, keys: Collection[NodeId]) -> dict[NodeId, list[Hit]]:
        """Return key → its neighbours, best first, for those of the keys that are held."""

    def having(self, keys: Collection[NodeId]) -> set[NodeId]:
        """Return who has one of the keys among its neighbours."""

    def linked(self) -> dict[NodeId, bytes]:
        """Return what `tell_linked` was told last of each key; a building forgets it, so that it is told when all is done."""

    def tell_linked(self, made: Mapping[NodeId, bytes], gone: Collection[NodeId] = (), *, model: str = "") -> None:
        """Keep that these keys are linked, each as made of that, and others gone; nothing where `model` is another one now."""

    def nearest(self, vector: Vectors, limit: int) -> list[Hit]:
        """Return the nearest of what is held to a vector (dimensions,), best first, ties by key."""


class EmbedReport(Struct, frozen=True, kw_only=True):
    """What one run embedded, how many nodes were as before, and how many (papers of the corpus too) still wait."""

    model: str
    embedded: int = 0
    unchanged: int = 0
    waiting: int = 0


class Coming(Struct, frozen=True, kw_only=True):
    """How many nodes and papers have no vectors yet, of how many there are."""

    waiting: int = 0
    total: int = 0


class LinkReport(Struct, frozen=True, kw_only=True):
    """What one linking brought: nodes looked at, links there are now, of these new and gone, and what still waits."""

    nodes: int = 0
    links: int = 0
    new: int = 0
    gone: int = 0
    waiting: int = 0


Came = Callable[[Collection[NodeId]], object]
"""Told of nodes that have vectors now."""


class Linker(Protocol):
    """Gives texts their vectors and nodes their links."""

    def embed(self, progress: Progress | None = None, *, corpus: bool = True, came: Came | None = None) -> EmbedReport:
        """Embed every text that has no vector of this model: listed works and posts first, then the corpus, newest first.

        Resumable: what is embedded stays. Without `corpus` the papers that nothing lists are left for another time. What
        the library comes to list meanwhile is embedded before the rest of the corpus, and `came` is told of it.
        """

    def coming(self) -> Coming:
        """Return how many still wait for their vectors; quick enough for every page."""

    def link(self, progress: Progress | None = None) -> LinkReport:
        """Link all that has vectors, anew; twice equals once."""

    def update(self, keys: Collection[NodeId] | None = None, progress: Progress | None = None) -> LinkReport:
        """Link these nodes (new, changed or gone), else all whose vectors came, changed or went since they were linked.

        The others stay as they are; where very many changed, all are linked anew.
        """
