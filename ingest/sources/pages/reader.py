"""The reader of any HTML page that is nothing else we know: its text, what it says of itself, the feeds it names.

A site is the source, each page of it a document, so that ten pages of one blog stand together.
"""

from __future__ import annotations

import re
from datetime import datetime
from hashlib import blake2b, sha256
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from graph.errors import UnreadableError
from graph.identity import identify
from graph.identity.url import canonical_url
from graph.model import Document, Fetched, Source
from graph.names import address_words, fold
from graph.outline import BlockKind, Outline
from graph.ports import Note
from ingest.outlines.text import clean
from ingest.sources.decoding import decode, decode_html
from ingest.sources.kinds import HEAD, HTML_ROOTS, describe, is_binary, root_of
from ingest.sources.pages.content import outline_page
from ingest.sources.pages.refusal import MANY_WORDS, is_walled, why_nothing
from ingest.sources.pages.told import Told, tell
from ingest.sources.pages.tree import Element, markup, parse_page
from ingest.sources.reading import SourceReading

_DOCTYPE = re.compile(r"\s*+(?><!--.*?-->\s*+)*+<!doctype\s++html\b", re.IGNORECASE | re.DOTALL)
_MARKUP = ("script", "style", "svg", "iframe", "canvas", "object", "embed", "video", "audio")
"""Nothing inside these is ever read, and together they are most of a page; data in JSON is kept."""


class PageFile(Struct, frozen=True, omit_defaults=True):
    """A page as it was sent, without scripts and styles, and its address."""

    html: str
    url: str | None = None


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(PageFile)


class PageReader:
    """Reads web pages."""

    name = "page"

    def detect(self, content: bytes, content_type: str | None) -> bool:
        """Tell HTML by its first tag; a server's word is not needed."""
        del content_type
        if is_binary(content):
            return False
        head = decode(content[:HEAD]).text
        return _DOCTYPE.match(head) is not None or root_of(head) in HTML_ROOTS

    def read(self, content: bytes, *, target: str, url: str | None, as_of: datetime | None = None) -> SourceReading:
        """Return the page as one document of its site, or raise UnreadableError saying what it is instead of a text."""
        del as_of
        tree = None if is_binary(content) else parse_page(decode_html(content).text)
        if tree is None:
            raise UnreadableError(target, describe(content, url))
        told = tell(tree, url)
        outline = outline_page(tree, told.url)
        if why := why_nothing(tree, told.title, outline):
            raise UnreadableError(target, _with_feed(why, told))
        source = _source(told, target)
        page = PageFile(_kept(tree), url)
        key = _key(told, target)
        fetched = Fetched(
            id="document-" + _digest(f"{source.id} {key}"),
            source=source.id,
            key=key,
            reader=self.name,
            payload=_encoder.encode(page),
            # Pages carry tokens and counters that change at every fetch: what is read decides whether it is new.
            digest=sha256(_encoder.encode((replace(told, url=None, feeds=()), outline))).hexdigest(),
        )
        return SourceReading(
            source=source,
            documents=(fetched,),
            notes=tuple(_offer(feed.address, target) for feed in told.feeds),
            records=(told.record,) if told.record else (),
            feeds=told.feeds,
        )

    def document(self, fetched: Fetched) -> Document:
        """Return the page's text as a document."""
        page = _decoder.decode(fetched.payload)
        tree = parse_page(page.html)
        told = tell(tree, page.url) if tree is not None else Told()
        outline = _without_title(outline_page(tree, told.url), told.title) if tree is not None else Outline()
        cut = tree is not None and outline.words() < MANY_WORDS and is_walled(tree)
        return Document(
            id=fetched.id,
            source=fetched.source,
            kind="page",
            title=told.title or (address_words(told.url) if told.url else None),
            url=told.url,
            identity=identify(told.record.identity) if told.record else identify(told.url) if told.url else None,
            authors=told.authors,
            published=told.published,
            summary=told.about,
            outline=outline,
            repairs=("text-cut",) if cut else (),
        )


def _source(told: Told, target: str) -> Source:
    """Return the page's site; of a page without an address, the page itself."""
    parts = urlsplit(told.url) if told.url else None
    site = f"{parts.scheme}://{parts.netloc}/" if parts else None
    name = (parts.hostname or "").removeprefix("www.") if parts else None
    # A site has no address that is fetched again: its pages do.
    return Source(
        id="source-" + _digest(f"site {name or target}"),
        kind="page",
        title=told.site or name or told.title or target,
        site=site,
    )


def _key(told: Told, target: str) -> str:
    canonical = canonical_url(told.url) if told.url else None
    return canonical.value if canonical else told.url or told.title or target


def _without_title(outline: Outline, title: str | None) -> Outline:
    """Return the outline without the heading that repeats the document's title."""
    blocks = outline.blocks
    first = next((n for n, block in enumerate(blocks) if block.kind is BlockKind.HEADING), None)
    if first is None or title is None or fold(blocks[first].text) != fold(title):
        return outline
    return replace(outline, blocks=(*blocks[:first], *blocks[first + 1 :]))


def _kept(tree: Element) -> str:
    for element in list(tree.iter(*_MARKUP)):
        if "ld+json" not in (element.get("type") or "").lower() and element.getparent() is not None:
            element.drop_tree()
    return markup(tree)


def _offer(address: str, target: str) -> Note:
    said = f"this page names its feed: {address} (to follow it: flask subscribe {address})"
    return Note(kind="flagged", code="names-feed", where=target, message=said)


def _with_feed(why: str, told: Told) -> str:
    return clean(f"{why}; the page names its feed: {told.feeds[0].address}" if told.feeds else why)


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "replace"), digest_size=5).hexdigest()
