"""Who pulls whom on the map: what joins two of them, and for works with a vector what is nearest to them in meaning.

Months and arXiv's subjects join nothing in a network. Documents that list have no place on the map but pull unseen, so that
what only a list names stands near what the same list lists.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from graph.analysis.meaning import Meaning
from graph.analysis.nearness import Lens
from graph.analysis.network import Network
from graph.ids import kind_of
from graph.mention import NAMED_KINDS
from graph.model import WORK_KINDS, NodeId, NodeKind
from graph.ports import Library, Vectors

if TYPE_CHECKING:
    from scipy.sparse import csr_array

NEAREST = 15
"""Works that pull another by their meaning; twice as many change little."""

MEANING = 1.0
"""What those pull together, against a join that is certain and of two that are joined with few."""

SHOWN = NAMED_KINDS | WORK_KINDS
_FACETS = "category-arxiv-"
_PAGE = 5_000
_BLOCK = 512  # rows compared at once: 55 MB against 27,000
_MOST = 4  # threads
Places = NDArray[np.int64]


class Pulls(Struct, frozen=True):
    """Points sorted by key, a square matrix of how strongly a row's point is pulled by others, and a row of meaning a point.

    `weights` are sums as they are, before each row is made one; `seen` are the rows as a lens sees them, zeros without
    a vector.
    """

    points: Sequence[NodeId]
    weights: csr_array
    seen: Vectors


def shown_of(library: Library, network: Network) -> list[NodeId]:
    """Return the keys of all that stands on the map, sorted: works, concepts, own categories, papers that have links."""
    found = {key for key in network.keys if is_shown(key)}
    for kind in (*SHOWN, NodeKind.CATEGORY):
        after = None
        while page := library.graph.nodes([kind], after, _PAGE):
            found.update(node.id for node in page if not node.id.startswith(_FACETS))
            after = page[-1].id
    return sorted(found)


def is_shown(key: NodeId) -> bool:
    """Tell whether a key of the network has a place on the map."""
    try:
        kind = kind_of(key)
    except ValueError:  # a document that lists
        return False
    return kind in SHOWN or (kind is NodeKind.CATEGORY and not key.startswith(_FACETS))


def pulls_of(
    network: Network, meaning: Meaning, keys: Sequence[NodeId], asking: Sequence[NodeId] | None = None
) -> Pulls:
    """Return who pulls these keys and whatever else is in the network; by their meaning only those that are `asking`, else all."""
    points = sorted({*network.keys, *keys})
    places = {key: place for place, key in enumerate(points)}
    seen = _seen(meaning, points, places)
    rows = np.arange(len(points)) if asking is None else np.array([places[key] for key in asking], dtype=np.int64)
    weights = _joined(network, places) + MEANING * _nearest(seen, rows[seen[rows].any(axis=1)])
    return Pulls(points, weights.tocsr(), seen)


def _seen(meaning: Meaning, points: Sequence[NodeId], places: dict[NodeId, int]) -> Vectors:
    """Return a unit row a point, in which what all works share tells less; zeros without a vector."""
    rows = np.zeros((len(points), meaning.vectors.shape[1]), dtype=np.float32)
    there = [(places[key], row) for row, key in enumerate(meaning.keys) if key in places]
    if len(there) > 1:
        into, out_of = np.array(there).T
        rows[into] = Lens(meaning.vectors[out_of]).look(meaning.vectors[out_of]).rows
    return rows


def _joined(network: Network, places: dict[NodeId, int]) -> csr_array:
    from scipy.sparse import csr_array  # takes a fifth of a second, and few commands ask for it

    into = np.array([places[key] for key in network.keys], dtype=np.int64)
    joins = network.weights.tocoo()
    return csr_array((joins.data, (into[joins.row], into[joins.col])), shape=(len(places), len(places)))


def _nearest(seen: Vectors, asking: Places) -> csr_array:
    """Return the nearest of all that have a vector for each that is asking, the nearer the stronger: rows that sum to one."""
    from scipy.sparse import csr_array

    there = np.flatnonzero(seen.any(axis=1))
    most = min(NEAREST, len(there) // 2)
    if not most:
        return csr_array((len(seen), len(seen)))
    blocks = [asking[start : start + _BLOCK] for start in range(0, len(asking), _BLOCK)]
    found = list(_side_by_side(seen, there, blocks, most))
    columns = np.concatenate([part for part, _ in found]) if found else np.zeros((0, most), dtype=np.int64)
    cosines = np.concatenate([part for _, part in found]) if found else np.zeros((0, most))
    strengths = np.exp(_SHARPNESS * (cosines - cosines.max(axis=1, initial=-1, keepdims=True)))
    strengths /= strengths.sum(axis=1, keepdims=True)
    rows = np.repeat(asking, most)
    return csr_array((strengths.ravel(), (rows, there[columns.ravel()])), shape=(len(seen), len(seen)))


_SHARPNESS = 5.0  # what is nearer by a fifth pulls e times as much


def _side_by_side(
    seen: Vectors, there: Places, blocks: Sequence[Places], most: int
) -> Iterator[tuple[Places, NDArray[np.float64]]]:
    """Yield for each block which of those `there` are nearest, and how near; whatever the threads, the same."""
    others = seen[there]

    def of_block(block: Places) -> tuple[Places, NDArray[np.float64]]:
        near = seen[block] @ others.T
        near[there[None, :] == block[:, None]] = -np.inf
        # Sorted into rows of their own: a part of the whole would keep the whole.
        best = np.sort(np.argpartition(near, near.shape[1] - most, axis=1)[:, -most:], axis=1)
        return best, np.take_along_axis(near, best, axis=1).astype(np.float64)

    with ThreadPoolExecutor(min(_MOST, os.cpu_count() or 1)) as pool:
        yield from pool.map(of_block, blocks)
