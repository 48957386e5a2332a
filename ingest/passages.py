"""Documents and records as texts: the passages that are read for names, in order.

Left out is what names nothing in words of its own: code, addresses, reference marks, and what stands under a heading
such as "References", since a bibliography's titles and authors are not what the text speaks of (its items are).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from hashlib import blake2b

import msgspec

from graph.mention import Passage, Text
from graph.model import Document, Item, ItemId
from graph.names import fold
from graph.outline import Block, BlockKind, Span
from graph.record import Record

PASSAGES = "passages/1"
"""Counted up whenever a text is cut into passages in another way, so that texts are read again."""

_WORD = re.compile(r"[^\W\d_]{2}")
_MARK = re.compile(r"\[[^\[\]]{0,40}\]|\([^()]{0,40}\b\d{4}[a-z]?\)")
"""A reference in brackets: "[12]", "[Okafor2024]", "(Okafor et al., 2024)"."""
_BIBLIOGRAPHY = frozenset({"references", "bibliography", "works cited", "citations"})
_BELOW = frozenset({BlockKind.LIST_ITEM, BlockKind.QUOTE, BlockKind.FIGURE})
"""What may still belong to an entry of a list once the list has ended or goes on deeper."""
_DIGEST_BYTES = 12

_encode = msgspec.msgpack.Encoder().encode


def document_text(document: Document, items: Sequence[Item]) -> Text:
    """Return a document as a text: its title, then the blocks of its outline."""
    title = (_titled(document.title),) if document.title else ()
    return _text(document.id, (*title, *_blocks(document.outline.blocks, items)), document.authors)


def record_text(record: Record) -> Text:
    """Return a record as a text: its title, then its abstract as block 0."""
    abstract = (Passage(text=record.abstract, block=0),) if record.abstract else ()
    return _text(record.identity, (_titled(record.title), *abstract), record.authors)


def _text(key: str, passages: tuple[Passage, ...], authors: tuple[str, ...]) -> Text:
    digest = blake2b(_encode((PASSAGES, passages, authors)), digest_size=_DIGEST_BYTES).hexdigest()
    return Text(key=key, digest=digest, passages=passages, authors=authors)


def _titled(title: str) -> Passage:
    return Passage(text=title, labels=(Span(0, len(title)),))


def _blocks(blocks: Sequence[Block], items: Sequence[Item]) -> Iterator[Passage]:
    by_block = {item.block: item for item in items}
    owners = _owners(blocks, by_block)
    passed_over = 0  # the level of the bibliography's heading
    for place, block in enumerate(blocks):
        heading = block.kind is BlockKind.HEADING
        if heading and (not passed_over or block.level <= passed_over):
            passed_over = (block.level or 1) if fold(block.text).strip(" :.") in _BIBLIOGRAPHY else 0
        item = by_block.get(place)
        if item is None and (passed_over or not _is_told(block)):
            continue
        yield Passage(
            text=block.text,
            block=place,
            labels=_label(block.text, item.label) if item else (),
            item=owners[place],
            heading=heading,
            speaker=block.speaker,
        )


def _is_told(block: Block) -> bool:
    """Tell whether a block says something beside code, addresses and reference marks."""
    if block.kind is BlockKind.CODE:
        return False
    return any(_WORD.search(word) for word in _MARK.sub(" ", block.text).split() if not _is_address(word))


def _is_address(word: str) -> bool:
    return "://" in word or word.lower().startswith("www.")


def _label(text: str, label: str) -> tuple[Span, ...]:
    """Return where the label stands; nowhere when it was mended into something that is not written so."""
    start = text.find(label) if label else -1
    return (Span(start, start + len(label)),) if start >= 0 else ()


def _owners(blocks: Sequence[Block], items: dict[int, Item]) -> list[ItemId | None]:
    """Return the item that each block belongs to: an item's own block, and those after it up to the next item or heading.

    A list's last entry does not own the paragraphs after the list, which speak of all of it or of something else.
    """
    owners: list[ItemId | None] = []
    following = _followed(blocks, items)
    current: int | None = None
    for place, block in enumerate(blocks):
        if place in items:
            current = place
        elif block.kind is BlockKind.HEADING or (
            current is not None and not following[place] and not _belongs(block, blocks[current])
        ):
            current = None
        owners.append(items[current].id if current is not None else None)
    return owners


def _belongs(block: Block, entry: Block) -> bool:
    """Tell whether a block may belong to the last entry of its section."""
    if entry.kind is not BlockKind.LIST_ITEM:
        return True
    return block.kind in _BELOW and (block.kind is not BlockKind.LIST_ITEM or block.level > entry.level)


def _followed(blocks: Sequence[Block], items: dict[int, Item]) -> list[bool]:
    """Return of each block whether another item follows under the same heading."""
    followed, seen = [False] * len(blocks), False
    for place in range(len(blocks) - 1, -1, -1):
        followed[place] = seen
        seen = place in items or (seen and blocks[place].kind is not BlockKind.HEADING)
    return followed
