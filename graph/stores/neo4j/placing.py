"""Writing where works stand: the rows of the calendar, worked out anew for the works that a change touched."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from graph.categories import OWN
from graph.model import EdgeKind, Node, NodeId
from graph.stores.beside import placed_rows
from graph.stores.neo4j.connection import Server
from graph.stores.neo4j.rows import Kind, steps

_WORKS_A_STEP = 5_000
_PLACED = Kind("Placed", "work", ("work", "month", "basis", "main", "day", "category", "document", "section", "block"))
_node = msgspec.msgpack.Decoder(Node).decode


def place_works(server: Server, works: Collection[NodeId]) -> None:
    """Write where these works stand now."""
    for some in steps(works, _WORKS_A_STEP):
        _place(server, some)


def own_categories(server: Server, nodes: Collection[NodeId]) -> set[NodeId]:
    """Return which of the nodes are own categories now."""
    rows = server.among("MATCH (n:Node {id: key}) WHERE n.kind = 'category' RETURN n.id, n.body", nodes)
    return {key for key, body in rows if _node(body).scheme == OWN}


def works_in(server: Server, categories: Collection[NodeId]) -> set[NodeId]:
    """Return the works that some edge places in one of these categories."""
    rows = server.among("MATCH (:Node {id: key})<-[:IN_CATEGORY]-(a:Node) RETURN DISTINCT a.id", categories)
    return {work for (work,) in rows}


def _place(server: Server, works: Collection[NodeId]) -> None:
    edges = server.among(_OUT, works)
    known = {work for (work,) in server.among(_KNOWN, works)}
    own = own_categories(server, {target for _, kind, target, *_ in edges if kind == EdgeKind.IN_CATEGORY})
    _PLACED.renew(server, works, placed_rows(edges, known, own))


_OUT = """
MATCH (a:Node {id: key})-[e:IN_MONTH|IN_CATEGORY]->(b:Node)
RETURN a.id, type(e), b.id, e.basis, e.confidence, e.evidence
"""
_KNOWN = "MATCH (a:Node {id: key})<-[e:RECORDS|LISTS]-(:Node) WHERE e.basis <> 'further' RETURN DISTINCT a.id"
