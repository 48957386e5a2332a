"""The reader of feeds: RSS, RDF, Atom, JSON Feed → source and documents.

Ids come from addresses: a source is what the feed calls its own address, a document is its id within the feed, so a
refetch from another place or in another order brings nothing twice. Entries that are equal byte for byte are one; all
others are documents of their own, whatever their ids claim.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from hashlib import blake2b, sha256
from html import unescape

import msgspec
from msgspec.structs import replace

from graph.errors import UnreadableError
from graph.identity import identify, read_address
from graph.identity.url import canonical_url
from graph.model import Document, Fetched, Identity, Moment, Source
from graph.outline import Outline
from graph.ports import Note
from ingest.outline import is_markup, outline_html, outline_text, summary_of
from ingest.outlines.text import clean, literal, plain
from ingest.sources.dates import read_date, resolve_relative
from ingest.sources.decoding import decode
from ingest.sources.feeds.feed_entry import Enclosure, Feed, FeedEntry
from ingest.sources.feeds.feedparsed import read_patiently
from ingest.sources.feeds.jsonfeed import read_json
from ingest.sources.feeds.xmlfeed import read_tree
from ingest.sources.kinds import FEED_ROOTS, HEAD, describe, is_binary, root_of
from ingest.sources.reading import SourceReading
from ingest.sources.repairs import SENTENCES
from ingest.sources.xmltree import parse_xml

PATIENCE = 8 << 20
"""Bytes of a broken feed for which feedparser is asked too: it takes seconds for each million."""
_JSON_FEED = b"jsonfeed.org/version"
_PLAYED = ("audio/", "video/")
_PLAYED_NAMES = (".mp3", ".m4a", ".mp4", ".m4v", ".ogg", ".opus", ".wav")
_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(FeedEntry)


class FeedReader:
    """Reads feeds of every kind."""

    name = "feed"

    def detect(self, content: bytes, content_type: str | None) -> bool:
        """Tell a feed by its first tag or its version; servers call feeds anything."""
        del content_type
        if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            return _JSON_FEED in content.replace(b"\\/", b"/")
        return not is_binary(content) and root_of(decode(content[:HEAD]).text) in FEED_ROOTS

    def read(self, content: bytes, *, target: str, url: str | None, as_of: datetime | None = None) -> SourceReading:
        """Return the feed's source, documents and notes, or raise UnreadableError."""
        feed = self._parse(content, target, url)
        source = source_of(feed, target, url)
        documents: list[Fetched] = []
        notes = [_note("mended", code, target) for code in feed.repairs]
        for fetched, note in _fetched(feed, source, as_of):
            if fetched is not None:
                documents.append(fetched)
            if note is not None:
                notes.append(note)
        return SourceReading(source=source, documents=tuple(documents), notes=tuple(notes))

    def document(self, fetched: Fetched) -> Document:
        """Return the entry as a document with its outline."""
        return document_of(fetched, _decoder.decode(fetched.payload))

    def _parse(self, content: bytes, target: str, url: str | None) -> Feed:
        if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            try:
                return read_json(content, url)
            except msgspec.DecodeError as error:
                raise UnreadableError(target, f"a JSON Feed that is broken: {error}") from error
        tree = parse_xml(content)
        feed = read_tree(tree, url) if tree is not None else None
        if (tree is None or tree.lossy) and len(content) <= PATIENCE:
            patient = read_patiently(content, url)
            if len(patient.entries) > (len(feed.entries) if feed else 0):
                return patient
        if feed is None:
            raise UnreadableError(target, describe(content, url))
        return feed


def source_of(feed: Feed, target: str, url: str | None) -> Source:
    """Return the feed's source; its id is the same however its address is spelt."""
    own = feed.url if feed.url and feed.url.startswith(("http://", "https://")) else None
    title = _title(feed.title, feed.title_type) or feed.site or url or target
    address = own or url
    # Several feeds of one site may name nothing but the site; their titles tell them apart.
    canonical = canonical_url(address) if address else None
    return Source(
        id="source-" + _digest(canonical.value if canonical else address or f"{feed.site or ''} {title}"),
        kind="feed",
        title=title,
        url=url or own,
        site=feed.site if _is_address(feed.site) else None,
        about=summary_of(feed.about) if feed.about else None,
        authors=tuple(filter(None, map(plain, feed.authors))),
    )


def document_of(fetched: Fetched, entry: FeedEntry) -> Document:
    """Return the entry as a document."""
    moment, repairs = _moment(entry)
    url = _on_the_web(entry.link) if entry.link else None
    if entry.link and url is None:
        repairs = tuple(sorted({*repairs, "address-not-kept"}))
    return Document(
        id=fetched.id,
        source=fetched.source,
        kind="episode" if any(map(_is_played, entry.enclosures)) else "post",
        title=_title(entry.title, entry.title_type),
        url=url or (entry.id if _is_address(entry.id) else None),
        identity=_identity(entry),
        authors=tuple(dict.fromkeys(filter(None, map(plain, entry.authors)))),
        published=moment,
        tags=tuple(dict.fromkeys(filter(None, map(plain, entry.tags)))),
        summary=summary_of(entry.summary) if entry.summary else None,
        outline=_outline(entry),
        repairs=repairs,
    )


def _fetched(feed: Feed, source: Source, as_of: datetime | None) -> Iterator[tuple[Fetched | None, Note | None]]:
    taken: dict[str, str] = {}
    seen: set[bytes] = set()
    for entry in feed.entries:
        entry = _dated(entry, as_of)
        payload = _encoder.encode(entry)
        where = entry.link or entry.title or entry.id or source.title
        if payload in seen:
            yield None, _note("skipped", "duplicate", where)
            continue
        seen.add(payload)
        stable = payload if entry.relative is None else _encoder.encode(replace(entry, published=None, relative=None))
        digest = sha256(stable).hexdigest()
        key = _key(entry, digest, taken)
        shared = entry.id is not None and key != entry.id
        taken[key] = digest
        yield (
            Fetched(
                id="document-" + _digest(f"{source.id} {key}"),
                source=source.id,
                key=key,
                reader=FeedReader.name,
                payload=payload,
                digest=digest,
            ),
            _note("flagged", "same-id", where) if shared else None,
        )


def _key(entry: FeedEntry, digest: str, taken: dict[str, str]) -> str:
    """Return what makes the entry the same one at the next fetch: its id, else its link, else what it says."""
    said = _digest(f"{entry.title} {entry.content}")
    key = entry.id or entry.link or said
    for further in (entry.link, entry.title, said, digest):
        if key not in taken:
            break
        key = f"{key} {further}"
    return key


def _dated(entry: FeedEntry, as_of: datetime | None) -> FeedEntry:
    """Resolve a relative date while it is known what it is relative to."""
    if as_of is None or not entry.published:
        return entry
    meant = resolve_relative(entry.published, as_of)
    return entry if meant is None else replace(entry, published=meant, relative=entry.published)


def _moment(entry: FeedEntry) -> tuple[Moment | None, tuple[str, ...]]:
    repairs = {"relative-date"} if entry.relative else set()
    published = "relative" if entry.relative else "stated"
    for written, basis in ((entry.published, published), (entry.updated, "updated")):
        if not written:
            continue
        reading = read_date(written, basis)
        if reading.repair:
            repairs.add(reading.repair)
        if reading.moment is not None:
            return reading.moment, tuple(sorted(repairs))
    return None, tuple(sorted(repairs))


def _outline(entry: FeedEntry) -> Outline:
    body = entry.content
    if not body:
        return Outline()
    if entry.content_type == "text" or not is_markup(body):
        return outline_text(body if entry.content_type == "text" else unescape(body))
    return outline_html(body, entry.base)


def _title(written: str | None, kind: str) -> str | None:
    if not written:
        return None
    return (literal(written) if kind == "text" else plain(written)) or clean(written) or None


def _on_the_web(link: str) -> str | None:
    """Return a link as an http(s) address, mended where it lacks its https://; None where it leads elsewhere."""
    if _is_address(link):
        return link
    read = read_address(link)
    return read.url if read.identity else None


def _identity(entry: FeedEntry) -> Identity | None:
    if entry.link and (identity := identify(entry.link)):
        return identity
    return identify(entry.id) if entry.id and _is_address(entry.id) else None


def _is_address(text: str | None) -> bool:
    return bool(text) and str(text).lower().startswith(("http://", "https://"))


def _is_played(file: Enclosure) -> bool:
    if file.type and file.type != "application/octet-stream":
        return file.type.startswith(_PLAYED)
    return file.url.partition("?")[0].lower().endswith(_PLAYED_NAMES)


def _note(kind: str, code: str, where: str) -> Note:
    return Note(kind=kind, code=code, where=where, message=SENTENCES[code])


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "replace"), digest_size=5).hexdigest()
