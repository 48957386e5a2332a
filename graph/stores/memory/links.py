"""Links in memory."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from graph.link import Ends, Link
from graph.model import NodeId
from graph.stores.linking import by_end, by_ends, proposed
from graph.stores.memory.journal import Journal


class MemoryLinks:
    """The LinkStore port."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self.held: dict[Ends, float] = {}
        self.ruled: dict[Ends, bool] = {}

    def replace(self, links: Iterable[Link]) -> None:
        """Hold these links and no others."""
        self._keep(set(self.held), by_ends(proposed(links)))

    def replace_of(self, keys: Collection[NodeId], links: Iterable[Link]) -> None:
        """Hold these links, and no others that touch one of the keys."""
        touched = set(keys)
        self._keep({ends for ends in self.held if touched.intersection(ends)}, by_ends(proposed(links)))

    def rule(self, rulings: Mapping[Ends, bool]) -> None:
        """Let these be what people said, and nothing else: True keeps the link for good, False hides it."""
        with self._journal.transaction():
            for ends in self.ruled.keys() - rulings.keys():
                self._journal.drop(self.ruled, ends)
            for ends, kept in rulings.items():
                self._journal.set(self.ruled, ends, kept)

    def of(self, keys: Collection[NodeId], limit: int | None = None) -> dict[NodeId, list[Link]]:
        """Return key → its links, likeliest first, ties by the other end, for those of the keys that have any."""
        return by_end(self._shown(), keys, limit)

    def among(self, keys: Collection[NodeId]) -> list[Link]:
        """Return the links with both ends among the keys, sorted by their ends."""
        wanted = set(keys)
        return [link for link in self._shown() if {link.a, link.b} <= wanted]

    def between(self, one: NodeId, other: NodeId) -> Link | None:
        """Return the link of the two, or None."""
        return next(iter(self.among((one, other))), None)

    def page(self, after: Ends | None = None, limit: int = 1000) -> list[Link]:
        """Return a page of all links, sorted by their ends, those after the given ends."""
        return [link for link in self._shown() if after is None or (link.a, link.b) > after][:limit]

    def proposed(self, after: Ends | None = None, limit: int = 1000) -> list[Link]:
        """Return a page of what was proposed, whatever people said of it, sorted by the ends."""
        with self._journal.lock:
            ends = sorted(ends for ends in self.held if after is None or ends > after)[:limit]
            return [Link(a=a, b=b, score=self.held[a, b]) for a, b in ends]

    def rulings(self) -> dict[Ends, bool]:
        """Return what people said, as `rule` was told."""
        with self._journal.lock:
            return dict(self.ruled)

    def count(self) -> int:
        """Return how many links there are."""
        return len(self._shown())

    def clear(self) -> None:
        """Remove everything."""
        self.replace(())
        self.rule({})

    def _keep(self, before: Collection[Ends], wanted: Mapping[Ends, float]) -> None:
        with self._journal.transaction():
            for ends in before - wanted.keys():
                self._journal.drop(self.held, ends)
            for ends, score in wanted.items():
                self._journal.set(self.held, ends, score)

    def _shown(self) -> list[Link]:
        """Return what people did not dismiss, sorted; what they confirmed is certain."""
        with self._journal.lock:
            shown = sorted(ends for ends in self.held.keys() | self.ruled.keys() if self.ruled.get(ends) is not False)
            return [self._link(ends) for ends in shown]

    def _link(self, ends: Ends) -> Link:
        kept = ends in self.ruled
        return Link(a=ends[0], b=ends[1], score=1.0 if kept else self.held[ends], confirmed=kept)
