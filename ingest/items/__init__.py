"""Outline → items: which lists are reading lists, and what each entry says.

Known exceptions and what was rejected: lists inside footnotes and tables of contents are never items; a list of arguments
with a link here and there is no reading list, so a list counts only when half its entries open with a link (or are little
else). Paragraphs are entries only in a run of three that each open with a link set off from what follows, because single
ones are ordinary prose. Tables are not read as lists: what their columns mean is anybody's guess.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from hashlib import blake2b
from itertools import groupby

from msgspec.structs import replace

from graph.identity import read_address
from graph.model import Document, Item, ItemLink
from graph.outline import Block, BlockKind
from ingest.items.entry import Entry, is_set_off, leads_with_link, read_entry
from ingest.items.sections import Section, is_topic, sections_of

MIN_PARAGRAPHS = 3
LINKED_SHARE = 0.5
"""Half the entries of a reading list open with a link; below that a list argues and cites."""
SCHOLARLY = frozenset({"arxiv", "doi", "openreview", "acl"})
SCHOLARLY_SHARE = 1 / 4
MIN_SECTIONS = 3
MIN_ITEMS = 10
"""Headings are categories of research where at least three of them sort at least ten works, a quarter of them scholarly."""


def items_of(document: Document) -> tuple[Item, ...]:
    """Return the reading-list entries of a document in reading order, their `node` not yet set."""
    blocks = document.outline.blocks
    listed = _listed(blocks)
    entries = [(n, entry) for n in listed if (entry := _with_remarks(n, blocks, listed))]
    if not entries:
        return ()
    sections = sections_of(document)
    items: list[Item] = []
    positions: dict[tuple[str, ...], int] = {}
    for n, entry in entries:
        path = sections[n].path
        positions[path] = positions.get(path, 0) + 1
        items.append(_item(document, n, sections[n], positions[path], entry))
    return _with_categories(items)


def _listed(blocks: Sequence[Block]) -> list[int]:
    """Return the indexes of the blocks that belong to reading lists, in reading order."""
    entries = sorted((block.list, n) for n, block in enumerate(blocks) if block.kind is BlockKind.LIST_ITEM)
    chosen: list[int] = []
    for _, group in groupby(entries, key=lambda pair: pair[0]):
        members = [n for _, n in group]
        if _is_reading_list([blocks[n] for n in members]):
            chosen += members
    written = [n for n, block in enumerate(blocks) if block.kind is not BlockKind.FIGURE]
    for alike, run in groupby(written, key=lambda n: blocks[n].kind is BlockKind.PARAGRAPH and is_set_off(blocks[n])):
        paragraphs = list(run)
        if alike and len(paragraphs) >= MIN_PARAGRAPHS:
            chosen += paragraphs
    return sorted(n for n in chosen if blocks[n].text)


def _with_remarks(n: int, blocks: Sequence[Block], listed: Collection[int]) -> Entry | None:
    """Return the entry of a block, its comment continued by the remarks listed below it."""
    entry = read_entry(blocks[n])
    if entry is None or blocks[n].kind is not BlockKind.LIST_ITEM:
        return entry
    remarks = []
    for m in range(n + 1, len(blocks)):
        below = blocks[m]
        if below.kind is not BlockKind.LIST_ITEM or below.level <= blocks[n].level or m in listed:
            break
        remarks.append(below.text)
    return replace(entry, comment=" ".join(filter(None, [entry.comment, *remarks])) or None)


def _is_reading_list(entries: Sequence[Block]) -> bool:
    """Tell a reading list from a table of contents (its links lead into the same document) and from an argument."""
    internal = sum(all(link.url.startswith("#") for link in block.links) for block in entries if block.links)
    if internal * 2 > len(entries):
        return False
    return sum(leads_with_link(block) for block in entries) >= max(1, LINKED_SHARE * len(entries))


def _item(document: Document, block: int, section: Section, position: int, entry: Entry) -> Item:
    addresses = [read_address(url) if url else None for _, url in entry.links]
    first = addresses[0] if addresses else None
    mended = [repair for address in addresses if address for repair in (*address.repairs, *address.flags)]
    further = tuple(
        ItemLink(
            label, address.url if address else url, str(address.identity) if address and address.identity else None
        )
        for (label, url), address in zip(entry.links[1:], addresses[1:], strict=True)
    )
    token = "\n".join((document.id, "/".join(section.path), str(position), entry.label))
    return Item(
        id=f"item-{blake2b(token.encode(), digest_size=6).hexdigest()}",
        document=document.id,
        section=section.text,
        position=position,
        month=section.month,
        category=None,
        label=entry.label,
        url=first.url if first and first.identity else None,
        identity=str(first.identity) if first and first.identity else None,
        version=first.version if first else None,
        links=further,
        comment=entry.comment,
        repairs=tuple(dict.fromkeys((*entry.repairs, *mended))),
        block=block,
    )


def _with_categories(items: list[Item]) -> tuple[Item, ...]:
    """Set each item's category where the document's headings sort research (law 6)."""
    topical = [item for item in items if item.month is None and is_topic(item.section)]
    scholarly = sum((item.identity or "").split(":")[0] in SCHOLARLY for item in topical)
    sections = {item.section for item in topical}
    if len(sections) < MIN_SECTIONS or len(topical) < MIN_ITEMS or scholarly < SCHOLARLY_SHARE * len(topical):
        return tuple(items)
    chosen = {item.id for item in topical}
    return tuple(replace(item, category=item.section) if item.id in chosen else item for item in items)
