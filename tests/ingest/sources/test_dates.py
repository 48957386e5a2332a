"""Dates as feeds state them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import Moment, Precision
from ingest.sources.dates import read_date, resolve_relative


@pytest.mark.parametrize(
    ("text", "instant", "offset", "precision", "repair"),
    [
        ("2026-03-15T00:00:01+00:00", "2026-03-15T00:00:01", 0, "second", None),
        ("2025-01-31T10:00:00.1234567Z", "2025-01-31T10:00:00", 0, "second", None),
        ("2025-01-31T24:00:00Z", "2025-02-01T00:00:00", 0, "second", None),
        ("Tue, 05 Mar 2024 24:00:00 GMT", "2024-03-06T00:00:00", 0, "second", None),
        ("Wed, 31 Dec 2025 24:00 +0100", "2025-12-31T23:00:00", 60, "second", None),
        ("1700000000", "2023-11-14T22:13:20", 0, "second", None),
        ("1700000000123", "2023-11-14T22:13:20", 0, "second", None),
        ("1700000000.5", "2023-11-14T22:13:20", 0, "second", None),
        ("2025-01-31 10:00:00 +0530", "2025-01-31T04:30:00", 330, "second", None),
        ("Mon, 06 Jan 2025 23:30:00 -0800", "2025-01-07T07:30:00", -480, "second", None),
        ("Mon, 06 Jan 2025 10:00 EDT", "2025-01-06T14:00:00", -240, "second", None),
        ("Mon, 6 Jan 2025 10:00:00", "2025-01-06T10:00:00", 0, "second", "date-without-offset"),
        ("Mon, 6 Jan 2025 10:00:00 XYZ", "2025-01-06T10:00:00", 0, "second", "date-without-offset"),
        ("2025-01-31", "2025-01-31T00:00:00", 0, "day", None),
        ("20250131", "2025-01-31T00:00:00", 0, "day", None),
        ("January 5, 2024", "2024-01-05T00:00:00", 0, "day", None),
        ("2025-01", "2025-01-01T00:00:00", 0, "month", None),
        ("Jan 2024", "2024-01-01T00:00:00", 0, "month", None),
        ("2025", "2025-01-01T00:00:00", 0, "year", None),
    ],
)
def test_dates_keep_their_offset_and_say_how_exact_they_are(
    text: str, instant: str, offset: int, precision: str, repair: str | None
) -> None:
    """The spellings feeds use, and the ones they should not."""
    reading = read_date(text)

    assert reading.moment is not None
    assert reading.moment.instant == datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert (reading.moment.offset, str(reading.moment.precision), reading.repair) == (offset, precision, repair)


@pytest.mark.parametrize(
    ("text", "repair"),
    [
        ("1970-01-01T00:00:00Z", "date-placeholder"),
        ("Thu, 01 Jan 1970 00:00:00 GMT", "date-placeholder"),
        ("0001-01-01T00:00:00Z", "date-placeholder"),
        ("0000000000", "date-placeholder"),
        ("9999999999", "date-not-read"),
        ("soon", "date-not-read"),
        ("Sunday", "date-not-read"),
        ("12", "date-not-read"),
        ("", "date-not-read"),
        ("Mon, 32 Jan 2025 10:00:00 GMT", "date-not-read"),
    ],
)
def test_what_is_no_date_is_none(text: str, repair: str) -> None:
    """A guess would be worse than nothing."""
    assert read_date(text) == type(read_date(text))(None, repair)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("3 days ago", "2025-03-07"),
        ("about an hour ago", "2025-03-10"),
        ("Yesterday", "2025-03-09"),
        ("2 weeks ago", "P1W/2025-02-24"),
        ("4 months ago", "2024-11"),
        ("1 year ago", "2024"),
        ("1 months ago", "2025-02"),
        ("3 mo ago", "2024-12"),
        ("over 2 years ago", "2023"),
        ("last week", "P1W/2025-03-03"),
        ("last month", "2025-02"),
        ("2d", "2025-03-08"),
        ("1d ago", "2025-03-09"),
        ("45 min. ago", "2025-03-10"),
        ("9999 years ago", None),
        ("2025-01-01", None),
    ],
)
def test_relative_dates_mean_what_they_meant_then(text: str, meant: str | None) -> None:
    """As exact as they are, and no more."""
    assert resolve_relative(text, datetime(2025, 3, 10, 12, tzinfo=UTC)) == meant


def test_a_week_is_a_week() -> None:
    """It is known by the day it ended on, and counts for that day's month."""
    moment = read_date("P1W/2025-02-24", "relative").moment

    assert moment == Moment(datetime(2025, 2, 24, tzinfo=UTC), 0, Precision.WEEK, "relative")
    assert moment.month == "2025-02"


@given(st.text(max_size=40) | st.from_regex(r"[0-9A-Za-z:,+ -]{0,30}"))
def test_no_text_makes_a_date_crash(text: str) -> None:
    """Feeds write anything there."""
    read_date(text)
    resolve_relative(text, datetime(2025, 3, 10, tzinfo=UTC))
