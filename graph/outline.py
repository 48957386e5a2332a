"""A document read in order: blocks of plain NFC text with link and emphasis spans.

Offsets are code points into the block's own text. Source HTML ends here: nothing below ever renders it.
"""

from __future__ import annotations

from bisect import bisect_right
from enum import StrEnum
from functools import cached_property

from msgspec import Struct


class BlockKind(StrEnum):
    """What a block is to a reader."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list-item"
    QUOTE = "quote"
    CODE = "code"
    TABLE_ROW = "table-row"
    FIGURE = "figure"
    NOTE = "note"
    TURN = "turn"


class Link(Struct, frozen=True):
    """An anchor over `text[start:end]`.

    `url` is absolute wherever the source wrote an address; `""` where the href was written empty;
    `#name` where it leads to a place in the same document.
    """

    start: int
    end: int
    url: str


class Span(Struct, frozen=True):
    """An emphasised stretch (bold, italic) of `text[start:end]`."""

    start: int
    end: int


class Block(Struct, frozen=True, omit_defaults=True):
    """One block. White space is folded to single spaces except in code, where it is kept.

    `level` is 1–6 for a heading and the nesting depth (from 1) for a list item, else 0.
    `list` numbers the list a list item belongs to (from 1, in reading order), else 0.
    `anchors` are the names a `#fragment` may lead to. `image` is a figure's address; its text is the caption or alt.
    A turn opens what a `speaker` says; the paragraphs that go on with it name the speaker too. `start` is the second
    at which a turn or a chapter's heading begins.
    """

    kind: BlockKind
    text: str
    level: int = 0
    list: int = 0
    ordered: bool = False
    links: tuple[Link, ...] = ()
    emphasis: tuple[Span, ...] = ()
    anchors: tuple[str, ...] = ()
    image: str | None = None
    speaker: str | None = None
    start: float | None = None


class Outline(Struct, frozen=True, dict=True):  # dict: what is looked up again and again is worked out once
    """A document's blocks in reading order. Mended things are named in `repairs` (codes, sorted, once each)."""

    blocks: tuple[Block, ...] = ()
    repairs: tuple[str, ...] = ()

    def anchor_of(self, block: int) -> str | None:
        """Return the nearest anchor at or before this block within its section; None where it has none."""
        place = bisect_right(self._landmarks, block)
        anchors = self.blocks[self._landmarks[place - 1]].anchors if place else ()
        return anchors[0] if anchors else None

    def start_of(self, block: int) -> float | None:
        """Return the second at which this block is heard: its own start, else the nearest one before; None in a text."""
        place = bisect_right(self._starts, block)
        return self.blocks[self._starts[place - 1]].start if place else None

    def heading_of(self, block: int) -> int | None:
        """Return the block of the last heading at or before this block; None before the first."""
        place = bisect_right(self._headings, block)
        return self._headings[place - 1] if place else None

    @cached_property
    def _headings(self) -> list[int]:
        return [place for place, block in enumerate(self.blocks) if block.kind is BlockKind.HEADING]

    @cached_property
    def _landmarks(self) -> list[int]:
        """Return the blocks that have an anchor, and the headings, which end what an earlier anchor stands for."""
        return [place for place, block in enumerate(self.blocks) if block.anchors or block.kind is BlockKind.HEADING]

    @cached_property
    def _starts(self) -> list[int]:
        return [place for place, block in enumerate(self.blocks) if block.start is not None]

    def words(self) -> int:
        """Return how many white-space separated words the blocks hold."""
        return sum(len(block.text.split()) for block in self.blocks)
