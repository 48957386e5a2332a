"""The stages of a review: what it holds (Plan), what it says (Draft), where each statement was read (Reference)."""

from __future__ import annotations

from msgspec import Struct

from graph.model import Month, NodeId
from graph.views.shapes import Entry


class Reference(Struct, frozen=True, kw_only=True):
    """Where a statement was read; equal references share a footnote.

    Without a document it is the user, a guess, or what the work's own id or address states.
    """

    document: str | None = None
    title: str
    source: str | None = None
    published: str | None = None
    section: str | None = None
    url: str | None = None


class Voice(Struct, frozen=True, kw_only=True):
    """Somebody's words: `mine` are the user's own and need no quotation marks."""

    text: str
    by: str
    mine: bool
    reference: Reference


class PlannedEntry(Struct, frozen=True, kw_only=True):
    """An entry with what is said of it (the user's words first), and the reference of each thing known about it."""

    entry: Entry
    month: Month | None
    """The month it is read under in this review: one of the year's where it has one; None when undated."""
    picked: bool
    voices: tuple[Voice, ...]
    listed_by: tuple[str, ...]
    references: tuple[Reference, ...]
    """At least one: the user's pick, then every list it stands in."""
    homes: frozenset[Reference]
    """Those of the references that bring it into this review: the year's lists, any list where none of these has it."""
    dated: tuple[Reference, ...]
    """Where its month was read; empty when undated."""
    filed: tuple[Reference, ...]
    """Where its category was read, or who guessed it; empty without one."""
    guess: Reference | None
    """Who guessed its category; None where it is stated or unknown."""


class PlannedSection(Struct, frozen=True, kw_only=True):
    """One section: `openings` are the first sentences of curators' own texts on it."""

    name: str
    month: Month | None
    category: NodeId | None
    openings: tuple[Voice, ...]
    entries: tuple[PlannedEntry, ...]


class Plan(Struct, frozen=True, kw_only=True):
    """Which sections a review has and which works stand in each, every work once."""

    year: int
    by: str
    sections: tuple[PlannedSection, ...]


class Sentence(Struct, frozen=True, kw_only=True):
    """One sentence of plain text and where it was read (at least one reference).

    The user's own words are `verbatim`: line breaks and all, on lines of their own.
    """

    text: str
    sources: tuple[Reference, ...]
    verbatim: bool = False

    def lines(self) -> list[str]:
        """Return the lines that the text is set in."""
        return self.text.splitlines() if self.verbatim else [self.text]


class DraftItem(Struct, frozen=True, kw_only=True):
    """One work: its title, its address, and remarks, each with its sources; `sources` are where it is listed."""

    node: NodeId
    title: str
    url: str | None
    picked: bool
    remarks: tuple[Sentence, ...]
    sources: tuple[Reference, ...]


class DraftSection(Struct, frozen=True, kw_only=True):
    """A heading, a paragraph, a list."""

    name: str
    paragraph: tuple[Sentence, ...]
    items: tuple[DraftItem, ...]


class Draft(Struct, frozen=True, kw_only=True):
    """A review as sentences, each with its sources."""

    year: int
    by: str
    headline: Sentence
    opening: tuple[Sentence, ...]
    sections: tuple[DraftSection, ...]
