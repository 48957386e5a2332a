"""One worker among all processes: whoever holds the lock works, and the next one takes over when that one ends."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from graph.errors import StoreError
from ingest.jobs.records import BEAT_S
from ingest.jobs.runner import QueuedJobs

LOCK = "jobs.lock"
RETRY_S = 1.0
"""How often to look whether the one who works has ended. The lock goes with its process, however that ends."""

PATIENCE_S = 5.0
"""How long an end waits for the job that runs: it is put back where it next tells its progress, or left for dead."""

log = logging.getLogger(__name__)


class QueueWorker:
    """Works on the jobs in threads of this process, as long as no other process does."""

    def __init__(self, jobs: QueuedJobs, folder: Path) -> None:
        self._jobs = jobs
        self._folder = folder
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._working = False

    @property
    def working(self) -> bool:
        """Tell whether it is this process that works."""
        return self._working

    def start(self) -> None:
        """Begin, in threads of its own; where another process works, wait until that one ends."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._stop.clear()
        self._jobs.stopping.clear()
        self._thread = threading.Thread(target=self._attend, name="almanac-worker", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End soon: a running job is put back, and begun again by whoever works next."""
        self._stop.set()
        self._jobs.stopping.set()
        if self._thread is not None:
            self._thread.join(PATIENCE_S + 2 * RETRY_S)
            self._thread = None

    def _attend(self) -> None:
        from filelock import FileLock, Timeout  # it brings asyncio, and most commands never work on jobs

        lock = FileLock(self._folder / LOCK, thread_local=False)
        while not self._stop.is_set():
            try:
                with lock.acquire(blocking=False):
                    self._work()
            except (Timeout, OSError):
                pass
            except StoreError as error:
                log.error("the jobs wait: %s", error)
            self._stop.wait(RETRY_S)

    def _work(self) -> None:
        self._jobs.stopping.clear()
        self._jobs.requeue()
        self._jobs.records.beat()
        self._jobs.tick()
        consumers = self._jobs.queue.consumers(PATIENCE_S)
        for consumer in consumers:
            consumer.start()
        self._working = True
        try:
            while not self._stop.wait(BEAT_S):
                self._jobs.records.beat()
        finally:
            self._jobs.stopping.set()
            for consumer in consumers:
                consumer.stop(graceful=True)
            self._working = False
            # What still runs does so in a thread that ends with the process.
            self._jobs.records.put_all_back()
            self._jobs.records.rest()
