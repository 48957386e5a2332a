"""Submitting, watching and running jobs; who runs them, and when, is the worker's affair."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from graph.errors import AlmanacError, InvalidInputError, UnreachableError
from graph.ports import Job, JobOptions, Progress
from ingest.jobs.records import JobRecords
from ingest.ledger import Ledger

if TYPE_CHECKING:
    from ingest.jobs.queue import JobQueue

BACKGROUND = ("embed", "link")
"""What may take hours, and nobody waits for: it has a lane of its own."""

KINDS = ("ingest", "refresh", "rebuild", "predict", "enrich", "extract", *BACKGROUND)
RELINKED = ("rebuild", "extract")
"""What may change names and statements everywhere: links rest on those too, so they are all made anew."""

AWAY_S = 1.0
"""How often to ask whether a store that went away is back."""

MOST_BEGUN = 20
"""How often a job is begun anew because the store went away in the middle of it, before it counts as failed."""

TOLD_S = 0.3
"""How often a running job writes down how far it is: often enough to look alive, seldom enough to cost nothing."""


class Work(Protocol):
    """Does jobs."""

    def __call__(self, job: Job, progress: Progress) -> dict[str, object]:
        """Do a job and return its report."""

    def refresh_is_due(self) -> bool:
        """Tell whether some subscription is to be asked."""

    def embed_is_due(self) -> bool:
        """Tell whether the library has changed since texts were last embedded."""

    def has_store(self) -> bool:
        """Tell whether the store answers just now."""


class Cancelled(BaseException):
    """The job was cancelled while it ran."""


class PutBack(BaseException):
    """The worker ends while the job runs."""


class QueuedJobs:
    """The jobs in the file beside the library, in the order of their urgency, then of submission."""

    def __init__(self, ledger: Ledger, work: Work, now: Callable[[], datetime]) -> None:
        self._ledger = ledger
        self._work = work
        self.records = JobRecords(ledger, now)
        self.stopping = threading.Event()

    @cached_property
    def queue(self) -> JobQueue:
        """The messages; made with the file, when there is a first job or a worker."""
        from ingest.jobs.queue import JobQueue  # huey takes a while to import, and most commands have no jobs

        self._ledger.path.parent.mkdir(parents=True, exist_ok=True)
        return JobQueue(self._ledger.path, self.run, self.tick)

    def submit(self, kind: str, target: str = "", options: JobOptions | None = None) -> Job:
        """Queue a job, or return the one like it that is queued already; InvalidInputError where it is no job."""
        if kind not in KINDS:
            raise InvalidInputError(f"no such kind of job: {kind!r} (there are {', '.join(KINDS)})", "kind")
        if kind == "ingest" and not target.strip():
            raise InvalidInputError("an ingest needs a target", "target")
        job = self.records.add(kind, target, options or JobOptions())
        self._put(job)
        return job

    def cancel(self, key: str) -> Job:
        """Cancel a job: a queued one at once, a running one where it next tells its progress. Raise NotFoundError."""
        return self.records.cancel(key)

    def job(self, key: str) -> Job:
        """Return the job, or raise NotFoundError."""
        return self.records.job(key)

    def jobs(self, limit: int = 50) -> list[Job]:
        """Return the newest jobs first."""
        return self.records.newest(limit)

    def attended(self) -> bool:
        """Tell whether some process works on the jobs just now."""
        return self.records.attended()

    def requeue(self) -> None:
        """Begin where a worker that died left off: everything unfinished waits, in its old order."""
        self.records.recover()
        self.queue.clear()
        for job in self.records.queued():
            self._put(job)

    def tick(self) -> None:
        """Have the subscriptions that are due asked, and what has changed embedded; while the store is away, later."""
        with suppress(UnreachableError):
            if self._work.refresh_is_due():
                self.submit("refresh")
            self._embed_what_changed()

    def run(self, key: str) -> None:
        """Do the job with this id, unless it is no longer wanted; how it ends is written down."""
        job = None if self.stopping.is_set() else self.records.claim(key)
        if job is None:
            return
        try:
            report = self._done(job)
        except Cancelled:
            self.records.finish(key, "cancelled", "cancelled")
        except PutBack:
            self.records.put_back(key)
        except AlmanacError as error:
            self.records.finish(key, "failed", str(error))
        except Exception as error:  # the worker must outlive a bug in one job; the job tells it
            self.records.finish(key, "failed", f"{type(error).__name__}: {error}")
        else:
            self.records.finish(key, "done", report=report)
            self._go_on(job)

    def _done(self, job: Job) -> dict[str, object]:
        """Do a job and return its report; where the store goes away meanwhile, begin anew when it is back.

        What was written stays, and what is written already is not written again.
        """
        for _ in range(MOST_BEGUN):
            try:
                return self._work(job, self._progress(job.id))
            except UnreachableError as error:
                self._await_store(job.id, str(error))
        return self._work(job, self._progress(job.id))

    def _await_store(self, key: str, why: str) -> None:
        """Return once the store answers, not at once: one that goes away whenever this job comes must not be asked on and on."""
        is_back = False
        while not is_back:
            if not self.records.tell(key, 0, None, f"waiting: {why}"):
                raise Cancelled
            if self.stopping.wait(AWAY_S):
                raise PutBack
            is_back = self._work.has_store()

    def _go_on(self, job: Job) -> None:
        """Submit what follows from a job that is done."""
        if job.kind in RELINKED:
            self.submit("link")
        if job.kind == "refresh" or job.options.subscribe:
            self.tick()
        elif job.kind not in BACKGROUND:
            with suppress(UnreachableError):
                self._embed_what_changed()

    def _embed_what_changed(self) -> None:
        if self._work.embed_is_due():
            self.submit("embed")

    def _put(self, job: Job) -> None:
        if job.kind in BACKGROUND:
            self.queue.put_back(job.id)
        else:
            self.queue.put(job.id, urgent=_is_urgent(job))

    def _progress(self, key: str) -> Progress:
        told = time.monotonic()

        def tell(done: int, total: int | None, what: str) -> None:
            nonlocal told
            if self.stopping.is_set():
                raise PutBack
            if time.monotonic() - told < TOLD_S:
                return
            told = time.monotonic()
            if not self.records.tell(key, done, total, what):
                raise Cancelled

        return tell


def _is_urgent(job: Job) -> bool:
    """Tell what somebody waits for from what is done by and by: all that is due can be hundreds of sources."""
    return not (job.kind == "refresh" and not job.target)
