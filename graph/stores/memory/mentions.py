"""What texts name, in memory: every text is looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from graph.mention import Findings
from graph.ports import Unread, Use
from graph.stores.memory.corpus import MemoryCorpus
from graph.stores.memory.documents import MemoryDocuments
from graph.stores.memory.graph import MemoryGraph
from graph.stores.memory.journal import Journal
from graph.uses import has_say, is_document, uses_of


class MemoryMentions:
    """The MentionStore port."""

    def __init__(self, journal: Journal, documents: MemoryDocuments, corpus: MemoryCorpus, graph: MemoryGraph) -> None:
        self._journal = journal
        self._documents = documents
        self._corpus = corpus
        self._graph = graph
        self.held: dict[str, Findings] = {}
        self._uses: dict[str, tuple[Use, ...]] = {}

    def put(self, findings: Iterable[Findings]) -> None:
        """Add findings or replace those of the same text."""
        with self._journal.transaction():
            for each in findings:
                self._journal.set(self.held, each.key, each)
                self._journal.set(self._uses, each.key, uses_of(each))

    def delete(self, texts: Collection[str]) -> None:
        """Remove the findings of these texts; unknown ones are fine."""
        with self._journal.transaction():
            for key in texts:
                self._journal.drop(self.held, key)
                self._journal.drop(self._uses, key)

    def clear(self) -> None:
        """Remove all."""
        with self._journal.transaction():
            self._journal.clear(self.held)
            self._journal.clear(self._uses)

    def page(self, after: str | None = None, limit: int = 200) -> list[Findings]:
        """Return a page of the findings, sorted by text."""
        with self._journal.lock:
            return [self.held[key] for key in sorted(self.held) if key > (after or "")][:limit]

    def get(self, texts: Collection[str]) -> dict[str, Findings]:
        """Return text → its findings, for those that were read."""
        with self._journal.lock:
            return {key: self.held[key] for key in texts if key in self.held}

    def read(self, texts: Collection[str]) -> dict[str, tuple[str, str]]:
        """Return text → (digest, extractor) it was read under, for those that were read."""
        return {key: (each.digest, each.extractor) for key, each in self.get(texts).items()}

    def unread(self, which: Unread, extractor: str, after: str = "", limit: int = 1000) -> list[str]:
        """Return a page of the texts there are that this extractor has not read (of `RECORDS`: skimmed), sorted by key."""
        with self._journal.lock:
            return sorted(key for key in self._unread(which, extractor) if key > after)[:limit]

    def count_unread(self, which: Unread, extractor: str) -> int:
        """Return how many there are."""
        with self._journal.lock:
            return len(self._unread(which, extractor))

    def uses(self, names: Collection[str]) -> list[Use]:
        """Return how texts with a say use these names, sorted by name, text, kind."""
        wanted = set(names)
        found = (use for use in self._said() if use.name in wanted)
        return sorted(found, key=lambda use: (use.name, use.text, use.kind))

    def used(self, texts: Collection[str]) -> set[str]:
        """Return the names that these texts use, and the long forms that they define, where they have a say."""
        wanted = set(texts)
        return {name for use in self._said() if use.text in wanted for name in (use.name, use.long) if name is not None}

    def shortened(self, longs: Collection[str]) -> set[str]:
        """Return the names for which some text with a say defines one of these long forms."""
        wanted = set(longs)
        return {use.name for use in self._said() if use.long in wanted}

    def naming(self, names: Collection[str]) -> set[str]:
        """Return the texts with a say that use one of these names."""
        return {use.text for use in self.uses(names)}

    def names(self, after: str | None = None, limit: int = 1000) -> list[str]:
        """Return a page of the names that texts with a say use, sorted."""
        return sorted({use.name for use in self._said() if use.name > (after or "")})[:limit]

    def records_naming(self, names: Collection[str], skip: int = 0, limit: int = 20) -> list[str]:
        """Return identities of records of the corpus that use one of these names, newest identity first."""
        wanted = set(names)
        found = {use.text for use in self._recorded() if use.name in wanted}
        return sorted(found, reverse=True)[skip : skip + limit]

    def count_naming(self, names: Collection[str]) -> int:
        """Return how many records of the corpus use one of these names."""
        wanted = set(names)
        return len({use.text for use in self._recorded() if use.name in wanted})

    def record_uses(self, names: Collection[str] | None = None) -> list[Use]:
        """Return how records of the corpus use these names (all when None), one a (name, kind, called, known)."""
        wanted = None if names is None else set(names)
        ways = Counter(
            (use.name, use.kind, use.called, use.known)
            for use in self._recorded()
            if wanted is None or use.name in wanted
        )
        return [
            Use(text="", name=name, kind=kind, called=called, known=known, count=count, weight=count)
            for (name, kind, called, known), count in sorted(ways.items())
        ]

    def counts(self) -> dict[str, int]:
        """Return {"texts": n, "mentions": n, "names": n}."""
        with self._journal.lock:
            mentions = sum(len(findings.mentions) for findings in self.held.values())
            return {"texts": len(self.held), "mentions": mentions, "names": len({use.name for use in self._said()})}

    def _said(self) -> Iterator[Use]:
        with self._journal.lock:
            uses = [self._uses[key] for key, findings in self.held.items() if has_say(findings)]
        return (use for some in uses for use in some)

    def _recorded(self) -> Iterator[Use]:
        with self._journal.lock:
            uses = [some for key, some in self._uses.items() if not is_document(key)]
        return (use for some in uses for use in some)

    def _unread(self, which: Unread, extractor: str) -> set[str]:
        if which is Unread.DOCUMENTS:
            there = set(self._documents.readings)
        else:
            works = self._graph.find(self._corpus.held)
            there = {key for key in self._corpus.held if (key in works) is (which is Unread.WORKS)}
        wanted = which is Unread.RECORDS
        return {key for key in there if not self._is_read(key, extractor, skimmed=wanted)}

    def _is_read(self, key: str, extractor: str, *, skimmed: bool) -> bool:
        findings = self.held.get(key)
        return findings is not None and findings.extractor == extractor and findings.skimmed is skimmed
