"""What came before and after a concept: a ladder of successions, with variants beside it."""

from __future__ import annotations

from collections.abc import Sequence

from graph.model import Edge, EdgeKind, Month, Node, NodeId
from graph.placing import TRUST
from graph.ports import Library
from graph.views.concept_shapes import Rung
from graph.views.node import edge_lines
from graph.views.shapes import EdgeLine

STEPS = 4
"""Rungs up and down: a page shows the neighbourhood, and each rung leads to its own."""

_Step = tuple[NodeId, Edge]


def ladder(library: Library, node: Node) -> tuple[Rung, ...]:
    """Return the concept between what it succeeds and what succeeded it, newest first; empty where it has neither.

    A rung's reason is the edge between it and its neighbour towards the concept shown.
    """
    later, earlier = _later(library, node.id), _earlier(library, node.id)
    if not later and not earlier:
        return ()
    steps = [*reversed(later), (node.id, None), *earlier]
    keys = [key for key, _ in steps]
    nodes, months = library.graph.many(keys), library.concordance.months(keys)
    lines = {key: _why(library, key, edge) for key, edge in steps if edge is not None}
    return tuple(
        Rung(node=nodes[key], since=_first(months.get(key, {})), why=lines.get(key)) for key in keys if key in nodes
    )


def _later(library: Library, start: NodeId) -> list[_Step]:
    """Return what succeeded it, nearest first; of several successors all stand beside each other."""
    found: dict[NodeId, Edge] = {}
    reached = [start]
    for _ in range(STEPS):
        edges = sorted(library.graph.edges_to(reached, (EdgeKind.SUCCEEDS,)), key=_surest)
        fresh = [edge for edge in edges if edge.source != start and edge.source not in found]
        found |= {edge.source: edge for edge in reversed(fresh)}
        reached = [edge.source for edge in fresh]
    return list(found.items())


def _earlier(library: Library, start: NodeId) -> list[_Step]:
    found: dict[NodeId, Edge] = {}
    reached = [start]
    for _ in range(STEPS):
        edges = sorted(library.graph.edges_from(reached, (EdgeKind.SUCCEEDS,)), key=_surest)
        fresh = [edge for edge in edges if edge.target != start and edge.target not in found]
        found |= {edge.target: edge for edge in reversed(fresh)}
        reached = [edge.target for edge in fresh]
    return list(found.items())


def _surest(edge: Edge) -> tuple[int, str, str]:
    return (TRUST[edge.basis] if edge.basis else len(TRUST), edge.source, edge.target)


def _why(library: Library, key: NodeId, edge: Edge) -> EdgeLine:
    return edge_lines(library, key, (edge,))[0]


def _first(months: dict[Month, int] | Sequence[Month]) -> Month | None:
    return min(months, default=None)
