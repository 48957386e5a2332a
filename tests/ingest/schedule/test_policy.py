"""How soon a source is asked again: bounds that always hold, and what moves the wait within them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.schedule.policy import SchedulePolicy, after_failure, after_success, is_daily, next_interval

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
POLICY = SchedulePolicy()
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
CHANCES = st.floats(0, 1)
WISHES = st.none() | st.timedeltas(timedelta(0), 1000 * DAY)
ARRIVALS = st.lists(st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)), max_size=40)  # noqa: DTZ001
LONGEST = st.sampled_from([POLICY.longest_retry, POLICY.longest_unreached])


@given(ARRIVALS)
def test_an_interval_stays_within_its_bounds(arrivals: list[datetime]) -> None:
    """Whatever a source's dates are: old, to come, all the same."""
    assert POLICY.shortest <= next_interval(arrivals, NOW, POLICY) <= POLICY.longest


@given(ARRIVALS, WISHES, CHANCES, st.sampled_from(["https://a.example/", "arxiv:cs.CL"]))
def test_the_wait_after_a_success_stays_within_its_bounds(
    arrivals: list[datetime], wish: timedelta | None, chance: float, address: str
) -> None:
    """And arXiv is never asked twice a day."""
    wait = after_success(address, arrivals, NOW, wish, chance, POLICY)

    assert POLICY.shortest <= wait <= POLICY.longest
    assert wait >= POLICY.daily or not is_daily(address)


@given(st.integers(1, 10_000), LONGEST, WISHES, CHANCES)
def test_the_wait_after_a_failure_stays_within_its_bounds(
    failures: int, longest: timedelta, wish: timedelta | None, chance: float
) -> None:
    """Never shorter than the server asked for, never longer than that or the cap."""
    wait = after_failure(failures, longest, wish, chance, POLICY)
    wished = min(wish or timedelta(0), POLICY.longest_wish)

    assert max(POLICY.first_retry, wished) <= wait <= max(longest, wished)


@given(st.integers(1, 100), LONGEST, WISHES, CHANCES)
def test_more_failures_never_make_a_wait_shorter(
    failures: int, longest: timedelta, wish: timedelta | None, chance: float
) -> None:
    """At the same chance."""
    waits = [after_failure(failures + more, longest, wish, chance, POLICY) for more in (0, 1)]

    assert waits == sorted(waits)


@given(st.integers(1, 30), LONGEST)
def test_the_whole_span_is_used(failures: int, longest: timedelta) -> None:
    """Full jitter: those that failed together do not come back together."""
    least, most = (after_failure(failures, longest, None, chance, POLICY) for chance in (0.0, 1.0))

    assert least == POLICY.first_retry
    assert most == min(POLICY.first_retry * 2**failures, longest)


@pytest.mark.parametrize(
    ("gap", "wait"),
    [(HOUR, 30 * MINUTE), (12 * HOUR, 2 * HOUR), (7 * DAY, 28 * HOUR), (60 * DAY, 7 * DAY)],
    ids=["hourly", "twice a day", "weekly", "every other month"],
)
def test_a_source_is_asked_as_often_as_it_has_news(gap: timedelta, wait: timedelta) -> None:
    """A sixth of the usual gap, within bounds."""
    assert next_interval([NOW - gap * number for number in range(10)], NOW, POLICY) == wait


def test_silence_makes_the_wait_longer() -> None:
    """One that was daily for years and fell silent for a month is asked every five days."""
    daily = [NOW - 30 * DAY - DAY * number for number in range(20)]

    assert next_interval(daily, NOW, POLICY) == 5 * DAY


@given(ARRIVALS.filter(lambda times: len(set(times)) > 1), st.timedeltas(timedelta(0), 400 * DAY))
def test_longer_silence_never_makes_the_wait_shorter(arrivals: list[datetime], more: timedelta) -> None:
    """What comes to be known of the future aside."""
    past = [time for time in arrivals if time <= NOW]

    assert next_interval(past, NOW, POLICY) <= max(next_interval(past, NOW + more, POLICY), POLICY.unknown)


def test_one_that_never_said_when_is_asked_daily() -> None:
    """A single date tells no gap."""
    assert next_interval([], NOW, POLICY) == next_interval([NOW], NOW, POLICY) == POLICY.unknown


@pytest.mark.parametrize(
    ("address", "daily"),
    [
        ("arxiv:cs.CL", True),
        ("oai:math", True),
        ("https://rss.arxiv.org/rss/cs.CL", True),
        ("http://export.arxiv.org/api/query?search_query=x", True),
        ("https://arxiv.org.example/rss", False),
        ("https://a.example/arxiv.org", False),
        ("http://[broken", False),
    ],
)
def test_arxiv_is_known_by_its_host(address: str, daily: bool) -> None:
    """Whatever interface of it is asked."""
    assert is_daily(address) is daily
