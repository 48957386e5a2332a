"""What the map's pages and its REST answers ask for alike."""

from __future__ import annotations

from flask import request

from api.parts import parts
from graph.model import Month, NodeId, NodeKind
from graph.views.trend import trend_view
from graph.views.trend_shapes import TrendLine


def nodes_asked(name: str = "node") -> list[NodeId]:
    """Return the nodes that the address names: `node` once or again, or several of them between commas."""
    return [one for text in request.args.getlist(name) for one in text.split(",") if one]


def hits_of(query: str) -> list[NodeId]:
    """Return what a search surely finds, best first; nothing where nothing is asked."""
    return parts().finder.hits(query)


def rising_in(month: Month | None) -> tuple[Month, list[TrendLine]]:
    """Return the month (None: the newest with works) and the techniques and models that rise up to it."""
    made = parts()
    now = made.now().strftime("%Y-%m")
    views = [trend_view(made.library, now, month, kind) for kind in (NodeKind.TECHNIQUE, NodeKind.MODEL)]
    return views[0].month, [line for view in views for line in view.rising]
