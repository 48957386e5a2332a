"""The year's draft, as a page."""

from __future__ import annotations

from flask import render_template, request

from api.pages.blueprint import pages
from api.parts import parts
from graph.review.cite import numbered
from graph.review.draft import draft
from graph.review.plan import MONTH, plan
from graph.views.month import month_index
from graph.views.strip import strip


@pages.get("/review")
def reviews() -> str:
    """Show the years that a draft can be written of."""
    years = sorted({int(line.month[:4]) for line in month_index(parts().library)}, reverse=True)
    return render_template("reviews.html", section="reviews", years=years)


@pages.get("/review/<int:year>")
def review(year: int) -> str:
    """Show the draft of a year, by month or by category."""
    by = request.args.get("by", MONTH)
    library = parts().library
    drawn = draft(plan(library, year, by))
    return render_template(
        "review.html",
        section="reviews",
        year=year,
        by=by,
        strip=strip(library, year),
        draft=drawn,
        notes=numbered(drawn),
    )
