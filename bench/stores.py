"""The same work on each store: papers loaded, and what pages ask, over a file and over Bolt; beside the bare driver.

    python -m bench.stores [--papers 20000]

Both libraries read the seeds in ../shared (or ALMANAC_SHARED), then so many papers of arXiv's snapshot, put into the corpus a
thousand at a time; told is that load alone. The bare driver then sends the very statements and rows that the store sent, in as
many transactions, to the emptied server: what it takes longer with the store is reading what is held, cutting words and
packing bodies. Two hops are all edges around a node and around its neighbours, with their evidence, beside one query
that fetches the same columns and leaves them packed. The server is ArcadeDB, started here, or the one that NEO4J_URI names,
**whose database is emptied**.
"""

from __future__ import annotations

import argparse
import gzip
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TypeVar

from neo4j import GraphDatabase, ManagedTransaction

from api.parts import Parts
from app import parts_of, settings_from
from bench import needs, positive, verdict
from graph.model import EdgeKind
from graph.ports import Library
from graph.record import Record
from graph.stores.neo4j import Address, Neo4jLibrary, Server
from graph.stores.neo4j.transaction import Fields
from graph.stores.sqlite import SqliteLibrary
from graph.views.month import month_view
from ingest.snapshot import record_of
from tests.over_bolt.server import bolt_server, emptied, environment
from tests.shared import SHARED

SNAPSHOT = SHARED / "data" / "arxiv" / "snapshot-dev.jsonl.gz"
BATCH = 1_000
ASKED = 30
T = TypeVar("T")
LOAD_RATIO, HOPS_RATIO = 1.3, 2.0


class Noting(Server):
    """A server that notes what is sent to it; a None stands where a transaction ends."""

    def __init__(self, address: Address) -> None:
        super().__init__(address)
        self.sent: list[tuple[str, Fields] | None] = []

    def run(self, cypher: str, **parameters: object) -> None:
        super().run(cypher, **parameters)
        self.sent.append((cypher, parameters))


def main() -> int:
    """Measure and print; the exit code is 1 where a limit is broken."""
    parser = argparse.ArgumentParser(prog="python -m bench.stores", description="The same work on each store.")
    parser.add_argument("--papers", type=positive, default=20_000)
    options = parser.parse_args()
    needs(SNAPSHOT)
    with gzip.open(SNAPSHOT, "rb") as lines:
        records = [record_of(line) for line in islice(lines, options.papers)]
    with tempfile.TemporaryDirectory() as folder, bolt_server() as address:
        ratio = loaded(Path(folder), emptied(address), records)
        hops = asked(Path(folder), emptied(address), records)
    return verdict(
        [
            (f"the store loads in at most {LOAD_RATIO} times the bare driver's time", ratio <= LOAD_RATIO),
            (f"two hops take at most {HOPS_RATIO:.0f} times the bare query's time", hops <= HOPS_RATIO),
        ]
    )


def loaded(folder: Path, address: Address, records: Sequence[Record]) -> float:
    """Print what loading takes; return the store's time over the bare driver's."""
    file = SqliteLibrary(folder / "load.sqlite")
    in_file = timed(lambda: put(file, records, lambda: None))
    file.close()
    server = Noting(address)
    library = Neo4jLibrary(server)
    library.version()  # the schema is made
    over_bolt = timed(lambda: put(library, records, lambda: server.sent.append(None)))
    library.close()
    emptied(address)
    bare = timed(lambda: sent_again(address, server.sent))
    print(
        f"{len(records):,} papers loaded: file {in_file:.1f} s, over Bolt {over_bolt:.1f} s "
        f"({len(records) / over_bolt:,.0f} papers/s), bare driver {bare:.1f} s: {over_bolt / bare:.2f} times",
        flush=True,
    )
    return over_bolt / bare


def put(library: Library, records: Sequence[Record], after: Callable[[], object]) -> None:
    """Put the records into the corpus, so many a transaction."""
    for start in range(0, len(records), BATCH):
        library.corpus.put(records[start : start + BATCH])
        after()


def sent_again(address: Address, sent: Sequence[tuple[str, Fields] | None]) -> None:
    """Send statements in transactions, each ended by a None, with the driver alone."""
    with (
        GraphDatabase.driver(address.url, auth=(address.user, address.password)) as driver,
        driver.session(database=address.database) as session,
    ):
        work = session.begin_transaction()
        for each in sent:
            if each is None:
                work.commit()
                work = session.begin_transaction()
            else:
                work.run(each[0], dict(each[1])).consume()
        work.rollback()


def asked(folder: Path, address: Address, records: Sequence[Record]) -> float:
    """Print what pages' questions take on each store; return two hops over the bare query."""
    made = {name: filled(folder / name, store, records) for name, store in stores(address).items()}
    nodes = [node.id for node in made["file"].library.graph.nodes(limit=100_000) if node.id.startswith("paper-")][
        :ASKED
    ]
    months = [one.month for one in made["file"].library.calendar.months()][-ASKED:]
    words = ["attention", "mixture of experts", "reinforcement learning", "agents", "gpt"] * (ASKED // 5)
    hops = 0.0
    for name, parts in made.items():
        library, finder = parts.library, parts.finder
        finder.prepare()
        hops = each(nodes, partial(two_hops, library))
        told = {
            "two hops": hops,
            "a month": each(months, partial(month_view, library)),
            "a search": each(words, finder.hits),
            "links": each([(key,) for key in nodes], library.links.of),
        }
        print(f"{name}: " + ", ".join(f"{what} {1000 * taken:.1f} ms" for what, taken in told.items()), flush=True)
    bare = bare_hops(address, nodes)
    print(f"bare query: two hops {1000 * bare:.1f} ms; the store takes {hops / bare:.2f} times as long", flush=True)
    return hops / bare


def stores(address: Address) -> dict[str, dict[str, str]]:
    """Return the settings of each store; the server's comes last."""
    return {"file": {}, "over Bolt": environment(address)}


def filled(folder: Path, store: dict[str, str], records: Sequence[Record]) -> Parts:
    """Return the parts over a library that has read the seeds and these papers, linked."""
    settings = {"ALMANAC_DATA": str(folder), "ALMANAC_CACHE": str(folder), "ALMANAC_MODEL": "hashing"}
    parts = parts_of(settings_from(settings | store))
    for report in parts.ingestor.ingest_all(map(str, sorted((SHARED / "seeds").iterdir()))):
        if report.error:
            sys.exit(f"{report.target}: {report.error}")
    put(parts.library, records, lambda: None)
    parts.linker.embed(corpus=False)
    parts.linker.link()
    return parts


def two_hops(library: Library, key: str) -> int:
    """Return how many edges there are around a node and around its neighbours."""
    near = [*library.graph.edges_from([key]), *library.graph.edges_to([key])]
    ends = {end for edge in near for end in (edge.source, edge.target)}
    return len(library.graph.edges_from(ends))


def bare_hops(address: Address, nodes: Sequence[str]) -> float:
    """Return what one query of the same edges takes, in seconds."""
    kinds = "|".join(EdgeKind)
    query = (
        f"MATCH (n:Node {{id: $key}})-[:{kinds}]-(m:Node) WITH n, collect(DISTINCT m) AS near UNWIND near + [n] AS a "
        f"MATCH (a)-[e:{kinds}]->(b:Node) RETURN a.id, type(e), b.id, e.basis, e.confidence, e.evidence"
    )
    with (
        GraphDatabase.driver(address.url, auth=(address.user, address.password)) as driver,
        driver.session(database=address.database) as session,
    ):
        return each(nodes, lambda key: session.execute_read(_asked, query, key))


def _asked(work: ManagedTransaction, query: str, key: str) -> list[list[object]]:
    return work.run(query, key=key).values()


def each(keys: Sequence[T], ask: Callable[[T], object]) -> float:
    """Return the median seconds of asking for each key, the second time round."""
    for key in keys:
        ask(key)
    return median(timed(partial(ask, key)) for key in keys)


def timed(work: Callable[[], object]) -> float:
    """Return the seconds it takes."""
    start = perf_counter()
    work()
    return perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
