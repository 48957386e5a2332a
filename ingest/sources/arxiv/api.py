"""The reader of the arXiv API's answers (Atom, https://info.arxiv.org/help/api/user-manual.html).

Why not the `arxiv` package's parser: docs/decisions.md, 17. The tests hold this one to it, field by field.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime
from urllib.parse import parse_qs

from msgspec import Struct

from graph.errors import UnreadableError
from graph.model import Document, Fetched, Moment, Source
from graph.ports import Note
from graph.record import Record, Version
from ingest.sources.arxiv.papers import as_document, as_fetched, moment, paper, source_named, subjects
from ingest.sources.arxiv.xml import Texts, first, folded, mended, named, opened, texts
from ingest.sources.decoding import decode
from ingest.sources.kinds import HEAD, is_binary, root_of
from ingest.sources.reading import SourceReading
from ingest.sources.xmltree import Element

PROVIDER = "arxiv-api"
_SEARCH = "a9.com/-/spec/opensearch"
_ARXIV = "arxiv.org"
_ERRORS = "/api/errors"
_QUERY = re.compile(r"arXiv Query:\s*(.*)", re.DOTALL)


class Answer(Struct, frozen=True, kw_only=True):
    """One answer: the papers on this page, where it begins, how many there are in all, and what was asked."""

    records: tuple[Record, ...]
    total: int | None
    start: int
    per_page: int | None
    query: str
    ids: tuple[str, ...]
    notes: tuple[Note, ...]

    @property
    def is_glitch(self) -> bool:
        """Tell the service's known fault: a page without entries where there should be some."""
        return not self.records and not self.notes and (self.total or 0) > self.start


class ArxivApiReader:
    """Reads answers of the arXiv API."""

    name = PROVIDER

    def detect(self, content: bytes, content_type: str | None) -> bool:
        """Tell an answer by its root and its vocabularies: a search's, and arXiv's own."""
        del content_type
        head = content[:HEAD]
        if is_binary(content) or _ARXIV.encode() not in head or _SEARCH.encode() not in head:
            return False
        return root_of(decode(head).text) == "feed"

    def read(self, content: bytes, *, target: str, url: str | None, as_of: datetime | None = None) -> SourceReading:
        """Return the papers, or raise UnreadableError with arXiv's own words where it refused the question."""
        del as_of
        answer = parse_answer(content, target)
        source = source_of(answer.query, asked=url)
        missing = unknown(answer.ids, answer.records) if answer.total == len(answer.records) else ()
        return papers(source, answer.records, (*answer.notes, *missing))

    def document(self, fetched: Fetched) -> Document:
        """Return the paper as a document."""
        return as_document(fetched)


def parse_answer(content: bytes, target: str) -> Answer:
    """Return what the API answered, or raise UnreadableError: no such answer, or one that says what was wrong."""
    tree = opened(content, target, "feed")
    notes = mended(tree, target)
    records: list[Record] = []
    for entry in named(tree.root, "entry"):
        found = texts(entry)
        if _ERRORS in (first(found, "id") or ""):
            raise UnreadableError(target, f"arXiv says: {first(found, 'summary') or 'error'}")
        read = _record(entry, found)
        if isinstance(read, Record):
            records.append(read)
        else:
            where = first(found, "title", "id") or target
            notes.append(Note(kind="skipped", code="entry-not-read", where=where, message=read))
    told = texts(tree.root)
    query, ids = _asked(first(told, "title") or "")
    return Answer(
        records=tuple(records),
        total=_number(first(told, "totalresults")),
        start=_number(first(told, "startindex")) or 0,
        per_page=_number(first(told, "itemsperpage")),
        query=query,
        ids=ids,
        notes=tuple(notes),
    )


def papers(
    source: Source, records: Sequence[Record], notes: Sequence[Note] = (), total: int | None = None
) -> SourceReading:
    """Return records as a source's reading: each is a document, and reference metadata."""
    documents = tuple(as_fetched(record, source, PROVIDER) for record in records)
    return SourceReading(source=source, documents=documents, records=tuple(records), notes=tuple(notes), total=total)


def source_of(query: str, asked: str | None = None) -> Source:
    """Return the source that a query is; all questions for single papers are one source."""
    if not query:
        return source_named("ids", "arXiv papers by id", asked=asked, site="https://arxiv.org")
    subjects_only = re.fullmatch(r"cat:[\w.*-]+(?: OR cat:[\w.*-]+)*", query)
    name = query.replace("cat:", "").replace(".*", "").replace(" OR ", ", ") if subjects_only else query
    site = f"https://arxiv.org/list/{name}/recent" if subjects_only and "," not in name else None
    return source_named(name, f"arXiv {name}", asked=asked, site=site)


def unknown(asked: Collection[str], records: Collection[Record]) -> tuple[Note, ...]:
    """Return a note for each id that was asked for and that nobody answered."""
    found = {record.identity for record in records}
    missing = [text for text in asked if (known := paper(f"arxiv:{text}")) is None or known[0] not in found]
    return tuple(
        Note(kind="failed", code="unknown-id", where=text, message=f"arXiv knows no paper {text}") for text in missing
    )


def _record(entry: Element, found: Texts) -> Record | str:
    """Return the entry's record, or why it has none."""
    address = first(found, "id")
    if address is None:
        return "the entry has no id"
    known = paper(address)
    if known is None:
        return f"{address} is no paper's address"
    title = first(found, "title")
    if title is None:
        return "the entry has no title"
    published, updated = moment(first(found, "published")), moment(first(found, "updated"))
    return Record(
        identity=known[0],
        title=title,
        provider=PROVIDER,
        abstract=first(found, "summary"),
        authors=tuple(name for author in named(entry, "author") if (name := first(texts(author), "name"))),
        categories=_categories(entry),
        published=published,
        updated=updated,
        versions=_versions(known[1], published, updated),
        doi=(first(found, "doi") or "").partition(" ")[0] or None,
        venue=first(found, "journal_ref"),
        comment=first(found, "comment"),
        license=first(found, "license"),
    )


def _categories(entry: Element) -> tuple[str, ...]:
    terms = [tag.get("term") or "" for name in ("primary_category", "category") for tag in named(entry, name)]
    return subjects(terms)


def _versions(number: int | None, published: Moment | None, updated: Moment | None) -> tuple[Version, ...]:
    """Return the versions that the answer dates: the first, and the one it shows."""
    if number is None:
        return ()
    shown = Version(number, published if number == 1 else updated)
    return (shown,) if number == 1 else (Version(1, published), shown)


def _asked(title: str) -> tuple[str, tuple[str, ...]]:
    """Return the query and the ids that the answer's title repeats."""
    found = _QUERY.match(title)
    asked = parse_qs(found[1].replace("+", "%2B")) if found else {}
    ids = asked.get("id_list", [""])[0]
    return folded(asked.get("search_query", [""])[0]), tuple(part for part in ids.replace(",", " ").split() if part)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None
