"""Work that is easily told apart, and a process that works on it: `python -m tests.ingest.jobs.made_up FOLDER`."""

from __future__ import annotations

import os
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from graph.errors import UnreachableError, UnreadableError
from graph.ports import Job, Progress
from ingest.jobs import QueuedJobs, QueueWorker
from ingest.ledger import Ledger


class MadeUpWork:
    """Does what a job's target says, and writes down that it was done, by which process."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "log"
        self.due = self.embed_due = False
        self.away = 0
        """How often the store does not answer yet."""

    def __call__(self, job: Job, progress: Progress) -> dict[str, object]:
        """Do it."""
        with self.log.open("a") as log:
            log.write(f"{os.getpid()} {job.target or job.kind}\n")
        if job.target == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if job.target == "bug":
            raise KeyError("a bug")
        if self.away:
            raise UnreachableError("the store does not answer")
        if job.target == "unreadable":
            raise UnreadableError(job.target, "no feed")
        for step in range(600 if job.target == "long" else 1):
            progress(step, 600, "steps")
            time.sleep(0.05)
        return {"did": job.target}

    def refresh_is_due(self) -> bool:
        """Say what was set, once."""
        due, self.due = self.due, False
        return due

    def embed_is_due(self) -> bool:
        """Say what was set, once."""
        due, self.embed_due = self.embed_due, False
        return due

    def has_store(self) -> bool:
        """Say no as often as was set."""
        self.away = max(0, self.away - 1)
        return not self.away

    def done(self) -> list[str]:
        """Return what was begun, in order."""
        return [line.split()[1] for line in self.log.read_text().splitlines()] if self.log.exists() else []


def jobs_in(folder: Path) -> QueuedJobs:
    """Return the jobs in a folder, with made-up work."""
    return QueuedJobs(Ledger(folder), MadeUpWork(folder), lambda: datetime.now(UTC))


if __name__ == "__main__":
    there = Path(sys.argv[1])
    worker = QueueWorker(jobs_in(there), there)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    worker.start()
    try:
        while True:
            time.sleep(0.1)
    finally:
        worker.stop()
