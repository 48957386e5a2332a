"""Reference metadata in memory: every record is looked at, with the words of FTS5's tokeniser."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from math import log

from graph.corpus import day_of, gathered, merged, searched, work_at
from graph.model import NodeId
from graph.ports import CorpusCounts, Frequency, Hit, SearchEntry
from graph.record import Record
from graph.stores.memory.graph import MemoryGraph
from graph.stores.memory.journal import Journal
from graph.stores.memory.search import best
from graph.stores.words import title_words, tokenise


class MemoryCorpus:
    """The Corpus port."""

    def __init__(self, journal: Journal, graph: MemoryGraph) -> None:
        self._journal = journal
        self._graph = graph
        self.held: dict[str, Record] = {}
        self._nodes: dict[NodeId, str] = {}

    def put(self, records: Iterable[Record]) -> CorpusCounts:
        """Add records; one whose identity is held is merged with it, keeping its history."""
        counts: Counter[str] = Counter()
        with self._journal.transaction():
            for key, record in gathered(records).items():
                held = self.held.get(key)
                now = merged(held, record) if held else record
                counts["new" if held is None else "unchanged" if now == held else "changed"] += 1
                self._journal.set(self.held, key, now)
                self._journal.set(self._nodes, work_at(now.identity), key)
        return CorpusCounts(**counts)

    def records(self, identities: Collection[str]) -> dict[str, Record]:
        """Return identity → record for those of the identities that have one."""
        with self._journal.lock:
            return {key: self.held[key] for key in identities if key in self.held}

    def by_node(self, nodes: Collection[NodeId]) -> dict[NodeId, Record]:
        """Return node id → record for those of the ids that a record's work has."""
        with self._journal.lock:
            return {node: self.held[self._nodes[node]] for node in nodes if node in self._nodes}

    def citing(self, identities: Collection[str]) -> set[str]:
        """Return the identities whose records cite one of these."""
        wanted = set(identities)
        with self._journal.lock:
            return {key for key, record in self.held.items() if not wanted.isdisjoint(record.references)}

    def page(self, after: str | None = None, limit: int = 200) -> list[Record]:
        """Return a page of records sorted by identity."""
        with self._journal.lock:
            return [self.held[key] for key in sorted(key for key in self.held if key > (after or ""))[:limit]]

    def newest(self, after: str | None = None, limit: int = 200) -> list[Record]:
        """Return a page of records by first publication, newest first, undated ones last: those after that identity."""
        with self._journal.lock:
            places = sorted(((day_of(record), key) for key, record in self.held.items()), reverse=True)
            start = next((at for at, (_, key) in enumerate(places, 1) if key == after), 0)
            return [self.held[key] for _, key in places[start : start + limit]]

    def search(self, query: str, limit: int = 20) -> list[Hit]:
        """Return identities whose title, authors or abstract hold all words, best first, ties by identity."""
        with self._journal.lock:
            return best((SearchEntry(key, *searched(record)) for key, record in self.held.items()), query, limit)

    def titled(self, title: str, limit: int = 5) -> list[Hit]:
        """Return identities whose titles share most with this one, best first: any word counts, rare ones most."""
        with self._journal.lock:
            titles = {key: set(tokenise(record.title)) for key, record in self.held.items()}
        among = Counter(word for words in titles.values() for word in words)
        worth = {word: log(1 + len(titles) / among[word]) for word in title_words(title) if word in among}
        scored = [Hit(key, sum(worth.get(word, 0.0) for word in words)) for key, words in titles.items()]
        return sorted((hit for hit in scored if hit.score), key=lambda hit: (-hit.score, hit.key))[:limit]

    def frequencies(self, words: Collection[str]) -> dict[str, Frequency]:
        """Return word → how often records have it, for those that any has."""
        with self._journal.lock:
            texts = [Counter(tokenise(" ".join(searched(record)))) for record in self.held.values()]
        counts = {word: [text[word] for text in texts if word in text] for word in words}
        return {word: Frequency(len(some), sum(some)) for word, some in counts.items() if some}

    def count(self) -> int:
        """Return how many records there are."""
        with self._journal.lock:
            return len(self.held)

    def count_listed(self) -> int:
        """Return how many of them are of works that the graph has."""
        with self._journal.lock:
            return len(self._graph.find(self.held))

    def renew(self) -> None:
        """Let `by_node` know the ids that today's rules give."""
        with self._journal.transaction():
            places = {work_at(key): key for key in self.held}
            for node in self._nodes.keys() - places.keys():
                self._journal.drop(self._nodes, node)
            for node, key in places.items():
                self._journal.set(self._nodes, node, key)

    def clear(self) -> None:
        """Remove everything."""
        self._journal.clear(self.held)
        self._journal.clear(self._nodes)
