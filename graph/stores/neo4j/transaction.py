"""A transaction on a server, and those that nest in it; what is written goes there while the next is being made ready.

Bolt has no savepoints. So a transaction remembers what was written in it: where a nested one fails (or a statement, after
which a server takes no other), the whole is rolled back and, once anything more is asked of it, written again up to there.
Nothing else can have changed meanwhile, since one writer at a time has the turn (`turns`).

A statement is sent by a thread beside the caller's. Whatever was wrong with it is told by what comes next: a reading, the
beginning or end of a nested transaction, the commit; and by all that comes after, until the nested one that it was written
in has ended. The server's transaction is used by one of the two threads at a time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from typing import Any

from neo4j import ManagedTransaction, Result, Session, Transaction
from neo4j.exceptions import DriverError, Neo4jError

from graph.errors import StoreError
from graph.stores.neo4j.address import Address
from graph.stores.neo4j.failures import translated
from graph.stores.neo4j.turns import ADVANCE, Turn

Row = tuple[Any, ...]
Fields = Mapping[str, object]

MOST_AHEAD = 4
"""Statements that wait to be sent; each may hold some megabytes."""

_LOST = (Neo4jError, DriverError, OSError)


class ServerTransaction:
    """What a thread has written, and the server's transaction that it stands in; a new one begins at its first use."""

    def __init__(self, address: Address, session: Session) -> None:
        self._address, self._session = address, session
        self._transaction: Transaction | None = None
        self._written: list[tuple[str, Fields]] = []
        self._changed = False
        self._sender = ThreadPoolExecutor(1, "almanac-bolt")  # its thread starts with the first statement
        self._sending: deque[Future[None]] = deque()
        self._failed: BaseException | None = None

    def rows(self, cypher: str, parameters: Fields) -> list[Row]:
        """Return the rows of a query, which sees all that was written before."""
        self._sent()
        with self._losing() as transaction:
            return asked(transaction, cypher, parameters)

    def write(self, cypher: str, parameters: Fields) -> None:
        """Let a statement be sent; raises what was wrong with an earlier one."""
        self._sent(MOST_AHEAD)
        self._sending.append(self._sender.submit(self._send, cypher, parameters))

    @contextmanager
    def nested(self) -> Iterator[None]:
        """Take back what is written in the body, and that alone, where it fails."""
        self._sent()
        written, changed = len(self._written), self._changed
        try:
            yield
            self._sent()
        except BaseException:
            self._drop()
            self._failed = None  # what failed was written inside: what came before had been sent
            if len(self._written) > written:
                del self._written[written:]
                self._changed = changed
                self._lose()
            raise

    def commit(self, turn: Turn, check: Callable[[str | None], None]) -> None:
        """Commit what has changed anything, unless the turn went to somebody else; `check` is told of a restore's mark."""
        self._sent()
        if not self._changed:
            return
        turn.stop()
        with self._losing() as transaction:
            advanced = asked(transaction, ADVANCE, {"number": turn.number})
            if not advanced:
                raise StoreError("another process had its turn to write meanwhile (was this one asleep?); try again")
            check(advanced[0][0])
            transaction.commit()

    def close(self) -> None:
        """Roll back what was not committed."""
        self._drop()
        self._sender.shutdown()
        self._lose()
        with suppress(*_LOST):
            self._session.close()

    def _send(self, cypher: str, parameters: Fields) -> None:
        with self._losing() as transaction:
            counters = transaction.run(cypher, dict(parameters)).consume().counters
        self._written.append((cypher, parameters))
        self._changed = self._changed or counters.contains_updates

    def _sent(self, but: int = 0) -> None:
        """Wait until no more than so many statements are on their way; raise what was wrong with the first that failed."""
        while len(self._sending) > but and self._failed is None:
            self._failed = self._sending.popleft().exception()
        if self._failed is not None:
            self._drop()
            raise self._failed

    def _drop(self) -> None:
        """Let the statement that is being sent end, and forget those behind it."""
        for each in self._sending:
            each.cancel()
        wait(self._sending)
        self._sending.clear()

    @contextmanager
    def _losing(self) -> Iterator[Transaction]:
        """Give the server's transaction, another one in which all is written again where it was lost."""
        with translated(self._address):
            try:
                if self._transaction is None:
                    self._transaction = self._session.begin_transaction()
                    for cypher, parameters in self._written:
                        self._transaction.run(cypher, dict(parameters)).consume()
                yield self._transaction
            except _LOST:
                self._lose()
                raise

    def _lose(self) -> None:
        transaction, self._transaction = self._transaction, None
        if transaction is not None:
            with suppress(*_LOST):  # it is gone, which is all that was wanted
                transaction.close()


def asked(transaction: ManagedTransaction | Transaction, cypher: str, parameters: Fields) -> list[Row]:
    """Return the rows of a query in a transaction."""
    return rows_of(transaction.run(cypher, dict(parameters)))


def rows_of(result: Result) -> list[Row]:
    """Return the rows of an answer."""
    return [tuple(values) for values in result.values()]
