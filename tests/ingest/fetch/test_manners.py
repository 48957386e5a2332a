"""Turns at hosts: one request at a time, a pause after it, between threads and processes."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from ingest.fetch.dialling import RefusedError
from ingest.fetch.manners import LONGEST_PAUSE, LONGEST_REST, Manners, group_of

ROOT = Path(__file__).resolve().parents[3]


class Clock:
    """A clock that moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        """Return the time."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.slept.append(round(seconds, 3))
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    """A clock."""
    return Clock()


@pytest.fixture
def manners(tmp_path: Path, clock: Clock) -> Manners:
    """Manners by that clock."""
    return Manners(tmp_path / "turns", clock=clock, sleep=clock.sleep)


def take(manners: Manners, host: str, rest: float = 0.0, patience: float = 0.0) -> None:
    """Take a turn at the host, after which it wants a rest."""
    with manners.turn(host, manners.pause_for(host), patience) as turn:
        turn.pause = max(turn.pause, rest)


def test_a_host_is_let_alone_for_a_second(manners: Manners, clock: Clock) -> None:
    """The first request waits for nothing, the next ones for the rest of the pause."""
    take(manners, "blog.example")
    clock.now += 0.4
    take(manners, "BLOG.example.")
    clock.now += 5
    take(manners, "blog.example")

    assert clock.slept == [0.6]


def test_hosts_do_not_wait_for_each_other(manners: Manners, clock: Clock) -> None:
    """Pauses are a host's own."""
    take(manners, "one.example")
    take(manners, "two.example")

    assert clock.slept == []


def test_all_of_arxiv_is_one_host_with_three_seconds(manners: Manners, clock: Clock) -> None:
    """Pages, API, RSS and OAI-PMH take turns; a name that only ends alike is another's."""
    for host in ("arxiv.org", "export.arxiv.org", "rss.arxiv.org", "oaipmh.arxiv.org", "notarxiv.org"):
        take(manners, host)

    assert clock.slept == [3.0, 3.0, 3.0]
    assert group_of("notarxiv.org") == "notarxiv.org"


@pytest.mark.parametrize(("stated", "kept"), [(0.0, 1.0), (0.2, 1.0), (7.0, 7.0), (86_400.0, LONGEST_PAUSE)])
def test_a_stated_delay_is_kept_within_reason(manners: Manners, stated: float, kept: float) -> None:
    """It can only be longer than ours, and no longer than we wait."""
    assert manners.pause_for("blog.example", stated) == kept


def test_a_rest_keeps_everybody_away_and_says_for_how_long(manners: Manners, clock: Clock) -> None:
    """A short one is waited for, a long one is not."""
    take(manners, "busy.example", rest=20)
    take(manners, "busy.example", rest=600)
    with pytest.raises(RefusedError, match="left alone for another 600 s") as refusal:
        take(manners, "busy.example")

    assert refusal.value.retry_after == 600
    assert clock.slept == [20.0]


def test_patience_waits_longer(manners: Manners, clock: Clock) -> None:
    """Who can wait gets the turn."""
    take(manners, "busy.example", rest=50)
    take(manners, "busy.example", patience=60)

    assert clock.slept == [50.0]


def test_nobody_is_kept_away_for_good(manners: Manners, clock: Clock) -> None:
    """Neither by an absurd rest nor by a clock that was wrong once."""
    take(manners, "busy.example", rest=10.0**12)
    clock.now += LONGEST_REST + 1
    take(manners, "busy.example")
    clock.now -= 10**9
    take(manners, "busy.example")

    assert clock.slept == []


def test_what_was_half_written_is_nothing(manners: Manners, clock: Clock, tmp_path: Path) -> None:
    """A process killed while it wrote leaves no harm."""
    take(manners, "blog.example")
    for note in (tmp_path / "turns").glob("*.next"):
        note.write_bytes(b"17\xff")
    take(manners, "blog.example")

    assert clock.slept == []


def test_a_folder_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    """In words, not as a traceback."""
    (tmp_path / "file").write_text("")

    with pytest.raises(RefusedError, match="no turns can be kept"):
        take(Manners(tmp_path / "file"), "blog.example")


def test_threads_take_turns(tmp_path: Path) -> None:
    """Never two at once at one host."""
    manners = Manners(tmp_path / "turns", pause=0.0)
    inside, most = 0, 0

    def ask() -> None:
        nonlocal inside, most
        with manners.turn("blog.example", 0.0):
            inside += 1
            most = max(most, inside)
            time.sleep(0.01)
            inside -= 1

    threads = [threading.Thread(target=ask) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert most == 1


def test_who_queues_for_too_long_gives_up(tmp_path: Path) -> None:
    """With the time after which to try again."""
    manners = Manners(tmp_path / "turns", queue=0.05)
    with (
        manners.turn("blog.example", 0.0),
        pytest.raises(RefusedError, match="others are asking"),
        manners.turn("blog.example", 0.0),
    ):
        raise AssertionError("two turns at once")


def test_processes_take_turns_and_a_killed_one_gives_its_turn_back(tmp_path: Path) -> None:
    """The pause is kept even after a process that died in its request."""
    holding = (
        "import sys, time; from pathlib import Path; from ingest.fetch import Manners\n"
        "with Manners(Path(sys.argv[1])).turn('blog.example', 0.4):\n"
        "    print('held', flush=True); time.sleep(60)"
    )
    folder = tmp_path / "turns"
    with subprocess.Popen(
        [sys.executable, "-c", holding, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(RefusedError, match="others are asking"):
            take(Manners(folder, queue=0.05), "blog.example")
        other.kill()
        other.wait()
    slept: list[float] = []
    take(Manners(folder, sleep=slept.append, clock=lambda: time.time() - 0.2), "blog.example")

    assert len(slept) == 1
