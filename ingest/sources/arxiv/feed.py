"""The reader of arXiv's daily announcements (RSS and Atom, https://info.arxiv.org/help/rss_specifications.html).

New papers and cross-lists are documents; a replacement is no new paper, so only its metadata is taken. The dates are
those of the announcement, so they date new papers only; what was announced in another month is dated by its id.
"""

from __future__ import annotations

import re
from datetime import datetime

import msgspec
from msgspec import Struct

from graph.errors import UnreadableError
from graph.model import Document, Fetched, Moment, Source
from graph.ports import Note
from graph.record import Record, Version
from ingest.outlines.text import plain
from ingest.sources.arxiv.names import authors_of
from ingest.sources.arxiv.papers import KIND, as_fetched, document_of, id_month, moment, paper, subjects
from ingest.sources.arxiv.xml import Texts, first, folded, mended, named, texts
from ingest.sources.decoding import decode
from ingest.sources.feeds.feed import source_of as feed_source
from ingest.sources.feeds.xmlfeed import read_tree
from ingest.sources.kinds import HEAD, describe, is_binary, root_of
from ingest.sources.reading import SourceReading
from ingest.sources.xmltree import Element, local_name, parse_xml

READER = "arxiv-feed"
PROVIDER = "arxiv-feed"
_VOCABULARY = b"arxiv.org/schemas/atom"
_SEARCH = b"a9.com/-/spec/opensearch"
_ITS_OWN = re.compile(rb"updates on arXiv\.org|announce_type|rss\.arxiv\.org")
_ABSTRACT = re.compile(r"^(?:arXiv:\S+\s+)?(?:Announce Type:\s*([\w-]+)\s+)?Abstract:\s*", re.IGNORECASE)
_TITLE_TAIL = re.compile(r"\s*\(arXiv:[^()]*\)\s*$")
_encoder = msgspec.json.Encoder()


class Announcement(Struct, frozen=True, kw_only=True):
    """A paper as announced: its record, how (`new`, `cross`, `replace`, `replace-cross`), and when."""

    record: Record
    how: str
    announced: Moment | None = None


_decoder = msgspec.json.Decoder(Announcement)


class ArxivFeedReader:
    """Reads announcement feeds; on days without announcements they are empty, which is no error."""

    name = READER

    def detect(self, content: bytes, content_type: str | None) -> bool:
        """Tell an announcement by arXiv's vocabulary in a feed that is no search's answer."""
        del content_type
        head = content[:HEAD]
        if is_binary(content) or _VOCABULARY not in head or _SEARCH in head or not _ITS_OWN.search(head):
            return False
        return root_of(decode(head).text) in ("rss", "feed", "rdf")

    def read(self, content: bytes, *, target: str, url: str | None, as_of: datetime | None = None) -> SourceReading:
        """Return the papers announced, or raise UnreadableError."""
        del as_of
        tree = parse_xml(content)
        feed = read_tree(tree, url) if tree is not None else None
        if tree is None or feed is None:
            raise UnreadableError(target, describe(content, url))
        source = msgspec.structs.replace(feed_source(feed, target, url), kind=KIND)
        notes = mended(tree, target)
        announced: dict[str, Announcement] = {}
        for element in tree.root.iter():
            if isinstance(element.tag, str) and local_name(element.tag) in ("item", "entry"):
                read = _announcement(element)
                if isinstance(read, Note):
                    notes.append(read)
                else:
                    announced.setdefault(read.record.identity, read)
        return _reading(source, list(announced.values()), notes)

    def document(self, fetched: Fetched) -> Document:
        """Return the paper as a document, dated by its announcement where that is its own month."""
        found = _decoder.decode(fetched.payload)
        return document_of(fetched, found.record, _published(found))


def _reading(source: Source, announced: list[Announcement], notes: list[Note]) -> SourceReading:
    new = [one for one in announced if not one.how.startswith("replace")]
    replaced = [one for one in announced if one.how.startswith("replace")]
    words = "a new version of a paper, no new paper; what is known of it was updated"
    return SourceReading(
        source=source,
        documents=tuple(as_fetched(one.record, source, READER, _encoder.encode(one)) for one in new),
        records=tuple(one.record for one in announced),
        notes=(
            *notes,
            *(Note(kind="skipped", code="replacement", where=one.record.title, message=words) for one in replaced),
        ),
    )


def _announcement(element: Element) -> Announcement | Note:
    found = texts(element)
    name = first(found, "guid", "id", "link") or first(found, "title") or "an entry"
    known = paper(first(found, "guid", "id") or "") or paper(_link(element, found) or "")
    title = _TITLE_TAIL.sub("", plain(first(found, "title") or ""))
    if known is None or not title:
        why = "it names no paper of arXiv's" if known is None else "it has no title"
        return Note(kind="skipped", code="entry-not-read", where=name, message=why)
    body = plain(first(found, "description", "summary", "content") or "")
    opening = _ABSTRACT.match(body)
    how = first(found, "announce_type") or (opening[1] if opening and opening[1] else "new")
    categories = [text for text in found.get("category", ()) if text]
    categories += [folded(tag.get("term") or "") for tag in named(element, "category")]
    record = Record(
        identity=known[0],
        title=title,
        provider=PROVIDER,
        abstract=(body[opening.end() :] if opening else body) or None,
        authors=_authors(element, found),
        categories=subjects(categories),
        versions=(Version(known[1]),) if known[1] else (),
        doi=(first(found, "doi") or "").partition(" ")[0] or None,
        venue=first(found, "journal_reference", "journal_ref"),
        comment=first(found, "comment"),
        license=first(found, "rights", "license"),
    )
    return Announcement(record=record, how=how.lower(), announced=moment(first(found, "pubdate", "published", "date")))


def _link(element: Element, found: Texts) -> str | None:
    return first(found, "link") or next((tag.get("href") for tag in named(element, "link") if tag.get("href")), None)


def _authors(element: Element, found: Texts) -> tuple[str, ...]:
    """Return the names: RSS has all in one line, Atom an element each, or one element with the line."""
    people = [name for author in named(element, "author") if (name := first(texts(author), "name"))]
    lines = people or [plain(line) for line in found.get("creator", ())]
    return tuple(dict.fromkeys(name for line in lines for name in authors_of(line)))


def _published(found: Announcement) -> Moment | None:
    """Return when a new paper was announced, days after it came; across a month's turn its id alone says the month."""
    month = id_month(found.record.identity)
    if found.how == "new" and found.announced and month and found.announced.month == month.month:
        return msgspec.structs.replace(found.announced, basis="announced")
    return None
