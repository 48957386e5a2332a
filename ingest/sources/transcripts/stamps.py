"""Clock readings in a text: `1:34`, `[00:01:34]`, `(1:02:03.5)` → seconds, and the line forms that hold one."""

from __future__ import annotations

import re

from msgspec.structs import replace

from graph.outline import Block, Link, Span

CLOCK = r"(?:\d{1,2}:[0-5]\d|\d{1,3}):[0-5]\d(?:[.,]\d{1,3})?"
CLOCKS = re.compile(CLOCK)
_STAMP = rf"(?:\[\s*(?P<square>{CLOCK})\s*\]|\(\s*(?P<round>{CLOCK})\s*\)|(?P<bare>{CLOCK})(?![\d:]))"
LEADING = re.compile(rf"{_STAMP}\s*(?:[-–—|:]\s+)?(?P<rest>.*)", re.DOTALL)
"""`00:18 Ann Lee Right, …`, `[00:18] ANN: Right`, `0:18` alone."""
TRAILING = re.compile(rf"(?P<title>[^\n]{{1,160}}?)\s*[:–—|-]?\s*(?<![\d.,])(?<!\d:){_STAMP}\s*:?")
"""`The long way round 01:06`, `Ann Lee (00:18)`, `Ann Lee: 0:18`."""
MIDDLE = re.compile(
    rf"(?P<title>[^\n:\[(]{{1,60}}?)\s*:?\s*(?:\[\s*(?P<square>{CLOCK})\s*\]|\(\s*(?P<round>{CLOCK})\s*\))\s*:?\s+(?P<rest>\S.*)",
    re.DOTALL,
)
"""`Ann Lee [00:18]: Right, …`; brackets are what tells it from a sentence with a time of day in it."""


def seconds(clock: str) -> float:
    """Return 94 for "1:34", 3723.5 for "1:02:03,5"."""
    total = 0.0
    for part in clock.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return total


def stamp_of(found: re.Match[str]) -> float:
    """Return the seconds that one of the line forms holds."""
    named = found.groupdict()
    return seconds(next(named[name] for name in ("square", "round", "bare") if named.get(name)))


def moved(block: Block, before: str) -> Block:
    """Return the block with this text before its own."""
    by = len(before)
    links = tuple(Link(link.start + by, link.end + by, link.url) for link in block.links)
    emphasis = tuple(Span(span.start + by, span.end + by) for span in block.emphasis)
    return replace(block, text=before + block.text, links=links, emphasis=emphasis)


def cut(block: Block, start: int, end: int | None = None) -> Block:
    """Return the block with a stretch of its text only, without white space around it."""
    piece = block.text[start:end]
    start += len(piece) - len(piece.lstrip())
    text = piece.strip()
    end = start + len(text)
    links = tuple(
        Link(max(link.start, start) - start, min(link.end, end) - start, link.url)
        for link in block.links
        if link.start < end and link.end > start
    )
    emphasis = tuple(
        Span(max(span.start, start) - start, min(span.end, end) - start)
        for span in block.emphasis
        if span.start < end and span.end > start
    )
    return replace(block, text=text, links=links, emphasis=emphasis)
