"""The queue that huey keeps in the jobs' file: ids of jobs, and the tick of the schedule.

The record of a job is the truth; a message only says that there is one to look at. So a message that is lost or comes
twice does no harm: a worker queues all waiting jobs anew when it begins, and begins each only once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from huey import SqliteHuey, crontab
from huey.consumer import Consumer
from huey.registry import Message
from huey.serializer import Serializer

logging.getLogger("huey").setLevel(
    logging.ERROR
)  # jobs tell of themselves; what huey logs beside that is its own affair

TICK_MINUTES = 5
"""How often to look for subscriptions that are due: a sixth of the shortest interval, so hardly ever late."""

SOON_S = 0.5
"""The longest a waiting job goes unnoticed by an idle worker; each look is one cheap query."""

URGENT, IDLE = 10, 0


class JobQueue:
    """Who submits puts ids in; a consumer calls `run` with each, what is urgent first, and `tick` every few minutes."""

    def __init__(self, path: Path, run: Callable[[str], None], tick: Callable[[], None]) -> None:
        self._huey = SqliteHuey("almanac", filename=str(path), results=False, serializer=_Json(), timeout=30)
        self._run = self._huey.task(name="run")(run)
        self._huey.periodic_task(crontab(minute=f"*/{TICK_MINUTES}"), name="tick")(tick)

    def put(self, key: str, *, urgent: bool) -> None:
        """Queue the job with this id."""
        self._huey.enqueue(self._run.s(key, priority=URGENT if urgent else IDLE))

    def clear(self) -> None:
        """Forget all messages."""
        self._huey.storage.flush_queue()

    def consumer(self, patience_s: float) -> Consumer:
        """Return a consumer with one worker; `stop(graceful=True)` waits so long for the job that it is in."""
        return _QuietConsumer(self._huey, workers=1, max_delay=SOON_S, shutdown_timeout=patience_s)

    def __del__(self) -> None:
        self._huey.storage.close()


class _QuietConsumer(Consumer):  # type: ignore[misc]  # huey comes without types
    """A consumer beside a server: signals are the server's, and only the main thread may ask for them."""

    def _set_signal_handlers(self) -> None:
        pass


class _Json(Serializer):  # type: ignore[misc]
    """Messages as JSON: unpickling runs whatever somebody wrote into the file."""

    def _serialize(self, data: Any) -> bytes:
        return msgspec.json.encode(data)

    def _deserialize(self, data: bytes) -> Message:
        return Message(*msgspec.json.decode(data))
