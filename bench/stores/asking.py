"""What pages ask of a library that holds the seeds and the papers, linked: the same on each store.

Two hops are all edges around a node and around its neighbours, with their evidence. Beside them stands one query of the
database that fetches the same columns and leaves them packed. Every question is asked once before it counts; store and bare
query take turns, and the medians of the rounds count.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from typing import TypeVar

from neo4j import GraphDatabase, RoutingControl

from api.parts import Parts
from app import parts_of, settings_from
from bench.stores.loading import put, timed
from graph.model import EdgeKind
from graph.ports import Library
from graph.record import Record
from graph.stores.neo4j import Address
from graph.stores.sqlite.connection import open_library
from graph.views.month import month_view
from tests.over_bolt.server import emptied, environment
from tests.shared import SHARED

ASKED = 30
T = TypeVar("T")
Hops = Callable[[str], object]

_IN_FILE = """
WITH near AS (SELECT target AS id FROM edges WHERE source = ?1 UNION SELECT source FROM edges WHERE target = ?1 UNION SELECT ?1)
SELECT source, kind, target, basis, confidence, evidence FROM edges WHERE source IN near
"""
_KINDS = "|".join(EdgeKind)
_OVER_BOLT = (
    f"MATCH (n:Node {{id: $key}})-[:{_KINDS}]-(m:Node) WITH n, collect(DISTINCT m) AS near UNWIND near + [n] AS a "
    f"MATCH (a)-[e:{_KINDS}]->(b:Node) RETURN a.id, type(e), b.id, e.basis, e.confidence, e.evidence"
)


def asked(folder: Path, address: Address, records: Sequence[Record], rounds: int) -> float:
    """Print what pages' questions take on each store; return two hops over Bolt over the bare query."""
    file = _filled(folder / "file", {}, records)
    served = _filled(folder / "bolt", environment(emptied(address)), records)
    nodes = [node.id for node in file.library.graph.nodes(limit=100_000) if node.id.startswith("paper-")][:ASKED]
    with GraphDatabase.driver(address.url, auth=(address.user, address.password)) as driver:

        def over_bolt(key: str) -> object:
            return driver.execute_query(
                _OVER_BOLT, {"key": key}, database_=address.database, routing_=RoutingControl.READ
            )

        connection = open_library(folder / "file" / "almanac.sqlite")
        _told("a file", file, nodes, lambda key: connection.execute(_IN_FILE, (key,)).fetchall(), rounds)
        connection.close()
        return _told("over Bolt", served, nodes, over_bolt, rounds)


def _told(name: str, parts: Parts, nodes: Sequence[str], bare: Hops, rounds: int) -> float:
    """Print what each question takes; return two hops over the bare query."""
    library, finder = parts.library, parts.finder
    finder.prepare()
    months = [one.month for one in library.calendar.months()][-ASKED:]
    words = ["attention", "mixture of experts", "reinforcement learning", "agents", "gpt"] * (ASKED // 5)
    both = [(_each(nodes, partial(two_hops, library)), _each(nodes, bare)) for _ in range(rounds + 1)][1:]
    hops, alone = (median(each) for each in zip(*both, strict=True))
    ratio = median([store / query for store, query in both])
    told = {
        "a month": _each(months, partial(month_view, library)),
        "a search": _each(words, finder.hits),
        "links": _each([(key,) for key in nodes], library.links.of),
    }
    print(
        f"{name}: two hops {1000 * hops:.2f} ms, bare query {1000 * alone:.2f} ms: {ratio:.2f} times; "
        + ", ".join(f"{what} {1000 * taken:.2f} ms" for what, taken in told.items()),
        flush=True,
    )
    return ratio


def two_hops(library: Library, key: str) -> int:
    """Return how many edges there are around a node and around its neighbours."""
    near = [*library.graph.edges_from([key]), *library.graph.edges_to([key])]
    ends = {end for edge in near for end in (edge.source, edge.target)}
    return len(library.graph.edges_from(ends))


def _filled(folder: Path, store: dict[str, str], records: Sequence[Record]) -> Parts:
    """Return the parts over a library that has read the seeds and these papers, linked."""
    settings = {"ALMANAC_DATA": str(folder), "ALMANAC_CACHE": str(folder), "ALMANAC_MODEL": "hashing"}
    parts = parts_of(settings_from(settings | store))
    for report in parts.ingestor.ingest_all(map(str, sorted((SHARED / "seeds").iterdir()))):
        if report.error:
            sys.exit(f"{report.target}: {report.error}")
    put(parts.library.corpus, records, [])
    parts.linker.embed(corpus=False)
    parts.linker.link()
    return parts


def _each(keys: Sequence[T], ask: Callable[[T], object]) -> float:
    """Return the median seconds of asking for each key, the second time round."""
    for key in keys:
        ask(key)
    return median(timed(partial(ask, key)) for key in keys)
