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
    """Who submits puts ids in; consumers call `run` with each, what is urgent first, and `tick` every few minutes.

    There are two lanes, so that hours of background work keep nothing else waiting.
    """

    def __init__(self, path: Path, run: Callable[[str], None], tick: Callable[[], None]) -> None:
        self._front, self._back = _Lane("almanac", path, run), _Lane("almanac-background", path, run)
        self._front.huey.periodic_task(crontab(minute=f"*/{TICK_MINUTES}"), name="tick")(tick)

    def put(self, key: str, *, urgent: bool) -> None:
        """Queue the job with this id."""
        self._front.put(key, URGENT if urgent else IDLE)

    def put_back(self, key: str) -> None:
        """Queue the job with this id in the background."""
        self._back.put(key, IDLE)

    def clear(self) -> None:
        """Forget all messages."""
        for lane in (self._front, self._back):
            lane.huey.storage.flush_queue()

    def consumers(self, patience_s: float) -> list[Consumer]:
        """Return a consumer a lane, with one worker each; `stop(graceful=True)` waits so long for the job that it is in."""
        return [
            _QuietConsumer(lane.huey, workers=1, max_delay=SOON_S, shutdown_timeout=patience_s)
            for lane in (self._front, self._back)
        ]


class _Lane:
    """The messages of one worker."""

    def __init__(self, name: str, path: Path, run: Callable[[str], None]) -> None:
        self.huey = SqliteHuey(name, filename=str(path), results=False, serializer=_Json(), timeout=30)
        self._run = self.huey.task(name="run")(run)

    def put(self, key: str, priority: int) -> None:
        self.huey.enqueue(self._run.s(key, priority=priority))

    def __del__(self) -> None:
        self.huey.storage.close()


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
