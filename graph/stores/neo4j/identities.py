"""Nodes that stand for identities: what documents link to and name, and what records cite, meets in them."""

from __future__ import annotations

from collections.abc import Collection
from hashlib import blake2b

from graph.stores.neo4j.connection import Server

LONGEST = 1_000
"""Letters that a unique key may have, for all servers' sake: Neo4j's limit is some 8,000 bytes."""


def key_of(text: str) -> str:
    """Return a text as a unique key: itself, or where that is too long its beginning and a fingerprint."""
    if len(text) <= LONGEST:
        return text
    return text[:LONGEST] + blake2b(text.encode(errors="surrogatepass"), digest_size=16).hexdigest()


def ensure_identities(server: Server, keys: Collection[str]) -> None:
    """Let each of these keys have its node."""
    held = {key for (key,) in server.among("MATCH (i:Identity {id: key}) RETURN i.id", keys)}
    server.many("CREATE (:Identity {id: row.id})", ({"id": key} for key in sorted(set(keys) - held)))
