"""What there is to find in memory: everything is looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from graph.corpus import searched, work_at
from graph.model import EdgeKind, NodeId, SourceId
from graph.ports.register import Filed, Filing, Mark, Numbers, Standing, Words
from graph.record import Record
from graph.stores.memory.corpus import MemoryCorpus
from graph.stores.memory.documents import MemoryDocuments
from graph.stores.memory.graph import MemoryGraph
from graph.stores.memory.journal import Journal
from graph.stores.memory.search import MemorySearch
from graph.stores.standings import standings
from graph.tokens import tokenise

_PLACING = (EdgeKind.IN_MONTH, EdgeKind.IN_CATEGORY)


class MemoryRegister:
    """The Register port. Numbers are places in the alphabet of the keys, so any change may change them all."""

    def __init__(
        self,
        journal: Journal,
        graph: MemoryGraph,
        documents: MemoryDocuments,
        search: MemorySearch,
        corpus: MemoryCorpus,
    ) -> None:
        self._journal = journal
        self._graph = graph
        self._documents = documents
        self._search = search
        self._corpus = corpus

    def nodes(self) -> list[Standing]:
        """Return every node, sorted by id."""
        with self._journal.lock:
            numbers = {key: number for number, key in enumerate(sorted(self._search.entries), 1)}
            nodes = self._graph.nodes(limit=1 << 30)
            edges = self._graph.edges_from([node.id for node in nodes], _PLACING)
            places = ((one.source, one.kind, one.target, one.basis or "", one.confidence) for one in edges)
            return standings([(node, numbers.get(node.id)) for node in nodes], places, self._sources())

    def records(self, since: Mark | None = None) -> Filing:
        """Return the records that came or changed since then; all when None, or where that can no longer be told."""
        with self._journal.lock:
            mark = (self._journal.version, "", len(self._corpus.held), 0)
            records = [] if mark == since else [_filed(number, record) for number, record in self._records()]
            return Filing(mark=mark, whole=mark != since, records=records)

    def holding(self, any_of: Sequence[Words], *, prefix: bool = False) -> tuple[Numbers, Numbers]:
        """Return the entries and the records whose title or text holds one of these."""
        with self._journal.lock:
            entries = ((n, (one.title, one.text)) for n, (_, one) in enumerate(sorted(self._search.entries.items()), 1))
            records = ((number, searched(record)) for number, record in self._records())
            return _holding(entries, any_of, prefix=prefix), _holding(records, any_of, prefix=prefix)

    def _records(self) -> Iterable[tuple[int, Record]]:
        return enumerate((record for _, record in sorted(self._corpus.held.items())), 1)

    def _sources(self) -> dict[NodeId, set[SourceId]]:
        found: defaultdict[NodeId, set[SourceId]] = defaultdict(set)
        for key, reading in self._documents.readings.items():
            for edge in self._graph.edges_from((key,), (EdgeKind.LISTS, EdgeKind.RECORDS)):
                found[edge.target].add(reading.document.source)
        return found


def _filed(number: int, record: Record) -> Filed:
    return Filed(
        number=number,
        node=work_at(record.identity),
        identity=record.identity,
        title=record.title,
        published=record.published,
    )


def _holding(texts: Iterable[tuple[int, tuple[str, str]]], any_of: Sequence[Words], *, prefix: bool) -> Numbers:
    # A blank on both sides: words are compared whole, and none reaches from the title into the text.
    wanted = [f" {' '.join(words)}{'' if prefix else ' '}" for words in any_of]
    cut = ((number, [f" {' '.join(tokenise(part))} " for part in parts]) for number, parts in texts)
    found = [number for number, parts in cut if any(one in part for part in parts for one in wanted)]
    return np.array(found, np.int64)
