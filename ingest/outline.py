"""A body → its outline: the document read in order, whatever state its markup is in. Never raises on content."""

from __future__ import annotations

import re
from html import unescape

from lxml import etree

from graph.outline import Block, BlockKind, Link, Outline
from ingest.outlines.frame import Frame
from ingest.outlines.reader import OutlineReader
from ingest.outlines.taming import tamed
from ingest.outlines.text import literal

_TAG = re.compile(r"<[a-zA-Z!/]")
_ESCAPED_TAG = re.compile(
    r"&lt;(?:p|div|a|b|i|em|strong|img|span|ul|ol|table|blockquote|h[1-6]|br)(?:\s(?:(?!&[lg]t;)[^<>])*+)?/?&gt;",
    re.IGNORECASE,
)
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_LEADER = re.compile(r"(?:[-*•–+]|\(?(\d{1,3})[.)])\s+(?=\S)")
_TIMESTAMP = re.compile(r"[\[(]?(?:\d{1,2}:)?\d{1,2}:\d{2}\b")
_BARE_ADDRESS = re.compile(r"https?://[^\s<>\"“”«»]+")
_AFTER_ADDRESS = ".,;:!?)]}’”'\"*"
WRAPPED_AT = 60
"""Hard-wrapped lines run to 65 signs and more; a line that stops before this one was ended on purpose."""


def outline_html(html: str, base: str | None) -> Outline:
    """Return the outline of an HTML body or page; relative addresses are resolved against `base`."""
    repairs: set[str] = set()
    if "&lt;" in html and not _TAG.search(html) and _ESCAPED_TAG.search(html):
        html = unescape(html)
        repairs.add("double-escaped")
    reader = OutlineReader(base)
    parser = etree.HTMLParser(target=reader, huge_tree=True, encoding="utf-8")
    blocks = etree.fromstring(tamed(html).encode("utf-8", "replace"), parser) if html.strip() else ()
    return Outline(blocks, tuple(sorted(repairs | reader.repairs)))


def is_markup(text: str) -> bool:
    """Tell whether a body is HTML; without a single tag it is plain text, its line breaks included."""
    return bool(_TAG.search(text) or _ESCAPED_TAG.search(text))


def outline_text(text: str) -> Outline:
    """Return the outline of plain text: paragraphs, list items by their leaders, addresses as links."""
    text = text.encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    blocks: list[Block] = []
    lists = 0
    for chunk in _BLANK_LINE.split(text):
        for lines in _paragraphs(chunk.split("\n")):
            leader = _LEADER.match(lines)
            frame = Frame(BlockKind.PARAGRAPH)
            if leader is not None:
                frame = Frame(BlockKind.LIST_ITEM, level=1)
                frame.ordered = leader[1] is not None
                before = blocks[-1] if blocks else None
                lists += before is None or before.list == 0 or before.ordered != frame.ordered
                frame.list = lists
                lines = lines[leader.end() :]
            if block := _linked(frame, lines):
                blocks.append(block)
    return Outline(tuple(blocks))


def paragraph(text: str) -> Block | None:
    """Return one paragraph of plain text, its addresses as links; None where there is nothing to see in it."""
    return _linked(Frame(BlockKind.PARAGRAPH), text)


def summary_of(markup: str) -> str | None:
    """Return the text of a short description, in one line; None where it has none."""
    if "<" not in markup:
        return literal(markup) or None
    return " ".join(block.text for block in outline_html(markup, None).blocks if block.text) or None


def _paragraphs(lines: list[str]) -> list[str]:
    """Join lines that were only wrapped."""
    out: list[str] = []
    short = True
    for line in (line.strip() for line in lines):
        if not line:
            continue
        if short or _LEADER.match(line) or _TIMESTAMP.match(line):
            out.append(line)
        else:
            out[-1] += " " + line
        short = len(line) < WRAPPED_AT
    return out


def _linked(frame: Frame, text: str) -> Block | None:
    at = 0
    for found in _BARE_ADDRESS.finditer(text):
        address = found[0].rstrip(_AFTER_ADDRESS)
        frame.add(text[at : found.start()])
        start = frame.add(address)
        at = found.start() + len(address)
        if start is not None:
            frame.links.append(Link(start, frame.length, address))
    frame.add(text[at:])
    return frame.take()
