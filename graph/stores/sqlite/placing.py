"""Writing where works stand: the rows of the calendar, worked out anew for the works that a change touched."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from graph.categories import OWN
from graph.model import EdgeKind, Node, NodeId
from graph.stores.beside import placed_rows
from graph.stores.sqlite.tables import Tables, listed

_WORKS_A_STEP = 5_000
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
    edges = tables.rows(_OUT, (wanted,))
    known = {target for (target,) in tables.rows(_KNOWN, (wanted,))}
    own = own_categories(tables, {target for _, kind, target, *_ in edges if kind == EdgeKind.IN_CATEGORY})
    tables.many("DELETE FROM placed WHERE work = ?", ((work,) for work in works))
    tables.many("INSERT INTO placed VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", placed_rows(edges, known, own))


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
