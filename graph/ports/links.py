"""Links between nodes, kept: a small Protocol."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Protocol

from graph.link import Ends, Link
from graph.model import NodeId


class LinkStore(Protocol):
    """Links of works and concepts, listed or of the corpus. Derived: replaced by each linking, in one transaction.

    What people said of links is kept apart from what was proposed, and wins: a link that they keep is certain, one that
    they dismissed is not there, whatever is proposed again; taken back, the proposal stands as it stood.
    """

    def replace(self, links: Iterable[Link]) -> None:
        """Hold these links and no others."""

    def replace_of(self, keys: Collection[NodeId], links: Iterable[Link]) -> None:
        """Hold these links, and no others that touch one of the keys."""

    def rule(self, rulings: Mapping[Ends, bool]) -> None:
        """Let these be what people said, and nothing else: True keeps the link for good, False hides it."""

    def of(self, keys: Collection[NodeId], limit: int | None = None) -> dict[NodeId, list[Link]]:
        """Return key → its links, likeliest first, ties by the other end, for those of the keys that have any."""

    def among(self, keys: Collection[NodeId]) -> list[Link]:
        """Return the links with both ends among the keys, sorted by their ends."""

    def between(self, one: NodeId, other: NodeId) -> Link | None:
        """Return the link of the two, or None."""

    def page(self, after: Ends | None = None, limit: int = 1000) -> list[Link]:
        """Return a page of all links, sorted by their ends, those after the given ends."""

    def proposed(self, after: Ends | None = None, limit: int = 1000) -> list[Link]:
        """Return a page of what was proposed, whatever people said of it, sorted by the ends."""

    def rulings(self) -> dict[Ends, bool]:
        """Return what people said, as `rule` was told."""

    def count(self) -> int:
        """Return how many links there are."""
