"""Headings → sections: which month or category a list stands under (laws 6 and 9)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from msgspec import Struct

from graph.model import Document, Item, Moment, Month
from graph.outline import Block, BlockKind
from ingest.items.monthly import heading_month

GENERIC = re.compile(
    r"^\W*(?:references?|bibliography|notes?|footnotes?|sources?|links?|further (?:reading|resources)|resources|"
    r"see also|related\b.*|"
    r"conclusions?\b.*|introduction|summary|table of contents|contents|toc|appendix\b.*|acknowledge?ments?|credits|changelog|"
    r"updates?|about\b.*|subscribe\b.*|comments?|share\b.*|tags?|categories|bonus\b.*|miscellaneous|misc|other|more\b.*|"
    r"previous\b.*|recent posts|part\b.{0,12}|sponsors?\b.*|support\b.*|contact\b.*|faq|q&a\b.*)\W*$",
    re.IGNORECASE,
)
"""Headings that say what a part of a text is for, not what the works under it are about."""
PSEUDO_HEADING_WORDS = 10
ANY = Moment(datetime(2000, 12, 31, tzinfo=UTC))
"""A date that lets every month have a year, where only the name matters."""
CHRONICLE = 3
"""Months that a text's headings name where it goes by months: one or two may stand there for anything."""
BOLD = 7
NESTED = 8
"""Levels below those of headings, h1 to h6."""


class Section(Struct, frozen=True):
    """Where a block stands: its nearest heading (None before the first), the month and the topic its headings name.

    `path` has the nearest heading and those above it, outermost first.
    """

    text: str | None
    month: Month | None = None
    topic: str | None = None
    path: tuple[str, ...] = ()


def sections_of(document: Document) -> list[Section]:
    """Return, for each block of the outline, the section it stands in."""
    blocks = document.outline.blocks
    stack: list[tuple[int, Section]] = []
    result: list[Section] = []
    for n in range(len(blocks)):
        if not _is_nested(blocks, n):
            stack = [(level, section) for level, section in stack if level < NESTED]
        level = _level(blocks, n)
        if level:
            while stack and stack[-1][0] >= level:
                stack.pop()
            stack.append((level, _section(blocks[n].text, stack[-1][1] if stack else None, document)))
        result.append(stack[-1][1] if stack else Section(None))
    return result


def months_told(document: Document, items: Iterable[Item]) -> list[Month | None]:
    """Return, for each block of the outline, the month that it speaks of where that is before the document's own.

    A month in a heading ("Correction, October 10") is its section's where it is that of listed works or where the text
    goes by months. A line of the table of contents speaks of the month that it leads to.
    """
    sections = sections_of(document)
    named = {section.month for section in sections} - {None}
    kept = named if len(named) >= CHRONICLE else {item.month for item in items}
    past = {month for month in kept if month is not None and _is_past(month, document.published)}
    headed = {section.text: section.month for section in sections}
    told = (
        section.month or headed.get(block.text)
        for section, block in zip(sections, document.outline.blocks, strict=True)
    )
    return [month if month in past else None for month in told]


def _is_past(month: Month, published: Moment | None) -> bool:
    """Say whether the month lies before the one in which something was published; of a bare year any month may."""
    if published is None:
        return True
    return month < published.month if published.month else int(month[:4]) <= published.local.year


def _section(text: str, parent: Section | None, document: Document) -> Section:
    above = parent or Section(None)
    month = heading_month(text, [*above.path[::-1], document.title or ""], document.published)
    topic = text if month is None and not GENERIC.match(text) else above.topic
    return Section(text, month or above.month, topic, (*above.path, text))


def _level(blocks: Sequence[Block], n: int) -> int:
    """Return a block's heading level, 0 for none.

    Below headings: a short wholly bold paragraph right above a list or naming a month, then a short entry without a link
    that has a list of its own.
    """
    block = blocks[n]
    if block.kind is BlockKind.HEADING:
        return block.level
    if block.kind is BlockKind.PARAGRAPH and _is_bold(block) and heading_month(block.text, (), ANY):
        return BOLD
    following = blocks[n + 1] if n + 1 < len(blocks) else None
    if following is None or following.kind is not BlockKind.LIST_ITEM or len(block.text.split()) > PSEUDO_HEADING_WORDS:
        return 0
    if block.kind is BlockKind.PARAGRAPH and _is_bold(block):
        return BOLD
    if block.kind is BlockKind.LIST_ITEM and not block.links and following.level > block.level:
        return NESTED + block.level
    return 0


def _is_bold(block: Block) -> bool:
    """Tell whether a whole block is emphasised and nothing in it is a link."""
    span = block.emphasis[0] if len(block.emphasis) == 1 and not block.links else None
    return span is not None and span.start == 0 and span.end >= len(block.text.rstrip(" :"))


def _is_nested(blocks: Sequence[Block], n: int) -> bool:
    """Tell whether a block still belongs to the entry of a list above it."""
    return blocks[n].kind is BlockKind.LIST_ITEM and blocks[n].level > 1
