"""A node: a work as an entry with all that is known of it, or a concept with what touches it."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.pages.blueprint import pages
from api.pages.turning import Part
from api.pages.vocabulary import current_month, node_address
from api.pages.whole import whole_of
from api.parts import parts
from graph.linking.roles import ROLES
from graph.mention import NAMED_KINDS
from graph.model import Node, NodeKind
from graph.views.alike import WORDS
from graph.views.category import category_index
from graph.views.concept import MENTIONS, WORKS, concept_view
from graph.views.concept_trend import concept_trend
from graph.views.known import node_at
from graph.views.node import node_view
from graph.views.related import MOST, alike_view, related_view
from graph.views.strip import strip

ALL = 1_000
"""Works of a relation to a concept where a page shows all."""
MOST_LINKS = 100
FACETS = {WORDS[facet]: facet for facet in ROLES}
"""What works may be alike in, as `?alike=` and pages call it."""


@pages.get("/nodes/<key>")
def node(key: str) -> Response | str:
    """Show a node; a superseded id leads to the node it is now, a month or category to its own page."""
    library = parts().library
    found = node_at(library, key)
    if found.id != key:
        return redirect(url_for("pages.node", key=found.id), 308)
    if found.kind in (NodeKind.MONTH, NodeKind.CATEGORY):
        return redirect(node_address(found), 303)
    if found.kind in NAMED_KINDS:
        return _concept(found)
    view = node_view(library, key)
    month = view.entry.month if view.entry else None
    drawn = strip(library, int(month[:4]), month) if month else None
    facet = FACETS.get(request.args.get("alike", ""))
    alike, most = parts().alike, _links()
    related = alike_view(library, alike, found, facet, most) if facet else related_view(library, found, most, alike)
    return render_template(
        "node.html",
        facets=FACETS if facet or alike.can(key) else (),
        view=view,
        related=related,
        strip=drawn,
        category_lines=category_index(library),
        **whole_of(key),
    )


def _links() -> int:
    return MOST_LINKS if request.args.get("related") == "all" else MOST


def _concept(node: Node) -> str:
    library = parts().library
    after = max(request.args.get("after", 0, type=int), 0)
    works = ALL if request.args.get("all") == "1" else WORKS
    concept = concept_view(library, node, after, works=works)
    if after and after >= concept.total:
        concept = concept_view(library, node, works=works)
    part = Part(concept.skip, MENTIONS, concept.total)
    view = node_view(library, node.id)
    related = related_view(library, node, _links())
    return render_template(
        "concept.html",
        section="concepts",
        view=view,
        related=related,
        facets=(),
        concept=concept,
        trend=None if after else concept_trend(library, node, current_month()),
        part=part,
        **whole_of(node.id),
    )
