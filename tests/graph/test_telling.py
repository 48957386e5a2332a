"""Between which instants something was said."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from graph.model import Moment, Precision
from graph.telling import month_told, span_of

NOON = datetime(2025, 4, 16, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "span"),
    [
        (Moment(NOON), ("2025-04-16T12:30:00", "2025-04-16T12:30:00")),
        (Moment(NOON.replace(hour=0, minute=0)), ("2025-04-16T00:00:00", "2025-04-16T23:59:59")),
        (Moment(NOON, precision=Precision.DAY), ("2025-04-16T00:00:00", "2025-04-16T23:59:59")),
        (Moment(NOON, offset=120, precision=Precision.DAY), ("2025-04-15T22:00:00", "2025-04-16T21:59:59")),
        (Moment(NOON, precision=Precision.WEEK), ("2025-04-10T00:00:00", "2025-04-16T23:59:59")),
        (Moment(NOON, precision=Precision.MONTH), ("2025-04-01T00:00:00", "2025-04-30T23:59:59")),
        (Moment(NOON, precision=Precision.YEAR), ("2025-01-01T00:00:00", "2025-12-31T23:59:59")),
    ],
)
def test_a_date_spans_what_it_leaves_open(moment: Moment, span: tuple[str, str]) -> None:
    """A day in the offset its source stated; midnight sharp is a day whose hour nobody stated."""
    assert span_of(moment) == span


def test_what_stands_under_an_earlier_month_was_said_between_it_and_the_document() -> None:
    """A review of April that lists under February; under its own month it is as exact as its document."""
    assert span_of(Moment(NOON), "2025-02") == ("2025-02-01T00:00:00", "2025-04-16T12:30:00")
    assert span_of(Moment(NOON), "2025-04") == ("2025-04-16T12:30:00", "2025-04-16T12:30:00")
    assert span_of(None, "2025-02") == ("2025-02-01T00:00:00", "2025-02-28T23:59:59")
    assert span_of(None) is None


def test_a_month_to_come_is_a_plan() -> None:
    """A list of April that has a section on May mentions in April."""
    assert month_told(Moment(NOON), "2025-05") == "2025-04"
    assert month_told(Moment(NOON), "2025-02") == "2025-02"
    assert month_told(Moment(NOON, precision=Precision.YEAR), None) is None
    assert month_told(None, "2025-02") == "2025-02"


@pytest.mark.parametrize("year", [1, 9999])
def test_dates_at_the_end_of_time_stand_for_themselves(year: int) -> None:
    """A broken feed's year has no day before or after it."""
    moment = Moment(datetime(year, 1, 1, tzinfo=UTC), precision=Precision.YEAR)

    assert span_of(moment) is not None
