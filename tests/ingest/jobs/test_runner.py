"""Jobs: submitted once, run once, told truly, whatever becomes of them."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from graph.errors import InvalidInputError, NotFoundError
from graph.ports import JobOptions
from ingest.jobs import QueuedJobs, records, runner
from tests.ingest.jobs.made_up import MadeUpWork, jobs_in


@pytest.fixture
def jobs(tmp_path: Path) -> QueuedJobs:
    return jobs_in(tmp_path)


def test_reading_makes_nothing(tmp_path: Path, jobs: QueuedJobs) -> None:
    """A page that lists the jobs of a fresh library leaves no file behind."""
    assert (jobs.jobs(), jobs.attended()) == ([], False)
    with pytest.raises(NotFoundError):
        jobs.job("job-none")
    assert list(tmp_path.iterdir()) == []


def test_the_same_job_twice_is_one_with_what_is_asked_now(jobs: QueuedJobs) -> None:
    """As long as it waits; another target is another job."""
    first = jobs.submit("ingest", "https://a.example/")
    again = jobs.submit("ingest", "https://a.example/", JobOptions(subscribe=True))
    other = jobs.submit("ingest", "https://b.example/")

    assert (again.id, again.options.subscribe) == (first.id, True)
    assert [job.id for job in jobs.jobs()] == [other.id, first.id]
    jobs.run(first.id)
    assert jobs.submit("ingest", "https://a.example/").id != first.id


@pytest.mark.parametrize(("kind", "target"), [("dance", ""), ("ingest", " ")])
def test_what_is_no_job_is_refused(jobs: QueuedJobs, kind: str, target: str) -> None:
    """And none is queued."""
    with pytest.raises(InvalidInputError):
        jobs.submit(kind, target)
    assert jobs.jobs() == []


@pytest.mark.parametrize(
    ("target", "state", "message"),
    [
        ("fine", "done", ""),
        ("unreadable", "failed", "unreadable: no feed"),
        ("bug", "failed", "KeyError: 'a bug'"),
    ],
)
def test_how_a_job_ends_is_told(jobs: QueuedJobs, target: str, state: str, message: str) -> None:
    """A bug in one is its own failure, not the worker's."""
    job = jobs.submit("ingest", target)
    jobs.run(job.id)
    ended = jobs.job(job.id)

    assert (ended.state, ended.message, ended.attempts) == (state, message, 1)
    assert ended.started
    assert ended.finished
    assert ended.report == ({"did": "fine"} if state == "done" else None)


def test_a_job_runs_once_however_often_it_is_called(tmp_path: Path, jobs: QueuedJobs) -> None:
    """A message that comes twice does no harm."""
    job = jobs.submit("ingest", "fine")
    jobs.run(job.id)
    jobs.run(job.id)

    assert MadeUpWork(tmp_path).done() == ["fine"]


def test_a_waiting_job_is_cancelled_at_once(tmp_path: Path, jobs: QueuedJobs) -> None:
    """And never begun."""
    job = jobs.submit("ingest", "fine")

    assert jobs.cancel(job.id).state == "cancelled"
    jobs.run(job.id)
    assert MadeUpWork(tmp_path).done() == []
    with pytest.raises(NotFoundError):
        jobs.cancel("job-none")


def test_a_running_job_is_cancelled_where_it_tells_its_progress(tmp_path: Path, jobs: QueuedJobs) -> None:
    """Also from another process, which knows it by the file alone."""
    job = jobs.submit("ingest", "long")
    thread = threading.Thread(target=jobs.run, args=(job.id,))
    thread.start()
    elsewhere = jobs_in(tmp_path)
    while not elsewhere.job(job.id).done:
        assert thread.is_alive()
    running = elsewhere.cancel(job.id)
    thread.join(5)

    assert (running.state, running.cancelling, running.message) == ("running", True, "being cancelled")
    ended = jobs.job(job.id)
    assert (ended.state, ended.cancelling, ended.message) == ("cancelled", False, "cancelled")
    assert jobs.cancel(job.id).state == "cancelled"


def test_progress_is_written_down_now_and_then(jobs: QueuedJobs, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not at each of thousands of steps."""
    told: list[int] = []
    clock = iter(range(100))
    monkeypatch.setattr(runner.time, "monotonic", lambda: next(clock) / 10)
    monkeypatch.setattr(jobs.records, "tell", lambda _key, done, _total, _what: told.append(done) or True)
    tell = jobs._progress("job")
    for step in range(10):
        tell(step, 10, "")

    assert 1 < len(told) <= 4


def test_what_a_dead_worker_left_waits_again_in_its_order(jobs: QueuedJobs) -> None:
    """With how often it was begun; what was done stays done."""
    first, second, third = (jobs.submit("ingest", name) for name in ("a", "b", "c"))
    jobs.run(first.id)
    jobs.records.claim(second.id)
    jobs.requeue()

    assert [(job.target, job.state, job.attempts) for job in jobs.jobs()] == [
        ("c", "queued", 0),
        ("b", "queued", 1),
        ("a", "done", 1),
    ]
    assert [jobs.queue._front.huey.dequeue().args[0] for _ in range(2)] == [second.id, third.id]


def test_a_job_that_killed_its_process_three_times_is_given_up(jobs: QueuedJobs) -> None:
    """And says so."""
    job = jobs.submit("ingest", "die")
    for _ in range(records.MOST_ATTEMPTS):
        jobs.records.claim(job.id)
        jobs.requeue()
    ended = jobs.job(job.id)

    assert ended.state == "failed"
    assert ended.message == "given up: the process that worked on it ended 3 times"


def test_what_is_put_back_was_no_attempt(jobs: QueuedJobs) -> None:
    """A worker that ends on purpose does not count against a job."""
    job = jobs.submit("ingest", "fine")
    jobs.records.claim(job.id)
    jobs.records.put_all_back()

    assert (jobs.job(job.id).state, jobs.job(job.id).attempts) == ("queued", 0)


@pytest.mark.parametrize("again", ["recover", "put_all_back"])
def test_a_job_that_was_to_stop_does_not_begin_again(jobs: QueuedJobs, again: str) -> None:
    """Whether its worker died or went away before it saw the wish."""
    job = jobs.submit("ingest", "fine")
    jobs.records.claim(job.id)
    jobs.cancel(job.id)
    getattr(jobs.records, again)()

    assert jobs.job(job.id).state == "cancelled"


def test_who_asks_for_less_takes_no_wish_away(jobs: QueuedJobs) -> None:
    """A job that follows what it reads still does when somebody else asks for the same without it."""
    jobs.submit("ingest", "https://a.example/", JobOptions(subscribe=True, mine=True))
    again = jobs.submit("ingest", "https://a.example/")

    assert (again.options.subscribe, again.options.mine) == (True, True)


def test_what_somebody_waits_for_goes_first(jobs: QueuedJobs) -> None:
    """Hundreds of sources that are due may take an hour."""
    jobs.submit("refresh")
    asked = jobs.submit("refresh", "https://a.example/feed")

    assert jobs.queue._front.huey.dequeue().args[0] == asked.id


def test_a_refresh_goes_on_while_more_is_due(tmp_path: Path, jobs: QueuedJobs) -> None:
    """Batch by batch, each a job of its own."""
    work = MadeUpWork(tmp_path)
    jobs._work = work
    work.due = True
    jobs.run(jobs.submit("refresh").id)

    assert [(job.kind, job.state) for job in jobs.jobs()] == [("refresh", "queued"), ("refresh", "done")]


def test_old_jobs_are_forgotten(jobs: QueuedJobs, monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits never is."""
    monkeypatch.setattr(records, "KEPT", 3)
    waiting = jobs.submit("ingest", "waiting")
    for number in range(8):
        jobs.cancel(jobs.submit("ingest", f"job {number}").id)

    assert [job.target for job in jobs.jobs()][-1] == "waiting"
    assert len(jobs.jobs()) == 5
    assert jobs.job(waiting.id).state == "queued"


def test_links_are_made_anew_where_names_may_have_changed_everywhere(jobs: QueuedJobs) -> None:
    """In the background, behind whatever else is embedded there."""
    jobs.run(jobs.submit("extract").id)

    assert [(job.kind, job.state) for job in jobs.jobs()] == [("link", "queued"), ("extract", "done")]


def test_a_job_waits_for_a_store_that_went_away(jobs: QueuedJobs, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says so meanwhile, and is begun anew when the store is back; it counts as one attempt."""
    monkeypatch.setattr(runner, "AWAY_S", 0.01)
    work = jobs._work
    assert isinstance(work, MadeUpWork)
    work.away = 3
    told: list[str] = []
    monkeypatch.setattr(jobs.records, "tell", lambda *said: told.append(said[-1]) or True)
    job = jobs.submit("ingest", "fine")
    jobs.run(job.id)

    assert work.done() == ["fine", "fine"]
    assert told[:2] == ["waiting: the store does not answer"] * 2
    assert (jobs.job(job.id).state, jobs.job(job.id).attempts) == ("done", 1)


def test_a_job_that_waits_for_its_store_can_be_cancelled(jobs: QueuedJobs, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or is put back, where the worker ends."""
    monkeypatch.setattr(runner, "AWAY_S", 0.01)
    work = jobs._work
    assert isinstance(work, MadeUpWork)
    for stopping, state in ((False, "cancelled"), (True, "queued")):
        work.away = 100
        job = jobs.submit("ingest", state)
        waiting = threading.Thread(target=jobs.run, args=(job.id,))
        waiting.start()
        while not jobs.job(job.id).message:
            waiting.join(0.01)
        if stopping:
            jobs.stopping.set()
        else:
            jobs.cancel(job.id)
        waiting.join(10)
        assert jobs.job(job.id).state == state


def test_a_store_that_goes_away_whenever_a_job_comes_is_not_asked_on_and_on(
    jobs: QueuedJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where it answers in between: there is a pause each time, and after so many the job has failed."""
    monkeypatch.setattr(runner, "AWAY_S", 0.01)
    monkeypatch.setattr(runner, "MOST_BEGUN", 3)
    work = jobs._work
    assert isinstance(work, MadeUpWork)
    work.away = 1
    monkeypatch.setattr(work, "has_store", lambda: True)
    told: list[str] = []
    monkeypatch.setattr(jobs.records, "tell", lambda *said: told.append(said[-1]) or True)
    job = jobs.submit("ingest", "fine")
    jobs.run(job.id)

    assert (len(work.done()), len(told)) == (4, 3)
    assert (jobs.job(job.id).state, jobs.job(job.id).message) == ("failed", "the store does not answer")
