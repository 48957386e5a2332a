"""Writing where works stand: the rows of the calendar, worked out anew for the works that a change touched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

import msgspec

from graph.categories import OWN
from graph.model import Basis, Edge, EdgeKind, Evidence, Node, NodeId
from graph.placing import Placed, placed
from graph.stores.merge import merge_edges
from graph.stores.sqlite.tables import Row, Tables, listed

PLACING = frozenset({EdgeKind.IN_MONTH, EdgeKind.IN_CATEGORY})
"""Edges that place the work they come from."""
ADMITTING = frozenset({EdgeKind.RECORDS, EdgeKind.LISTS})
"""Edges that let the work they lead to be placed."""

_WORKS_A_STEP = 5_000
_evidence = msgspec.msgpack.Decoder(tuple[Evidence, ...]).decode
_node = msgspec.msgpack.Decoder(Node).decode


def place_works(tables: Tables, works: Collection[NodeId]) -> None:
    """Write where these works stand now."""
    every = sorted(works)
    for start in range(0, len(every), _WORKS_A_STEP):
        _place(tables, every[start : start + _WORKS_A_STEP])


def own_categories(tables: Tables, nodes: Collection[NodeId]) -> set[NodeId]:
    """Return which of the nodes are own categories now."""
    return {key for key, body in tables.rows(_CATEGORIES, (listed(nodes),)) if _node(body).scheme == OWN}


def works_in(tables: Tables, categories: Collection[NodeId]) -> set[NodeId]:
    """Return the works that some edge places in one of these categories."""
    return {work for (work,) in tables.rows(_IN, (listed(categories),))} if categories else set()


def _place(tables: Tables, works: Collection[NodeId]) -> None:
    wanted = listed(works)
    out: defaultdict[NodeId, list[Edge]] = defaultdict(list)
    for edge in merge_edges(map(edge_of, tables.rows(_OUT, (wanted,)))):
        out[edge.source].append(edge)
    known = {target for (target,) in tables.rows(_KNOWN, (wanted,))}
    categories = {edge.target for some in out.values() for edge in some if edge.kind is EdgeKind.IN_CATEGORY}
    own = own_categories(tables, categories)
    found = [one for work, some in out.items() for one in placed(some, work in known, own)]
    tables.many("DELETE FROM placed WHERE work = ?", ((work,) for work in works))
    tables.many("INSERT INTO placed VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", map(_row, found))


# The plus keeps the planner from looking up edges by kind, of which there are few with many edges each.
_OUT = """
SELECT source, kind, target, basis, confidence, evidence FROM edges
WHERE source IN (SELECT value FROM json_each(?)) AND +kind IN ('IN_MONTH', 'IN_CATEGORY')
"""
_KNOWN = """
SELECT DISTINCT target FROM edges
WHERE kind IN ('RECORDS', 'LISTS') AND target IN (SELECT value FROM json_each(?)) AND basis != 'further'
"""
_CATEGORIES = "SELECT id, body FROM nodes WHERE id IN (SELECT value FROM json_each(?)) AND kind = 'category'"
_IN = "SELECT DISTINCT source FROM edges WHERE kind = 'IN_CATEGORY' AND target IN (SELECT value FROM json_each(?))"


def edge_of(row: Row) -> Edge:
    """Return the edge in a row of (source, kind, target, basis, confidence, evidence)."""
    source, kind, target, basis, confidence, evidence = row
    return Edge(
        source=source,
        kind=EdgeKind(kind),
        target=target,
        basis=Basis(basis) if basis else None,
        confidence=confidence,
        evidence=_evidence(evidence),
    )


def _row(one: Placed) -> Row:
    return (
        one.work,
        one.month,
        one.basis,
        one.main,
        one.day,
        one.category or "",
        one.document,
        one.section,
        one.block,
    )
