"""What rises and fades, who said it first, how long papers took to be mentioned."""

from __future__ import annotations

from flask import render_template, request

from api.pages.blueprint import pages
from api.pages.words import month_of
from api.parts import parts
from graph.views.trend import KINDS, MONTHS, USUAL, trend_view


@pages.get("/trends")
def trends() -> str:
    """Show the trends of a kind of concept up to a month: `?month=`, `?kind=`, `?months=` (how many are recent)."""
    made = parts()
    view = trend_view(
        made.library,
        month_of(made.now()),
        request.args.get("month") or None,
        request.args.get("kind", KINDS[0].value),
        request.args.get("months", USUAL, type=int),
    )
    return render_template("trends.html", section="trends", view=view, kinds=KINDS, lengths=MONTHS)
