"""The front page: the year strip, the newest month, categories, newest documents, counts."""

from __future__ import annotations

from datetime import date

from graph.model import Month
from graph.ports import Library, MonthFigures
from graph.views.category import category_index
from graph.views.month import month_view
from graph.views.shapes import Bar, HomeView
from graph.views.strip import strip_of

NEWEST = 8


def home_view(library: Library, today: date) -> HomeView:
    """Return the front page as of today; an empty library has no month."""
    months = library.calendar.months()
    past = past_months(months, today)
    month = newest_month(past)
    year = int(month[:4]) if month else today.year
    return HomeView(
        strip=strip_of(months, year, month),
        month=month_view(library, month, limit=NEWEST) if month else None,
        categories=category_index(library),
        newest=tuple(library.documents.newest(limit=NEWEST)),
        since=tuple(
            Bar(month=one.month, count=one.works, picks=one.picks) for one in past if month and one.month > month
        ),
        sources=tuple(library.documents.sources()),
        counts={**library.graph.counts(), **library.documents.counts(), "records": library.corpus.count()},
    )


def past_months(months: list[MonthFigures], today: date) -> list[MonthFigures]:
    """Return the months that hold something, newest first: none after today where there are others (dates can be wrong)."""
    newest_first = months[::-1]
    return [one for one in newest_first if one.month <= today.strftime("%Y-%m")] or newest_first


def newest_month(past: list[MonthFigures]) -> Month | None:
    """Return the newest of the months that a list or a pick fills, else the newest: one post makes no front page."""
    return next((one.month for one in past if one.said), past[0].month if past else None)
