"""Whose turn it is at a host: one request at a time and a pause after it, between threads and processes alike.

The turn is a file lock, so it is given back when its holder dies; when the next one may begin is written beside it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

from filelock import FileLock, Timeout

from ingest.fetch.dialling import RefusedError

PAUSE = 1.0
"""Seconds between two requests to a host that states nothing: slower than a person who follows links."""
GROUPS = {"arxiv.org": 3.0}
"""Domains whose hosts count as one, and their pause. arXiv: one connection, three seconds
(https://info.arxiv.org/help/api/tou.html), for its pages, API, RSS and OAI-PMH together."""
LONGEST_PAUSE = 30.0
"""A stated pause is honoured up to here, and waited for; who wants to be left alone for longer is asked another time."""
LONGEST_QUEUE = 120.0
"""How long to stand in line behind the requests of others."""
LONGEST_REST = 3600.0
"""For how long an answer can keep everybody from its host; a later instant comes from a clock that was wrong."""


class Turn:
    """A turn that is held; `pause` is how long the host is let alone after it, in seconds."""

    def __init__(self, pause: float) -> None:
        self.pause = pause


class Manners:
    """Gives turns. `folder` holds a lock and an instant for each host; whoever shares it shares the turns."""

    def __init__(
        self,
        folder: Path,
        *,
        pause: float = PAUSE,
        queue: float = LONGEST_QUEUE,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._folder = folder
        self._pause = pause
        self._queue = queue
        self._clock = clock
        self._sleep = sleep

    def now(self) -> float:
        """Return the clock's time: seconds since 1970."""
        return self._clock()

    def pause_for(self, host: str, stated: float = 0.0) -> float:
        """Return the seconds that a host is let alone after a request; what it states itself can only be more."""
        return max(GROUPS.get(group_of(host), self._pause), min(stated, LONGEST_PAUSE))

    @contextmanager
    def turn(self, host: str, pause: float, patience: float = 0.0) -> Iterator[Turn]:
        """Wait for the host's turn and hold it; raise RefusedError where the wait would be too long.

        A rest that the server asked for is waited for as long as a pause may be, or `patience` if that is longer.
        """
        group = group_of(host)
        turn = Turn(pause)
        with self._line(group) as note:
            self._wait(note, max(patience, LONGEST_PAUSE))
            # Before the request too: if this process is killed in it, the next one still keeps the pause.
            self._write(note, turn.pause)
            try:
                yield turn
            finally:
                self._write(note, turn.pause)

    @contextmanager
    def _line(self, group: str) -> Iterator[Path]:
        name = blake2b(group.encode(), digest_size=10).hexdigest()
        lock = FileLock(self._folder / f"{name}.lock", timeout=self._queue)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            lock.acquire()
        except Timeout as error:
            raise RefusedError("others are asking this host for too long", self._queue) from error
        except OSError as error:
            raise RefusedError(f"no turns can be kept in {self._folder}: {error.strerror or error}") from error
        try:
            yield self._folder / f"{name}.next"
        finally:
            lock.release()

    def _wait(self, note: Path, longest: float) -> None:
        try:
            wait = float(note.read_text()) - self._clock()
        except (OSError, ValueError):
            return
        if longest < wait <= LONGEST_REST:
            raise RefusedError(f"the server asked to be left alone for another {wait:.0f} s", wait)
        if 0 < wait <= longest:
            self._sleep(wait)

    def _write(self, note: Path, seconds: float) -> None:
        try:
            note.write_text(f"{self._clock() + min(seconds, LONGEST_REST):.3f}")
        except OSError as error:
            raise RefusedError(f"no turns can be kept in {self._folder}: {error.strerror or error}") from error


def group_of(host: str) -> str:
    """Return the name under which a host takes turns: its domain, where the hosts of a domain count as one."""
    host = host.lower().rstrip(".")
    return next((group for group in GROUPS if host == group or host.endswith(f".{group}")), host)
