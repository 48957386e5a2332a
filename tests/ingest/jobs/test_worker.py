"""One worker among all processes, and what becomes of its job when it dies."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ingest.jobs import QueueWorker
from tests.ingest.jobs.made_up import jobs_in

ROOT = Path(__file__).resolve().parents[3]
Start = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start processes that work on the jobs of a folder; kill those that still run."""
    started: list[subprocess.Popen[bytes]] = []

    def begin() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.ingest.jobs.made_up", str(tmp_path)]
        started.append(subprocess.Popen(command, cwd=ROOT))
        return started[-1]

    yield begin
    for process in started:
        process.kill()
        process.wait()


def wait_until(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def workers(folder: Path) -> list[str]:
    """Return which process began each job."""
    log = folder / "log"
    return [line.split()[0] for line in log.read_text().splitlines()] if log.exists() else []


def test_of_two_processes_one_works_and_the_other_takes_over(tmp_path: Path, start: Start) -> None:
    """Whatever the first one dies of."""
    jobs, first = jobs_in(tmp_path), start()
    wait_until(jobs.attended)
    second = start()
    done = [jobs.submit("ingest", f"job {number}").id for number in range(5)]
    wait_until(lambda: all(jobs.job(key).state == "done" for key in done))
    assert set(workers(tmp_path)) == {str(first.pid)}

    first.send_signal(signal.SIGKILL)
    first.wait()
    last = jobs.submit("ingest", "the last one").id
    wait_until(lambda: jobs.job(last).state == "done")
    assert workers(tmp_path)[-1] == str(second.pid)


def test_a_job_whose_worker_was_killed_is_begun_again(tmp_path: Path, start: Start) -> None:
    """By the next one; then it is cancelled like any other."""
    jobs, first = jobs_in(tmp_path), start()
    job = jobs.submit("ingest", "long")
    wait_until(lambda: jobs.job(job.id).done)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert jobs.job(job.id).state == "running"

    second = start()
    wait_until(lambda: jobs.job(job.id).attempts == 2 and jobs.job(job.id).done)
    assert workers(tmp_path) == [str(first.pid), str(second.pid)]
    jobs.cancel(job.id)
    wait_until(lambda: jobs.job(job.id).state == "cancelled")


def test_a_job_that_kills_every_worker_is_given_up(tmp_path: Path, start: Start) -> None:
    """After three of them; the jobs behind it are done."""
    jobs = jobs_in(tmp_path)
    deadly, harmless = jobs.submit("ingest", "die"), jobs.submit("ingest", "fine")
    for _ in range(3):
        assert start().wait(20) == -signal.SIGKILL
    start()
    wait_until(lambda: jobs.job(harmless.id).state == "done")

    assert jobs.job(deadly.id).state == "failed"


def test_a_worker_that_ends_puts_its_job_back_at_once(tmp_path: Path) -> None:
    """So that a server that is told to stop does not hang, and nothing is lost."""
    jobs = jobs_in(tmp_path)
    worker = QueueWorker(jobs, tmp_path)
    job = jobs.submit("ingest", "long")
    worker.start()
    wait_until(lambda: jobs.job(job.id).done)
    assert worker.working
    assert jobs.attended()

    began = time.monotonic()
    worker.stop()
    assert time.monotonic() - began < 2
    assert not worker.working
    assert not jobs.attended()
    assert (jobs.job(job.id).state, jobs.job(job.id).attempts) == ("queued", 0)


def test_a_worker_can_begin_again(tmp_path: Path) -> None:
    """In the same process, where it left off."""
    jobs = jobs_in(tmp_path)
    worker = QueueWorker(jobs, tmp_path)
    for target in ("once", "twice"):
        job = jobs.submit("ingest", target)
        worker.start()
        wait_until(lambda key=job.id: jobs.job(key).state == "done")
        worker.stop()


def test_what_is_due_is_asked_when_a_worker_begins(tmp_path: Path) -> None:
    """Not first after the minutes between two ticks."""
    jobs = jobs_in(tmp_path)
    jobs._work.due = True  # type: ignore[attr-defined]
    worker = QueueWorker(jobs, tmp_path)
    worker.start()
    wait_until(lambda: [job.kind for job in jobs.jobs() if job.state == "done"] == ["refresh"])
    worker.stop()


def test_long_work_in_the_background_keeps_nothing_waiting(tmp_path: Path) -> None:
    """It has a worker of its own, and goes on meanwhile."""
    jobs = jobs_in(tmp_path)
    worker = QueueWorker(jobs, tmp_path)
    long = jobs.submit("embed", "long")
    worker.start()
    wait_until(lambda: jobs.job(long.id).state == "running")
    read = jobs.submit("ingest", "fine")
    wait_until(lambda: jobs.job(read.id).state == "done")
    assert jobs.job(long.id).state == "running"
    worker.stop()

    assert (jobs.job(long.id).state, jobs.job(long.id).attempts) == ("queued", 0)


def test_what_changed_is_embedded_by_itself(tmp_path: Path) -> None:
    """When a worker begins, and after a job that brought something."""
    jobs = jobs_in(tmp_path)
    jobs._work.embed_due = True  # type: ignore[attr-defined]
    worker = QueueWorker(jobs, tmp_path)
    worker.start()
    wait_until(lambda: [job.kind for job in jobs.jobs() if job.state == "done"] == ["embed"])
    jobs._work.embed_due = True  # type: ignore[attr-defined]
    jobs.submit("ingest", "fine")
    wait_until(lambda: [job.kind for job in jobs.jobs() if job.state == "done"] == ["embed", "ingest", "embed"])
    worker.stop()
