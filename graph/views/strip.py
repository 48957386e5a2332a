"""The year as twelve bars, from the library's calendar."""

from __future__ import annotations

from collections.abc import Sequence

from graph.model import Month
from graph.months import months_of
from graph.ports import Library, MonthFigures
from graph.views.shapes import Bar, Strip


def strip(library: Library, year: int, current: Month | None = None) -> Strip:
    """Return the year's twelve bars and the years there are, the year asked for among them."""
    return strip_of(library.calendar.months(), year, current)


def strip_of(months: Sequence[MonthFigures], year: int, current: Month | None = None) -> Strip:
    """Return the year's strip from the months that hold something."""
    found = {one.month: Bar(month=one.month, count=one.works, picks=one.picks) for one in months}
    return Strip(
        year=year,
        bars=tuple(found.get(month) or Bar(month=month, count=0, picks=0) for month in months_of(year)),
        current=current,
        years=tuple(sorted({int(month[:4]) for month in found} | {year})),
    )


def neighbours(months: Sequence[MonthFigures], month: Month) -> tuple[Month | None, Month | None]:
    """Return the months before and after this one that hold something."""
    before = [one.month for one in months if one.month < month]
    after = [one.month for one in months if one.month > month]
    return (before[-1] if before else None, after[0] if after else None)
