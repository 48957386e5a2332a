"""The way in: bytes → documents → items → graph, one transaction a target; and the whole graph again from the truth.

Everything up to the delta is pure (`ingest.sources`, `ingest.items`, `graph.assemble`); here it is done. A link to
something that some document records or lists is a citation, so a document that brings a new work also touches the
documents that already linked to it: they are assembled again in the same transaction, which keeps every incremental
step equal to a rebuild.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime

from graph.categorise import categorise
from graph.errors import EmbedderError, UnreadableError
from graph.identity import identify
from graph.model import Document, Fetched, Item, Source
from graph.ports import Embedder, IngestReport, Library, Progress, Reading
from ingest.derive import Derivation
from ingest.items import items_of
from ingest.loading import Loader, is_address
from ingest.reports import notes_of
from ingest.sources import SourceReading, reader_named

PAGE = 200
"""Documents a step of a rebuild: enough to be quick, few enough to stay small in memory."""


class Pipeline:
    """The Ingestor: reads targets into a library and keeps its graph true to documents and decisions."""

    def __init__(self, library: Library, loader: Loader, embedder: Callable[[], Embedder]) -> None:
        self._library = library
        self._load = loader
        self._embedder = embedder
        self._derive = Derivation(library, links_of)

    def ingest(self, target: str, *, as_of: datetime | None = None, progress: Progress | None = None) -> IngestReport:
        """Read one target (a path or a URL) into the library. Raise FetchError or UnreadableError and write nothing."""
        known = self._fetched_from(target) if is_address(target) else None
        found = self._load(target, as_of, known)
        if found is None and known is not None:
            held = self._library.documents.digests(known.id)
            return IngestReport(target=target, source=known.id, title=known.title, unchanged=len(held))
        if found is None:
            raise UnreadableError(target, "the server says nothing changed, but nothing is known of it")
        with self._library.transaction():
            return self._store(target, found, progress or _silent)

    def predict(self, progress: Progress | None = None) -> int:
        """Predict categories for works that have none; return how many have a guess now."""
        return categorise(self._library, self._embedder(), progress or _silent)

    def rebuild(self, progress: Progress | None = None) -> Mapping[str, int]:
        """Derive the whole graph anew from documents and decisions; return the counts.

        Without an embedding model the guesses are left out, since a guess of yesterday's graph is no evidence today.
        """
        report = progress or _silent
        with self._library.transaction():
            self._derive.everything(lambda: self._reread(report))
        try:
            self.predict(report)
        except EmbedderError:
            report(0, None, "no embedding model: categories are not guessed")
        return self._library.graph.counts()

    def settle_decisions(self, keys: Collection[str]) -> None:
        """Let the decisions on these keys take effect on the graph."""
        with self._library.transaction():
            self._derive.settle(keys)

    def _store(self, target: str, found: SourceReading, progress: Progress) -> IngestReport:
        documents = self._library.documents
        held = documents.digests(found.source.id)
        fresh = [fetched for fetched in found.documents if held.get(fetched.id) != fetched.digest]
        documents.put_source(found.source)
        readings = []
        for done, fetched in enumerate(fresh, 1):
            readings.append(read(fetched))
            progress(done, len(fresh), "documents read")
        drawn = self._derive.documents(readings)
        return IngestReport(
            target=target,
            source=found.source.id,
            title=found.source.title,
            new=sum(fetched.id not in held for fetched in fresh),
            changed=sum(fetched.id in held for fetched in fresh),
            unchanged=len(found.documents) - len(fresh),
            items=sum(len(reading.items) for reading in readings),
            notes=(*found.notes, *notes_of(drawn)),
        )

    def _fetched_from(self, url: str) -> Source | None:
        return next((source for source in self._library.documents.sources() if source.url == url), None)

    def _reread(self, progress: Progress) -> Iterator[list[Reading]]:
        total = self._library.documents.counts()["documents"]
        after, done = None, 0
        while page := self._library.documents.fetched(after, PAGE):
            yield [read(fetched) for fetched in page]
            after, done = page[-1].id, done + len(page)
            progress(done, total, "documents read again")


def read(fetched: Fetched) -> Reading:
    """Return a document as read, with its items (nodes unset) and the identities it links to."""
    document = reader_named(fetched.reader).document(fetched)
    items = items_of(document)
    return Reading(fetched=fetched, document=document, items=items, links=links_of(document, items))


def links_of(document: Document, items: Iterable[Item]) -> tuple[str, ...]:
    """Return the identities a document links to, sorted, once each: its outline's and those its items were mended to."""
    found = {str(i) for block in document.outline.blocks for link in block.links if (i := identify(link.url))}
    found |= {item.identity for item in items if item.identity}
    found |= {link.identity for item in items for link in item.links if link.identity}
    return tuple(sorted(found))


def _silent(_done: int, _total: int | None, _what: str) -> None:
    """Report to nobody."""
