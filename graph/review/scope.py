"""Which works belong to a year's review, and where each of them was read.

A work is in a year that it was picked or curated for; that a review of the year lists it under (a list with the year in
its title, in a section that is a month or a category); or in which a list with it was published, as long as the work is
not known to be of another year. Plain link lists say little: where the year has reviews, sections or picks, they bring
in dated works only, and what one source repeats from document to document is never a find. A reference list says what a
text rests on, not what its writer recommends: it brings nothing into a review, and its entries are nobody's comments.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from enum import IntEnum

from msgspec import Struct

from graph.ids import month_id
from graph.model import Basis, Document, DocumentId, EdgeKind, Item, NodeId
from graph.months import months_of
from graph.names import is_reference
from graph.ports import Library
from graph.review.shapes import Reference
from graph.views.entries import entries
from graph.views.shapes import Entry
from graph.views.shelf import Shelf, address_at
from graph.views.when import date_text

PAGE = 1000
FURNITURE = 4
"""A work that this many documents of one source list is part of its furniture; a review lists a work twice at most."""
_YEAR = re.compile(r"(?<![0-9])(19|20)[0-9]{2}(?![0-9])")


class Standing(IntEnum):
    """How much an item says about the year, most first."""

    REVIEW = 0
    SECTION = 1
    LISTED = 2
    ELSEWHERE = 3
    REFERENCE = 4


BRINGS_IN = frozenset({Standing.REVIEW, Standing.SECTION, Standing.LISTED})


class Scope(Struct, frozen=True, kw_only=True):
    """The works of a year, every item of the library by document, and what the items say about the year."""

    year: int
    entries: tuple[Entry, ...]
    covering: frozenset[DocumentId]
    listed: dict[DocumentId, list[Item]]
    """Every document that lists anything → its items in reading order."""
    items: dict[str, Item]
    """Those that list one of the entries, by id."""
    standing: dict[str, Standing]
    shelf: Shelf

    def reference(self, item: str) -> Reference:
        """Return where the item was read."""
        found = self.items[item]
        document = self.shelf.documents[found.document]
        return reference_to(document, found.section, found.block, self.shelf)


def scope(library: Library, year: int) -> Scope:
    """Return what belongs to the year's review."""
    listed = _listed(library)
    documents = library.documents.many(listed)
    standing = {
        item.id: _standing(item, documents[item.document], year)
        for some in listed.values()
        for item in some
        if item.document in documents
    }
    certain = _chosen(library, year) | _works(listed, standing, {Standing.REVIEW})
    sections = certain | _works(listed, standing, {Standing.SECTION})
    nodes = library.graph.many(sections | _works(listed, standing, {Standing.LISTED}))
    undated = sections or nodes.keys()
    kept = tuple(
        entry
        for entry in entries(library, list(nodes.values()))
        if (entry.listings or entry.choices.picks)
        and (entry.node.id in certain or _belongs(entry, year, undated))
        and (entry.choices.picks or not _is_furniture(entry))
    )
    return Scope(
        year=year,
        entries=kept,
        covering=frozenset(key for key, document in documents.items() if _covers(document, year)),
        listed=listed,
        items={item.id: item for item in library.documents.items_listing([entry.node.id for entry in kept])},
        standing=standing,
        shelf=Shelf.of(library, {listing.document for entry in kept for listing in entry.listings}),
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


def _listed(library: Library) -> dict[DocumentId, list[Item]]:
    found: dict[DocumentId, list[Item]] = {}
    after = None
    while page := library.documents.all_items(after, PAGE):
        after = page[-1].id
        for item in page:
            found.setdefault(item.document, []).append(item)
    return {document: sorted(items, key=reading_order) for document, items in sorted(found.items())}


def reading_order(item: Item) -> tuple[int, int]:
    """Return what sorts a document's items as they are read."""
    return (item.block, item.position)


def _standing(item: Item, document: Document, year: int) -> Standing:
    if is_reference(item.section or ""):
        return Standing.REFERENCE
    if not _covers(document, year):
        return Standing.ELSEWHERE
    if not (item.month or item.category):
        return Standing.LISTED
    return Standing.REVIEW if year in years_in(document.title) else Standing.SECTION


def _belongs(entry: Entry, year: int, undated: Collection[NodeId]) -> bool:
    """Say whether the work is of the year: its month is, or it has none and stands in a section worth trusting."""
    return entry.month.startswith(f"{year:04}") if entry.month else entry.node.id in undated


def _is_furniture(entry: Entry) -> bool:
    """Say whether one source repeats it from document to document: its hosts, its chat, its sponsor."""
    documents = {(listing.source_title, listing.document) for listing in entry.listings}
    return max(Counter(source for source, _ in documents).values(), default=0) >= FURNITURE


def _covers(document: Document, year: int) -> bool:
    """Say whether the document is about the year: its title names it or, where it names none, it appeared then."""
    named = years_in(document.title)
    published = document.published
    return year in named if named else published is not None and published.local.year == year


def _chosen(library: Library, year: int) -> set[NodeId]:
    edges = library.graph.edges_to([month_id(month) for month in months_of(year)], (EdgeKind.IN_MONTH,))
    return {edge.source for edge in edges if edge.basis in (Basis.PICKED, Basis.CURATED)}


def _works(
    listed: dict[DocumentId, list[Item]], standing: dict[str, Standing], wanted: Collection[Standing]
) -> set[NodeId]:
    return {item.node for some in listed.values() for item in some if item.node and standing.get(item.id) in wanted}
