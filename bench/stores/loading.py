"""Papers loaded into an empty library, a thousand at a time, full text included.

Beside each store its database alone does the same work: without looking for what is held, without merging, it makes the very
rows out of the papers that the store made (what is packed, and over Bolt the words cut and counted) and executes the
same statements in as many transactions. What that takes with the rows ready made is told too. The first round warms
the server up and does not count; the others' medians do.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from pathlib import Path
from statistics import median
from time import perf_counter

from msgspec import msgpack
from neo4j import GraphDatabase

from graph.corpus import searched
from graph.ports import Corpus
from graph.record import Record
from graph.stores.neo4j import Address, Neo4jLibrary, Server
from graph.stores.neo4j.corpus import Neo4jCorpus
from graph.stores.sqlite.connection import Database, open_library
from graph.stores.sqlite.corpus import SqliteCorpus
from graph.tokens import tokenise
from tests.over_bolt.server import emptied

BATCH = 1_000
Sent = list[list[tuple[str, object]]]
"""The statements of each transaction, with their rows."""


class NotedServer(Server):
    """A server that notes what is sent to it."""

    sent: Sent

    def run(self, cypher: str, **parameters: object) -> None:
        super().run(cypher, **parameters)
        self.sent[-1].append((cypher, parameters))


class NotedFile(Database):
    """A file that notes what is written into it."""

    sent: Sent

    def run(self, sql: str, parameters: Sequence[object] = ()) -> None:
        super().run(sql, parameters)
        self.sent[-1].append((sql, [parameters]))

    def many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        every = list(rows)
        super().many(sql, every)
        self.sent[-1].append((sql, every))


def loaded(folder: Path, address: Address, records: Sequence[Record], rounds: int) -> float:
    """Print what loading takes; return the time over Bolt over the bare driver's."""
    in_file = [_in_file(folder / f"load-{number}", records) for number in range(rounds + 1)]
    over_bolt = [_over_bolt(address, records) for _ in range(rounds + 1)]
    ratios = []
    for name, bare_name, times in (("a file", "sqlite3", in_file), ("over Bolt", "driver", over_bolt)):
        store, ready, making = (median(each) for each in zip(*times[1:], strict=True))
        ratio, strict = median([a / (b + c) for a, b, c in times[1:]]), median([a / b for a, b, _ in times[1:]])
        print(
            f"{len(records):,} papers, {name}: {store:.1f} s ({len(records) / store:,.0f} a second), "
            f"bare {bare_name} {ready + making:.1f} s: {ratio:.2f} times; "
            f"with rows ready made {ready:.1f} s: {strict:.2f} times",
            flush=True,
        )
        ratios.append(ratio)
    return ratios[-1]


def _in_file(path: Path, records: Sequence[Record]) -> tuple[float, float, float]:
    """Return the seconds of the store, of sqlite3 with its rows, and of making the rows."""
    database = NotedFile(path.with_suffix(".store"))
    database.version()
    database.sent = []
    store = timed(lambda: put(SqliteCorpus(database), records, database.sent))
    database.close()
    bare = open_library(path.with_suffix(".bare"))
    ready = timed(lambda: _executed(bare, database.sent))
    bare.close()
    return store, ready, timed(lambda: [msgpack.encode(record) for record in records])


def _executed(bare: sqlite3.Connection, sent: Sent) -> None:
    for statements in sent:
        bare.execute("BEGIN IMMEDIATE")
        for sql, rows in statements:
            bare.executemany(sql, rows)  # type: ignore[arg-type]
        bare.execute("COMMIT")


def _over_bolt(address: Address, records: Sequence[Record]) -> tuple[float, float, float]:
    """Return the seconds of the store, of the driver with its rows, and of making the rows."""
    server = NotedServer(emptied(address))
    server.version()  # the schema is made
    server.sent = []
    store = timed(lambda: put(Neo4jCorpus(server), records, server.sent))
    server.close()
    library = Neo4jLibrary(Server(emptied(address)))
    library.version()
    library.close()
    ready = timed(lambda: _sent_again(address, server.sent))
    return store, ready, timed(lambda: _made(records))


def _sent_again(address: Address, sent: Sent) -> None:
    with (
        GraphDatabase.driver(address.url, auth=(address.user, address.password)) as driver,
        driver.session(database=address.database) as session,
    ):
        for statements in sent:
            with session.begin_transaction() as work:
                for cypher, parameters in statements:
                    work.run(cypher, parameters).consume()  # type: ignore[arg-type]
                work.commit()


def _made(records: Sequence[Record]) -> None:
    """Make what is kept of the papers over Bolt, as a script of one's own would."""
    for start in range(0, len(records), BATCH):
        cut = []
        for record in records[start : start + BATCH]:
            msgpack.encode(record)
            title, text = map(tokenise, searched(record))
            " | ".join((" ".join(title), " ".join(text)))
            cut.append(title + text)
        Counter(chain.from_iterable(map(set, cut)))
        Counter(chain.from_iterable(cut))


def put(corpus: Corpus, records: Sequence[Record], sent: Sent) -> None:
    """Put the records into the corpus, so many a transaction."""
    for start in range(0, len(records), BATCH):
        sent.append([])
        corpus.put(records[start : start + BATCH])


def timed(work: Callable[[], object]) -> float:
    """Return the seconds it takes."""
    start = perf_counter()
    work()
    return perf_counter() - start
