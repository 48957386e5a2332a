"""Jobs as they are written down. A job is changed only from the state it was seen in, so that two can't both win."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from sqlite3 import Connection
from uuid import uuid4

import msgspec
from msgspec.structs import replace

from graph.errors import NotFoundError
from graph.ports import Job, JobOptions
from ingest.ledger import Ledger

KEPT = 500
"""Finished jobs that stay readable: some weeks of them; older ones are forgotten."""

MOST_ATTEMPTS = 3
"""A job that took its process with it so often would do so again."""

BEAT_S = 5.0
"""How often a worker says that it is there."""

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Job).decode


class JobRecords:
    """The jobs in the file beside the library."""

    def __init__(self, ledger: Ledger, now: Callable[[], datetime]) -> None:
        self._ledger = ledger
        self._now = now

    def add(self, kind: str, target: str, options: JobOptions) -> Job:
        """Write down a queued job; one like it that still waits is that job, with what is asked now."""
        with self._ledger.writing() as connection:
            waiting = connection.execute(
                "SELECT job FROM almanac_job WHERE state = 'queued' AND kind = ? AND target = ?", (kind, target)
            ).fetchone()
            if waiting:
                held = _decode(waiting[0])
                return _put(connection, replace(held, options=_both(held.options, options)))
            _prune(connection)
            made = f"job-{uuid4().hex[:12]}"
            job = Job(id=made, kind=kind, target=target, options=options, state="queued", created=self._now())
            connection.execute(
                "INSERT INTO almanac_job (id, kind, target, state, job) VALUES (?, ?, ?, ?, ?)",
                (job.id, kind, target, job.state, _encode(job).decode()),
            )
            return job

    def job(self, key: str) -> Job:
        """Return the job, or raise NotFoundError."""
        found = self._ledger.rows("SELECT job FROM almanac_job WHERE id = ?", (key,))
        if not found:
            raise NotFoundError("job", key)
        return _decode(found[0][0])

    def newest(self, limit: int) -> list[Job]:
        """Return the newest jobs first."""
        found = self._ledger.rows("SELECT job FROM almanac_job ORDER BY place DESC LIMIT ?", (limit,))
        return [_decode(row[0]) for row in found]

    def queued(self) -> list[Job]:
        """Return the jobs that wait, in the order they came."""
        found = self._ledger.rows("SELECT job FROM almanac_job WHERE state = 'queued' ORDER BY place")
        return [_decode(row[0]) for row in found]

    def claim(self, key: str) -> Job | None:
        """Begin a job that waits; None where it does not any more (cancelled, or begun already)."""
        begun = {"state": "running", "started": self._now(), "done": 0, "total": None, "message": ""}
        return self._change(key, "queued", lambda job: replace(job, **begun, attempts=job.attempts + 1))

    def tell(self, key: str, done: int, total: int | None, message: str) -> bool:
        """Write down how far a running job is; return whether it may go on."""
        told = {"done": done, "total": total, "message": message}
        job = self._change(key, "running", lambda job: job if job.cancelling else replace(job, **told))
        return job is not None and not job.cancelling

    def finish(self, key: str, state: str, message: str | None = None, report: dict[str, object] | None = None) -> None:
        """End a running job; without a message the last one stays, but for the one that it is being cancelled."""
        ended = {"state": state, "cancelling": False, "report": report, "finished": self._now()}

        def end(job: Job) -> Job:
            last = "" if job.cancelling else job.message
            return replace(job, message=last if message is None else message, **ended)

        self._change(key, "running", end)

    def put_back(self, key: str) -> None:
        """Let a running job wait again, as if this time had not been."""
        if self.job(key).cancelling:
            self.finish(key, "cancelled", "cancelled")
            return
        again = {"state": "queued", "started": None, "done": 0, "total": None, "message": ""}
        self._change(key, "running", lambda job: replace(job, **again, attempts=job.attempts - 1))

    def put_all_back(self) -> None:
        """Let all running jobs wait again."""
        for job in self._running():
            self.put_back(job.id)

    def cancel(self, key: str) -> Job:
        """Cancel a waiting job, ask a running one to stop, leave a finished one; return it, or raise NotFoundError."""
        now = {"state": "cancelled", "message": "cancelled", "finished": self._now()}
        self._change(key, "running", lambda job: replace(job, cancelling=True, message="being cancelled"))
        self._change(key, "queued", lambda job: replace(job, **now))
        return self.job(key)

    def recover(self) -> None:
        """Let the jobs of a worker that died wait again; end those that were to stop, or that it died of too often."""
        for job in self._running():
            if job.cancelling:
                self.finish(job.id, "cancelled", "cancelled")
            elif job.attempts >= MOST_ATTEMPTS:
                self.finish(job.id, "failed", f"given up: the process that worked on it ended {job.attempts} times")
            else:
                self._change(job.id, "running", lambda job: replace(job, state="queued", done=0, total=None))

    def beat(self) -> None:
        """Say that somebody works on the jobs."""
        with self._ledger.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO almanac_worker VALUES (1, ?)", (time.time(),))

    def rest(self) -> None:
        """Say that nobody works on the jobs any more."""
        with self._ledger.writing() as connection:
            connection.execute("DELETE FROM almanac_worker")

    def attended(self) -> bool:
        """Tell whether somebody said lately that he works on the jobs."""
        found = self._ledger.rows("SELECT beat FROM almanac_worker")
        return bool(found) and abs(time.time() - float(found[0][0])) < 3 * BEAT_S

    def _running(self) -> list[Job]:
        found = self._ledger.rows("SELECT job FROM almanac_job WHERE state = 'running' ORDER BY place")
        return [_decode(row[0]) for row in found]

    def _change(self, key: str, state: str, change: Callable[[Job], Job]) -> Job | None:
        """Return the job as changed, None where it is not in this state."""
        with self._ledger.writing() as connection:
            found = connection.execute(
                "SELECT job FROM almanac_job WHERE id = ? AND state = ?", (key, state)
            ).fetchone()
            return _put(connection, change(_decode(found[0]))) if found else None


def _both(held: JobOptions, asked: JobOptions) -> JobOptions:
    """Return what is asked now, with the wishes of who asked before: to follow, to mark as his own."""
    return replace(asked, subscribe=held.subscribe or asked.subscribe, mine=held.mine or asked.mine)


def _put(connection: Connection, job: Job) -> Job:
    connection.execute(
        "UPDATE almanac_job SET state = ?, job = ? WHERE id = ?", (job.state, _encode(job).decode(), job.id)
    )
    return job


def _prune(connection: Connection) -> None:
    connection.execute(
        "DELETE FROM almanac_job WHERE state NOT IN ('queued', 'running') AND place <= ("
        "SELECT place FROM almanac_job WHERE state NOT IN ('queued', 'running') ORDER BY place DESC LIMIT 1 OFFSET ?)",
        (KEPT,),
    )
