"""Whose turn it is to write: one process at a time, each for as long as its transaction takes.

Neo4j would let writers wait for each other's locks, ArcadeDB lets the slower one fail when it commits; neither would let a
transaction read, think and write as if it were alone. So a writer takes the turn first, in a short transaction of its own,
and says now and then that it is still there. Who is silent for too long loses it, to the first who asks: the statement that
ends every transaction (`ADVANCE`) holds the turn's node, and finds nothing where the turn has another number by then.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar
from uuid import uuid4

from neo4j.exceptions import ConstraintError, Neo4jError

from graph.errors import StoreError

PATIENCE_S = 120.0
"""How long a writer waits for its turn, as in the SQLite store."""

LEASE_S = 30.0
"""After how long without a word a writer counts as gone."""

ROOM_S = 1.0
"""After how long of writing without a pause a process leaves others the time to look."""

_LOOK_S = (0.005, 0.05)
"""How often one who waits looks, at random in between."""

T = TypeVar("T")
Run = Callable[..., list[tuple[Any, ...]]]


class Turn:
    """A turn: later ones have higher numbers. It is told to the server now and then that it goes on, until `stop`."""

    def __init__(self, number: int, tell: Callable[[], object]) -> None:
        self.number = number
        self._tell = tell
        self._guard = threading.Lock()
        self._timer: threading.Timer | None = None
        self._next()

    def stop(self) -> None:
        """Tell no more: what is committed next must not meet a word of its own."""
        with self._guard:
            timer, self._timer = self._timer, None
        if timer is not None:
            timer.cancel()
            timer.join()

    def _next(self) -> None:
        self._timer = threading.Timer(LEASE_S / 3, self._again)
        self._timer.daemon = True
        self._timer.start()

    def _again(self) -> None:
        with suppress(StoreError):
            self._tell()
        with self._guard:
            if self._timer is not None:
                self._next()


class Turns:
    """The turns of one process.

    `read` answers a query, `run` executes a statement in a transaction of its own; `renew` is called where the database is
    not the one that it was, and lets the next of either prepare it.
    """

    def __init__(self, read: Run, run: Run, renew: Callable[[], None]) -> None:
        self._read = read
        self._run = run
        self._renew = renew
        self._holder = uuid4().hex  # a turn that a server took to its death is ours at once when it is back
        self._lock = threading.Lock()
        self._began = self._ended = 0.0

    @contextmanager
    def taken(self) -> Iterator[Turn]:
        """Wait for the turn and have it; StoreError where it does not come."""
        until = time.monotonic() + PATIENCE_S
        if not self._lock.acquire(timeout=PATIENCE_S):
            raise _busy()
        try:
            self._leave_room()
            number = self._take(until)
            turn = Turn(number, lambda: self._run(_STILL, number=number, lease=_ms(LEASE_S)))
            try:
                yield turn
            finally:
                turn.stop()
                with suppress(StoreError):  # the server is away: the turn ends by itself
                    self._run(_GIVE_BACK, number=number)
                self._ended = time.monotonic()
        finally:
            self._lock.release()

    def _take(self, until: float) -> int:
        while True:
            free = self._read(_IS_FREE, holder=self._holder)
            if not free:
                self._renew()
            elif free[0][0]:
                found = self._run(_TAKE, holder=self._holder, lease=_ms(LEASE_S))
                if found:
                    return int(found[0][0])
            if time.monotonic() > until:
                raise _busy()
            time.sleep(random.uniform(*_LOOK_S))  # noqa: S311 - no secret

    def _leave_room(self) -> None:
        """Let others have a look after a second of transaction upon transaction."""
        now, pause = time.monotonic(), _LOOK_S[1]
        if now - self._ended > pause:
            self._began = now
        elif now - self._began > ROOM_S:
            time.sleep(1.2 * pause)
            self._began = time.monotonic()


def settled(run: Callable[[], T]) -> T:
    """Run a short transaction until no other one is in its way."""
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            return run()
        except Neo4jError as error:
            # ArcadeDB looks for a unique key before it looks for another writer, so this may be one too.
            if not (error.is_retryable() or isinstance(error, ConstraintError)) or time.monotonic() > until:
                raise
            time.sleep(random.uniform(*_LOOK_S))  # noqa: S311 - no secret


def _ms(seconds: float) -> int:
    return int(seconds * 1000)


def _busy() -> StoreError:
    return StoreError("the library is busy (another process is writing); try again")


_FREE = "t.holder = '' OR t.holder = $holder OR t.until < timestamp()"
_IS_FREE = f"MATCH (t:Turn {{id: 'turn'}}) RETURN {_FREE}"
# What is set first takes the server's lock, so that what is asked after it is true until the end. It is asked before, too: to
# write in vain would be in the way of the one who has the turn, and commits.
_TAKE = f"""
MATCH (t:Turn {{id: 'turn'}}) WHERE {_FREE}
SET t.asked = t.asked + 1
WITH t WHERE {_FREE}
SET t.holder = $holder, t.until = timestamp() + $lease, t.number = t.number + 1 RETURN t.number
"""
_STILL = "MATCH (t:Turn {id: 'turn'}) WHERE t.number = $number SET t.until = timestamp() + $lease"
_GIVE_BACK = "MATCH (t:Turn {id: 'turn'}) WHERE t.number = $number SET t.holder = ''"
ADVANCE = """
MATCH (t:Turn {id: 'turn'}) SET t.asked = t.asked + 1
WITH t WHERE t.number = $number
MATCH (l:Library {id: 'library'}) SET l.version = l.version + 1 RETURN l.restoring
"""
"""The last statement of a transaction that has changed something: no row, unless the turn is still its own."""
