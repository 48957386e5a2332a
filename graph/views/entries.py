"""Works as entries: months, categories, listings and choices, gathered for many works in a handful of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from msgspec.structs import replace

from graph.decisions import choices_of, keys_of
from graph.model import Basis, Edge, EdgeKind, Item, Node, NodeId
from graph.months import month_name
from graph.placing import TRUST, main_month, month_in, surest
from graph.ports import Library
from graph.views.chips import chips
from graph.views.shapes import Choices, Entry, Listing, Placement
from graph.views.shelf import Shelf, evidence_documents
from graph.views.when import date_text

ARXIV = "arxiv"


def entries(library: Library, nodes: Sequence[Node]) -> list[Entry]:
    """Return an entry for each of the works, in their order; the number of queries does not depend on how many."""
    keys = [node.id for node in nodes]
    placed = _by_source(library.graph.edges_from(keys, (EdgeKind.IN_MONTH, EdgeKind.IN_CATEGORY)))
    items = _by_node(library.documents.items_listing(keys))
    edges = [edge for some in placed.values() for edge in some]
    shelf = Shelf.of(library, evidence_documents(edges) | {item.document for some in items.values() for item in some})
    names = library.graph.many({edge.target for edge in edges})
    chosen, named = choices(library, nodes), chips(library, keys, items)
    found = (_entry(node, placed[node.id], items[node.id], names, shelf, chosen[node.id]) for node in nodes)
    return [replace(entry, concepts=named.get(entry.node.id, ())) for entry in found]


def choices(library: Library, nodes: Sequence[Node]) -> dict[NodeId, Choices]:
    """Return what the user decided about each node; empty choices where nothing was."""
    keys = {node.id: set(keys_of(node)) for node in nodes}
    made = library.decisions.decisions({key for some in keys.values() for key in some})
    decided = {decision.on for decision in made}
    return {
        node.id: choices_of(node, [one for one in made if one.on in keys[node.id]] if keys[node.id] & decided else ())
        for node in nodes
    }


def admitted(library: Library, works: Collection[NodeId]) -> set[NodeId]:
    """Return the works that belong on a page of their month or category.

    Those are the ones recorded, listed or picked. A work that is only a further link of an item, or only cited, shows
    inside the item that names it and nowhere else.
    """
    known = library.graph.edges_to(works, (EdgeKind.RECORDS, EdgeKind.LISTS))
    picked = library.graph.edges_from(works, (EdgeKind.IN_MONTH, EdgeKind.IN_CATEGORY))
    return {edge.target for edge in known if edge.basis is not Basis.FURTHER} | {
        edge.source for edge in picked if edge.basis is Basis.PICKED
    }


def own(entry: Entry) -> Placement | None:
    """Return the own category a work is counted under: the most trusted one; None where there is not even a guess."""
    return entry.categories[0] if entry.categories else None


def by_date(entry: Entry) -> tuple[bool, str, str]:
    """Return what sorts entries by month, undated ones last, then by the day known, then by name."""
    days = [
        quote.published
        for placement in entry.months
        if placement.basis == Basis.PUBLISHED
        for quote in placement.evidence
        if quote.published and quote.published.startswith(entry.month or "?")
    ]
    return (entry.month is None, min(days, default=entry.month or ""), entry.node.name.casefold())


def _by_source(edges: Iterable[Edge]) -> defaultdict[NodeId, list[Edge]]:
    found: defaultdict[NodeId, list[Edge]] = defaultdict(list)
    for edge in edges:
        found[edge.source].append(edge)
    return found


def _by_node(items: Iterable[Item]) -> defaultdict[NodeId, list[Item]]:
    found: defaultdict[NodeId, list[Item]] = defaultdict(list)
    for item in items:
        if item.node is not None:
            found[item.node].append(item)
    return found


def _entry(
    node: Node, edges: list[Edge], items: list[Item], names: dict[NodeId, Node], shelf: Shelf, chosen: Choices
) -> Entry:
    months = [edge for edge in edges if edge.kind is EdgeKind.IN_MONTH and edge.basis is not None]
    categories = [
        placement(edge, names.get(edge.target), shelf)
        for edge in sorted(edges, key=surest)
        if edge.kind is EdgeKind.IN_CATEGORY
    ]
    return Entry(
        node=node,
        month=main_month(months),
        months=tuple(placement(edge, None, shelf) for edge in sorted(months, key=_earliest)),
        categories=tuple(placement for placement in categories if placement.scheme != ARXIV),
        facets=tuple(placement for placement in categories if placement.scheme == ARXIV),
        listings=tuple(sorted((listing(item, shelf) for item in items), key=_listing_order)),
        choices=chosen,
    )


def _earliest(edge: Edge) -> tuple[int, NodeId]:
    return (_trust(edge), edge.target)


def _trust(edge: Edge) -> int:
    return TRUST[edge.basis] if edge.basis else len(TRUST)


def placement(edge: Edge, target: Node | None, shelf: Shelf) -> Placement:
    """Return a work's place in a month or a category, whose node `target` is."""
    in_month = edge.kind is EdgeKind.IN_MONTH
    return Placement(
        node=edge.target,
        name=month_name(month_in(edge.target)) if in_month else target.name if target else edge.target,
        scheme=target.scheme if target else None,
        basis=edge.basis.value if edge.basis else "",
        probability=edge.confidence,
        evidence=shelf.quotes(edge),
    )


def listing(item: Item, shelf: Shelf) -> Listing:
    """Return a list's word on the work that the item lists."""
    document = shelf.documents.get(item.document)
    source = shelf.sources.get(document.source) if document else None
    authors = document.authors if document and document.authors else source.authors if source else ()
    return Listing(
        item=item.id,
        document=item.document,
        document_title=document.title if document else None,
        document_url=document.url if document else None,
        source_title=source.title if source else None,
        authors=authors,
        published=date_text(document.published) if document else None,
        section=item.section,
        position=item.position,
        label=item.label,
        comment=item.comment,
        links=item.links,
        repairs=item.repairs,
    )


def _listing_order(listing: Listing) -> tuple[bool, str, str, int]:
    return (listing.published is None, listing.published or "", listing.document, listing.position)
