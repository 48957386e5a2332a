"""The driver: what is asked of a server by itself, in lots that fit a message, and in a transaction a thread."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from neo4j import Driver, GraphDatabase, RoutingControl, Session
from neo4j.api import BookmarkManager

from graph.errors import RestoringError, StoreError
from graph.stores.neo4j.address import Address, checked
from graph.stores.neo4j.failures import translated
from graph.stores.neo4j.schema import prepare
from graph.stores.neo4j.transaction import Fields, Row, ServerTransaction, asked, rows_of
from graph.stores.neo4j.turns import Turns, settled

# What the driver would write is said by our errors, or warns of what is no matter: types of relationships that no edge has yet.
logging.getLogger("neo4j").setLevel(logging.CRITICAL)

CONNECTION_S = 5.0
RETRY_S = 1.0
"""How long the driver itself goes on trying: a page should say soon that the server is away."""

BATCH_ROWS = 1_000
BATCH_BYTES = 4_000_000
MOST_BYTES = 15_000_000
"""What goes in one message. A server may refuse one of 16 MB, or never answer it."""

_AHEAD = 250
"""Rows that are written in one message inside a transaction: the server works while the next are made ready."""


class Server:
    """A database over Bolt, connected to at its first use; safe to share between threads.

    An address that cannot be used is refused at once (InvalidInputError). Errors leave as StoreError, as UnreachableError
    where the server does not answer.
    """

    def __init__(self, address: Address) -> None:
        self.address = checked(address)
        self._local = threading.local()
        self._guard = threading.Lock()
        self._open: Driver | None = None
        self._restoring: str | None = None
        self._refused: tuple[float, Exception] | None = None
        self._turns = Turns(self.rows, self.apart, self.close)

    def rows(self, cypher: str, **parameters: object) -> list[Row]:
        """Return all rows of a query: inside a transaction as that sees it."""
        held = self._held()
        if held is not None:
            return held.rows(cypher, parameters)
        with translated(self.address):
            return self._driver().execute_query(
                cypher,
                dict(parameters),
                routing_=RoutingControl.READ,
                database_=self.address.database,
                bookmark_manager_=self._seen(self._driver()),
                result_transformer_=rows_of,
            )

    def row(self, cypher: str, **parameters: object) -> Row | None:
        """Return the first row of a query, or None."""
        return next(iter(self.rows(cypher, **parameters)), None)

    def value(self, cypher: str, **parameters: object) -> Any:
        """Return the first value of a query's first row, or None."""
        row = self.row(cypher, **parameters)
        return row[0] if row else None

    def run(self, cypher: str, **parameters: object) -> None:
        """Execute one writing statement inside the current transaction; what is wrong with it may be told by the next."""
        held = self._held()
        if held is None:
            raise StoreError("nothing is written outside a transaction")
        held.write(cypher, parameters)

    def many(self, cypher: str, rows: Iterable[Fields]) -> None:
        """Execute a writing statement for each `row` inside the current transaction, many at a time."""
        for batch in batches(rows, _AHEAD):
            self.run(f"UNWIND $rows AS row {cypher}", rows=batch)

    def among(self, cypher: str, keys: Iterable[object], **parameters: object) -> list[Row]:
        """Return all rows of a query that begins with a `key` of these, asked for some at a time."""
        wanted = list(dict.fromkeys(keys))
        parts = (wanted[start : start + BATCH_ROWS] for start in range(0, len(wanted), BATCH_ROWS))
        return [row for part in parts for row in self.rows(f"UNWIND $keys AS key {cypher}", keys=part, **parameters)]

    def agent(self) -> str:
        """Return what the server calls itself."""
        with translated(self.address):
            return str(self._driver().get_server_info().agent)

    def version(self) -> int:
        """Return how many committed transactions have changed something; StoreError where a restore was cut off."""
        asked = "MATCH (l:Library {id: 'library'}) RETURN l.version, l.restoring"
        found = self.row(asked)
        if found is None:  # the database was made anew under us: the next use prepares it
            self.close()
        version, restoring = found or self.row(asked) or (0, None)
        self._check_whole(restoring)
        return int(version)

    @contextmanager
    def restoring(self) -> Iterator[None]:
        """Let nobody else write, nor read what goes by versions, until the body has ended well."""
        mark = self._restoring = uuid4().hex
        try:
            self.apart("MATCH (l:Library {id: 'library'}) SET l.restoring = $mark", mark=mark)
            yield
            self.apart("MATCH (l:Library {id: 'library'}) SET l.restoring = null, l.version = l.version + 1")
        finally:
            self._restoring = None

    def _check_whole(self, restoring: str | None) -> None:
        if restoring not in (None, self._restoring):
            raise RestoringError("the library is being restored; where that was cut off, restore it once more")

    @property
    def in_transaction(self) -> bool:
        """Return whether this thread is inside `transaction()`."""
        return self._held() is not None

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep what is written inside together; a nested one joins the outer and, failing, takes back its own part."""
        held = self._held()
        if held is not None:
            with held.nested():
                yield
            return
        with self._turns.taken() as turn:
            with translated(self.address):
                held = self._local.held = ServerTransaction(self.address, self._session())
            try:
                yield
                held.commit(turn, self._check_whole)
            finally:
                self._local.held = None
                held.close()

    def apart(self, cypher: str, **parameters: object) -> list[Row]:
        """Execute one statement in a transaction of its own, beside the library's, until nobody else is in its way."""
        with translated(self.address):
            return settled(lambda: self._short(cypher, parameters))

    def close(self) -> None:
        """Close all connections; the next use opens new ones."""
        with self._guard:
            if self._open is not None:
                self._open.close()
            self._open = None

    def _held(self) -> ServerTransaction | None:
        held: ServerTransaction | None = getattr(self._local, "held", None)
        return held

    def _short(self, cypher: str, parameters: Fields) -> list[Row]:
        with self._session() as session, session.begin_transaction() as transaction:
            found = asked(transaction, cypher, parameters)
            transaction.commit()
            return found

    def _session(self) -> Session:
        driver = self._driver()
        return driver.session(database=self.address.database, bookmark_manager=self._seen(driver))

    def _seen(self, driver: Driver) -> BookmarkManager | None:
        """Return what lets whoever reads from a cluster see what was written before; one server needs no such thing."""
        return driver.execute_query_bookmark_manager if self.address.url.startswith("neo4j") else None

    def _driver(self) -> Driver:
        with self._guard:  # one by one: the schema is made by whoever comes first
            if self._open is None:
                if self._refused is not None and time.monotonic() - self._refused[0] < RETRY_S:
                    raise self._refused[1]  # who waited for the same answer has it
                self._open = self._connected()
            return self._open

    def _connected(self) -> Driver:
        driver = _driver(self.address)
        try:
            prepare(driver, self.address)
        except BaseException as error:
            driver.close()
            if isinstance(error, Exception):
                self._refused = (time.monotonic(), error)
            raise
        return driver


def batches(rows: Iterable[Fields], most: int = BATCH_ROWS) -> Iterator[list[Fields]]:
    """Yield the rows in lots that fit one message; raise StoreError where a row alone is too much for one."""
    batch: list[Fields] = []
    size = 0
    for row in rows:
        length = sum(len(value) for value in row.values() if isinstance(value, (str, bytes, list)))
        if length > MOST_BYTES:
            raise StoreError(f"{row.get('id', 'a row')} is too large for a server's message: {length:,} bytes")
        if batch and (len(batch) >= most or size + length > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(row)
        size += length
    if batch:
        yield batch


def _driver(address: Address) -> Driver:
    return GraphDatabase.driver(
        address.url,
        auth=(address.user, address.password),
        connection_timeout=CONNECTION_S,
        connection_acquisition_timeout=2 * CONNECTION_S,
        max_transaction_retry_time=RETRY_S,
        user_agent="almanac",
    )
