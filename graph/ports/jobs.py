"""Long work beside the requests: jobs that survive the process, and who works on them."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from msgspec import Struct

from graph.ports.work import IngestOptions

UNFINISHED = ("queued", "running")


class JobOptions(IngestOptions, frozen=True, kw_only=True):
    """What is asked of an ingest beside its target. `subscribe`: what it reads is followed from then on; `mine` too."""

    subscribe: bool = False
    mine: bool = False


class Job(Struct, frozen=True, kw_only=True):
    """Long work that is polled. `state` is queued, running, done, failed or cancelled.

    `attempts` counts how often it was begun: a job whose process died is begun again. `cancelling`: it runs still, and
    was asked to stop.
    """

    id: str
    kind: str
    target: str
    options: JobOptions = JobOptions()
    state: str
    cancelling: bool = False
    done: int = 0
    total: int | None = None
    message: str = ""
    report: dict[str, object] | None = None
    attempts: int = 0
    created: datetime
    started: datetime | None = None
    finished: datetime | None = None


class JobRunner(Protocol):
    """Keeps jobs, and has them worked on by whichever process does that."""

    def submit(self, kind: str, target: str = "", options: JobOptions | None = None) -> Job:
        """Queue a job, or return the one like it that is queued already; InvalidInputError where it is no job.

        `kind` is ingest (of a target), refresh (of one subscription's address; of all that are due without one),
        rebuild, predict, enrich, extract, embed or link. The last two have a worker of their own, and are submitted by
        themselves where the library has changed.
        """

    def cancel(self, key: str) -> Job:
        """Cancel a job: a queued one at once, a running one where it next tells its progress. Raise NotFoundError.

        What it had written completely stays. A finished job stays as it is.
        """

    def job(self, key: str) -> Job:
        """Return the job, or raise NotFoundError."""

    def jobs(self, limit: int = 50) -> list[Job]:
        """Return the newest jobs first."""

    def attended(self) -> bool:
        """Tell whether some process works on the jobs just now."""


class Worker(Protocol):
    """Works on the jobs in this process, as long as no other process does."""

    def start(self) -> None:
        """Begin, in threads of its own; where another process works, wait until that one ends."""

    def stop(self) -> None:
        """End soon: a running job is put back, and begun again by whoever works next."""

    @property
    def working(self) -> bool:
        """Tell whether it is this process that works."""
