"""The way in: bytes → documents → items → graph, one transaction a target; and the whole graph again from the truth.

Everything up to the delta is pure (`ingest.sources`, `ingest.items`, `graph.assemble`); here it is done. A link to
something that some document records or lists is a citation, so a document that brings a new work also touches the
documents that already linked to it: they are assembled again in the same transaction, which keeps every incremental
step equal to a rebuild.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from graph.categorise import categorise, guesses
from graph.copying import links_of
from graph.errors import AlmanacError, EmbedderError, UnreadableError
from graph.keys import SOURCE
from graph.lineage import Facts
from graph.model import DecisionKind, Fetched, Source
from graph.ports import (
    CorpusCounts,
    Embedder,
    EnrichReport,
    Extractor,
    ExtractReport,
    IngestOptions,
    IngestReport,
    Library,
    Note,
    Progress,
    Reading,
)
from graph.record import Record
from graph.subscriptions import marked
from ingest.derive import Derivation
from ingest.enrich import Enricher
from ingest.items import read_lists
from ingest.loading import Loader, is_address
from ingest.mine import settle_mine
from ingest.naming import Naming
from ingest.reports import added, notes_of
from ingest.sources import SourceReading, reader_named
from ingest.strangers import REASON, is_named_after, is_stranger

T = TypeVar("T")
PAGE = 200
"""Documents a step of a rebuild: enough to be quick, few enough to stay small in memory."""


TEACHING = frozenset(
    {DecisionKind.PICK, DecisionKind.CORRECTION, DecisionKind.MERGE, DecisionKind.SPLIT, DecisionKind.UNDO}
)
"""Decisions that may place a work in a category, or name one, or what works name: other works' guesses learn from them."""
GROUP = 500
"""Documents written in one transaction when many targets are read: fewer commits, and still soon safe."""


class Loaded(Struct, frozen=True):
    """A target read but not yet written: its readings are the documents that are new or changed."""

    target: str
    found: SourceReading
    readings: tuple[Reading, ...]
    changed: int


@contextmanager
def few_collections() -> Iterator[None]:
    """Let the garbage collector rest: reading makes very many small values that all live until they are written."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


class Pipeline:
    """The Ingestor: reads targets into a library and keeps its graph true to documents and decisions."""

    def __init__(
        self,
        library: Library,
        loader: Loader,
        embedder: Callable[[], Embedder],
        enricher: Enricher | None = None,
        extractor: Callable[[], Extractor] | None = None,
        facts: Callable[[], Facts] = dict,
    ) -> None:
        self._library = library
        self._enricher = enricher
        self._load = loader
        self._embedder = embedder
        self._extractor = extractor
        self._derive = Derivation(library, links_of, facts)

    def check(self, target: str, kind: str | None = None) -> None:
        """Raise InvalidInputError (field `on` or `kind`) where no try could ever read this; nothing is fetched."""
        self._load.check(target, kind)

    def ingest(
        self, target: str, options: IngestOptions | None = None, *, progress: Progress | None = None
    ) -> IngestReport:
        """Read one target (a path or a URL) into the library. Raise FetchError or UnreadableError and write nothing."""
        with few_collections():
            loaded = self._loaded(target, options or IngestOptions(), progress or _silent)
            return loaded if isinstance(loaded, IngestReport) else self._write_one(loaded)

    def ingest_all(
        self, targets: Iterable[str], options: IngestOptions | None = None, *, progress: Progress | None = None
    ) -> Iterator[IngestReport]:
        """Read targets one after another; one that fails is a report with its error, and the next ones still run.

        They are written in groups, which is twice as quick; a report comes when its group is safe.
        """
        report, asked = progress or _silent, options or IngestOptions()
        group: list[Loaded] = []
        with few_collections():
            for target in targets:
                loaded = _told(target, partial(self._loaded, target, asked, report))
                again = isinstance(loaded, Loaded) and any(
                    loaded.found.source.id == one.found.source.id for one in group
                )
                if again or isinstance(loaded, IngestReport) or sum(len(one.readings) for one in group) >= GROUP:
                    yield from self._write_all(group)
                    group = []
                if again:
                    loaded = _told(target, partial(self._loaded, target, asked, report))
                if isinstance(loaded, IngestReport):
                    yield loaded
                else:
                    group.append(loaded)
            yield from self._write_all(group)

    def predict(self, progress: Progress | None = None) -> int:
        """Predict categories for works that have none; return how many have a guess now.

        Where nothing that the guesses rest on has changed, this is quick.
        """
        return categorise(self._library, self._embedder(), progress or _silent)

    def predict_again(self, progress: Progress | None = None) -> int | None:
        """Predict categories where they were predicted before; return as `predict`, None where there are no guesses."""
        if self._library.is_unmade() or not guesses(self._library):
            return None
        return self.predict(progress)

    def extract(self, progress: Progress | None = None, *, corpus: bool = True) -> ExtractReport:
        """Read what texts name, wherever they changed or the extractor did, and draw it; a run cut off goes on there.

        Without `corpus` the records that nothing lists are left for another time: they may be very many.
        """
        if self._extractor is None or self._library.is_unmade():
            return ExtractReport()
        with few_collections():
            naming = Naming(self._library, self._derive.drawing, self._extractor(), self._derive.names)
            return naming.run(progress or _silent, corpus=corpus)

    def rebuild(self, progress: Progress | None = None) -> Mapping[str, int]:
        """Derive the whole graph anew from documents and decisions; return the counts.

        What texts name is drawn as it was read, and read again only where a text says something else now. Categories
        are guessed anew where they were guessed before. Without an embedding model the guesses are left out, since a
        guess of yesterday's graph is no evidence today.
        """
        report = progress or _silent
        with few_collections(), self._library.transaction():
            guessed = bool(guesses(self._library))
            changed = self._derive.everything(lambda: self._reread(report))
        if changed:
            self.extract(report, corpus=False)
        if guessed:
            self._where_possible(self.predict, report)
        return self._library.graph.counts()

    def enrich(self, progress: Progress | None = None) -> EnrichReport:
        """Ask catalogues for the metadata that works lack; a service that fails is a note, the others still run."""
        return self._enricher.run(self._keep, progress or _silent) if self._enricher else EnrichReport()

    def settle_decisions(self, keys: Collection[str]) -> None:
        """Let the decisions on these keys take effect on the graph, on the guesses of other works too."""
        with self._library.transaction():
            sources = any(key.startswith(f"{SOURCE}:") for key in keys)
            settled = {*keys, *settle_mine(self._library).keys} if sources else keys
            has_effect = self._derive.settle(settled)
            if has_effect and any(decision.kind in TEACHING for decision in self._library.decisions.decisions(settled)):
                self._where_possible(self.predict_again, _silent)

    def _keep(self, records: Sequence[Record]) -> CorpusCounts:
        """Store what a catalogue answered and let it speak, in a transaction of its own."""
        with self._library.transaction():
            counts = self._library.corpus.put(records)
            self._derive.records([record.identity for record in records], changed=bool(counts.changed))
        return counts

    def _where_possible(self, predict: Callable[[Progress], object], progress: Progress) -> None:
        try:
            predict(progress)
        except EmbedderError:
            progress(0, None, "no embedding model: categories are not guessed")

    def _loaded(self, target: str, options: IngestOptions, progress: Progress) -> Loaded | IngestReport:
        """Return what a target holds, read; its report already where that was long, or the server says nothing changed."""
        batches = self._load.batches(target, options)
        if batches is not None:
            return self._take(target, batches, options, progress)
        known = self._fetched_from(target) if is_address(target) else None
        found = self._load(target, options, known)
        if found is not None:
            return self._read(target, found, progress)
        if known is None:
            raise UnreadableError(target, "the server says nothing changed, but nothing is known of it")
        held = self._library.documents.digests(known.id)
        return IngestReport(target=target, source=known.id, title=known.title, unchanged=len(held))

    def _take(
        self, target: str, batches: Iterable[SourceReading], options: IngestOptions, progress: Progress
    ) -> IngestReport:
        """Write a long target batch by batch, each in a transaction of its own: one cut off goes on where it stopped."""
        told: IngestReport | None = None
        done = 0
        for batch in batches:
            found = replace(batch, documents=()) if options.corpus else batch
            report = self._write_one(self._read(target, found, _silent))
            told = report if told is None else added(told, report)
            done += len(batch.records)
            progress(done, batch.total, "records read")
        if told is None:
            raise UnreadableError(target, "it brought nothing")
        return told

    def _read(self, target: str, found: SourceReading, progress: Progress) -> Loaded:
        held = self._library.documents.digests(found.source.id)
        fresh = [fetched for fetched in found.documents if held.get(fetched.id) != fetched.digest]
        readings = []
        for done, fetched in enumerate(fresh, 1):
            readings.append(read(fetched))
            progress(done, len(fresh), "documents read")
        if fresh and held and is_named_after(found.source, target):
            known = self._library.documents.many(held)
            if is_stranger([fetched.id for fetched in found.documents], readings, known):
                raise UnreadableError(target, REASON)
        return Loaded(target, found, tuple(readings), sum(fetched.id in held for fetched in fresh))

    def _write_all(self, group: Sequence[Loaded]) -> list[IngestReport]:
        """Write a group; when that fails, each target alone, so that only the one at fault is left out."""
        if not group:
            return []  # not even an empty library is made for nothing
        try:
            return self._write(group)
        except Exception:  # told below, by the target that fails again
            return [_told(one.target, partial(self._write_one, one)) for one in group]

    def _write_one(self, loaded: Loaded) -> IngestReport:
        return self._write([loaded])[0]

    def _write(self, group: Sequence[Loaded]) -> list[IngestReport]:
        """Store and draw what was read, all in one transaction."""
        with self._library.transaction():
            counts = []
            log = self._library.decisions.decisions()
            for loaded in group:
                self._library.documents.put_source(marked(loaded.found.source, log))
                counts.append(self._library.corpus.put(loaded.found.records))
            drawn = self._derive.documents([reading for loaded in group for reading in loaded.readings])
            self._derive.records(
                [record.identity for loaded in group for record in loaded.found.records],
                changed=any(each.changed for each in counts),
            )
            mine = settle_mine(self._library, {loaded.found.source.id for loaded in group})
            if mine.keys:
                self._derive.settle(mine.keys)
        works = {reading.document.id: reading for reading in drawn}
        return [
            _report(
                loaded,
                [works[reading.document.id] for reading in loaded.readings],
                records,
                mine.notes.get(loaded.found.source.id, ()),
            )
            for loaded, records in zip(group, counts, strict=True)
        ]

    def _fetched_from(self, url: str) -> Source | None:
        if self._library.is_unmade():
            return None
        return next((source for source in self._library.documents.sources() if url in (source.asked, source.url)), None)

    def _reread(self, progress: Progress) -> Iterator[list[Reading]]:
        total = self._library.documents.counts()["documents"]
        after, done = None, 0
        while page := self._library.documents.fetched(after, PAGE):
            yield [read(fetched) for fetched in page]
            after, done = page[-1].id, done + len(page)
            progress(done, total, "documents read again")


def _told(target: str, act: Callable[[], T]) -> T | IngestReport:
    """Return what the act gives, or a report of its failure: nothing a feed does may stop the next feed (law 5)."""
    try:
        return act()
    except AlmanacError as error:
        return IngestReport(target=target, error=str(error))
    except Exception as error:  # a bug met in one feed is told, with its name, and the others are read
        return IngestReport(target=target, error=f"{target}: cannot be read: {type(error).__name__}: {error}")


def _report(loaded: Loaded, drawn: Sequence[Reading], records: CorpusCounts, further: Iterable[Note]) -> IngestReport:
    return IngestReport(
        target=loaded.target,
        source=loaded.found.source.id,
        title=loaded.found.source.title,
        new=len(drawn) - loaded.changed,
        changed=loaded.changed,
        unchanged=len(loaded.found.documents) - len(drawn),
        items=sum(len(reading.items) for reading in drawn),
        records=records,
        feeds=loaded.found.feeds,
        notes=(*loaded.found.notes, *notes_of(drawn), *further),
    )


def read(fetched: Fetched) -> Reading:
    """Return a document as read, with its items (nodes unset) and the identities it links to."""
    document = reader_named(fetched.reader).document(fetched)
    lists = read_lists(document)
    links = links_of(document, lists.items)
    return Reading(fetched=fetched, document=document, items=lists.items, links=links, left_out=lists.left_out)


def _silent(_done: int, _total: int | None, _what: str) -> None:
    """Report to nobody."""
