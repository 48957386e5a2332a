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


class Followed(Struct, frozen=True, kw_only=True):
    """A source's earliest telling of a paper: when the paper was published (ISO 8601, as exactly as is known).

    `first`: nobody mentions the paper earlier.
    """

    telling: Telling
    published: str
    first: bool


class Mentions(Struct, frozen=True, kw_only=True):
    """How a work is mentioned in all: by how many `sources` (none where it was only picked), last at the instant `latest`.

    `month` is that of its first mention; both are None where no mention has a date.
    """

    sources: int
    month: Month | None = None
    latest: str | None = None


Brought = tuple[Month, SourceId]
"""The month of a work's first mention and the source that has it ('' where a person picked it before any source did)."""


class Chronicle(Protocol):
    """Works at their first mention and what they name, always as the library is: nobody writes here.

    A work is what a document records, a list lists or a person picked. It counts once, at its first mention: of those
    in the earliest month the one surest to be early, of several the first by document. It names a concept
    where its title or abstract does, a block that lists it, any other block of the document that records it (what stands
    in an entry is said of the work it lists), or where a text states that it introduces, uses, is about or is evaluated
    on it.
    """

    def works(self) -> dict[Brought, int]:
        """Return (month, source) → how many works it is the first to mention then."""

    def mentions(self) -> dict[NodeId, Mentions]:
        """Return every work → how it is mentioned."""

    def undated(self) -> int:
        """Return of how many works no mention has a month."""

    def sources(self) -> dict[Month, frozenset[SourceId]]:
        """Return month → the sources that mention a work in it, whether first or again."""

    def naming(self, kind: NodeKind, since: Month = "", until: Month = "~") -> dict[NodeId, dict[Brought, int]]:
        """Return concept of this kind → (month of these, source) → how many of the works it brings name the concept."""

    def voices(self, concepts: Collection[NodeId]) -> dict[NodeId, dict[Month, frozenset[SourceId]]]:
        """Return concept → month → the sources that in it mention works which name the concept."""

    def works_naming(
        self, concepts: Collection[NodeId], since: Month = "", until: Month = "~"
    ) -> dict[NodeId, dict[NodeId, Month | None]]:
        """Return concept → work that names it → the month of the work's first mention, where that is of these months."""

    def tellings(self, works: Collection[NodeId]) -> list[Telling]:
        """Return who mentions these works, sorted."""

    def shared(self, month: Month) -> list[NodeId]:
        """Return the works first mentioned in the month that two sources or more mention, sorted."""

    def followed(self, since: Month, until: Month) -> list[Followed]:
        """Return each source's earliest telling of each paper with a date of publication, where it is of these months.

        A telling without a month is of the month in which it began, one without any date of all. Entries of catalogues
        and bibliographies tell nothing. Sorted by paper, then source.
        """

    def followed_of(self, works: Collection[NodeId]) -> list[Followed]:
        """Return the same of these works, whatever the month."""

    def heralds(self, concept: NodeId) -> list[DocumentId]:
        """Return of each source the document that names the concept first, sorted; what a section dates comes after days."""
