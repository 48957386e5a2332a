"""Which lists of a document are reading lists, and why others are not.

A list is judged by its form, never by its topic. Where its heading names a month or says "References", half its entries
need a link; elsewhere half of them must read like entries, since arguments cite things too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from graph.outline import Block, BlockKind, Link
from ingest.items.entry import is_set_off, leads_with_link
from ingest.items.sections import Section

LINKED_SHARE = 0.5
"""Half the entries of a reading list open with a link; below that a list argues and cites."""
MIN_PARAGRAPHS = 3
"""Two paragraphs that open with a link are prose that does so twice."""
FEWEST = 3
"""A list this short without a link is not worth a line in a report."""

REFERENCES = re.compile(r"^\W*(?:references?|bibliography|further reading|reading list|literature)\W*$", re.IGNORECASE)
FURNITURE = re.compile(
    r"^\W*(?:table of contents|contents|toc|in this (?:article|post|issue)|on this page|share\b.*|follow\b.*|connect\b.*|"
    r"subscribe\b.*|related (?:posts?|articles?|stories)|recent posts?|recommended posts?|you (?:may|might) also\b.*|"
    r"hosts?|guests?|sponsors?\b.*|categories|tags?|navigation|menu|archives?|about the authors?|contact\b.*|socials?)\W*$",
    re.IGNORECASE,
)
"""Headings of what stands around a text: its lists lead through a site or to people's profiles, not to works."""
PROFILES = re.compile(
    r"https?://(?:www\.)?(?:(?:twitter|x|facebook|instagram|threads|tiktok|github|medium|patreon)\.(?:com|net)/@?[\w.-]+/?|"
    r"bsky\.app/profile/[^/]+/?|(?:\w+\.)?linkedin\.com/(?:in|company)/[^/]+/?|[\w.-]*mastodon[\w.-]*/@\w+/?|"
    r"(?:www\.)?youtube\.com/(?:@[\w.-]+|c/[^/]+|channel/[^/]+|user/[^/]+)/?)(?:\?.*)?$"
    r"|https?://(?:www\.)?(?:twitter|x)\.com/(?:intent|share)\b|https?://(?:www\.)?facebook\.com/sharer\b"
    r"|https?://(?:www\.)?linkedin\.com/(?:sharing|shareArticle)\b|https?://(?:www\.)?reddit\.com/submit\b",
    re.IGNORECASE,
)
"""Addresses of people and of buttons."""


class Judged(Struct, frozen=True):
    """A list (indexes of its blocks in reading order); `why_not` is None where it is a reading list."""

    blocks: tuple[int, ...]
    why_not: str | None


def judge_lists(blocks: Sequence[Block], sections: Sequence[Section]) -> Iterator[Judged]:
    """Yield every list of a document, and every run of paragraphs that is one, judged."""
    entries = sorted((block.list, n) for n, block in enumerate(blocks) if block.kind is BlockKind.LIST_ITEM)
    for _, group in groupby(entries, key=lambda pair: pair[0]):
        members = tuple(n for _, n in group)
        yield Judged(members, _why_not([blocks[n] for n in members], sections[members[0]]))
    written = [n for n, block in enumerate(blocks) if block.kind is not BlockKind.FIGURE]
    for alike, run in groupby(written, key=lambda n: blocks[n].kind is BlockKind.PARAGRAPH and is_set_off(blocks[n])):
        paragraphs = tuple(run)
        if alike and len(paragraphs) >= MIN_PARAGRAPHS:
            yield Judged(paragraphs, None)


def _why_not(entries: Sequence[Block], section: Section) -> str | None:
    linked = [block for block in entries if _outward(block.links) or "://" in block.text]
    if sum(bool(block.links) and not _outward(block.links) for block in entries) * 2 > len(entries):
        return "contents"
    if not linked:
        return "no-links"
    if any(FURNITURE.match(heading) for heading in section.path[-1:]):
        return "furniture"
    if sum(all(PROFILES.match(link.url) for link in _outward(block.links)) for block in linked) * 2 > len(linked):
        return "furniture"
    cited = section.month is not None or any(REFERENCES.match(heading) for heading in section.path[-1:])
    alike = len(linked) if cited else sum(leads_with_link(block) for block in entries)
    return None if alike >= max(1, LINKED_SHARE * len(entries)) else "argument"


def _outward(links: Sequence[Link]) -> list[Link]:
    return [link for link in links if not link.url.startswith("#")]
