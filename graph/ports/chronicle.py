"""When works are mentioned, by whom and how exactly that is known, and what the works name: what trends are made of."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from msgspec import Struct

from graph.model import DocumentId, Month, NodeId, NodeKind, SourceId


class Telling(Struct, frozen=True, kw_only=True, order=True):
    """One document's mention of a work: it records the work or lists it (a further link is none).

    `month` is the one it counts under: that of the list's section, else the document's; None where neither is known.
    It was said between `since` and `until` (instants in UTC, ISO 8601 to the second, equal where it is known so
    exactly); both are None where the document has no date. A pick has neither document nor source, nor an instant.
    """

    work: NodeId
    document: DocumentId = ""
    source: SourceId = ""
    month: Month | None = None
    since: str | None = None
    until: str | None = None


class Chronicle(Protocol):
    """Works at their first mention and what they name, always as the library is: nobody writes here.

    A work is what a document records, a list lists or a person picked. It counts once, in the first month that anything
    mentions it. It names a concept where its title or abstract does, a block that lists it, any other block of the
    document that records it (what stands in an entry is said of the work it lists), or where a text states what it
    introduces, uses, is about or is evaluated on. With `sources`, only what these mention counts.
    """

    def works(self, sources: Collection[SourceId] | None = None) -> dict[Month, int]:
        """Return month → how many works are first mentioned in it."""

    def undated(self) -> int:
        """Return of how many works no mention has a month."""

    def sources(self) -> dict[Month, frozenset[SourceId]]:
        """Return month → the sources that mention a work in it, whether first or again."""

    def naming(self, kind: NodeKind) -> dict[NodeId, dict[Month, int]]:
        """Return concept of this kind → month → how many of the works first mentioned in it name the concept."""

    def naming_among(
        self, concepts: Collection[NodeId], sources: Collection[SourceId]
    ) -> dict[NodeId, dict[Month, int]]:
        """Return the same for these concepts, as if only these sources were read."""

    def voices(self, concepts: Collection[NodeId]) -> dict[NodeId, dict[Month, frozenset[SourceId]]]:
        """Return concept → month → the sources that in it mention works which name the concept."""

    def works_naming(self, concept: NodeId) -> dict[NodeId, Month | None]:
        """Return the works that name the concept, each with the month of its first mention."""

    def tellings(self, works: Collection[NodeId]) -> list[Telling]:
        """Return who mentions these works, sorted."""

    def shared(self, month: Month) -> list[NodeId]:
        """Return the works first mentioned in the month that two sources or more mention, sorted."""

    def followed(self) -> list[tuple[Telling, str]]:
        """Return each source's earliest telling of each paper that has a day or month of publication, with that date.

        The date is ISO 8601, as exactly as it is known. Records of catalogues and bibliographies tell nothing.
        """
