"""Writing where concepts are named: the rows of the concordance, worked out anew for the texts that a change touched."""

from __future__ import annotations

from collections.abc import Collection

from graph.ports.concordance import Place
from graph.stores.beside import named_rows
from graph.stores.neo4j.connection import Server
from graph.stores.neo4j.rows import Kind, steps

_TEXTS_A_STEP = 1_000
_NAMED = Kind("Named", "text", ("concept", "text", "block", "month", "place"))


def name_texts(server: Server, texts: Collection[str]) -> None:
    """Write what these texts name now, in which blocks, and the months of those that have one of their own."""
    for some in steps(texts, _TEXTS_A_STEP):
        edges = server.among("MATCH (a:Node {id: key})-[e:MENTIONS]->(b:Node) RETURN a.id, b.id, e.evidence", some)
        _NAMED.renew(server, some, [(*row, place_key((row[1], row[2]))) for row in named_rows(edges)])


def place_key(place: Place) -> str:
    """Return what a place is found by: a text may have tens of thousands, so they have an index of their own."""
    text, block = place
    return f"{text} {block}"
