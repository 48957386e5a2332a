"""What a query finds."""

from __future__ import annotations

from graph.model import WORK_KINDS
from graph.ports import Library
from graph.views.entries import entries
from graph.views.shapes import SearchResult, SearchView


def search_view(library: Library, query: str, limit: int = 20, skip: int = 0) -> SearchView:
    """Return the best nodes for the query past the first `skip`, works as entries; any text is a query."""
    hits = library.search.search(query, skip + limit)[skip:]
    nodes = library.graph.many([hit.key for hit in hits])
    works = [node for node in nodes.values() if node.kind in WORK_KINDS]
    found = {entry.node.id: entry for entry in entries(library, works)}
    return SearchView(
        query=query,
        results=tuple(
            SearchResult(node=nodes[hit.key], entry=found.get(hit.key), score=hit.score)
            for hit in hits
            if hit.key in nodes
        ),
    )
