"""What was found, drawn: rows as results with their entries and marks, counts as choices with their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from graph.model import WORK_KINDS, Node, NodeId
from graph.months import month_name
from graph.ports import Library
from graph.record import Record
from graph.views.entries import entries
from graph.views.known import known_entries
from graph.views.search.catalogue import Catalogue
from graph.views.search.filters import Counted
from graph.views.search.highlights import Wanted, excerpt, marked
from graph.views.search.shapes import Choice, FilterChoices, SearchResult
from graph.views.search.titles import Rows, Scores
from graph.views.shapes import Entry


def results(
    library: Library, catalogue: Catalogue, rows: Rows, scores: Scores, wanted: Wanted
) -> tuple[SearchResult, ...]:
    """Return the rows in their order; what is gone since the catalogue was made is left out."""
    at = {catalogue.keys[row]: row for row in rows}
    identities = {key: identity for key, row in at.items() if (identity := catalogue.identities[row])}
    records = library.corpus.records(list(identities.values()))
    listed = [key for key, row in at.items() if catalogue.listed[row]]
    nodes = library.graph.many(listed) if listed else {}
    papers = {key: records[identities[key]] for key in at if key not in nodes and identities.get(key) in records}
    drawn = _drawn(library, list(nodes.values()), papers)
    found = (
        (nodes.get(key) or drawn[key].node, drawn.get(key), scores[row])
        for key, row in at.items()
        if key in nodes or key in drawn
    )
    return tuple(
        SearchResult(
            node=node,
            entry=entry,
            score=round(float(score), 6),
            title=marked(node.name, wanted),
            excerpt=excerpt(_told(node, entry, records), wanted),
        )
        for node, entry, score in found
    )


def choices(library: Library, found: Counted) -> FilterChoices:
    """Return what the filters could be set to, by the names that people know."""
    categories, sources = [key for key, _ in found["category"]], [key for key, _ in found["source"]]
    named = {key: node.name for key, node in library.graph.many(categories).items()} if categories else {}
    named |= {one.id: one.title or one.id for one in library.documents.sources()} if sources else {}
    names: Mapping[str, Callable[[str], str]] = {
        "month": month_name,
        "category": lambda key: named.get(key, key),
        "source": lambda key: named.get(key, key),
    }
    told = {
        field: tuple(Choice(value=value, name=names.get(field, str)(value), count=count) for value, count in some)
        for field, some in found.items()
    }
    return FilterChoices(**told)


def _drawn(library: Library, nodes: Sequence[Node], papers: Mapping[NodeId, Record]) -> dict[NodeId, Entry]:
    """Return the works among the nodes, and the papers, as entries; nothing is asked about nothing."""
    works = [node for node in nodes if node.kind in WORK_KINDS]
    drawn = {entry.node.id: entry for entry in entries(library, works)} if works else {}
    return drawn | (dict(zip(papers, known_entries(library, list(papers.values())), strict=True)) if papers else {})


def _told(node: Node, entry: Entry | None, records: Mapping[str, Record]) -> list[str]:
    """Return what there is to read of it: what lists say, its abstract, else how it begins, and who wrote it."""
    comments = [listing.comment for listing in entry.listings if listing.comment] if entry else []
    record = records.get(node.identity or "")
    authors = node.authors or (record.authors if record else ())
    told = [
        *comments,
        (record.abstract if record else None) or node.about,
        f"By {', '.join(authors)}" if authors else "",
    ]
    return [text for text in told if text]
