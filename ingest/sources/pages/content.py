"""Where a page's text is: trafilatura says which words are the text, and the part of the page that holds them is read.

Reading the page's own markup rather than what trafilatura makes of it keeps links, anchors, nested lists and code.
"""

from __future__ import annotations

import re
from copy import deepcopy

from graph.outline import Outline
from ingest.outline import outline_html
from ingest.sources.pages.tree import Element, is_large, markup, prune

HELD = 0.9
"""The part with the text holds nearly all of it; what it misses is a caption or a teaser elsewhere."""
FEW_WORDS = 80
MUCH_MORE = 4
"""A text of a few words on a page of four times as many is a misjudgement: the page is read whole."""
_KEY = 80
_TEXTS = ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "td", "div", "dd")
_SPACE = re.compile(r"\W+")


def outline_page(tree: Element, url: str | None) -> Outline:
    """Return the outline of a page's text, without what stands around it."""
    whole = deepcopy(tree)
    prune(whole)
    body = whole.find("body") if whole.find("body") is not None else whole
    everything = outline_html(markup(body), url)
    if is_large(tree):
        return everything
    part = _part_with(body, _keys(tree))
    if part is None:
        return everything
    found = outline_html(markup(part), url)
    few = found.words() < FEW_WORDS and everything.words() >= MUCH_MORE * max(found.words(), 1)
    return everything if few else found


def _keys(tree: Element) -> dict[str, int]:
    """Return the beginning of each paragraph that trafilatura takes for text, with the signs in it."""
    # Imported here: half a second that only reading a page needs.
    from trafilatura import bare_extraction

    try:
        found = bare_extraction(
            deepcopy(tree), include_comments=False, include_tables=True, favor_recall=True, with_metadata=False
        )
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        return {}  # it judges markup that anybody may have written
    text = getattr(found, "text", None) or ""
    return {_key(line): len(line) for line in text.splitlines() if len(line.strip()) > 2}


def _part_with(body: Element, keys: dict[str, int]) -> Element | None:
    """Return the smallest part of the page that holds nearly all of the text; None where none of it is found."""
    held: dict[Element, int] = {}
    # The innermost first: a part that opens with a paragraph opens as the paragraph does.
    for element in reversed(list(body.iter(*_TEXTS))):
        signs = keys.pop(_key(_opening(element)), 0) if keys else 0
        while signs and element is not None:
            held[element] = held.get(element, 0) + signs
            if element is body:
                break
            element = element.getparent()
    if not held.get(body):
        return None
    part = body
    while (inner := next((child for child in part if held.get(child, 0) >= HELD * held[body]), None)) is not None:
        part = inner
    return part if part.tag not in ("p", "li", "td") else part.getparent()


def _opening(element: Element) -> str:
    """Return the beginning of what the element says, and no more of it than a key needs."""
    said = ""
    for text in element.itertext():
        said += text[: 4 * _KEY]
        if len(_SPACE.sub("", said)) >= _KEY:
            break
    return said


def _key(text: str) -> str:
    return _SPACE.sub("", text[: 8 * _KEY])[:_KEY].casefold()
