"""HTML → a tree without what stands around the text: navigation, buttons, footers, what is shared and related."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from ingest.outlines.taming import tamed

Element = Any
"""lxml comes without types."""

_CHROME = ("nav", "footer", "form", "button", "dialog", "script", "style", "template", "noscript", "iframe", "svg")
_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "dialog", "alertdialog", "menu", "menubar"})
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|social|related|recommend(?:ed|ations)?|newsletter|subscri(?:be|ption)|breadcrumbs?|sidebar|"
    r"comments?|respond|cookies?|consent|promo|adverts?|advertisement|pagination|pager|popup|modal|masthead|skip-?link|"
    r"site-(?:header|footer|nav)|navbar|menu|post-nav(?:igation)?|paywall-prompt)(?:$|[\s_-])",
    re.IGNORECASE,
)
_PARTS = ("aside", "details", "div", "dl", "header", "ol", "section", "table", "ul")
"""What a part of a page may be; inside a line of text or of code, a class says something else."""
MOST_OF_IT = 0.4
"""What holds this share of a page's text is no decoration of it, whatever its class says."""


_NAME = re.compile(r"[a-zA-Z_][\w-]*", re.ASCII)
"""What libxml2 takes for a name wherever it stands; people write <a...> and on<click too."""
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
MOST_ATTRIBUTES = 64
DEEPEST = 200
"""A tag's further attributes and what is nested deeper are no page's own: libxml2 takes quadratic time over the one
and gives up on the other. The words in there are kept, on the level above."""
LARGE = 15_000
"""Elements from which judging each of them takes longer than anybody waits."""


def parse_page(html: str) -> Element | None:
    """Return the page's tree; None where there is none. No entity is expanded and nothing is fetched."""
    parser = etree.HTMLParser(target=_Builder(), huge_tree=True, encoding="utf-8")
    try:
        html = _NOT_XML.sub(" ", html)
        tree = etree.fromstring(tamed(html).encode("utf-8", "replace"), parser) if html.strip() else None
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return tree if tree is not None and tree.tag == "html" else None


def is_large(tree: Element) -> bool:
    """Tell a page too large to be judged part by part."""
    return sum(1 for _ in tree.iter()) > LARGE


class _Builder:
    """The parser's target: builds the tree within bounds, without comments."""

    def __init__(self) -> None:
        self._tree = etree.TreeBuilder(parser=lxml_html.HTMLParser())
        self._depth = 0
        self._open: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Open a tag."""
        self._depth += 1
        if self._depth <= DEEPEST:
            self._open.append(tag if _NAME.fullmatch(tag) else "span")
            kept = (pair for pair in attributes.items() if _NAME.fullmatch(pair[0]))
            self._tree.start(self._open[-1], dict(islice(kept, MOST_ATTRIBUTES)))

    def end(self, _tag: str) -> None:
        """Close a tag."""
        if self._depth <= DEEPEST:
            self._tree.end(self._open.pop())
        self._depth -= 1

    def data(self, text: str) -> None:
        """Take text."""
        self._tree.data(text)

    def comment(self, _text: str) -> None:
        """Comments are no text."""

    def pi(self, _target: str, _data: str | None = None) -> None:
        """Processing instructions are no text."""

    def close(self) -> Element:
        """Return the root."""
        return self._tree.close()


def prune(tree: Element) -> None:
    """Take away what stands around the text."""
    sizes = _sizes(tree)
    most = MOST_OF_IT * sizes[tree]
    for element in list(tree.iter(*_CHROME)):
        if element.tag != "form" or sizes[element] < most:
            _drop(element)
    for element in list(tree.iter(*_PARTS)):
        if sizes[element] < most and _is_around(element):
            _drop(element)


def markup(tree: Element) -> str:
    """Return the tree as HTML again."""
    return str(lxml_html.tostring(tree, encoding="unicode"))


def _is_around(element: Element) -> bool:
    if element.get("role") in _ROLES or element.get("aria-hidden") == "true":
        return True
    if element.tag == "header" and not _is_inside(element) and element.find(".//h1") is None:
        return True
    if element.tag == "aside" and not _is_inside(element):
        return True
    return _NAMES.search(f"{element.get('class', '')} {element.get('id', '')}") is not None


def _is_inside(element: Element) -> bool:
    return any(above.tag in ("main", "article") for above in element.iterancestors())


def _drop(element: Element) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _sizes(tree: Element) -> dict[Element, int]:
    """Return how many signs of text each element holds, in one walk."""
    found: dict[Element, int] = {}
    for _, element in etree.iterwalk(tree):
        inside = sum(found.get(child, 0) + len(child.tail or "") for child in element)
        found[element] = inside + (len(element.text or "") if element.tag not in ("script", "style") else 0)
    return found
