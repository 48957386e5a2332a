"""Bars and shares."""

from __future__ import annotations

from api.pages.figures import by_year, full_years, heights, neighbours
from graph.views.shapes import Bar, MonthLine, Strip


def bar(month: str, count: int) -> Bar:
    return Bar(month=month, count=count, picks=0)


def test_an_empty_year_has_no_heights() -> None:
    """Nothing is divided by the nothing that is there."""
    assert heights([bar("2025-01", 0)], 48) == [(bar("2025-01", 0), 0)]
    assert heights([], 48) == []


def test_one_work_among_hundreds_is_seen() -> None:
    """The least bar has a height of its own."""
    assert [height for _, height in heights([bar("2025-01", 500), bar("2025-02", 1)], 48)] == [48, 2]


def test_the_arrows_lead_over_years_without_works() -> None:
    """To the nearest year that holds something, or nowhere."""
    strip = Strip(year=2024, bars=(), current=None, years=(2019, 2021, 2024))

    assert neighbours(strip) == (2021, None)


def test_years_come_newest_first_and_whole() -> None:
    """Their months in order; a small strip has all twelve."""
    lines = [MonthLine(month=month, name=month, count=1, picks=0) for month in ("2024-11", "2025-02", "2025-01")]

    assert [(year, [line.month for line, _ in some]) for year, some in by_year(lines)] == [
        (2025, ["2025-01", "2025-02"]),
        (2024, ["2024-11"]),
    ]
    assert [(year, len(months)) for year, months in full_years([bar("2025-02", 3)], 28)] == [(2025, 12)]
