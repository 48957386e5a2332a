"""The concepts that works have to do with, as the chips of their entries: in a handful of queries for many works."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from graph.mention import NAMED_KINDS
from graph.model import EdgeKind, Item, Node, NodeId, NodeKind
from graph.ports import Library
from graph.views.shapes import Chip

MOST = 12
"""Chips an entry carries: a page shows two or three, the work's own page all."""

EVERYWHERE = 1 / 8
FEW = 40
"""What more than an eighth of the texts name says nothing about any of them; of fewer texts than this nothing can be said."""

TOLD = (EdgeKind.INTRODUCES, EdgeKind.ABOUT, EdgeKind.USES, EdgeKind.EVALUATED_ON)
"""What a work does with a concept, the most telling first; being named comes after all of these."""

_KINDS = (
    NodeKind.MODEL,
    NodeKind.TECHNIQUE,
    NodeKind.BENCHMARK,
    NodeKind.PRODUCT,
    NodeKind.ORGANIZATION,
    NodeKind.PERSON,
)
_Told = tuple[int, NodeId]


def everywhere(library: Library, keys: Collection[NodeId] | None = None) -> frozenset[NodeId]:
    """Return the concepts, of these or of all, that so many texts name ("LLM") that to be named beside them means nothing."""
    size, counts = library.concordance.size(), library.concordance.counts()
    if size < FEW:
        return frozenset()
    return frozenset(key for key in (counts if keys is None else keys) if counts.get(key, 0) > size * EVERYWHERE)


def chips(
    library: Library, works: Collection[NodeId], items: Mapping[NodeId, Sequence[Item]]
) -> dict[NodeId, tuple[Chip, ...]]:
    """Return work → the concepts it introduces, is about, uses, is evaluated on, and those its entries and it name.

    `items` are the entries that list each work. What is named everywhere is left out unless the work is about it.
    """
    told = _told(library, works, items)
    nodes = library.graph.many({key for some in told.values() for key in some})
    counts, common = library.concordance.counts(), everywhere(library, nodes)

    def order(one: tuple[NodeId, int]) -> tuple[int, int, int, NodeId]:
        key, rank = one
        return (rank, _KINDS.index(nodes[key].kind), -counts.get(key, 0), key)

    found = {}
    for work, some in told.items():
        kept = [(key, rank) for key, rank in some.items() if _tells(nodes.get(key), rank, common)]
        found[work] = tuple(_chip(nodes[key], rank) for key, rank in sorted(kept, key=order)[:MOST])
    return found


def _told(
    library: Library, works: Collection[NodeId], items: Mapping[NodeId, Sequence[Item]]
) -> dict[NodeId, dict[NodeId, int]]:
    """Return work → concept → the place of its most telling relation in `TOLD`, past its end where it is only named."""
    found: defaultdict[NodeId, dict[NodeId, int]] = defaultdict(dict)
    named = library.concordance.at({(item.document, item.block) for some in items.values() for item in some})
    for edge in library.graph.edges_from(works, (*TOLD, EdgeKind.MENTIONS)):
        rank = TOLD.index(edge.kind) if edge.kind in TOLD else len(TOLD) + 1
        found[edge.source][edge.target] = min(rank, found[edge.source].get(edge.target, rank))
    for work, some in items.items():
        for key in (key for item in some for key in named.get((item.document, item.block), ())):
            found[work][key] = min(len(TOLD), found[work].get(key, len(TOLD)))
    return found


def _tells(node: Node | None, rank: int, common: Collection[NodeId]) -> bool:
    if node is None or node.kind not in NAMED_KINDS:
        return False
    return node.id not in common or rank < TOLD.index(EdgeKind.USES)


def _chip(node: Node, rank: int) -> Chip:
    relation = TOLD[rank].value if rank < len(TOLD) else None
    return Chip(node=node.id, name=node.name, kind=node.kind.value, relation=relation)
