"""What the read models look like: plain values that REST serialises and pages draw.

Built by the other modules of this package from the store ports; nothing here reads a store.
"""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from graph.model import Document, Item, ItemLink, Month, Node, Source, State
from graph.ports import MonthSum
from graph.record import Record


class Quote(Struct, frozen=True, kw_only=True):
    """The evidence mark's content: the words, where they stand, and who read them (a person when `decision` is set).

    `start` is the second at which a recording says them; `named` the name as the words write it, where they are about one.
    """

    text: str | None
    document: str | None
    document_title: str | None
    source_title: str | None
    url: str | None
    published: str | None
    section: str | None
    block: int | None
    extractor: str
    basis: str | None
    confidence: float
    decision: str | None
    start: float | None = None
    named: str | None = None


class Placement(Struct, frozen=True, kw_only=True):
    """A work's month or category: the node it is in, why, and how sure. A guess has basis "predicted"."""

    node: str
    name: str
    scheme: str | None
    basis: str
    probability: float
    evidence: tuple[Quote, ...]


class Listing(Struct, frozen=True, kw_only=True):
    """One list's word on a work: the item as its curator wrote it."""

    item: str
    document: str
    document_title: str | None
    document_url: str | None
    source_title: str | None
    authors: tuple[str, ...]
    published: str | None
    section: str | None
    position: int
    label: str
    comment: str | None
    links: tuple[ItemLink, ...]
    repairs: tuple[str, ...]


class Pick(Struct, frozen=True, kw_only=True):
    """A person's choice of a work for a month."""

    decision: str
    month: Month
    comment: str | None
    category: str | None
    at: datetime


class Choices(Struct, frozen=True, kw_only=True):
    """What a person decided about one key, folded from the log. `on` is the key decisions hang on."""

    on: str
    state: State | None = None
    rating: int | None = None
    tags: tuple[str, ...] = ()
    note: str | None = None
    picks: tuple[Pick, ...] = ()
    corrections: dict[str, str | None] = {}
    merged_into: str | None = None
    leaning: str | None = None
    """"more" or "less" of its like is wanted."""
    last: str | None = None
    """Id of the newest decision still in force, the one an undo takes back."""


class Chip(Struct, frozen=True, kw_only=True):
    """A concept that an entry names. `relation` is what the work does with it, None where it is only named."""

    node: str
    name: str
    kind: str
    relation: str | None


class Entry(Struct, frozen=True, kw_only=True):
    """A work set like a bibliography entry: months and categories most trusted first, listings by publication."""

    node: Node
    month: Month | None
    """The month it is read under: picked, else curated, else published, else released; None when undated."""
    months: tuple[Placement, ...]
    categories: tuple[Placement, ...]
    facets: tuple[Placement, ...]
    """arXiv's subjects, never mixed with the own categories."""
    listings: tuple[Listing, ...]
    choices: Choices
    concepts: tuple[Chip, ...] = ()
    """What it introduces, is about, uses and names, the most telling first."""


class Bar(Struct, frozen=True, kw_only=True):
    """One month of the year strip: `count` works are read under it, `picks` of them picked."""

    month: Month
    count: int
    picks: int


class Strip(Struct, frozen=True, kw_only=True):
    """The year as twelve bars; `current` is marked; `years` are those the library has works in."""

    year: int
    bars: tuple[Bar, ...]
    current: Month | None
    years: tuple[int, ...]


class ListSection(Struct, frozen=True, kw_only=True):
    """One curator's section on a month: its heading, the prose around its list, its entries in the curator's order.

    It lists `works` in all; `entries` are those past the first `skip`.
    """

    document: Document
    source: Source
    heading: str
    prose: tuple[Quote, ...]
    entries: tuple[Entry, ...]
    works: int
    skip: int = 0


class MonthView(Struct, frozen=True, kw_only=True):
    """A month: what was picked, each curator's list, then what was only published in it.

    All its entries stand in a row, `total` of them (a work in two lists twice); this part has `limit` of them past the
    first `skip`. `sum` counts the works of the whole month.
    """

    month: Month
    name: str
    previous: Month | None
    next: Month | None
    strip: Strip
    sum: MonthSum
    skip: int
    limit: int
    total: int
    picked: tuple[Entry, ...]
    lists: tuple[ListSection, ...]
    published: tuple[Entry, ...]
    categories: tuple[tuple[str, str, int], ...]
    """(category id, name, how many of the month's works) most frequent first."""


class CategoryView(Struct, frozen=True, kw_only=True):
    """A category in order of date: stated or picked entries, then guesses; undated ones last in each."""

    node: Node
    prose: tuple[Quote, ...]
    stated: tuple[Entry, ...]
    predicted: tuple[Entry, ...]
    months: tuple[Bar, ...]


class CategoryLine(Struct, frozen=True, kw_only=True):
    """A category in an index: how many works it holds by statement or pick, and by guess."""

    node: Node
    stated: int
    predicted: int


class MonthLine(Struct, frozen=True, kw_only=True):
    """A month in an index."""

    month: Month
    name: str
    count: int
    picks: int


class EdgeLine(Struct, frozen=True, kw_only=True):
    """An edge as a node's page tells it: the other end (a node or a document), direction, why and by whose words."""

    kind: str
    outgoing: bool
    other: str
    other_name: str
    other_kind: str
    basis: str | None
    confidence: float
    evidence: tuple[Quote, ...]


class NodeView(Struct, frozen=True, kw_only=True):
    """A node: as an entry when it is a work, its edges with evidence, the documents that record it, its metadata.

    One that only the corpus knows is flagged "metadata-only" (`graph.views.known`).
    """

    node: Node
    entry: Entry | None
    choices: Choices
    edges: tuple[EdgeLine, ...]
    documents: tuple[Document, ...]
    record: Record | None


class NameAt(Struct, frozen=True, kw_only=True):
    """A name as a block of a document writes it, the sentence it stands in, the concept it names, and who read it."""

    block: int
    named: str
    quote: str
    node: Node
    extractor: str = ""
    confidence: float = 1.0


class DocumentView(Struct, frozen=True, kw_only=True):
    """A document with its source, its outline, its items by block, the work it records, and what it names."""

    document: Document
    source: Source
    items: tuple[Item, ...]
    work: Node | None
    names: tuple[NameAt, ...]


class SourceView(Struct, frozen=True, kw_only=True):
    """A source with its newest documents."""

    source: Source
    documents: int
    items: int
    newest: tuple[Document, ...]


class HomeView(Struct, frozen=True, kw_only=True):
    """The front page: the year strip, the newest filled month's entries, categories, newest documents, counts."""

    strip: Strip
    month: MonthView | None
    since: tuple[Bar, ...]
    """The months after it that no list or pick fills yet, newest first."""
    categories: tuple[CategoryLine, ...]
    newest: tuple[Document, ...]
    sources: tuple[Source, ...]
    counts: dict[str, int]


class AuditLine(Struct, frozen=True, kw_only=True):
    """A finding of the audit: what the text of links says, where they lead, what was found there and why that is told.

    `url` is where the link leads, `title` what is there by `provider`; `right` is the identity of the paper that has the
    label's title. `correctable` is the work whose identity may be corrected to it in one step. `dismissed` is the
    decision that put the finding aside; `settled` says that a person gave the work its right address.
    """

    id: str
    verdict: str
    reason: str
    identity: str
    others: tuple[str, ...]
    label: str
    url: str | None
    title: str | None
    provider: str | None
    right: str | None
    right_title: str | None
    right_url: str | None
    correctable: str | None
    dismissed: str | None
    settled: bool
    quotes: tuple[Quote, ...]


class AuditView(Struct, frozen=True, kw_only=True):
    """A part of the audit's findings, the gravest first; the counts are of all, those put aside apart."""

    counts: dict[str, int]
    aside: int
    lines: tuple[AuditLine, ...]
