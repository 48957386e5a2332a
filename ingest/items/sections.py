"""Headings → sections: which month or category a list stands under (laws 6 and 9)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from graph.model import Document, Month
from graph.months import month_name, months_of
from graph.outline import Block, BlockKind

MONTHS = [month_name(month).split()[0].lower() for month in months_of(2000)]
_NAMES = "|".join(f"{name}|{name[:3]}\\.?" if len(name) > 4 else name for name in MONTHS) + "|sept\\.?"
_YEAR = r"(?:19|20)\d\d"
LEADING = re.compile(rf"^[\W\d]*({_NAMES})(?:\s*$|\s*[:–—|(,.-]|\s+-|[\s,]+['’]?({_YEAR}|\d\d)\b)", re.IGNORECASE)
"""A heading that opens with a month and then stops or sets it off: "May: …", "March 2025", not "May the force"."""
DATED = re.compile(
    rf"\b({_NAMES})(?:\s+\d{{1,2}})?(?:\s*[-–—]\s*(?:(?:{_NAMES})\s+)?\d{{1,2}})?,?\s+(?:of\s+)?({_YEAR})\b",
    re.IGNORECASE,
)
ISO = re.compile(rf"\b({_YEAR})[-/](0[1-9]|1[0-2])\b")
YEAR = re.compile(rf"\b{_YEAR}\b")
GENERIC = re.compile(
    r"^\W*(?:references?|bibliography|notes?|footnotes?|sources?|links?|further (?:reading|resources)|resources|"
    r"see also|related\b.*|"
    r"conclusions?\b.*|introduction|summary|table of contents|contents|toc|appendix\b.*|acknowledge?ments?|credits|changelog|"
    r"updates?|about\b.*|subscribe\b.*|comments?|share\b.*|tags?|categories|bonus\b.*|miscellaneous|misc|other|more\b.*|"
    r"previous\b.*|recent posts|sponsors?\b.*|support\b.*|contact\b.*|faq|q&a\b.*)\W*$",
    re.IGNORECASE,
)
"""Headings that say what a part of a text is for, not what the works under it are about."""
PSEUDO_HEADING_WORDS = 10
BOLD = 7
NESTED = 8
"""Levels below those of headings, h1 to h6."""


class Section(Struct, frozen=True):
    """A heading (its text; None before the first one) with the month it names, if any; `path` has it and those above it."""

    text: str | None
    month: Month | None
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
        result.append(stack[-1][1] if stack else Section(None, None))
    return result


def _section(text: str, parent: Section | None, document: Document) -> Section:
    path = (*(parent.path if parent else ()), text)
    month = heading_month(text, [*(parent.path[::-1] if parent else ()), document.title or ""], document)
    return Section(text, month or (parent.month if parent else None), path)


def _level(blocks: Sequence[Block], n: int) -> int:
    """Return a block's heading level, 0 for none.

    Below headings: a short wholly bold paragraph right above a list, then a short entry without a link that has a list
    of its own.
    """
    block = blocks[n]
    if block.kind is BlockKind.HEADING:
        return block.level
    following = blocks[n + 1] if n + 1 < len(blocks) else None
    if following is None or following.kind is not BlockKind.LIST_ITEM or len(block.text.split()) > PSEUDO_HEADING_WORDS:
        return 0
    if block.kind is BlockKind.PARAGRAPH and len(block.emphasis) == 1:
        span = block.emphasis[0]
        return BOLD if span.start == 0 and span.end >= len(block.text.rstrip(" :")) else 0
    if block.kind is BlockKind.LIST_ITEM and not block.links and following.level > block.level:
        return NESTED + block.level
    return 0


def _is_nested(blocks: Sequence[Block], n: int) -> bool:
    """Tell whether a block still belongs to the entry of a list above it."""
    return blocks[n].kind is BlockKind.LIST_ITEM and blocks[n].level > 1


def heading_month(text: str, above: Sequence[str], document: Document) -> Month | None:
    """Return the month a heading names; its year from itself, else the headings and title above, else the publication date."""
    if found := ISO.search(text):
        return f"{found[1]}-{found[2]}"
    if found := DATED.search(text):
        return f"{found[2]}-{_number(found[1]):02d}"
    if not (found := LEADING.match(text)):
        return None
    number = _number(found[1])
    if found[2]:
        return f"{int(found[2]) + 2000 if len(found[2]) == 2 else found[2]}-{number:02d}"
    for context in above:
        years = set(YEAR.findall(context))
        if len(years) == 1:
            return f"{years.pop()}-{number:02d}"
    published = document.published
    if published is None or published.month is None:
        return None
    year, month = map(int, published.month.split("-"))
    return f"{year if number <= month else year - 1}-{number:02d}"


def is_topic(text: str | None) -> bool:
    """Tell whether a heading may name a category: it is no month and not one of the generic parts of a text."""
    return bool(text) and not GENERIC.match(text or "") and not LEADING.match(text or "")


def _number(name: str) -> int:
    return next(n for n, month in enumerate(MONTHS, 1) if month.startswith(name.lower().rstrip(".")[:3]))
