"""Search."""

from __future__ import annotations

from flask import render_template, request

from api.pages.blueprint import pages
from api.parts import parts
from graph.views.search import search_view

MOST = 50


@pages.get("/search")
def search() -> str:
    """Show what the words find; no words find nothing."""
    query = request.args.get("q", "").strip()
    results = search_view(parts().library, query, MOST).results if query else ()
    return render_template("search.html", query=query, results=results)
