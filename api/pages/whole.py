"""What the whole graph says: communities, bridges, ten works of a month."""

from __future__ import annotations

from flask import render_template, request

from api.pages.blueprint import pages
from api.parts import parts
from api.telling import coming_told
from graph.model import NodeId
from graph.views.bridges import bridges_of, bridges_view
from graph.views.communities import community_index, community_view, standing_of
from graph.views.draw import draw_view
from graph.views.strip import strip

LAST_DRAW = 1_000_000


@pages.get("/communities")
def communities() -> str:
    """Show the communities with what their names rest on, and what joins two of them."""
    made = parts()
    view, coming = community_index(made.library, made.analysis.atlas()), coming_told(made.linker.coming())
    return render_template("communities.html", view=view, coming=coming)


@pages.get("/communities/<key>")
def community(key: str) -> str:
    """Show a community's works, concepts and parts."""
    made = parts()
    return render_template("community.html", view=community_view(made.library, made.analysis.atlas(), key))


@pages.get("/bridges")
def bridges() -> str:
    """Show works near in meaning that nothing joins."""
    made = parts()
    view, coming = bridges_view(made.library, made.analysis.atlas()), coming_told(made.linker.coming())
    return render_template("bridges.html", view=view, coming=coming)


@pages.get("/months/<month>/ten")
def draw(month: str) -> str:
    """Show ten works drawn from a month and what connects them."""
    made = parts()
    number = min(max(request.args.get("draw", 1, type=int), 1), LAST_DRAW)
    view = draw_view(made.library, made.analysis.held(), month, number)
    drawn = strip(made.library, int(month[:4]), month)
    return render_template("draw.html", section="months", view=view, strip=drawn)


def whole_of(key: NodeId) -> dict[str, object]:
    """Return what the page of a node tells of the whole: where it stands, and its bridges, as far as that is worked out."""
    made = parts()
    atlas = made.analysis.held()
    return {
        "standing": standing_of(made.library, atlas, key),
        "bridges_here": bridges_of(made.library, atlas, key),
    }
