"""Curators' sections: the heading, the prose around the list, the entries in the curator's order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import groupby

from graph.model import Document, Edge, Evidence, Item, NodeId, Source
from graph.outline import Block, BlockKind
from graph.ports import Library, MonthList
from graph.views.shapes import Entry, ListSection, Quote
from graph.views.shelf import Shelf

PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.QUOTE})
READER = "outline"


def list_sections(
    library: Library, edges: Collection[Edge], entries: Mapping[NodeId, Entry], accept: Callable[[Item], bool]
) -> tuple[ListSection, ...]:
    """Return the sections whose items are evidence of these edges, the user's own sources first, then by date."""
    read = {(evidence.document, edge.source) for edge in edges for evidence in edge.evidence}
    items = [
        item
        for item in library.documents.items_listing({edge.source for edge in edges})
        if (item.document, item.node) in read and item.node in entries and accept(item)
    ]
    shelf = Shelf.of(library, {item.document for item in items})
    sections = [
        _section(library, document, shelf, list(group), entries)
        for key, group in groupby(items, key=lambda item: (item.document, item.section))
        if (document := shelf.documents.get(key[0]))
    ]
    return tuple(sorted(sections, key=lambda section: _place(section.source, section.document)))


def list_part(library: Library, shelf: Shelf, part: MonthList, entries: Sequence[Entry], skip: int = 0) -> ListSection:
    """Return a part of a month's section; its prose stands with its beginning only."""
    document = shelf.documents[part.document]
    return ListSection(
        document=document,
        source=shelf.sources[document.source],
        heading=part.section or document.title or "",
        prose=() if skip else _prose(library, document, part.section or None, part.block, shelf),
        entries=tuple(entries),
        works=part.works,
        skip=skip,
    )


def place_of(shelf: Shelf, part: MonthList) -> tuple[bool, bool, str, str, int]:
    """Return what sorts a month's lists: the user's own sources first, then by publication, then as they stand."""
    document = shelf.documents[part.document]
    return (*_place(shelf.sources[document.source], document), part.block)


def prose(
    document: Document, section: str | None, block: int, items: Callable[[], Collection[int]], shelf: Shelf
) -> list[Quote]:
    """Return the paragraphs between a section's heading and the next heading, save those that are items themselves.

    `block` is where the section's first item stands, `items` gives the blocks that items stand in.
    """
    blocks = document.outline.blocks
    start = _heading(blocks, section, block)
    if start is None:
        return []
    found = []
    for number in range(start + 1, len(blocks)):
        if blocks[number].kind is BlockKind.HEADING:
            break
        if blocks[number].kind in PROSE and blocks[number].text:
            found.append(number)
    taken = items() if found else ()
    return [_paragraph(document, section, number, shelf) for number in found if number not in taken]


def _prose(library: Library, document: Document, section: str | None, block: int, shelf: Shelf) -> tuple[Quote, ...]:
    return tuple(prose(document, section, block, lambda: library.documents.item_blocks(document.id), shelf))


def _section(
    library: Library, document: Document, shelf: Shelf, items: list[Item], entries: Mapping[NodeId, Entry]
) -> ListSection:
    heading = items[0].section
    kept = tuple(entries[node] for node in _once(item.node for item in items))
    return ListSection(
        document=document,
        source=shelf.sources[document.source],
        heading=heading or document.title or "",
        prose=_prose(library, document, heading, items[0].block, shelf),
        entries=kept,
        works=len(kept),
    )


def _once(nodes: Iterable[NodeId | None]) -> list[NodeId]:
    return list(dict.fromkeys(node for node in nodes if node is not None))


def _place(source: Source, document: Document) -> tuple[bool, bool, str, str]:
    published = document.published
    instant = published.instant.isoformat() if published else ""
    return (not source.mine, published is None, instant, document.id)


def _heading(blocks: tuple[Block, ...], section: str | None, block: int) -> int | None:
    """Return the block of the heading the section is named after, the last one before its first item."""
    if section is None:
        return None
    before = range(min(block, len(blocks) - 1), -1, -1)
    headings = [number for number in before if blocks[number].kind is BlockKind.HEADING]
    return next((number for number in headings if blocks[number].text == section), next(iter(headings), None))


def _paragraph(document: Document, section: str | None, block: int, shelf: Shelf) -> Quote:
    text = document.outline.blocks[block].text
    return shelf.quote(Evidence(document=document.id, section=section, block=block, quote=text, extractor=READER))
