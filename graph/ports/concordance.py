"""Which texts name which concepts, and where: what the edges that mention say, arranged for looking up."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from msgspec import Struct

from graph.model import DocumentId, Month, NodeId

TITLE = -1
"""The block of what stands in no block: a title."""

Place = tuple[str, int]
"""A text (a document's id, or that of the work whose record it is) and a block of it."""


class ListedPlace(Struct, frozen=True, kw_only=True, order=True):
    """An entry of a list whose block names the concept: the work it lists, and where."""

    work: NodeId
    document: DocumentId
    block: int


class Concordance(Protocol):
    """Where concepts are named, always as the graph's MENTIONS edges are: nobody writes here."""

    def counts(self) -> dict[NodeId, int]:
        """Return concept → how many texts name it, for those that some text names."""

    def size(self) -> int:
        """Return how many texts name anything."""

    def months(self, concepts: Collection[NodeId]) -> dict[NodeId, dict[Month, int]]:
        """Return concept → month → how many texts name it there; where there is no month, nothing counts.

        The month of a place is the one that its evidence states, else the text's: a document's own; of a record the one
        in which its work was published. A text that goes by months counts once in each.
        """

    def dates(self, concept: NodeId) -> dict[str, str]:
        """Return text → when it was published, for the dated texts that name the concept.

        The dates are ISO 8601 in UTC, a document's to the second, a work's to the day; their order is that of time.
        """

    def first(self, concepts: Collection[NodeId]) -> dict[NodeId, str]:
        """Return concept → the text that named it first: the earliest of those with a date, of several the first by id.

        A place whose evidence states a month comes after all that is dated to a day of it. Where nothing has a date it
        is the first by id.
        """

    def at(self, places: Collection[Place]) -> dict[Place, list[NodeId]]:
        """Return place → the concepts named there, sorted, for those of the places that name any."""

    def beside(self, concept: NodeId) -> dict[NodeId, int]:
        """Return concept → in how many blocks it is named together with this one."""

    def listed(self, concept: NodeId) -> list[ListedPlace]:
        """Return the entries of lists that stand in a block which names the concept, sorted."""
