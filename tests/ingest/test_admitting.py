"""Which records a filter admits: subjects with their archives, days, ids; an unknown day is as wide as what is known."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from graph.model import Moment, Precision
from graph.ports import RecordFilter
from graph.record import Record
from ingest.admitting import admits

PAPER = Record(
    identity="arxiv:2501.00001",
    title="A paper",
    provider="test",
    categories=("cs.CL", "stat.ML"),
    published=Moment(datetime(2025, 1, 15, tzinfo=UTC)),
)
BY_ID_ALONE = Record(identity="arxiv:2501.00002", title="A paper", provider="test")
OF_A_YEAR = Record(
    identity="doi:10.5555/1",
    title="B",
    provider="test",
    published=Moment(datetime(2025, 1, 1, tzinfo=UTC), 0, Precision.YEAR),
)
UNDATED = Record(identity="doi:10.5555/2", title="C", provider="test")


@pytest.mark.parametrize(
    ("record", "only", "admitted"),
    [
        (PAPER, RecordFilter(), True),
        (PAPER, RecordFilter(categories=("stat.ML",)), True),
        (PAPER, RecordFilter(categories=("cs",)), True),
        (PAPER, RecordFilter(categories=("c", "cs.C")), False),
        (BY_ID_ALONE, RecordFilter(categories=("cs",)), False),
        (PAPER, RecordFilter(since=date(2025, 1, 15), until=date(2025, 1, 15)), True),
        (PAPER, RecordFilter(since=date(2025, 1, 16)), False),
        (PAPER, RecordFilter(until=date(2025, 1, 14)), False),
        (BY_ID_ALONE, RecordFilter(since=date(2025, 1, 31)), True),
        (BY_ID_ALONE, RecordFilter(since=date(2025, 2, 1)), False),
        (OF_A_YEAR, RecordFilter(until=date(2025, 1, 1)), True),
        (OF_A_YEAR, RecordFilter(since=date(2026, 1, 1)), False),
        (UNDATED, RecordFilter(since=date(2025, 1, 1)), False),
        (PAPER, RecordFilter(ids=frozenset({"arxiv:2501.00001"})), True),
        (PAPER, RecordFilter(ids=frozenset()), False),
        (PAPER, RecordFilter(ids=frozenset({"arxiv:2501.00001"}), categories=("math",)), False),
    ],
)
def test_all_conditions_must_hold(record: Record, only: RecordFilter, admitted: bool) -> None:
    """Bounds are included; an archive means all that it has."""
    assert admits(record, only) is admitted
