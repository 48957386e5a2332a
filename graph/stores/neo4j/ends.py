"""What relationships are drawn between: nodes, or a bare `Node` where there is none, which goes with the last of them."""

from __future__ import annotations

from collections.abc import Collection

from graph.model import NodeId
from graph.stores.neo4j.connection import Server


def ensure_ends(server: Server, keys: Collection[NodeId]) -> None:
    """Let there be something that relationships can be drawn to."""
    held = {key for (key,) in server.among("MATCH (n:Node {id: key}) RETURN n.id", keys)}
    server.many("CREATE (:Node {id: row.id})", ({"id": key} for key in sorted(set(keys) - held)))


def forget_bare(server: Server, keys: Collection[NodeId]) -> None:
    """Remove those that are neither nodes nor ends of anything any more."""
    bare = "MATCH (n:Node {id: row.id}) WHERE n.kind IS NULL AND NOT (n)--() DELETE n"
    server.many(bare, ({"id": key} for key in sorted(keys)))
