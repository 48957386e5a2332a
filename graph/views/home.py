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
    month = newest_month(library, today)
    year = int(month[:4]) if month else today.year
    return HomeView(
        strip=strip(library, year, month),
        month=month_view(library, month) if month else None,
        categories=category_index(library),
        newest=tuple(library.documents.newest(limit=NEWEST)),
        sources=tuple(library.documents.sources()),
        counts={**library.graph.counts(), **library.documents.counts()},
    )


def newest_month(library: Library, today: date) -> Month | None:
    """Return the newest month that holds something: no later than today where there is one (dates can be wrong)."""
    months = calendar(library).months()
    past = [month for month in months if month <= today.strftime("%Y-%m")]
    return next(iter(past[::-1] or months[::-1]), None)
