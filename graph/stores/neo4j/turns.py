"""Whose turn it is to write: one process at a time, each for as long as its transaction takes.

Neo4j would let writers wait for each other's locks, ArcadeDB lets the slower one fail when it commits; neither would let a
transaction read, think and write as if it were alone. So a writer takes the turn first, in a short transaction of its own,
and says now and then that it is still there. Who has died loses it; who only seemed to is told so when he commits.
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

Turn = int
"""The number of a turn: later ones are higher."""

PATIENCE_S = 120.0
"""How long a writer waits for its turn, as in the SQLite store."""

LEASE_S = 30.0
"""After how long without a word a writer counts as gone."""

_LOOK_S = (0.005, 0.05)
"""How often one who waits looks, at random in between."""

T = TypeVar("T")


class Turns:
    """The turns of one process; `run` executes a statement in a transaction of its own."""

    def __init__(self, run: Callable[..., list[tuple[Any, ...]]]) -> None:
        self._run = run
        self._lock = threading.Lock()

    @contextmanager
    def taken(self) -> Iterator[Turn]:
        """Wait for the turn and have it; StoreError where it does not come."""
        until = time.monotonic() + PATIENCE_S
        if not self._lock.acquire(timeout=PATIENCE_S):
            raise _busy()
        try:
            holder = uuid4().hex
            number = self._take(holder, until)
            told = _Telling(lambda: self._run(_STILL, holder=holder, lease=_ms(LEASE_S)))
            try:
                yield number
            finally:
                told.stop()
                with suppress(StoreError):  # the server is away: the turn ends by itself
                    self._run(_GIVE_BACK, holder=holder)
        finally:
            self._lock.release()

    def _take(self, holder: str, until: float) -> Turn:
        while True:
            found = self._run(_TAKE, holder=holder, lease=_ms(LEASE_S))
            if found:
                return int(found[0][0])
            if time.monotonic() > until:
                raise _busy()
            time.sleep(random.uniform(*_LOOK_S))  # noqa: S311 - no secret


class _Telling:
    """Says now and then that the writer is still there, in a thread that most transactions never see."""

    def __init__(self, tell: Callable[[], object]) -> None:
        self._tell = tell
        self._over = threading.Event()
        self._timer = self._next()

    def stop(self) -> None:
        self._over.set()
        self._timer.cancel()

    def _next(self) -> threading.Timer:
        timer = threading.Timer(LEASE_S / 3, self._again)
        timer.daemon = True
        timer.start()
        return timer

    def _again(self) -> None:
        with suppress(StoreError):
            self._tell()
        if not self._over.is_set():
            self._timer = self._next()


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


# The first SET takes the server's lock, so that what is asked after it is true until the end.
_TAKE = """
MATCH (t:Turn {id: 'turn'}) SET t.asked = t.asked + 1
WITH t WHERE t.holder = '' OR t.until < timestamp()
SET t.holder = $holder, t.until = timestamp() + $lease, t.number = t.number + 1 RETURN t.number
"""
_STILL = "MATCH (t:Turn {id: 'turn'}) WHERE t.holder = $holder SET t.until = timestamp() + $lease"
_GIVE_BACK = "MATCH (t:Turn {id: 'turn'}) WHERE t.holder = $holder SET t.holder = ''"
