"""A library in memory: the reference the other adapters are held to, and what tests run on.

Every change notes how to take it back, so a transaction that fails is undone step by step. One lock serves reader
and writer alike: nobody sees half a transaction.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from graph.errors import StoreError
from graph.link import Link
from graph.mention import Findings
from graph.model import Decision, GraphDelta, NodeId, Source
from graph.ports import Reading, SearchEntry
from graph.record import Record
from graph.stores.archive import pack, refused, unpack
from graph.stores.memory.calendar import MemoryCalendar
from graph.stores.memory.chronicle import MemoryChronicle
from graph.stores.memory.concordance import MemoryConcordance
from graph.stores.memory.corpus import MemoryCorpus
from graph.stores.memory.decisions import MemoryDecisions
from graph.stores.memory.documents import MemoryDocuments
from graph.stores.memory.graph import MemoryGraph
from graph.stores.memory.journal import Journal
from graph.stores.memory.links import MemoryLinks
from graph.stores.memory.mentions import MemoryMentions
from graph.stores.memory.register import MemoryRegister
from graph.stores.memory.search import MemorySearch
from graph.stores.memory.vectors import MemoryVectors

_CONTENT = "library.json"
_SCHEMA = 1


class _Snapshot(msgspec.Struct, frozen=True):
    """Everything a library holds, as its backup writes it."""

    sources: list[Source]
    readings: list[Reading]
    decisions: list[Decision]
    deltas: list[GraphDelta]
    redirects: dict[NodeId, NodeId]
    entries: list[SearchEntry]
    records: list[Record] = []
    findings: list[Findings] = []
    links: list[Link] = []
    rulings: list[tuple[NodeId, NodeId, bool]] = []


class MemoryLibrary:
    """The Library port; nothing outlives the process but a backup."""

    def __init__(self) -> None:
        self._journal = Journal()
        self.documents = MemoryDocuments(self._journal)
        self.decisions = MemoryDecisions(self._journal)
        self.graph = MemoryGraph(self._journal)
        self.calendar = MemoryCalendar(self.graph)
        self.concordance = MemoryConcordance(self.graph, self.documents, self.calendar)
        self.chronicle = MemoryChronicle(self.graph, self.documents, self.calendar)
        self.search = MemorySearch(self._journal)
        self.vectors = MemoryVectors()
        self.corpus = MemoryCorpus(self._journal, self.graph)
        self.mentions = MemoryMentions(self._journal, self.documents, self.corpus, self.graph)
        self.links = MemoryLinks(self._journal)
        self.register = MemoryRegister(self._journal, self.graph, self.documents, self.search, self.corpus)

    def transaction(self) -> AbstractContextManager[None]:
        """Keep all writes inside together or none; a nested one that fails takes back its own part alone."""
        return self._journal.transaction()

    def is_unmade(self) -> bool:
        """Tell whether nothing was written yet."""
        return self.version() == 0

    def version(self) -> int:
        """Return a number that grows with every committed write that changed something."""
        return self._journal.version

    def backup(self, to: Path) -> None:
        """Write one checksummed file with everything; replaces `to` atomically."""
        snapshot = self._snapshot()
        try:
            with TemporaryDirectory(dir=to.resolve().parent, prefix=".backup-") as folder:
                content = Path(folder) / _CONTENT
                content.write_bytes(msgspec.json.encode(snapshot))
                pack(content, _SCHEMA, to)
        except OSError as error:
            raise refused(to, error) from error

    def restore(self, backup: Path) -> None:
        """Replace this library's content by the backup's, or raise StoreError and leave it as it was."""
        with TemporaryDirectory() as folder:
            content = Path(folder) / _CONTENT
            unpack(backup, content, _SCHEMA)
            try:
                snapshot = msgspec.json.decode(content.read_bytes(), type=_Snapshot)
            except msgspec.MsgspecError as error:
                raise StoreError(f"the backup {backup} holds no library: {error}") from error
        with self._journal.lock:
            self._check_idle("restore")
            self._load(snapshot)

    def _check_idle(self, what: str) -> None:
        if self._journal.depth:
            raise StoreError(f"cannot {what} inside a transaction")

    def _snapshot(self) -> _Snapshot:
        with self._journal.lock:
            self._check_idle("back up")
            return _Snapshot(
                sources=self.documents.sources(),
                readings=list(self.documents.readings.values()),
                decisions=self.decisions.decisions(),
                deltas=list(self.graph.said.values()),
                redirects=dict(self.graph.redirects),
                entries=list(self.search.entries.values()),
                records=list(self.corpus.held.values()),
                findings=list(self.mentions.held.values()),
                links=[Link(a=a, b=b, score=score) for (a, b), score in self.links.held.items()],
                rulings=[(a, b, kept) for (a, b), kept in self.links.ruled.items()],
            )

    def _load(self, snapshot: _Snapshot) -> None:
        with self._journal.transaction():
            for store in (
                self.documents,
                self.decisions,
                self.graph,
                self.search,
                self.corpus,
                self.mentions,
                self.links,
            ):
                store.clear()
            self._journal.clear(self.graph.redirects)
            for source in snapshot.sources:
                self.documents.put_source(source)
            self.documents.put(snapshot.readings)
            for decision in snapshot.decisions:
                self.decisions.append(decision)
            self.graph.apply(snapshot.deltas)
            for old, new in snapshot.redirects.items():
                self.graph.redirect(old, new)
            self.search.put(snapshot.entries)
            self.corpus.put(snapshot.records)
            self.mentions.put(snapshot.findings)
            self.links.replace(snapshot.links)
            self.links.rule({(a, b): kept for a, b, kept in snapshot.rulings})
            self._journal.note(lambda: None)  # A restore is a change, even to what was there before.

    def close(self) -> None:
        """Close nothing: what is in memory stays there."""
