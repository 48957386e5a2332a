"""Search."""

from __future__ import annotations

from flask import render_template, request
from msgspec.structs import replace

from api.pages.blueprint import pages
from api.pages.turning import part_asked
from api.parts import parts
from graph.views.search import search_view

MOST = 50
DEEPEST = 1000
"""Who has not found it among so many wants other words."""


@pages.get("/search")
def search() -> str:
    """Show what the words find, the best first, a part of it at a time; no words find nothing."""
    query = request.args.get("q", "").strip()
    part = part_asked(DEEPEST, MOST)
    results = search_view(parts().library, query, MOST + 1, part.after).results if query else ()
    part = replace(part, total=min(part.after + len(results), DEEPEST))
    return render_template("search.html", query=query, results=results[:MOST], part=part)
