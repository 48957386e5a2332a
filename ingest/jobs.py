"""Long work beside the requests: one worker thread, one job at a time, progress that can be polled."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from queue import SimpleQueue
from uuid import uuid4

import msgspec
from msgspec.structs import replace

from graph.errors import AlmanacError, EmbedderError, InvalidInputError, NotFoundError
from graph.ports import Ingestor, Job, Progress

KINDS = ("ingest", "rebuild", "predict")
KEPT = 200
"""Finished jobs that stay readable; older ones are forgotten."""


class ThreadJobRunner:
    """Runs jobs in order of submission in a daemon thread that starts with the first of them.

    Jobs live as long as the process: each one's work is a single transaction, so one that was cut off left nothing
    behind and is simply submitted again.
    """

    def __init__(self, ingestor: Ingestor, now: Callable[[], datetime]) -> None:
        self._ingestor = ingestor
        self._now = now
        self._jobs: dict[str, Job] = {}
        self._queue: SimpleQueue[str] = SimpleQueue()
        self._lock = threading.Lock()
        self._worker: threading.Thread | None = None

    def submit(self, kind: str, target: str = "") -> Job:
        """Queue "ingest" of a target, "rebuild" or "predict"; InvalidInputError for any other kind."""
        if kind not in KINDS:
            raise InvalidInputError(f"no such kind of job: {kind!r} (there are {', '.join(KINDS)})", "kind")
        if kind == "ingest" and not target.strip():
            raise InvalidInputError("an ingest needs a target", "target")
        job = Job(id=f"job-{uuid4().hex[:12]}", kind=kind, target=target, state="queued", created=self._now())
        with self._lock:
            self._jobs[job.id] = job
            for old in [key for key, kept in self._jobs.items() if kept.finished][:-KEPT]:
                del self._jobs[old]
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, name="almanac-jobs", daemon=True)
                self._worker.start()
        self._queue.put(job.id)
        return job

    def job(self, key: str) -> Job:
        """Return the job, or raise NotFoundError."""
        with self._lock:
            if key not in self._jobs:
                raise NotFoundError("job", key)
            return self._jobs[key]

    def jobs(self, limit: int = 50) -> list[Job]:
        """Return the newest jobs first."""
        with self._lock:
            return sorted(self._jobs.values(), key=lambda job: (job.created, job.id), reverse=True)[:limit]

    def _work(self) -> None:
        while True:
            self._run(self._queue.get())

    def _run(self, key: str) -> None:
        self._change(key, state="running")
        try:
            report = self._do(
                self.job(key), lambda done, total, what: self._change(key, done=done, total=total, message=what)
            )
        except AlmanacError as error:
            self._change(key, state="failed", message=str(error), finished=self._now())
        except Exception as error:  # the worker must outlive a bug in one job; the job tells it
            self._change(key, state="failed", message=f"{type(error).__name__}: {error}", finished=self._now())
        else:
            self._change(key, state="done", report=report, finished=self._now())

    def _do(self, job: Job, progress: Progress) -> dict[str, object]:
        if job.kind == "rebuild":
            return dict(self._ingestor.rebuild(progress))
        if job.kind == "predict":
            return {"predicted": self._ingestor.predict(progress)}
        report: dict[str, object] = msgspec.to_builtins(self._ingestor.ingest(job.target, progress=progress))
        try:
            return report | {"predicted": self._ingestor.predict(progress)}
        except EmbedderError as error:  # what was read is kept; only the guesses are missing
            return report | {"predicted": None, "warning": str(error)}

    def _change(self, key: str, **fields: object) -> None:
        with self._lock:
            self._jobs[key] = replace(self._jobs[key], **fields)
