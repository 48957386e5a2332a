"""Appointments and visits, as they are kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from graph.ports import Appointment, Visit
from ingest.ledger import Ledger
from ingest.schedule import LedgerSchedule
from ingest.schedule.store import VISITS

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
FEED = "https://a.example/feed"
KEPT = Appointment(address=FEED, due=LATER, interval=timedelta(hours=1), succeeded=NOW, source="source-a")


@pytest.fixture
def schedule(tmp_path: Path) -> LedgerSchedule:
    return LedgerSchedule(Ledger(tmp_path))


def visit(number: int = 0) -> Visit:
    return Visit(address=FEED, at=NOW + timedelta(minutes=number), outcome="new", new=number)


def test_nothing_is_known_of_what_was_never_asked(tmp_path: Path, schedule: LedgerSchedule) -> None:
    """And asking makes no file."""
    assert (schedule.appointment(FEED), schedule.appointments(), schedule.visits(FEED)) == (None, {}, [])
    schedule.resume(FEED, NOW)
    assert list(tmp_path.iterdir()) == []


def test_what_is_kept_is_there_for_the_next_process(tmp_path: Path, schedule: LedgerSchedule) -> None:
    """Value for value."""
    schedule.keep(KEPT, visit())
    other = LedgerSchedule(Ledger(tmp_path))

    assert (other.appointment(FEED), other.appointments(), other.visits(FEED)) == (KEPT, {FEED: KEPT}, [visit()])


def test_the_latest_visits_are_kept_newest_first(schedule: LedgerSchedule) -> None:
    """Of each address its own."""
    schedule.keep(replace(KEPT, address="https://b.example/"), replace(visit(), address="https://b.example/"))
    for number in range(VISITS + 20):
        schedule.keep(KEPT, visit(number))

    assert [each.new for each in schedule.visits(FEED)] == list(range(VISITS + 19, 19, -1))
    assert len(schedule.visits("https://b.example/")) == 1


def test_only_one_takes_what_is_due(tmp_path: Path, schedule: LedgerSchedule) -> None:
    """And it is due again after a while, should that one die."""
    other = LedgerSchedule(Ledger(tmp_path))

    assert schedule.take(FEED, NOW, LATER)
    assert not other.take(FEED, NOW, LATER)
    assert other.take(FEED, LATER, LATER + timedelta(hours=1))


def test_what_is_gone_is_taken_by_nobody_until_it_is_resumed(schedule: LedgerSchedule) -> None:
    """Then it is due at once, its failures forgotten; what it brought is not."""
    schedule.keep(replace(KEPT, due=None, gone=True, failures=3, error="the site answered 410 Gone"), visit())
    assert not schedule.take(FEED, LATER, LATER)

    schedule.resume(FEED, NOW)
    assert schedule.appointment(FEED) == replace(KEPT, due=NOW)
    assert schedule.take(FEED, NOW, LATER)
