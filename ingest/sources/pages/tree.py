"""HTML → a tree without what stands around the text: navigation, buttons, footers, what is shared and related."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree
from lxml import html as lxml_html

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
_HOLDERS = frozenset({"html", "body", "main", "article"})
MOST_OF_IT = 0.4
"""What holds this share of a page's text is no decoration of it, whatever its class says."""


def parse_page(html: str) -> Element | None:
    """Return the page's tree; None where there is none. No entity is expanded, nothing is fetched, depth has its limit."""
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        return lxml_html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def prune(tree: Element) -> None:
    """Take away what stands around the text."""
    whole = max(len(_text(tree)), 1)
    for element in list(tree.iter(*_CHROME)):
        if element.tag != "form" or len(_text(element)) < MOST_OF_IT * whole:
            _drop(element)
    for element in list(tree.iter(etree.Element)):
        if element.tag not in _HOLDERS and _is_around(element) and len(_text(element)) < MOST_OF_IT * whole:
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


def _text(element: Element) -> str:
    return "".join(element.itertext())
