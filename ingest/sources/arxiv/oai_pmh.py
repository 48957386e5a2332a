"""The reader of arXiv's OAI-PMH answers (https://info.arxiv.org/help/oa/index.html), in `arXiv` and `arXivRaw`.

`arXivRaw` dates every version; `arXiv` has the names apart, but its `created` is today the newest version's date, which
is only believed where it lies no later than the month that the paper's id states.
"""

from __future__ import annotations

import re
from datetime import datetime

from msgspec import Struct

from graph.errors import UnreadableError
from graph.model import Document, Fetched, Moment, Source
from graph.ports import Note
from graph.record import Record, Version
from ingest.sources.arxiv.names import authors_of
from ingest.sources.arxiv.papers import as_document, as_fetched, id_month, moment, paper, source_named, subjects
from ingest.sources.arxiv.xml import Texts, first, mended, named, opened, texts
from ingest.sources.decoding import decode
from ingest.sources.kinds import HEAD, is_binary, root_of
from ingest.sources.reading import SourceReading
from ingest.sources.xmltree import Element

READER = "oai-pmh"
PROVIDER = "arxiv-oai"
NOTHING = "noRecordsMatch"
UNKNOWN = "idDoesNotExist"
TOKEN_GONE = "badResumptionToken"  # noqa: S105  (no secret: the protocol's word)
_ROOT = "oai-pmh"
_VERSION = re.compile(r"v([1-9]\d{0,3})")


class Page(Struct, frozen=True, kw_only=True):
    """One answer: its records, the token that leads on (None at the end), how many there are in all, what was asked.

    `error` is the protocol's code, `words` what the service says with it.
    """

    records: tuple[Record, ...] = ()
    notes: tuple[Note, ...] = ()
    token: str | None = None
    total: int | None = None
    set: str | None = None
    identifier: str | None = None
    error: str | None = None
    words: str = ""


class OaiReader:
    """Reads OAI-PMH answers that hold arXiv's records."""

    name = READER

    def detect(self, content: bytes, content_type: str | None) -> bool:
        """Tell an answer by its root."""
        del content_type
        return not is_binary(content) and root_of(decode(content[:HEAD]).text) == _ROOT

    def read(self, content: bytes, *, target: str, url: str | None, as_of: datetime | None = None) -> SourceReading:
        """Return the papers, or raise UnreadableError with the service's own words where it gives none."""
        del as_of
        page = parse_page(content, target)
        check(page, target)
        source = source_of(page, asked=url)
        documents = tuple(as_fetched(record, source, READER) for record in page.records)
        notes = (*page.notes, *unknown(page), *_more(page, target))
        return SourceReading(source=source, documents=documents, records=page.records, notes=notes)

    def document(self, fetched: Fetched) -> Document:
        """Return the paper as a document."""
        return as_document(fetched)


def parse_page(content: bytes, target: str) -> Page:
    """Return what the service answered, or raise UnreadableError where it is no such answer."""
    tree = opened(content, target, _ROOT)
    request = next(iter(named(tree.root, "request")), None)
    notes = mended(tree, target)
    records: list[Record] = []
    token: Element | None = None
    for part in (*named(tree.root, "listrecords"), *named(tree.root, "getrecord")):
        for record in named(part, "record"):
            read = _record(record)
            records.append(read) if isinstance(read, Record) else notes.append(read)
        token = next(iter(named(part, "resumptiontoken")), token)
    error = next(iter(named(tree.root, "error")), None)
    return Page(
        records=tuple(records),
        notes=tuple(notes),
        token=(token.text or "").strip() or None if token is not None else None,
        total=_count(token.get("completeListSize")) if token is not None else None,
        set=request.get("set") if request is not None else None,
        identifier=request.get("identifier") if request is not None else None,
        error=(error.get("code") or "error") if error is not None else None,
        words=" ".join("".join(error.itertext()).split()) if error is not None else "",
    )


def check(page: Page, target: str) -> None:
    """Raise UnreadableError for an error that does not only say that there is nothing."""
    if page.error not in (None, NOTHING, UNKNOWN):
        raise UnreadableError(
            target, f"arXiv says: {page.error}: {page.words}" if page.words else f"arXiv says: {page.error}"
        )


def source_of(page: Page, asked: str | None = None) -> Source:
    """Return the source that a set is; all questions for single papers are one source."""
    if page.identifier:
        return source_named("ids", "arXiv papers by id", asked=asked, site="https://arxiv.org")
    return set_source(page.set or "", asked)


def set_source(name: str, asked: str | None = None) -> Source:
    """Return the source that a set is; the empty name is all of arXiv."""
    return source_named(f"oai {name}", f"arXiv {name or 'harvest'}", asked=asked, site="https://arxiv.org")


def unknown(page: Page) -> tuple[Note, ...]:
    """Return a note where a single paper was asked for that nobody knows."""
    if page.error != UNKNOWN:
        return ()
    name = page.identifier or "the id"
    return (Note(kind="failed", code="unknown-id", where=name, message=page.words or f"arXiv knows no paper {name}"),)


def _more(page: Page, target: str) -> tuple[Note, ...]:
    if page.token is None:
        return ()
    return (Note(kind="flagged", code="more-to-come", where=target, message="the harvest goes on after this page"),)


def _record(element: Element) -> Record | Note:
    """Return the record, or a note why there is none."""
    header = next(iter(named(element, "header")), None)
    name = (first(texts(header), "identifier") if header is not None else None) or "a record"
    if header is not None and header.get("status") == "deleted":
        words = "arXiv has withdrawn the record; what the library knows of it is kept"
        return Note(kind="flagged", code="deleted-record", where=name, message=words)
    for metadata in named(element, "metadata"):
        for form, read in (("arxiv", _plain), ("arxivraw", _raw)):
            for body in named(metadata, form):
                return read(body, texts(body)) or _skipped(name, "it has no id of arXiv's or no title")
    return _skipped(name, "it has no metadata in the form arXiv or arXivRaw")


def _plain(body: Element, found: Texts) -> Record | None:
    """`arXiv`: names apart, two dates."""
    created, updated = moment(first(found, "created")), moment(first(found, "updated"))
    people = [texts(author) for group in named(body, "authors") for author in named(group, "author")]
    names = (" ".join(one[part][0] for part in ("forenames", "keyname", "suffix") if part in one) for one in people)
    return _of(found, authors=tuple(filter(None, names)), created=created, updated=updated, versions=())


def _raw(body: Element, found: Texts) -> Record | None:
    """`arXivRaw`: the line of authors as typed, every version with its date."""
    versions = []
    for version in named(body, "version"):
        number = _VERSION.fullmatch(version.get("version") or "")
        if number:
            versions.append(Version(int(number[1]), moment(first(texts(version), "date"))))
    versions.sort(key=lambda version: version.number)
    dates = [version.created for version in versions]
    return _of(
        found,
        authors=authors_of(first(found, "authors") or ""),
        created=dates[0] if versions and versions[0].number == 1 else None,
        updated=dates[-1] if dates else None,
        versions=tuple(versions),
    )


def _of(
    found: Texts,
    *,
    authors: tuple[str, ...],
    created: Moment | None,
    updated: Moment | None,
    versions: tuple[Version, ...],
) -> Record | None:
    known, title = paper(f"arxiv:{first(found, 'id')}"), first(found, "title")
    if known is None or title is None:
        return None
    month = id_month(known[0])
    is_first = created is not None and (month is None or (created.month or "") <= (month.month or ""))
    return Record(
        identity=known[0],
        title=title,
        provider=PROVIDER,
        abstract=first(found, "abstract"),
        authors=authors,
        categories=subjects((first(found, "categories") or "").split()),
        published=created if is_first or versions else None,
        updated=updated or created,
        versions=versions,
        doi=(first(found, "doi") or "").partition(" ")[0] or None,
        venue=first(found, "journal-ref"),
        comment=first(found, "comments"),
        license=first(found, "license"),
    )


def _skipped(name: str, why: str) -> Note:
    return Note(kind="skipped", code="record-not-read", where=name, message=why)


def _count(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None
