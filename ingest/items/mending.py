"""Links as their writer meant them: Markdown left in the text, addresses beside an empty anchor, stray characters."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from graph.outline import Block, Link

MARKDOWN = re.compile(r"\[([^\[\]]{1,300})\]\s?\(\s*((?:https?://|www\.)(?:[^\s()]|\([^\s()]*\))+)\s*\)")
BARE = re.compile(r"https?://[^\s<>\"“”]+")
BOLD = re.compile(r"(\*\*|__)(?=\S)(.{1,300}?)(?<=\S)\1")
"""Bold left as Markdown; the marks go, the words stay."""
STRAY = re.compile(r"(?<=\s)[*_•]+(?=\s|$)|^[*_•]+(?=\s)")
"""List markers and emphasis marks left standing alone in rendered text."""
TRAILING = ".,;:!?)]}’”'\""
NEAR = 4
"""An address that close behind an empty anchor is the one it was meant to have."""

Reading = tuple[str, list[Link], tuple[str, ...]]


def mend(block: Block) -> Reading:
    """Return the block's text, its outward links in reading order and the repairs made (codes)."""
    links = [link for link in block.links if not link.url.startswith("#")]
    text, links, marked = _markdown(block.text, links)
    text, links, bare = _bare_addresses(text, links)
    text, links, stray = _without_stray(text, links)
    links = _joined(text, [link for link in links if text[link.start : link.end].strip()])
    repairs = [*marked, *bare, *stray]
    if any(not link.url for link in links):
        repairs.append("empty-href")
    return text.rstrip(), links, tuple(dict.fromkeys(repairs))


def cut(text: str, links: Sequence[Link], start: int, end: int, keep: str = "") -> tuple[str, list[Link]]:
    """Return the text with `text[start:end]` replaced by `keep`, and the links moved along.

    A link around the stretch shrinks with it; one inside it is dropped.
    """
    shift = len(keep) - (end - start)
    moved = []
    for link in links:
        if link.end <= start:
            moved.append(link)
        elif link.start >= end:
            moved.append(replace(link, start=link.start + shift, end=link.end + shift))
        elif link.start <= start and end <= link.end and (link.start, link.end) != (start, end):
            moved.append(replace(link, end=link.end + shift))
    return text[:start] + keep + text[end:], moved


def _markdown(text: str, links: list[Link]) -> Reading:
    repairs: tuple[str, ...] = ()
    at = 0
    while found := MARKDOWN.search(text, at):
        label = found[1].strip()
        text, links = cut(text, links, found.start(), found.end(), label)
        links.append(Link(found.start(), found.start() + len(label), found[2]))
        repairs, at = ("markdown-link",), found.start() + len(label)
    return text, sorted(links, key=lambda link: link.start), repairs


def _bare_addresses(text: str, links: list[Link]) -> Reading:
    """Turn addresses that stand in the text into links, or give them to the empty anchor they follow."""
    repairs: list[str] = []
    at = 0
    while found := BARE.search(text, at):
        address = _trimmed(found[0])
        start, end = found.start(), found.start() + len(address)
        at = end
        if any(link.start < end and start < link.end for link in links):
            continue
        empty = [n for n, link in enumerate(links) if not link.url and 0 <= start - link.end <= NEAR]
        if empty:
            links[empty[-1]] = replace(links[empty[-1]], url=address)
            text, links = cut(text, links, start, end)
            at = start
            repairs.append("empty-href")
        else:
            links = sorted([*links, Link(start, end, address)], key=lambda link: link.start)
            repairs.append("address-in-text")
    return text, links, tuple(repairs)


def _trimmed(address: str) -> str:
    """Return the address without the sentence's punctuation behind it; brackets it opened itself stay."""
    while address and address[-1] in TRAILING:
        if address[-1] == ")" and address.count("(") >= address.count(")"):
            break
        address = address[:-1]
    return address


def _without_stray(text: str, links: list[Link]) -> Reading:
    repairs: tuple[str, ...] = ()
    while found := BOLD.search(text):
        text, links = cut(text, links, found.end(2), found.end())
        text, links = cut(text, links, found.start(), found.start(2))
        repairs = ("stray-characters",)
    while found := STRAY.search(text):
        end = found.end() + (1 if text[found.end() : found.end() + 1] == " " else 0)
        text, links = cut(text, links, found.start(), end)
        repairs = ("stray-characters",)
    return text, links, repairs


def _joined(text: str, links: Sequence[Link]) -> list[Link]:
    """Join neighbouring anchors of one address (bold or a line break split them)."""
    joined: list[Link] = []
    for link in links:
        last = joined[-1] if joined else None
        if last and last.url == link.url and not text[last.end : link.start].strip():
            joined[-1] = replace(last, end=link.end)
        else:
            joined.append(link)
    return joined
