"""What a tag's attributes and text give away: hidden, a note, a footnote's marker, a heading's own link."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from msgspec.structs import replace

from graph.outline import Block, Link, Span
from ingest.outlines.frame import within
from ingest.outlines.tags import (
    BACK_LINK,
    HIDDEN,
    MARKER_CLASS,
    MARKER_FRAGMENT,
    MARKER_ROLES,
    MARKER_TEXT,
    NOTE_ROLES,
    NOTES,
    PERMALINK,
    SIDE,
)

Attributes = Mapping[str, str]


def is_hidden(tag: str, attributes: Attributes) -> bool:
    """Tell what a reader of the page does not see, or sees beside the text only."""
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return tag not in ("img", "html", "body")
    if "style" in attributes and tag not in ("html", "body") and HIDDEN.search(attributes["style"] or ""):
        return True
    return tag in ("td", "pre", "span") and "class" in attributes and _stands_beside(attributes["class"])


def holds_notes(attributes: Attributes) -> bool:
    """Tell by role, class or id that here stand the notes."""
    for name in ("class", "id"):
        if name in attributes and _names_notes(attributes[name]):
            return True
    roles = f"{attributes.get('role', '')} {attributes.get('epub:type', '')}".split()
    return not NOTE_ROLES.isdisjoint(roles)


# The classes of one document are few and each stands there a thousand times.
@lru_cache(maxsize=4096)
def _stands_beside(names: str) -> bool:
    return bool(SIDE.search(names))


@lru_cache(maxsize=4096)
def _names_notes(names: str) -> bool:
    return bool(NOTES.search(names))


def is_marker(attributes: Attributes, url: str, text: str) -> bool:
    """Tell a footnote's marker or its way back from a link worth reading."""
    text = text.strip()
    if not MARKER_TEXT.fullmatch(text):
        return False
    if (attributes.get("role") or attributes.get("epub:type") or "") in MARKER_ROLES:
        return True
    fragment = url.partition("#")[2]
    if not fragment:
        return False
    if text and BACK_LINK.fullmatch(text):
        return True
    return bool(MARKER_CLASS.search(attributes.get("class") or "") or MARKER_FRAGMENT.search(fragment))


def without_permalink(block: Block) -> Block | None:
    """Return a heading without the sign that links to the heading itself; None where nothing is left."""
    for link in block.links:
        label = block.text[link.start : link.end]
        if "#" not in link.url or not PERMALINK.fullmatch(label):
            continue
        rest = tuple(other for other in block.links if other is not link)
        if link.end == len(block.text):
            text = block.text[: link.start].rstrip()
            links, emphasis = within(len(text), rest, block.emphasis)
            return replace(block, text=text, links=tuple(links), emphasis=tuple(emphasis)) if text else None
        if link.start == 0:
            text = block.text[link.end :].lstrip()
            gone = len(block.text) - len(text)
            links = [Link(max(it.start - gone, 0), max(it.end - gone, 0), it.url) for it in rest]
            emphasis = [Span(max(it.start - gone, 0), it.end - gone) for it in block.emphasis if it.end > gone]
            return replace(block, text=text, links=tuple(links), emphasis=tuple(emphasis))
    return block
