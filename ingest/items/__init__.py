"""Outline → items: what each entry of a reading list says (`lists` judges which lists are).

Known exceptions and what was rejected: tables of contents, footnotes and what stands around a text are never items.
Paragraphs are entries only in a run of three that each open with a link set off from its comment. Tables are not read
as lists: what their columns mean is anybody's guess.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from hashlib import blake2b

from msgspec import Struct
from msgspec.structs import replace

from graph.identity import read_address
from graph.model import Document, Item, ItemLink
from graph.outline import Block, BlockKind
from ingest.items.entry import Entry, is_set_off, read_entry
from ingest.items.lists import FEWEST, Judged, judge_lists
from ingest.items.sections import Section, sections_of

SCHOLARLY = frozenset({"arxiv", "doi", "openreview", "acl"})
SCHOLARLY_SHARE = 1 / 4
MIN_SECTIONS = 3
MIN_ITEMS = 10
"""Headings are categories of research where at least three of them sort at least ten works, a quarter of them scholarly."""


class ListsRead(Struct, frozen=True):
    """A document's items in reading order (their `node` not yet set), and the lists with links that were left out.

    `left_out` has (why, opening words) of each.
    """

    items: tuple[Item, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()


def items_of(document: Document) -> tuple[Item, ...]:
    """Return the reading-list entries of a document in reading order, their `node` not yet set."""
    return read_lists(document).items


def read_lists(document: Document) -> ListsRead:
    """Return what a document's lists hold."""
    blocks = document.outline.blocks
    if not any(block.kind is BlockKind.LIST_ITEM or (block.links and is_set_off(block)) for block in blocks):
        return ListsRead()
    sections = sections_of(document)
    judged = list(judge_lists(blocks, sections))
    listed = sorted(n for one in judged if one.why_not is None for n in one.blocks if blocks[n].text)
    chosen = frozenset(listed)
    items: list[Item] = []
    topics: list[str | None] = []
    positions: dict[tuple[str, ...], int] = {}
    for n in listed:
        if (entry := _with_remarks(n, blocks, chosen)) is None:
            continue
        path = sections[n].path
        positions[path] = positions.get(path, 0) + 1
        items.append(_item(document, n, sections[n], positions[path], entry))
        topics.append(sections[n].topic)
    return ListsRead(_with_categories(items, topics), tuple(_left_out(judged, blocks)))


def _left_out(judged: Sequence[Judged], blocks: Sequence[Block]) -> Iterator[tuple[str, str]]:
    for one in judged:
        if one.why_not in ("argument", "furniture") and len(one.blocks) >= FEWEST:
            yield one.why_not, blocks[one.blocks[0]].text[:80]


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


def _with_categories(items: Sequence[Item], topics: Sequence[str | None]) -> tuple[Item, ...]:
    """Set each item's category where the document's headings sort research (law 6); a month beside it does not matter."""
    topical = [item for item, topic in zip(items, topics, strict=True) if topic]
    scholarly = sum((item.identity or "").split(":")[0] in SCHOLARLY for item in topical)
    sections = {topic for topic in topics if topic}
    if len(sections) < MIN_SECTIONS or len(topical) < MIN_ITEMS or scholarly < SCHOLARLY_SHARE * len(topical):
        return tuple(items)
    return tuple(replace(item, category=topic) for item, topic in zip(items, topics, strict=True))
