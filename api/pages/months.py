"""Months: all of them, and each."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template, request

from api.pages.blueprint import pages
from api.pages.figures import by_year
from api.pages.turning import Part
from api.parts import parts
from graph.views.month import month_index, month_view
from graph.views.month_overview import month_overview
from graph.views.month_shapes import Column
from graph.views.shapes import ListSection
from graph.views.strip import strip


@pages.get("/months")
def months() -> str:
    """Show the months that hold something, by year, with the strip of the year asked for (else the newest)."""
    library = parts().library
    lines = month_index(library)
    years = by_year(lines)
    year = request.args.get("year", type=int) or (years[0][0] if years else None)
    drawn = strip(library, year) if year and 1 <= year <= 9999 else None
    return render_template("months.html", section="months", months=lines, years=years, strip=drawn)


@pages.get("/months/<month>")
def month(month: str) -> str:
    """Show a month at a glance, then what was picked, listed and published in it."""
    library = parts().library
    view = month_view(library, month, max(request.args.get("after", 0, type=int), 0))
    if view.skip >= view.total:
        view = month_view(library, month)
    overview = None if view.skip else month_overview(library, month)
    beside = are_beside(view.lists)
    return render_template(
        "month.html",
        section="months",
        view=view,
        part=Part(view.skip, view.limit, view.total),
        overview=overview,
        lists_beside=beside,
        columns=columns_told(overview.columns, view.lists if beside else ()) if overview else (),
    )


def are_beside(lists: Sequence[ListSection]) -> bool:
    """Tell whether lists stand beside each other: those of two curators do, one curator's follow each other."""
    return len({part.source.id for part in lists}) > 1


def columns_told(columns: Sequence[Column], beside: Sequence[ListSection]) -> Sequence[Column]:
    """Return the columns of titles; none where all their curators' lists stand beside each other in full."""
    sources = {part.source.id for part in beside}
    return () if all(column.curator.source in sources for column in columns) else columns
