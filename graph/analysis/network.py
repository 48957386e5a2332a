"""The library as one undirected network: works, concepts and documents that list, each edge as strong as it tells.

What joins with very many tells little of any of them, so an edge weighs as much as its busier end is rare. Months join
nothing; a document that records a work is that work where it names something, and itself where it lists.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from graph.link import Link
from graph.model import Basis, Edge, EdgeKind, NodeId
from graph.ports import Library

if TYPE_CHECKING:
    from scipy.sparse import csr_array

HUB = 60
"""A node joined with more than this many is no step of a path: that both name "GPT-4" brings no two works together."""

_PAGE = 20_000
_STRENGTHS = {
    EdgeKind.LISTS: 0.05,  # a week has no subject
    EdgeKind.MENTIONS: 0.3,
    EdgeKind.AUTHORED_BY: 0.3,
    EdgeKind.RELEASED_BY: 0.5,
    EdgeKind.IN_CATEGORY: 0.5,
    EdgeKind.ABOUT: 1.0,
    EdgeKind.INTRODUCES: 1.0,
    EdgeKind.USES: 1.0,
    EdgeKind.EVALUATED_ON: 0.7,
    EdgeKind.CITES: 1.0,
    EdgeKind.PART_OF: 1.0,
    EdgeKind.SUCCEEDS: 1.0,
    EdgeKind.VARIANT_OF: 1.0,
    EdgeKind.COMPARED_WITH: 0.5,
    EdgeKind.OUTPERFORMS: 0.5,
}
"""How much an edge says about what both ends are about, against a link that is certain; those not here join nothing."""

_ARXIV = "category-arxiv-"  # a subject holds tens of thousands
Joins = Mapping[tuple[NodeId, NodeId], float]
"""Two ends in their order → how strongly they are joined, before rarity."""


class Network(Struct, frozen=True, dict=True):
    """Keys sorted, and a symmetric matrix of weights between their places."""

    keys: Sequence[NodeId]
    weights: csr_array

    @cached_property
    def places(self) -> dict[NodeId, int]:
        """Return key → its place."""
        return {key: place for place, key in enumerate(self.keys)}

    @cached_property
    def degrees(self) -> NDArray[np.int64]:
        """Return with how many others each is joined."""
        return np.asarray(np.diff(self.weights.indptr), dtype=np.int64)

    def neighbours(self, place: int) -> NDArray[np.int32]:
        """Return the places that one is joined with."""
        matrix = self.weights
        return np.asarray(matrix.indices[matrix.indptr[place] : matrix.indptr[place + 1]], dtype=np.int32)

    def sum(self) -> str:
        """Return a checksum of the keys and weights."""
        matrix = self.weights
        digest = sha256("\n".join(self.keys).encode("utf-8", "surrogatepass"))
        for part in (matrix.indptr.astype("<i8"), matrix.indices.astype("<i4"), np.round(matrix.data, 6).astype("<f8")):
            digest.update(part.tobytes())
        return digest.hexdigest()[:16]


def network_of(library: Library) -> Network:
    """Return the network of the library's edges and links."""
    return network(joins_of(library.graph.all_edges(), all_links(library)))


def all_links(library: Library) -> Iterator[Link]:
    """Yield every link."""
    after = None
    while page := library.links.page(after, _PAGE):
        yield from page
        after = (page[-1].a, page[-1].b)


def joins_of(edges: Iterable[Edge], links: Iterable[Link]) -> Joins:
    """Return what joins whom: of several edges between two the strongest."""
    drawn = [edge for edge in edges if edge.kind in _STRENGTHS or edge.kind is EdgeKind.RECORDS]
    recorded = {edge.source: edge.target for edge in drawn if edge.kind is EdgeKind.RECORDS}
    joins: defaultdict[tuple[NodeId, NodeId], float] = defaultdict(float)
    for edge in drawn:
        # What names something is the work; what lists is the list, so that an article is not joined with all it lists.
        one = edge.source if edge.kind is EdgeKind.LISTS else recorded.get(edge.source, edge.source)
        other = edge.target
        if edge.kind is not EdgeKind.RECORDS and one != other and not other.startswith(_ARXIV):
            ends = (min(one, other), max(one, other))
            joins[ends] = max(joins[ends], _STRENGTHS[edge.kind] * _sureness(edge))
    for link in links:
        joins[link.a, link.b] = max(joins[link.a, link.b], link.score)
    return joins


def network(joins: Joins, rare: Callable[[NDArray[np.int64]], NDArray[np.float64]] | None = None) -> Network:
    """Return the network of these joins, each weighed by how rare its busier end is."""
    from scipy.sparse import csr_array  # takes a fifth of a second, and few commands ask for it

    keys = sorted({key for ends in joins for key in ends})
    places = {key: place for place, key in enumerate(keys)}
    ends = np.array([(places[a], places[b]) for a, b in joins], dtype=np.int32).reshape(-1, 2)
    degrees = np.bincount(ends.ravel(), minlength=len(keys))
    busier = degrees[ends].max(axis=1) if len(ends) else np.zeros(0, dtype=np.int64)
    weights = np.fromiter(joins.values(), dtype=np.float64, count=len(joins)) * (rare or rarity)(busier)
    rows, columns = np.concatenate([ends, ends[:, ::-1]]).T
    matrix = csr_array((np.concatenate([weights, weights]), (rows, columns)), shape=(len(keys), len(keys)))
    matrix.sort_indices()
    return Network(keys, matrix)


def rarity(degrees: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return 1 for what is joined with few and ever less for what is joined with many."""
    return np.asarray(1 / np.sqrt(1 + degrees / _FEW), dtype=np.float64)


_FEW = 15  # joined with so many and a join says 0.7 of what it would; with a hundred, a third


def among(network: Network, places: Collection[int]) -> Network:
    """Return the network of these places alone."""
    taken = np.array(sorted(places), dtype=np.int64)
    return Network([network.keys[place] for place in taken], network.weights[taken][:, taken])


def _sureness(edge: Edge) -> float:
    return edge.confidence * (0.5 if edge.basis is Basis.FURTHER else 1.0)
