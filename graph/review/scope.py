"""Which works belong to a year's review, and where each of them was read.

A work is in a year that it was picked or curated for, that a list names in its title ("2024: a year in research"), or
in which a list was published, as long as the work itself is not known to be of another year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from graph.ids import month_id
from graph.model import Basis, Document, DocumentId, EdgeKind, Item, NodeId
from graph.months import months_of
from graph.ports import Library
from graph.review.shapes import Reference
from graph.views.entries import entries
from graph.views.shapes import Entry
from graph.views.shelf import Shelf, address_at
from graph.views.when import date_text

PAGE = 1000
_YEAR = re.compile(r"(?<![0-9])(19|20)[0-9]{2}(?![0-9])")


class Scope(Struct, frozen=True, kw_only=True):
    """The works of a year, the lists that cover it, and the reference of every item that lists one of the works."""

    year: int
    entries: tuple[Entry, ...]
    covering: frozenset[DocumentId]
    listed: dict[DocumentId, list[tuple[NodeId, str | None]]]
    """Document → (work, category as its list states it) in reading order, for every document that lists anything."""
    shelf: Shelf
    references: dict[str, Reference]


def scope(library: Library, year: int) -> Scope:
    """Return what belongs to the year's review."""
    listed = _listed(library)
    documents = library.documents.many(listed)
    titled = {key for key, document in documents.items() if year in years_in(document.title)}
    dated = {key for key, document in documents.items() if _published_in(document, year)}
    certain = _chosen(library, year) | _works(listed, titled)
    nodes = library.graph.many(certain | _works(listed, dated))
    found = [
        entry
        for entry in entries(library, list(nodes.values()))
        if entry.node.id in certain or entry.month is None or entry.month.startswith(f"{year:04}")
    ]
    kept = tuple(entry for entry in found if entry.listings or entry.choices.picks)
    shelf = Shelf.of(library, {listing.document for entry in kept for listing in entry.listings})
    items = library.documents.items_listing([entry.node.id for entry in kept])
    return Scope(
        year=year,
        entries=kept,
        covering=frozenset(titled | dated),
        listed=listed,
        shelf=shelf,
        references={item.id: _reference(item, shelf) for item in items},
    )


def years_in(title: str | None) -> set[int]:
    """Return the four-digit years that a title names."""
    return {int(match.group()) for match in _YEAR.finditer(title or "")}


def reference_to(document: Document, section: str | None, block: int | None, shelf: Shelf) -> Reference:
    """Return a reference to a section of a document."""
    return Reference(
        document=document.id,
        title=document.title or document.url or document.id,
        source=shelf.source_title(document),
        published=date_text(document.published),
        section=section,
        url=address_at(document, block),
    )


def _listed(library: Library) -> dict[DocumentId, list[tuple[NodeId, str | None]]]:
    found: dict[DocumentId, list[Item]] = {}
    after = None
    while page := library.documents.all_items(after, PAGE):
        after = page[-1].id
        for item in page:
            found.setdefault(item.document, []).append(item)
    return {
        document: [(item.node, item.category) for item in sorted(items, key=_reading_order) if item.node]
        for document, items in sorted(found.items())
    }


def _reading_order(item: Item) -> tuple[int, int]:
    return (item.block, item.position)


def _published_in(document: Document, year: int) -> bool:
    return not years_in(document.title) and document.published is not None and document.published.local.year == year


def _chosen(library: Library, year: int) -> set[NodeId]:
    edges = library.graph.edges_to([month_id(month) for month in months_of(year)], (EdgeKind.IN_MONTH,))
    return {edge.source for edge in edges if edge.basis in (Basis.PICKED, Basis.CURATED)}


def _works(listed: dict[DocumentId, list[tuple[NodeId, str | None]]], documents: Iterable[DocumentId]) -> set[NodeId]:
    return {work for document in documents for work, _ in listed[document]}


def _reference(item: Item, shelf: Shelf) -> Reference:
    document = shelf.documents.get(item.document)
    if document is None:
        return Reference(document=item.document, title=item.document, section=item.section)
    return reference_to(document, item.section, item.block, shelf)
