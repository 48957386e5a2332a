"""The front page: the year strip, the newest month, categories, newest documents, counts."""

from __future__ import annotations

from datetime import date

from graph.model import Month
from graph.ports import Library
from graph.views.category import category_index
from graph.views.month import month_view
from graph.views.shapes import HomeView
from graph.views.strip import calendar, strip

NEWEST = 8


def home_view(library: Library, today: date) -> HomeView:
    """Return the front page as of today; an empty library has no month."""
    past = past_months(library, today)
    month = newest_month(library, past)
    year = int(month[:4]) if month else today.year
    return HomeView(
        strip=strip(library, year, month),
        month=month_view(library, month) if month else None,
        categories=category_index(library),
        newest=tuple(library.documents.newest(limit=NEWEST)),
        since=tuple(bar for bar in map(calendar(library).bar, past) if month and bar.month > month),
        sources=tuple(library.documents.sources()),
        counts={**library.graph.counts(), **library.documents.counts()},
    )


def past_months(library: Library, today: date) -> list[Month]:
    """Return the months that hold something, newest first: none after today where there are others (dates can be wrong)."""
    months = calendar(library).months()[::-1]
    return [month for month in months if month <= today.strftime("%Y-%m")] or months


def newest_month(library: Library, past: list[Month]) -> Month | None:
    """Return the newest of the months that a list or a pick fills, else the newest: one post makes no front page."""
    filled = calendar(library).filled
    return next((month for month in past if month in filled), past[0] if past else None)
