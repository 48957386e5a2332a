"""What a library keeps: its stores as small Protocols. Each has one contract suite in `tests/contracts/`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from graph.model import (
    Decision,
    Document,
    DocumentId,
    Edge,
    EdgeKind,
    Fetched,
    GraphDelta,
    Item,
    Month,
    Node,
    NodeId,
    NodeKind,
    Source,
    SourceId,
)
from graph.ports.chronicle import Chronicle
from graph.ports.concordance import Concordance
from graph.ports.links import LinkStore
from graph.ports.mentions import MentionStore
from graph.ports.register import Register
from graph.ports.vectors import Hit, VectorIndex
from graph.record import Record


class DocumentStore(Protocol):
    """Sources, documents as fetched and as read, and their items."""

    def put_source(self, source: Source) -> None:
        """Add the source or replace the one with its id."""

    def source(self, key: SourceId) -> Source:
        """Return the source, or raise NotFoundError."""

    def sources(self) -> list[Source]:
        """Return all sources, sorted by id."""

    def put(self, readings: Iterable[Reading]) -> None:
        """Add or replace documents with their items and links; their sources must be there (else StoreError)."""

    def digests(self, source: SourceId) -> dict[DocumentId, str]:
        """Return what is already held of a source: document id → digest of its payload."""

    def document(self, key: DocumentId) -> Document:
        """Return the document, or raise NotFoundError."""

    def many(self, keys: Collection[DocumentId]) -> dict[DocumentId, Document]:
        """Return id → document for those of the ids that exist."""

    def documents(
        self, source: SourceId | None = None, after: DocumentId | None = None, limit: int = 50
    ) -> list[Document]:
        """Return a page of documents sorted by id, those after the given id."""

    def newest(self, source: SourceId | None = None, limit: int = 20, skip: int = 0) -> list[Document]:
        """Return documents by publication instant, newest first, past the first `skip`; undated ones last."""

    def fetched(self, after: DocumentId | None = None, limit: int = 200) -> list[Fetched]:
        """Return a page of documents as fetched, sorted by id."""

    def items(self, document: DocumentId) -> list[Item]:
        """Return a document's items in reading order."""

    def item_blocks(self, document: DocumentId) -> set[int]:
        """Return the blocks that a document's items stand in."""

    def item(self, key: str) -> Item:
        """Return the item, or raise NotFoundError."""

    def items_listing(self, nodes: Collection[NodeId]) -> list[Item]:
        """Return the items whose node is one of these, sorted by document id, then block, then position."""

    def all_items(self, after: str | None = None, limit: int = 200) -> list[Item]:
        """Return a page of all items sorted by item id."""

    def linking(self, identities: Collection[str]) -> set[DocumentId]:
        """Return the documents that hold a link with one of these identities anywhere in their outline."""

    def named(self, identities: Collection[str], besides: Collection[DocumentId] = ()) -> set[str]:
        """Return which of the identities some document records or lists (further links too), these documents aside."""

    def named_by(self, documents: Collection[DocumentId]) -> set[str]:
        """Return the identities that these documents record or list."""

    def counts(self) -> dict[str, int]:
        """Return {"sources": n, "documents": n, "items": n}."""

    def document_counts(self) -> dict[SourceId, int]:
        """Return how many documents each source has."""

    def item_counts(self) -> dict[SourceId, int]:
        """Return how many items each source's documents hold."""


class Reading(Struct, frozen=True, kw_only=True):
    """A document on its way into the store: as fetched, as read, its items, and the identities it links to.

    `left_out` has (why, opening words) of each list with links that is no reading list, for the report.
    """

    fetched: Fetched
    document: Document
    items: tuple[Item, ...]
    links: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...] = ()


class DecisionLog(Protocol):
    """What people did, append-only; nothing here is ever rewritten."""

    def append(self, decision: Decision) -> None:
        """Add one decision; raise ConflictError when its id is taken by a different one (the same one twice is one)."""

    def decision(self, key: str) -> Decision:
        """Return the decision, or raise NotFoundError."""

    def decisions(self, on: Collection[str] | None = None) -> list[Decision]:
        """Return the decisions on these keys (all when None) in the order they were made (at, then id)."""


class GraphStore(Protocol):
    """The derived graph. Nodes are settled from claims by `graph.settle.settle`; edges exist while evidence does."""

    def apply(self, deltas: Iterable[GraphDelta]) -> set[NodeId]:
        """Replace all that each delta's contributor said before with what it says now; return the nodes touched.

        An empty delta withdraws. A node lives while it has a claim; an edge lives while a contributor says it.
        Touched is every node with a claim that came or went, those that are gone now included.
        """

    def clear(self) -> None:
        """Remove every contribution; redirects stay."""

    def contributors(self, nodes: Collection[NodeId]) -> set[str]:
        """Return who claims these nodes or draws an edge to or from them."""

    def resolve(self, key: NodeId) -> NodeId:
        """Return the id a superseded id leads to now (itself when it is current), or raise NotFoundError."""

    def redirect(self, old: NodeId, new: NodeId) -> None:
        """Let `old` lead to `new` from now on; chains are followed, a node that is there is never left.

        The newest redirect wins: should `new` lead back to `old` so far, it leads nowhere from now on, and what led
        to either leads to `new`. So a merge made the other way round needs nothing taken back, and there are no loops.
        """

    def node(self, key: NodeId) -> Node:
        """Return the node with this current id, or raise NotFoundError."""

    def find(self, identities: Collection[str]) -> dict[str, Node]:
        """Return identity → node for those of the identities that have one."""

    def many(self, keys: Collection[NodeId]) -> dict[NodeId, Node]:
        """Return id → node for those of the ids that exist."""

    def nodes(self, kinds: Collection[NodeKind] = (), after: NodeId | None = None, limit: int = 50) -> list[Node]:
        """Return a page of nodes sorted by id, of these kinds (all when empty)."""

    def edges_from(self, keys: Collection[str], kinds: Collection[EdgeKind] = ()) -> list[Edge]:
        """Return the edges out of these, sorted by (source, kind, target, basis)."""

    def edges_to(self, keys: Collection[NodeId], kinds: Collection[EdgeKind] = ()) -> list[Edge]:
        """Return the edges into these, sorted by (source, kind, target, basis)."""

    def degrees(self, kind: EdgeKind) -> dict[NodeId, int]:
        """Return target → how many distinct sources have an edge of this kind to it."""

    def all_edges(self) -> Iterator[Edge]:
        """Yield every edge sorted by (source, kind, target, basis), evidence sorted too."""

    def counts(self) -> dict[str, int]:
        """Return node kind → how many, and "edges" → how many."""

    def contributions(self, after: str | None = None, limit: int = 200) -> list[GraphDelta]:
        """Return a page of all that is said, sorted by contributor; of one edge said twice by one of them only the sum."""

    def superseded(self) -> dict[NodeId, NodeId]:
        """Return every superseded id → the id it was last redirected to."""


class SearchEntry(Struct, frozen=True):
    """What is searched of one node."""

    key: str
    title: str
    text: str


class SearchIndex(Protocol):
    """Full text over nodes."""

    def put(self, entries: Iterable[SearchEntry]) -> None:
        """Add entries or replace those with the same key."""

    def delete(self, keys: Collection[str]) -> None:
        """Remove entries; unknown keys are fine."""

    def clear(self) -> None:
        """Remove all entries."""

    def page(self, after: str | None = None, limit: int = 200) -> list[SearchEntry]:
        """Return a page of the entries, sorted by key."""

    def search(self, query: str, limit: int = 20) -> list[Hit]:
        """Return the best hits, best first. Any text is a query: nothing in it is syntax, no text finds nothing.

        All words must occur, the last one as a prefix; case and diacritics do not matter; titles weigh more.
        """


class CorpusCounts(Struct, frozen=True, kw_only=True):
    """What putting records brought."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0


class Frequency(Struct, frozen=True):
    """How many records have a word in their title, authors or abstract, and how many times they do in all."""

    records: int = 0
    times: int = 0


class Corpus(Protocol):
    """Reference metadata: works known by their records, whether or not anything lists them.

    Records are data as fetched (law 1): a rebuild keeps them. They answer look-ups, search, the audit and the linker.
    """

    def put(self, records: Iterable[Record]) -> CorpusCounts:
        """Add records; one whose identity is held is merged with it (`graph.corpus.merged`), keeping its history."""

    def records(self, identities: Collection[str]) -> dict[str, Record]:
        """Return identity → record for those of the identities that have one."""

    def by_node(self, nodes: Collection[NodeId]) -> dict[NodeId, Record]:
        """Return node id → record for those of the ids that a record's work has (`graph.corpus.node_of`)."""

    def citing(self, identities: Collection[str]) -> set[str]:
        """Return the identities whose records cite one of these."""

    def page(self, after: str | None = None, limit: int = 200) -> list[Record]:
        """Return a page of records sorted by identity."""

    def newest(self, after: str | None = None, limit: int = 200) -> list[Record]:
        """Return a page of records by first publication, newest first, undated ones last: those after that identity."""

    def search(self, query: str, limit: int = 20) -> list[Hit]:
        """Return identities whose title, authors or abstract hold all words, best first (as SearchIndex.search)."""

    def titled(self, title: str, limit: int = 5) -> list[Hit]:
        """Return identities whose titles share most with this one, best first: any word counts, rare ones most."""

    def frequencies(self, words: Collection[str]) -> dict[str, Frequency]:
        """Return word (as `graph.tokens.tokenise` cuts them) → how often records have it, for those that any has."""

    def count(self) -> int:
        """Return how many records there are."""

    def count_listed(self) -> int:
        """Return how many of them are of works that the graph has."""

    def renew(self) -> None:
        """Let `by_node` know the ids that today's rules give: a rebuild under another resolver makes others."""


class MonthFigures(Struct, frozen=True, kw_only=True):
    """A month that holds something: works read under it, picks for it, and whether a list or a pick says so.

    Others only had something come out in them.
    """

    month: Month
    works: int
    picks: int
    said: bool


class MonthSum(Struct, frozen=True, kw_only=True):
    """How many works stand in one month: in all, picked, listed (by how many lists), and neither (only published)."""

    works: int = 0
    picked: int = 0
    listed: int = 0
    lists: int = 0
    published: int = 0


class MonthList(Struct, frozen=True, kw_only=True):
    """A section of a list that speaks of a month: where its first item stands, and how many works it has."""

    document: DocumentId
    section: str
    block: int
    works: int


class Calendar(Protocol):
    """Which works stand in which month (`graph.placing`), always as the graph is: nobody writes here."""

    def months(self) -> list[MonthFigures]:
        """Return the months that hold something, in order."""

    def sum(self, month: Month) -> MonthSum:
        """Return how many works stand in the month, each counted once a kind."""

    def picked(self, month: Month) -> list[NodeId]:
        """Return the works picked for the month, sorted."""

    def lists(self, month: Month) -> list[MonthList]:
        """Return the sections that list works in the month, sorted by document, then block."""

    def listed(self, month: Month, part: MonthList, skip: int = 0, limit: int = 100) -> list[NodeId]:
        """Return a section's works in its order, each where it first stands."""

    def published(self, month: Month, skip: int = 0, limit: int = 100) -> list[NodeId]:
        """Return the works that are neither picked nor listed in the month, by day, then id."""

    def categories(self, month: Month) -> dict[NodeId, int]:
        """Return own category → how many of the month's works count under it."""


class Library(Protocol):
    """One library: its stores, and one transaction over all of them."""

    @property
    def documents(self) -> DocumentStore: ...
    @property
    def decisions(self) -> DecisionLog: ...
    @property
    def graph(self) -> GraphStore: ...
    @property
    def search(self) -> SearchIndex: ...
    @property
    def vectors(self) -> VectorIndex: ...
    @property
    def corpus(self) -> Corpus: ...
    @property
    def calendar(self) -> Calendar: ...
    @property
    def mentions(self) -> MentionStore: ...
    @property
    def concordance(self) -> Concordance: ...
    @property
    def chronicle(self) -> Chronicle: ...
    @property
    def register(self) -> Register: ...
    @property
    def links(self) -> LinkStore: ...

    def transaction(self) -> AbstractContextManager[None]:
        """All writes inside happen together or not at all; nested ones join the outer one."""

    def is_unmade(self) -> bool:
        """Tell whether nothing was ever stored here; asking makes nothing."""

    def version(self) -> int:
        """Return a number that grows with every committed write (for ETags)."""

    def backup(self, to: Path) -> None:
        """Write one checksummed file with everything, consistent while others write; replaces `to` atomically."""

    def restore(self, backup: Path) -> None:
        """Replace this library's content by the backup's, or raise StoreError; a backup that is no whole one changes nothing."""

    def close(self) -> None:
        """Close all connections; the next use opens new ones."""
