"""Paragraphs saved without markup → what a careful reader sees in them: headings, quotations.

Only what is clear is named; a doubtful line stays the paragraph that it is. A heading is short, ends without a sign,
stands between paragraphs of text and stands there once: a button's label stands there at every turn.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from graph.outline import Block, BlockKind

LONGEST_HEADING = 70
MOST_WORDS = 10
SHORTEST_TEXT = 90
"""Signs. What follows a heading is text; two short lines under each other are verse, captions or a list of names."""
LEVEL = 2
_HEADING = re.compile(r"[“\"‘'(]?[A-Z0-9À-Þ][^.;:|@\t]*[\w”’\"')?]")
_BUTTON = re.compile(
    r"(?:share|subscribe|upgrade|leave a comment|listen|watch|read|view|give a gift|refer|get|buy|donate|like|restack|sign|"
    r"join|start|click|thanks|source|image|photo|credit|figure|table|via|update[sd]?|edit)\b.*|\W*|\d[\d\s.,%]*",
    re.IGNORECASE,
)
_QUOTATION = re.compile(r"[“\"«].+[”\"»][\s,]*(?:[—–―-]\s*\S.{1,80}|\([^)]{2,80}\)\.?)")
"""Words of somebody else, with the name behind them."""


def shaped(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks with headings and quotations named as such."""
    said = Counter(block.text for block in blocks)
    out = []
    for place, block in enumerate(blocks):
        if block.kind is BlockKind.PARAGRAPH and _QUOTATION.fullmatch(block.text):
            block = replace(block, kind=BlockKind.QUOTE)
        elif said[block.text] == 1 and _is_heading(blocks, place):
            block = replace(block, kind=BlockKind.HEADING, level=LEVEL)
        out.append(block)
    return tuple(out)


def _is_heading(blocks: Sequence[Block], place: int) -> bool:
    block = blocks[place]
    text = block.text
    if block.kind is not BlockKind.PARAGRAPH or block.links or len(text) > LONGEST_HEADING:
        return False
    if len(text.split()) > MOST_WORDS or text.endswith("?") or not _HEADING.fullmatch(text) or _BUTTON.fullmatch(text):
        return False
    if place + 1 == len(blocks) or not _is_text(blocks[place + 1]):
        return False
    return place == 0 or _is_text(blocks[place - 1])


def _is_text(block: Block) -> bool:
    return block.kind in (BlockKind.LIST_ITEM, BlockKind.QUOTE, BlockKind.FIGURE) or len(block.text) >= SHORTEST_TEXT
