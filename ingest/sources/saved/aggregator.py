"""The reader of aggregator pages: "latest posts" of one blog or many, with an author, a relative date, a title and a text.

Such a page has no ids. An entry is the same one at the next fetch by its link, else by author and title; what only ages
(how long ago, how many views) is left out of its digest, so the date that it got when it was first read stays the most
exact one. The count of views is kept with the entry as sent and shown nowhere: it is true for an instant.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import blake2b, sha256
from pathlib import PurePath

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from graph.errors import UnreadableError
from graph.identity import identify
from graph.identity.url import canonical_url
from graph.model import Document, Fetched, Moment, Source
from graph.outline import Block, BlockKind
from graph.ports import Note
from ingest.sources.dates import read_date, resolve_relative
from ingest.sources.reading import SourceReading
from ingest.sources.repairs import SENTENCES
from ingest.sources.saved.authors import names
from ingest.sources.saved.bylines import is_absolute
from ingest.sources.saved.footnotes import Noted, read_numbered
from ingest.sources.saved.joined import read_joined
from ingest.sources.saved.listing import Entry, Listing, read_listing
from ingest.sources.saved.page import Page, read_page


class ListedEntry(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The wire shape: an entry as the page printed it. `as_of` is the day that "5 days ago" is relative to."""

    title: str
    author: str | None = None
    url: str | None = None
    when: str | None = None
    as_of: datetime | None = None
    views: str | None = None
    lines: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()


LONGEST_SHOWN = 80
"""Signs of a line in a report."""
_EVER = datetime(1, 1, 1, tzinfo=UTC)
_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(ListedEntry)


class AggregatorReader:
    """Reads pages that list posts."""

    name = "aggregator"

    def detect(self, content: bytes, content_type: str | None) -> bool:
        """Tell a listing by what repeats in it."""
        del content_type
        page = read_page(content)
        return page is not None and read_listing(page) is not None

    def read(self, content: bytes, *, target: str, url: str | None, as_of: datetime | None = None) -> SourceReading:
        """Return the page's entries, or raise UnreadableError."""
        page = read_page(content, url)
        listing = read_listing(page) if page else None
        if page is None or listing is None:
            raise UnreadableError(target, "no page of posts with authors and dates like “5 days ago”")
        source = _source(page, listing, target)
        documents: list[Fetched] = []
        notes = [*_missed(listing)]
        for fetched, title in _fetched(listing, source, as_of):
            if any(fetched.id == other.id for other in documents):
                notes.append(Note(kind="skipped", code="duplicate", where=title, message=SENTENCES["duplicate"]))
            else:
                documents.append(fetched)
        return SourceReading(source=source, documents=tuple(documents), notes=tuple(notes))

    def document(self, fetched: Fetched) -> Document:
        """Return the entry as a document with its outline."""
        entry = _decoder.decode(fetched.payload)
        noted = _body(entry)
        moment, repair = _moment(entry)
        return Document(
            id=fetched.id,
            source=fetched.source,
            kind="post",
            title=entry.title,
            url=entry.url,
            identity=identify(entry.url) if entry.url else None,
            authors=names(entry.author),
            published=moment,
            outline=noted.outline(),
            repairs=(repair,) if repair else (),
        )


def _missed(listing: Listing) -> Iterator[Note]:
    """Yield what says that the page may hold more than was read."""
    if listing.stated is not None and listing.stated != len(listing.entries):
        figures = f"{listing.stated} stated, {len(listing.entries)} read"
        message = f"{SENTENCES['count-differs']}: {figures}"
        yield Note(kind="flagged", code="count-differs", where=listing.heading or "the page", message=message)
    for line in listing.left:
        where = line.text if len(line.text) <= LONGEST_SHOWN else f"{line.text[: LONGEST_SHOWN - 1]}…"
        yield Note(kind="skipped", code="left-over", where=where, message=SENTENCES["left-over"])


def _source(page: Page, listing: Listing, target: str) -> Source:
    """Return the page's source: by its address; a saved text by what stands over its entries and whose they are."""
    writers = {entry.author for entry in listing.entries}
    writer = next(iter(writers)) if len(writers) == 1 else None
    heading = listing.heading or page.title or (page.url or PurePath(target).stem)
    title = f"{writer}: {heading}" if writer and writer.lower() not in heading.lower() else heading
    canonical = canonical_url(page.url) if page.url else None
    return Source(
        id="source-" + _digest(canonical.value if canonical else f"aggregator {title}"),
        kind=AggregatorReader.name,
        title=title,
        url=page.url,
        site=page.url,
        authors=names(writer),
    )


def _fetched(listing: Listing, source: Source, as_of: datetime | None) -> Iterator[tuple[Fetched, str]]:
    taken: dict[str, str] = {}
    for entry in listing.entries:
        wire = _wire(entry, as_of)
        digest = sha256(_encoder.encode(_stable(wire))).hexdigest()
        key = entry.url or f"{entry.author or ''} {entry.title}"
        if taken.setdefault(key, digest) != digest:
            key = f"{key} {digest}"
        yield (
            Fetched(
                id="document-" + _digest(f"{source.id} {key}"),
                source=source.id,
                key=key,
                reader=AggregatorReader.name,
                payload=_encoder.encode(wire),
                digest=digest,
            ),
            entry.title,
        )


def _wire(entry: Entry, as_of: datetime | None) -> ListedEntry:
    blocks = tuple(_without_card(line.block, entry.url) for line in entry.lines if line.block is not None)
    # Paragraphs without a link are all that a page has that flattens what it lists; they are read as its text is.
    plain = all(block.kind is BlockKind.PARAGRAPH and not block.links for block in blocks)
    return ListedEntry(
        title=entry.title,
        author=entry.author,
        url=entry.url,
        when=entry.when,
        as_of=as_of,
        views=entry.views,
        lines=tuple(line.raw or line.text for line in entry.lines) if plain else (),
        blocks=() if plain else blocks,
    )


def _without_card(block: Block, url: str | None) -> Block:
    """Return the block without the link that spans it where the whole card of an entry is a link to the entry."""
    links = tuple(it for it in block.links if it.url != url or (it.start, it.end) != (0, len(block.text)))
    return replace(block, links=links) if len(links) < len(block.links) else block


def _stable(entry: ListedEntry) -> ListedEntry:
    """Return the entry without what time alone changes; whether its date can be known is no such thing."""
    known = entry.as_of and _EVER
    return replace(entry, when=None, as_of=known, views=None)


def _body(entry: ListedEntry) -> Noted:
    return read_numbered(entry.blocks) if entry.blocks else read_joined(entry.lines)


def _moment(entry: ListedEntry) -> tuple[Moment | None, str | None]:
    """Return when the entry was published, as exactly as it says, and what had to be done for it."""
    if entry.when is None:
        return None, None
    if entry.as_of is not None and (meant := resolve_relative(entry.when, entry.as_of)):
        return read_date(meant, "relative").moment, "relative-date"
    reading = read_date(entry.when)
    if reading.moment is None or not is_absolute(entry.when):
        return None, "relative-to-unknown"
    return reading.moment, reading.repair


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "replace"), digest_size=5).hexdigest()
