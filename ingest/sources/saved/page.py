"""A saved page, as text or as HTML → its lines: what the readers of pages without a format of their own look at."""

from __future__ import annotations

import re
from functools import cached_property

from lxml import etree, html
from msgspec import Struct

from graph.outline import Block, BlockKind
from ingest.outline import outline_html, outline_text
from ingest.outlines.text import clean
from ingest.sources.dates import RELATIVE
from ingest.sources.decoding import decode
from ingest.sources.kinds import HEAD, HTML_ROOTS, is_binary, root_of
from ingest.sources.pages.tree import parse_page
from ingest.sources.saved.bylines import BY, LONGEST_BYLINE, STAMP, WRITTEN, read_byline

MOST_BYTES = 32 * 1024 * 1024
"""No page that people read is larger."""
_DATED = re.compile(rf"(?:{RELATIVE}|{STAMP}|{WRITTEN})", re.IGNORECASE)
_LINKED_DAY = re.compile(WRITTEN, re.IGNORECASE)
_NAMED_DAY = re.compile(r"(?:yesterday|today|(?:just )?now)", re.IGNORECASE)
_DATE_TAGS = ("time", "span", "small", "div", "a", "p", "abbr", "li", "td", "dd", "relative-time")
_TIME_TAGS = ("time", "relative-time")
_APART = "data-apart"
_DATE_CLASS = re.compile(r"date|time|ago|publish|meta", re.IGNORECASE)
_JOINING = (
    "li",
    "dl",
    "dd",
    "dt",
    "table",
    "tbody",
    "tr",
    "td",
    "th",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "figcaption",
)
"""What an outline reads as one block: around a date these are the layout of an entry."""
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)


class Line(Struct, frozen=True, dict=True):
    """A line of a text page, or a block of an HTML page. `raw` keeps the indentation that text had."""

    text: str
    raw: str = ""
    block: Block | None = None

    @cached_property
    def url(self) -> str | None:
        """Return where the line leads, if a link covers most of it."""
        for link in self.block.links if self.block else ():
            if link.url.startswith("http") and (link.end - link.start) * 2 > len(self.text):
                return link.url
        return None

    @property
    def stands_out(self) -> bool:
        """Tell a heading or a link, which only markup can."""
        return self.block is not None and (self.block.kind is BlockKind.HEADING or self.url is not None)


class Page(Struct, frozen=True, kw_only=True):
    """A page's lines without the empty ones. `url` is its address, as fetched or as the page itself states it."""

    lines: tuple[Line, ...]
    is_html: bool
    title: str | None = None
    url: str | None = None


def read_page(content: bytes, url: str | None = None) -> Page | None:
    """Return the page, or None for what is neither text nor HTML."""
    if len(content) > MOST_BYTES or is_binary(content):
        return None
    text = decode(content).text
    head = text[:HEAD].lstrip("\ufeff \t\r\n")
    if _HTML.search(head) or (head.startswith("<") and root_of(head) in HTML_ROOTS):
        return _read_html(text, url)
    if head.startswith(("<", "{")):
        return None
    raw = (line.rstrip() for line in text.lstrip("\ufeff").splitlines())
    lines = (Line(clean(line), line) for line in raw)
    return Page(lines=tuple(line for line in lines if line.text), is_html=False, url=url)


def body_of(lines: tuple[Line, ...]) -> tuple[Block, ...]:
    """Return the lines as blocks: an HTML page's own ones, a text page's each line as what it looks like."""
    if any(line.block is not None for line in lines):
        return tuple(line.block for line in lines if line.block is not None)
    return outline_text("\n\n".join(line.raw or line.text for line in lines)).blocks


def _read_html(text: str, url: str | None) -> Page:
    """Read HTML. A date gets a line of its own, which is what it is to the eye; a machine's date is taken for it."""
    tree = parse_page(_NOT_XML.sub(" ", text))
    if tree is None:
        return Page(lines=(), is_html=True, url=url)
    for element in list(tree.iter(*_DATE_TAGS)):
        _set_apart(element)
    for element in list(tree.iter("br")):
        second = etree.Element("br")
        second.tail, element.tail = element.tail, None
        element.addnext(second)
    own = url or _own_address(tree)
    blocks = outline_html(html.tostring(tree, encoding="unicode"), own).blocks
    title = tree.findtext(".//title")
    lines = tuple(Line(clean(block.text), block=block) for block in blocks if block.text or block.image)
    return Page(lines=lines, is_html=True, title=clean(title) if title else None, url=own)


def _set_apart(element: html.HtmlElement) -> None:
    """Give a date, or a byline that stands in one element, a line of its own; a date in a byline stays there."""
    said = clean(element.text_content()) if element.getparent() is not None else ""
    if not said or len(said) > LONGEST_BYLINE or any(parent.get(_APART) for parent in element.iterancestors()):
        return
    if _DATED.fullmatch(said):
        if not _is_date(element, said):
            return
        stated = clean(element.get("datetime") or "")
        for child in list(element):
            element.remove(child)
        element.text = stated if re.fullmatch(STAMP, stated) else said
    elif not _is_byline(element, said):
        return
    element.set(_APART, "1")
    if element.tag not in _JOINING:
        element.tag = "div"
        element.attrib.pop("href", None)
    for around in element.iterancestors(*_JOINING):
        around.tag = "div"


def _is_date(element: html.HtmlElement, said: str) -> bool:
    """Tell a date from a word of the text: "yesterday", or a linked "May 7, 2025", is one where the markup says so."""
    named = f"{element.get('class', '')} {element.get('itemprop', '')}"
    word = _NAMED_DAY.fullmatch(said) or (element.tag == "a" and _LINKED_DAY.fullmatch(said))
    return element.tag in _TIME_TAGS or not word or bool(_DATE_CLASS.search(named))


def _is_byline(element: html.HtmlElement, said: str) -> bool:
    """Tell an element that is a byline as a whole; a title in front of a date is none."""
    if element.tag == "a" or not read_byline(said):
        return False
    small = element.tag in ("small", "span", "time") and not any(child.tag in _JOINING for child in element.iter())
    return small or bool(BY.match(said))


def _own_address(tree: html.HtmlElement) -> str | None:
    for path in ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content"):
        for found in tree.xpath(path):
            if str(found).startswith(("http://", "https://")):
                return str(found).strip()
    return None
