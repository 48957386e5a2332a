"""What a query finds."""

from __future__ import annotations

from collections.abc import Sequence

from graph.model import WORK_KINDS, Node
from graph.ports import Hit, Library
from graph.views.entries import entries
from graph.views.known import known_entries
from graph.views.shapes import SearchResult, SearchView

MOST_KNOWN = 1_000
"""Papers of the corpus looked through: who has not found it among so many wants other words."""


def search_view(library: Library, query: str, limit: int = 20, skip: int = 0) -> SearchView:
    """Return the best hits past the first `skip`, works as entries; any text is a query.

    What the library has comes first, even where only its metadata has the words; then what is known from metadata alone.
    """
    hits = library.search.search(query, skip + limit)
    results = _found(library, hits[skip:])
    if len(hits) < skip + limit:
        known = _known(library, query, {hit.key for hit in hits}, max(0, skip - len(hits)), limit - len(results))
        results = (*results, *known)
    return SearchView(query=query, results=results)


def _found(library: Library, hits: Sequence[Hit]) -> tuple[SearchResult, ...]:
    nodes = library.graph.many([hit.key for hit in hits])
    return _results(library, [(nodes[hit.key], hit.score) for hit in hits if hit.key in nodes])


def _known(library: Library, query: str, found: set[str], skip: int, limit: int) -> tuple[SearchResult, ...]:
    """Return what the corpus has and was not found yet, works of the library before the others."""
    hits = library.corpus.search(query, MOST_KNOWN)
    works = library.graph.find([hit.key for hit in hits])
    fresh = [hit for hit in hits if hit.key not in works or works[hit.key].id not in found]
    ordered = sorted(fresh, key=lambda hit: hit.key not in works)[skip : skip + limit]
    held = [(works[hit.key], hit.score) for hit in ordered if hit.key in works]
    others = [hit for hit in ordered if hit.key not in works]
    records = library.corpus.records([hit.key for hit in others])
    drawn = known_entries(library, [records[hit.key] for hit in others])
    known = (
        SearchResult(node=entry.node, entry=entry, score=hit.score) for entry, hit in zip(drawn, others, strict=True)
    )
    return (*_results(library, held), *known)


def _results(library: Library, found: Sequence[tuple[Node, float]]) -> tuple[SearchResult, ...]:
    drawn = {entry.node.id: entry for entry in entries(library, [node for node, _ in found if node.kind in WORK_KINDS])}
    return tuple(SearchResult(node=node, entry=drawn.get(node.id), score=score) for node, score in found)
