"""Months: all of them, and each."""

from __future__ import annotations

from flask import render_template, request

from api.pages.blueprint import pages
from api.pages.figures import by_year
from api.pages.turning import Part
from api.parts import parts
from graph.views.month import month_index, month_view
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
    """Show what was picked, listed and published in a month."""
    library = parts().library
    view = month_view(library, month, max(request.args.get("after", 0, type=int), 0))
    if view.skip >= view.total:
        view = month_view(library, month)
    return render_template("month.html", section="months", view=view, part=Part(view.skip, view.limit, view.total))
