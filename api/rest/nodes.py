"""Nodes and their edges over REST."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from api.parts import parts
from api.rest.etags import tag_by_version
from api.rest.paging import Limit, Page, PageQuery, after_in, page_of
from api.rest.schemas import EdgePage, MentionPage, NodeFull, NodePage, RelatedPart
from graph.link import Facet, Link
from graph.mention import NAMED_KINDS
from graph.model import Edge, Node, NodeKind
from graph.views.alike import Likes
from graph.views.concept import concept_view
from graph.views.concept_shapes import MentionLine
from graph.views.entries import choices
from graph.views.known import node_at, record_of
from graph.views.mentions import mention_lines, said_key, said_of
from graph.views.node import edge_lines, edges_of, entry_of, recorded_by
from graph.views.related import alike_lines, links_of, related_lines
from graph.views.shapes import EdgeLine

nodes = APIBlueprint("nodes", __name__, url_prefix="/api/v1/nodes")


def _vectors() -> str:
    """Return what answers of this request hang on beside the library: what is alike or near comes with its vectors."""
    return parts().alike.state() if request.path.endswith("/related") else ""


tag_by_version(nodes, _vectors)

MOST_FOUND = 1000
"""Hits looked through for a query with a kind: beyond that a person narrows the words."""


class NodeQuery(PageQuery):
    """Which nodes: all, of one kind, those that words find (best first)."""

    kind: NodeKind | None = None
    q: str | None = None


class RelatedQuery(PageQuery):
    """Which page, and in which facet (all told: links)."""

    limit: Limit = 20
    facet: Facet | None = None


@nodes.get("")
@nodes.input(NodeQuery, location="query")
@nodes.output(NodePage)
def nodes_list(query_data: NodeQuery) -> Page[Node]:
    """The nodes, sorted by id; with `q` the best hits first."""
    if query_data.q is not None:
        found = after_in(_found(query_data.q, query_data.kind), query_data.after, _id)
    else:
        kinds = (query_data.kind,) if query_data.kind else ()
        found = parts().library.graph.nodes(kinds, query_data.after, query_data.limit + 1)
    return page_of(found, query_data.limit, _id)


@nodes.get("/<node>")
@nodes.output(NodeFull)
@nodes.doc(responses={308: "Superseded: the current id is in Location"})
def node(node: str) -> dict[str, Any] | Response:
    """A node with what was decided about it, the documents that record it, its metadata, and where its edges are.

    A paper that is known from metadata alone is a node too, flagged `metadata-only`; deciding on it makes it a work. So
    is a name that only such papers use.
    """
    library = parts().library
    found = node_at(library, node)
    if found.id != node:
        return _moved("nodes.node", found.id)
    record = record_of(library, found)
    return {
        "node": found,
        "entry": entry_of(library, found, record),
        "choices": choices(library, (found,))[node],
        "documents": recorded_by(library, node),
        "record": record,
        "concept": concept_view(library, found) if found.kind in NAMED_KINDS else None,
        "edges": url_for("nodes.node_edges", node=node),
        "mentions": url_for("nodes.node_mentions", node=node),
        "related": url_for("nodes.node_related", node=node),
    }


@nodes.get("/<node>/edges")
@nodes.input(PageQuery, location="query")
@nodes.output(EdgePage)
@nodes.doc(responses={308: "Superseded: the current id is in Location"})
def node_edges(node: str, query_data: PageQuery) -> Page[EdgeLine] | Response:
    """A node's edges in both directions, each with its evidence."""
    library = parts().library
    current = node_at(library, node).id
    if current != node:
        return _moved("nodes.node_edges", current)
    following = after_in(edges_of(library, node), query_data.after, _edge_key)
    page = page_of(following, query_data.limit, _edge_key)
    return Page(results=edge_lines(library, node, page.results), next=page.next)


@nodes.get("/<node>/related")
@nodes.input(RelatedQuery, location="query")
@nodes.output(RelatedPart)
@nodes.doc(responses={308: "Superseded: the current id is in Location"})
def node_related(node: str, query_data: RelatedQuery) -> dict[str, Any] | Response:
    """What is linked with a node, likeliest first, each with its reasons; with `facet` what is most alike in that.

    A score is a guess unless the link is confirmed. Decide by a decision of kind `link` on the keys of both. A likeness in
    background, method or result is how probable a reader finds the two alike in it; in title or text it is a cosine.
    """
    library = parts().library
    current = node_at(library, node).id
    if current != node:
        return _moved("nodes.node_related", current)
    facet, alike = query_data.facet, parts().alike
    likes = alike.of(node, facet) if facet else Likes(found=[(link, 0.0) for link in links_of(library, node)])

    def other(one: tuple[Link, float]) -> str:
        return one[0].other(node)

    page = page_of(after_in(likes.found, query_data.after, other), query_data.limit, other)
    links = [link for link, _ in page.results]
    lines = alike_lines(library, alike, node, facet, page.results) if facet else related_lines(library, node, links)
    return {"results": lines, "next": page.next, "missing": likes.missing}


@nodes.get("/<node>/mentions")
@nodes.input(PageQuery, location="query")
@nodes.output(MentionPage)
@nodes.doc(responses={308: "Superseded: the current id is in Location"})
def node_mentions(node: str, query_data: PageQuery) -> Page[MentionLine] | Response:
    """The places where documents and listed works name a concept, newest first, each with its sentence."""
    library = parts().library
    current = node_at(library, node).id
    if current != node:
        return _moved("nodes.node_mentions", current)
    page = page_of(after_in(said_of(library, node), query_data.after, said_key), query_data.limit, said_key)
    return Page(results=mention_lines(library, node, page.results), next=page.next)


def _found(query: str, kind: NodeKind | None) -> list[Node]:
    hits = [hit.key for hit in parts().library.search.search(query, MOST_FOUND)]
    known = parts().library.graph.many(hits)
    return [known[key] for key in hits if key in known and kind in (None, known[key].kind)]


def _moved(endpoint: str, current: str) -> Response:
    query = request.query_string.decode()
    return redirect(url_for(endpoint, node=current) + (f"?{query}" if query else ""), 308)


def _id(node: Node) -> str:
    return node.id


def _edge_key(edge: Edge) -> str:
    return f"{edge.source} {edge.kind} {edge.target} {edge.basis}"
