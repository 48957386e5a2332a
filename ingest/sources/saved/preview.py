"""The reader of feed-preview pages: a card that tells what a feed is, then its newest posts, each a title, a date, a text.

A post begins where a short line is followed by a line that is nothing but a machine's date. What stands over the first
one is the card: title, "By …", what it is about, and the furniture of the page (buttons, names of feed readers), which
is dropped. A line of advertising inside a post is text of that post and stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from hashlib import blake2b, sha256
from itertools import pairwise
from pathlib import PurePath

import msgspec
from msgspec import Struct

from graph.errors import UnreadableError
from graph.identity import identify
from graph.identity.url import canonical_url
from graph.model import Document, Fetched, Source
from graph.outline import Block
from graph.ports import Note
from ingest.outline import outline_text
from ingest.sources.dates import read_date
from ingest.sources.reading import SourceReading
from ingest.sources.repairs import SENTENCES
from ingest.sources.saved.authors import names
from ingest.sources.saved.bylines import STAMP
from ingest.sources.saved.footnotes import read_numbered
from ingest.sources.saved.page import Line, Page, read_page
from ingest.sources.saved.prose import shaped

_STAMP = re.compile(STAMP, re.IGNORECASE)
_PREVIEW = re.compile(
    r"(?:(?:rss|atom|feed)(?: feed)?\W+preview|preview of (?:the )?(?:rss|atom|feed)(?: feed)?) (?:of|for)(?: the)?"
    r"(?: (?:blog|feed|rss|site|podcast|newsletter))*(?: of)?\W*(?P<title>.*)",
    re.IGNORECASE,
)
_READERS = re.compile(
    r"\b(?:inoreader|feedly|feedbin|newsblur|the old reader|follow|folo|netnewswire|miniflux|freshrss|reeder|local reader)\b",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r".*\b(?:copy|subscribe|rss|reader)\b.*:|site icon|modify|edit|report|home|search|log ?in", re.IGNORECASE
)
_BY = re.compile(r"by (?P<names>[^.:;!?]{2,80}?)(?:[.:;!?]\s+|\s+[—–|-]\s+|\s*$)(?P<about>.*)", re.IGNORECASE)
LONGEST_TITLE = 300
MOST_BESIDE = 12
"""Letters beside the names of feed readers in a row of buttons: "and", "more"."""


class PreviewedPost(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The wire shape: a post as the page printed it; `authors` are the card's."""

    title: str
    published: str
    url: str | None = None
    authors: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()


class _Card(Struct, frozen=True):
    """What the page says of the feed."""

    title: str | None
    authors: tuple[str, ...]
    about: str | None


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(PreviewedPost)


class PreviewReader:
    """Reads pages that preview a feed."""

    name = "preview"

    def detect(self, content: bytes, content_type: str | None) -> bool:
        """Tell a preview by the line that says so, or by the feed readers it offers, with dated posts below."""
        del content_type
        page = read_page(content)
        return page is not None and bool(_starts(page.lines)) and _is_preview(page.lines)

    def read(self, content: bytes, *, target: str, url: str | None, as_of: datetime | None = None) -> SourceReading:
        """Return the page's posts, or raise UnreadableError."""
        del as_of
        page = read_page(content, url)
        starts = _starts(page.lines) if page else []
        if page is None or not starts:
            raise UnreadableError(target, "no page of posts, each with its title and its date in figures")
        card = _card(page.lines[: starts[0]])
        source = _source(page, card, target)
        ends = [*starts[1:], len(page.lines)]
        posts = [_post(page.lines[start:end], card) for start, end in zip(starts, ends, strict=True)]
        found = {fetched.id: fetched for fetched in (_fetched(post, source) for post in posts)}
        notes = (Note(kind="skipped", code="duplicate", where=source.title, message=SENTENCES["duplicate"]),)
        return SourceReading(
            source=source, documents=tuple(found.values()), notes=notes if len(found) < len(posts) else ()
        )

    def document(self, fetched: Fetched) -> Document:
        """Return the post as a document with its outline."""
        post = _decoder.decode(fetched.payload)
        date = read_date(post.published)
        blocks = post.blocks or outline_text("\n\n".join(post.lines)).blocks
        noted = read_numbered(blocks)
        if not post.blocks:
            noted = msgspec.structs.replace(noted, blocks=shaped(noted.blocks))
        return Document(
            id=fetched.id,
            source=fetched.source,
            kind="post",
            title=post.title,
            url=post.url,
            identity=identify(post.url) if post.url else None,
            authors=post.authors,
            published=date.moment,
            outline=noted.outline(),
            repairs=(date.repair,) if date.repair else (),
        )


def _starts(lines: Sequence[Line]) -> list[int]:
    """Return the lines that are titles: short, and followed by a date alone."""
    return [
        place
        for place, (line, then) in enumerate(pairwise(lines))
        if _STAMP.fullmatch(then.text) and len(line.text) <= LONGEST_TITLE and not _STAMP.fullmatch(line.text)
    ]


def _is_preview(lines: Sequence[Line]) -> bool:
    head = [line.text for line in lines[: _starts(lines)[0]] if len(line.text) < LONGEST_TITLE]
    offered = {found.lower() for text in head if _names_readers(text) for found in _READERS.findall(text)}
    return any(map(_PREVIEW.fullmatch, head)) or len(offered) > 1


def _names_readers(text: str) -> bool:
    """Tell a row of buttons: names of feed readers and hardly a letter more."""
    return bool(_READERS.search(text)) and len(re.sub(r"\W", "", _READERS.sub("", text))) < MOST_BESIDE


def _card(head: Sequence[Line]) -> _Card:
    said = next((found for line in head if (found := _PREVIEW.fullmatch(line.text))), None)
    title = said["title"].strip(' :“”"') or None if said else None
    told = [line.text for line in head if not _is_furniture(line.text[:LONGEST_TITLE], title)]
    if title is None and told:
        title, *told = told
    byline = next((found for text in told if (found := _BY.fullmatch(text))), None)
    rest = [byline["about"] if byline and text == byline[0] else text for text in told]
    about = next((text for text in rest if len(text.split()) > 2), None)
    return _Card(title, names(byline["names"]) if byline else (), about)


def _is_furniture(text: str, title: str | None) -> bool:
    if _PREVIEW.fullmatch(text) or _FURNITURE.fullmatch(text) or _names_readers(text):
        return True
    return bool(title) and str(title) in text and len(text) < len(str(title)) + 24


def _source(page: Page, card: _Card, target: str) -> Source:
    title = card.title or page.title or page.url or PurePath(target).stem
    canonical = canonical_url(page.url) if page.url else None
    return Source(
        id="source-" + _digest(canonical.value if canonical else f"preview {title}"),
        kind=PreviewReader.name,
        title=title,
        url=page.url,
        site=page.url,
        about=card.about,
        authors=card.authors,
    )


def _post(lines: Sequence[Line], card: _Card) -> PreviewedPost:
    title, date, *body = lines
    return PreviewedPost(
        title=title.text,
        published=date.text,
        url=title.url,
        authors=card.authors,
        lines=tuple(line.raw for line in body if line.block is None),
        blocks=tuple(line.block for line in body if line.block is not None),
    )


def _fetched(post: PreviewedPost, source: Source) -> Fetched:
    payload = _encoder.encode(post)
    key = post.url or f"{post.published} {post.title}"
    return Fetched(
        id="document-" + _digest(f"{source.id} {key}"),
        source=source.id,
        key=key,
        reader=PreviewReader.name,
        payload=payload,
        digest=sha256(payload).hexdigest(),
    )


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "replace"), digest_size=5).hexdigest()
