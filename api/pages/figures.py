"""What is measured before it is drawn: bar heights, shares, the strip's neighbours. All pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.months import months_of
from graph.views.shapes import Bar, CategoryLine, MonthLine, Strip

# A month with one work among hundreds must still be seen.
LEAST = 2


def heights(bars: Sequence[Bar], tallest: int) -> list[tuple[Bar, int]]:
    """Return each bar with its height; nothing has none, something at least `LEAST`."""
    most = max((bar.count for bar in bars), default=0)
    return [(bar, scaled(bar.count, most, tallest)) for bar in bars]


def full_years(bars: Sequence[Bar], tallest: int) -> list[tuple[int, list[tuple[Bar, int]]]]:
    """Return the years that the bars fall in, newest first, each as all its twelve months with their heights."""
    held = {bar.month: bar for bar in bars}
    most = max((bar.count for bar in bars), default=0)
    years = sorted({int(bar.month[:4]) for bar in bars}, reverse=True)
    full = [
        (year, [held.get(month) or Bar(month=month, count=0, picks=0) for month in months_of(year)]) for year in years
    ]
    return [(year, [(bar, scaled(bar.count, most, tallest)) for bar in months]) for year, months in full]


def scaled(count: int, most: int, length: int) -> int:
    """Return how long a bar for `count` is where `most` is `length` long."""
    if count <= 0 or most <= 0:
        return 0
    return max(LEAST, round(length * count / most))


def neighbours(strip: Strip) -> tuple[int | None, int | None]:
    """Return the years before and after the strip's that hold something."""
    before = [year for year in strip.years if year < strip.year]
    after = [year for year in strip.years if year > strip.year]
    return (max(before, default=None), min(after, default=None))


def shares(lines: Sequence[CategoryLine], length: int) -> list[tuple[CategoryLine, int, int]]:
    """Return each category with how long its stated and its guessed part are drawn."""
    most = max((line.stated + line.predicted for line in lines), default=0)
    return [(line, scaled(line.stated, most, length), scaled(line.predicted, most, length)) for line in lines]


def by_year(lines: Sequence[MonthLine], length: int = 100) -> list[tuple[int, list[tuple[MonthLine, int]]]]:
    """Return the years, newest first, each with its months in order and how long their bars are."""
    most = max((line.count for line in lines), default=0)
    years = sorted({int(line.month[:4]) for line in lines}, reverse=True)
    return [(year, list(_measured(year, lines, most, length))) for year in years]


def _measured(year: int, lines: Sequence[MonthLine], most: int, length: int) -> Iterator[tuple[MonthLine, int]]:
    for line in sorted(lines, key=lambda line: line.month):
        if line.month.startswith(f"{year:04}"):
            yield line, scaled(line.count, most, length)
