"""A node: a work as an entry with all that is known of it, or a concept with what touches it."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from api.pages.blueprint import pages
from api.pages.vocabulary import node_address
from api.parts import parts
from graph.model import NodeKind
from graph.views.category import category_index
from graph.views.known import node_at
from graph.views.node import node_view
from graph.views.strip import strip


@pages.get("/nodes/<key>")
def node(key: str) -> Response | str:
    """Show a node; a superseded id leads to the node it is now, a month or category to its own page."""
    library = parts().library
    found = node_at(library, key)
    if found.id != key:
        return redirect(url_for("pages.node", key=found.id), 308)
    if found.kind in (NodeKind.MONTH, NodeKind.CATEGORY):
        return redirect(node_address(found), 303)
    view = node_view(library, key)
    month = view.entry.month if view.entry else None
    drawn = strip(library, int(month[:4]), month) if month else None
    return render_template("node.html", view=view, strip=drawn, category_lines=category_index(library))
