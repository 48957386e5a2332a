"""What bytes are, by looking at them: a feed, or something else that can be named to the user."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urljoin

from ingest.sources.decoding import decode
from ingest.sources.scanning import CDATA, COMMENT, DOCTYPE, INSTRUCTION, without

HEAD = 65536
"""How far to look for a feed's first tag: XML-viewer pages and comments may stand before it."""
_ROOT = re.compile(r"<(?!!|\?)(?:[\w.-]+:)?([\w.-]+)[\s>/]")
_JUNK = (COMMENT, INSTRUCTION, CDATA, *DOCTYPE)
_LINK = re.compile(r"<link\b[^<>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""(?<![\w-])([\w-]++)\s*+=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""")
NOT_THIS = ", not what was looked for"
NOT_READ = " of no kind that is read here (--kind names one)"
FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
FEED_ROOTS = frozenset({"rss", "feed", "rdf", "channel"})
HTML_ROOTS = frozenset(
    {
        "html",
        "head",
        "body",
        "div",
        "p",
        "script",
        "meta",
        "title",
        "table",
        "article",
        "section",
        "main",
        "header",
        "h1",
    }
)


def root_of(head: str) -> str | None:
    """Return the local name of the first tag in lower case, past declarations, comments and junk."""
    found = _ROOT.search(without(head, *_JUNK))
    return found[1].lower() if found else None


def describe(content: bytes, url: str | None, failing: str = NOT_THIS) -> str:
    """Return what the bytes are, for the user, and in what they fail."""
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        return "empty"
    if is_binary(content):
        return f"a binary file{failing}"
    head = decode(content[: 4 * HEAD]).text
    if head.lstrip().startswith(("{", "[")):
        return f"JSON{failing}"
    if "www.zotero.org/namespaces/export" in head:
        return "an export of Zotero as RDF; export it as CSL JSON, BibTeX, RIS or CSV"
    root = root_of(head[:HEAD])
    if root is None:
        return f"plain text{failing}"
    if root in HTML_ROOTS:
        feed = _advertised(head, url)
        return f"an HTML page{failing}" + (f"; the page names its feed: {feed}" if feed else "")
    return f"XML (<{root}>){failing}"


def is_binary(content: bytes) -> bool:
    """Tell bytes that are no text in any encoding feeds come in."""
    head = content[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"<\x00" in head or b"\x00<" in head:
        return False
    controls = sum(head.count(bytes((sign,))) for sign in range(32) if sign not in (9, 10, 12, 13, 27))
    return controls * 50 > len(head)


def _advertised(page: str, url: str | None) -> str | None:
    for tag in _LINK.findall(page):
        attributes = {name.lower(): unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(tag)}
        kind = attributes.get("type", "").lower().strip()
        if "alternate" in attributes.get("rel", "").lower().split() and kind in FEED_TYPES and attributes.get("href"):
            try:
                return urljoin(url or "", attributes["href"].strip())
            except ValueError:
                return None
    return None
