"""Where nodes stand, worked out for all of them at once from their edges."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from graph.categories import ARXIV
from graph.model import Basis, EdgeKind, Node, NodeId, NodeKind, SourceId
from graph.placing import TRUST, month_in
from graph.ports.register import Standing

Place = tuple[NodeId, str, NodeId, str, float]
"""(node, IN_MONTH or IN_CATEGORY, where, basis, confidence); "" stands for no basis."""


def standings(
    nodes: Collection[tuple[Node, int | None]], places: Iterable[Place], sources: Mapping[NodeId, Collection[SourceId]]
) -> list[Standing]:
    """Return each node, which comes with its number in the full text, with its month, category and sources.

    The month is that of the most trusted basis, the earliest; the category the most trusted own one, the surest.
    """
    own = {node.id for node, _ in nodes if node.kind is NodeKind.CATEGORY and node.scheme != ARXIV}
    months: dict[NodeId, tuple[int, NodeId]] = {}
    categories: dict[NodeId, tuple[int, float, NodeId]] = {}
    for node, kind, at, basis, sure in places:
        trust = TRUST[Basis(basis)] if basis else len(TRUST)
        if kind == EdgeKind.IN_MONTH and basis:
            months[node] = min(months.get(node, (trust, at)), (trust, at))
        elif kind == EdgeKind.IN_CATEGORY and at in own:
            categories[node] = min(categories.get(node, (trust, -sure, at)), (trust, -sure, at))
    return [
        Standing(
            node=node,
            entry=entry,
            month=month_in(months[node.id][1]) if node.id in months else None,
            category=categories[node.id][2] if node.id in categories else None,
            sources=tuple(sorted(sources.get(node.id, ()))),
        )
        for node, entry in nodes
    ]
