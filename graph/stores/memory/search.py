"""Full text in memory: every entry is looked at, with the words of FTS5's tokeniser."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from graph.ports import Hit, SearchEntry
from graph.stores.memory.journal import Journal
from graph.stores.words import TITLE_WEIGHT, Phrase, phrases, tokenise


class MemorySearch:
    """The SearchIndex port."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self.entries: dict[str, SearchEntry] = {}

    def put(self, entries: Iterable[SearchEntry]) -> None:
        """Add entries or replace those with the same key."""
        with self._journal.transaction():
            for entry in entries:
                self._journal.set(self.entries, entry.key, entry)

    def delete(self, keys: Collection[str]) -> None:
        """Remove entries; unknown keys are fine."""
        with self._journal.transaction():
            for key in keys:
                self._journal.drop(self.entries, key)

    def clear(self) -> None:
        """Remove all entries."""
        with self._journal.transaction():
            self._journal.clear(self.entries)

    def page(self, after: str | None = None, limit: int = 200) -> list[SearchEntry]:
        """Return a page of the entries, sorted by key."""
        with self._journal.lock:
            return [self.entries[key] for key in sorted(self.entries) if key > (after or "")][:limit]

    def search(self, query: str, limit: int = 20) -> list[Hit]:
        """Return the best hits, best first, ties by key."""
        with self._journal.lock:
            return best(self.entries.values(), query, limit)


def best(entries: Iterable[SearchEntry], query: str, limit: int) -> list[Hit]:
    """Return the entries that hold all words of the query, best first, ties by key."""
    wanted = phrases(query)
    scored = [Hit(entry.key, _score(entry, wanted)) for entry in entries]
    hits = [hit for hit in scored if hit.score > 0]
    return sorted(hits, key=lambda hit: (-hit.score, hit.key))[:limit]


def _score(entry: SearchEntry, wanted: list[Phrase]) -> float:
    """Return 0 unless every phrase occurs, the last one as a prefix."""
    title, text = tokenise(entry.title), tokenise(entry.text)
    scores = []
    for place, phrase in enumerate(wanted):
        prefix = place == len(wanted) - 1
        scores.append(TITLE_WEIGHT * _occurrences(phrase, title, prefix) + _occurrences(phrase, text, prefix))
    return sum(scores) if scores and all(scores) else 0.0


def _occurrences(phrase: Phrase, tokens: list[str], prefix: bool) -> int:
    *head, last = phrase
    starts = range(len(tokens) - len(head))
    return sum(
        tokens[start : start + len(head)] == head
        and (tokens[start + len(head)].startswith(last) if prefix else tokens[start + len(head)] == last)
        for start in starts
    )
