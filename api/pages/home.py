"""The front page."""

from __future__ import annotations

from flask import Response, render_template

from api.pages.blueprint import pages
from api.parts import parts
from graph.views.candidates import Wish
from graph.views.home import home_view
from graph.views.recommendations import recommendations

BRIEF = Wish(limit=3, corpus=False)

# A few of the strip’s bars, one of them picked.
ICON = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="4" fill="#fbfaf7"/>
<path d="M5 27V17M10 27V12M21 27V9M26 27V15" stroke="#1b1a17" stroke-width="3"/>
<path d="M15.5 27V7" stroke="#b4432b" stroke-width="3"/></svg>"""


@pages.get("/")
def home() -> str:
    """Show the newest month, the categories, what the sources brought last, and what to read next for who has a taste."""
    made = parts()
    decided = bool(made.library.decisions.decisions())
    suggested = recommendations(made.library, made.now(), BRIEF) if decided else None
    return render_template("home.html", view=home_view(made.library, made.now().date()), suggested=suggested)


@pages.get("/icon.svg")
def icon() -> Response:
    """Show the sign that tabs wear."""
    return Response(ICON, mimetype="image/svg+xml", headers={"Cache-Control": "public, max-age=86400"})
