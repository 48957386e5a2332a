"""The values of the core: sources, documents, items, nodes, edges, evidence, decisions.

All are frozen; a change is `msgspec.structs.replace(value, field=new)`. `None` means "not known".
Structs rather than dataclasses: ten times faster to make and to store (docs/decisions.md).
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from enum import StrEnum

from msgspec import Struct

from graph.outline import Outline

SourceId = str
DocumentId = str
ItemId = str
NodeId = str
Month = str  # "2025-03"


class NodeKind(StrEnum):
    """Works (what people read and pick) and concepts (what works are about)."""

    PAPER = "paper"
    REPORT = "report"
    ARTICLE = "article"
    VIDEO = "video"
    TALK = "talk"
    CODE = "code"
    DATASET = "dataset"
    MODEL = "model"
    TECHNIQUE = "technique"
    BENCHMARK = "benchmark"
    ORGANIZATION = "organization"
    PERSON = "person"
    PRODUCT = "product"
    CATEGORY = "category"
    MONTH = "month"


WORK_KINDS = frozenset(
    {
        NodeKind.PAPER,
        NodeKind.REPORT,
        NodeKind.ARTICLE,
        NodeKind.VIDEO,
        NodeKind.TALK,
        NodeKind.CODE,
        NodeKind.DATASET,
    }
)


class EdgeKind(StrEnum):
    """The edges this version draws; DESIGN.md's table says from what to what."""

    RECORDS = "RECORDS"
    LISTS = "LISTS"
    IN_MONTH = "IN_MONTH"
    IN_CATEGORY = "IN_CATEGORY"
    CITES = "CITES"
    PART_OF = "PART_OF"
    MENTIONS = "MENTIONS"
    ABOUT = "ABOUT"
    INTRODUCES = "INTRODUCES"
    USES = "USES"
    EVALUATED_ON = "EVALUATED_ON"
    AUTHORED_BY = "AUTHORED_BY"
    RELEASED_BY = "RELEASED_BY"
    SUCCEEDS = "SUCCEEDS"
    VARIANT_OF = "VARIANT_OF"
    OUTPERFORMS = "OUTPERFORMS"
    COMPARED_WITH = "COMPARED_WITH"


class Basis(StrEnum):
    """Why an edge holds. The order of declaration is the order of trust, most trusted first.

    `known`: the lexicon says so, common knowledge that no sentence here states; `named`: the names themselves say so.
    """

    PICKED = "picked"
    CURATED = "curated"
    STATED = "stated"
    PUBLISHED = "published"
    RELEASED = "released"
    KNOWN = "known"
    NAMED = "named"
    PREDICTED = "predicted"
    FURTHER = "further"


class Precision(StrEnum):
    """How exactly a date is known. A week is the one that ended on the instant's day; it counts for that day's month."""

    SECOND = "second"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class Moment(Struct, frozen=True):
    """An instant in UTC, the offset its source stated (minutes east), and how exactly it is known."""

    instant: datetime
    offset: int = 0
    precision: Precision = Precision.SECOND
    basis: str = "stated"

    @property
    def month(self) -> Month | None:
        """Return the calendar month in the offset the source stated (law 9); None for a bare year."""
        if self.precision is Precision.YEAR:
            return None
        return self.local.strftime("%Y-%m")

    @property
    def local(self) -> datetime:
        """Return the instant in the stated offset."""
        return self.instant.astimezone(timezone(timedelta(minutes=self.offset)))

    @property
    def written(self) -> str:
        """Return the date in ISO 8601, as exactly as it is known and in the stated offset."""
        if self.precision is Precision.SECOND:
            return self.local.isoformat()
        day = self.local.date().isoformat()
        return {Precision.YEAR: day[:4], Precision.MONTH: day[:7]}.get(self.precision, day)


class Identity(Struct, frozen=True, order=True):
    """What a link is, whatever its spelling. `str()` gives `scheme:value`, the form decisions and exports use."""

    scheme: str
    value: str

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


class Source(Struct, frozen=True, kw_only=True):
    """A place that publishes. `url` is what is fetched again; `site` is what people open.

    `etag` and `last_modified` are what its server said at the last fetch of `asked` (which may redirect to `url`), so
    that an unchanged source costs nothing.
    """

    id: SourceId
    kind: str
    title: str
    url: str | None = None
    site: str | None = None
    about: str | None = None
    authors: tuple[str, ...] = ()
    mine: bool = False
    asked: str | None = None
    etag: str | None = None
    last_modified: str | None = None


class Fetched(Struct, frozen=True, kw_only=True):
    """A document as its source sent it: with the decisions, the truth everything else is derived from (law 1).

    `key` is what makes it the same document at the next fetch; `reader` names the reader in `ingest/sources/` whose
    `read` turns `payload` into a Document; `digest` is the payload's sha-256, so that an unchanged one costs nothing.
    """

    id: DocumentId
    source: SourceId
    key: str
    reader: str
    payload: bytes
    digest: str


class Document(Struct, frozen=True, kw_only=True):
    """One thing a source published, read. `identity` is its address (its link, else its id) as an identity.

    `kind` is post, episode, page, list or record; `work_kind` is what it records where its address does not say.
    """

    id: DocumentId
    source: SourceId
    kind: str
    title: str | None
    url: str | None
    identity: Identity | None
    authors: tuple[str, ...] = ()
    published: Moment | None = None
    tags: tuple[str, ...] = ()
    summary: str | None = None
    outline: Outline = Outline()
    repairs: tuple[str, ...] = ()
    work_kind: NodeKind | None = None


class ItemLink(Struct, frozen=True):
    """A further link of an item: its text, its address as a reader should follow it, its identity."""

    label: str
    url: str
    identity: str | None


class Item(Struct, frozen=True, kw_only=True):
    """One reading-list entry in a document, as it was read. `block` is its place in the outline.

    `section` is the heading it stands under; `position` counts from 1 within the section. `month` is set where the
    section is a month, `category` (the heading's text) where the section is a category. `node` is the work it lists.
    """

    id: ItemId
    document: DocumentId
    section: str | None
    position: int
    month: Month | None
    category: str | None
    label: str
    url: str | None
    identity: str | None
    version: int | None
    links: tuple[ItemLink, ...]
    comment: str | None
    repairs: tuple[str, ...]
    block: int
    node: NodeId | None = None


class Node(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A work or a concept. `identity` is set for works that have an address; `flags` say what is doubtful about it.

    `before` bounds an undated work: it is older than this month ("undated, before 2025-01").
    `keys` are what decisions on it hang on beside its own key: an identity that an older resolver read, a name that a
    person replaced. `candidates` are the keys of the concepts that an ambiguous name may mean.
    """

    id: NodeId
    kind: NodeKind
    name: str
    aliases: tuple[str, ...] = ()
    identity: str | None = None
    url: str | None = None
    flags: tuple[str, ...] = ()
    about: str | None = None
    authors: tuple[str, ...] = ()
    before: Month | None = None
    scheme: str | None = None
    keys: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()


class Evidence(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where an edge was read: the document, its section and block, the words, and who read them.

    `decision` is set instead of `document` where a person decided it, `record` (an identity) where a catalogue says so.
    `named` is the name as the quote writes it, where the edge is about a name. `month` is the one that its section is of,
    where it speaks of an earlier month than that of its document.
    """

    document: DocumentId | None = None
    decision: str | None = None
    record: str | None = None
    section: str | None = None
    block: int | None = None
    quote: str | None = None
    extractor: str = ""
    named: str | None = None
    month: Month | None = None


class Edge(Struct, frozen=True, kw_only=True):
    """A typed edge with its evidence. `source` and `target` are node ids, or a document's id as `source`.

    One edge is one (source, kind, target, basis); several documents may hold evidence of it.
    """

    source: str
    kind: EdgeKind
    target: NodeId
    basis: Basis | None = None
    confidence: float = 1.0
    evidence: tuple[Evidence, ...] = ()


class ClaimRank(StrEnum):
    """Who may name a node, most trusted first (the values sort in that order).

    A list that sorts its works by month or category knows them better than one that only cites them.
    """

    PERSON = "0-person"
    METADATA = "1-metadata"
    RECORD = "2-record"
    LIST = "3-list"
    REFERENCE = "4-reference"
    FURTHER = "5-further"
    MENTION = "6-mention"


class Claim(Struct, frozen=True, kw_only=True):
    """What one contributor says of one node. `stamp` orders claims of one rank (publication instant, then place)."""

    node: Node
    rank: ClaimRank
    stamp: str


class GraphDelta(Struct, frozen=True, kw_only=True):
    """All that one contributor (a document's id, `decision:KEY`, `predictions`) says; applying replaces what it said before."""

    contributor: str
    claims: tuple[Claim, ...] = ()
    edges: tuple[Edge, ...] = ()


class DecisionKind(StrEnum):
    """What a person may decide in this version."""

    STATE = "state"
    RATING = "rating"
    TAG = "tag"
    NOTE = "note"
    PICK = "pick"
    CORRECTION = "correction"
    MERGE = "merge"
    SPLIT = "split"
    SUBSCRIPTION = "subscription"
    DISMISSAL = "dismissal"
    LINK = "link"
    LEANING = "leaning"
    UNDO = "undo"


class State(StrEnum):
    """Where a work stands in a person's reading."""

    INBOX = "inbox"
    TO_READ = "to-read"
    READING = "reading"
    READ = "read"
    SKIPPED = "skipped"


class Decision(Struct, frozen=True, kw_only=True):
    """What a person did, once. `on` is an identity (`arxiv:2501.12948`) for a work that has one, else `kind:canonical name`.

    A subscription is on `source:ADDRESS` (of a source read from a file: `source:ID`).

    `value` by kind: state {"state"}; rating {"rating": 1–5 or null}; tag {"tag", "on": bool}; note {"text"};
    pick {"month", "comment", "category", "on": bool}; correction {"field": "name"|"kind"|"month"|"category"|"identity", "value"};
    merge {"into": key} (a category into a category, a concept into a concept); split {"name": one of the concept's names,
    "on": bool} (that name is a concept of its own); subscription {"on": bool, "mine": bool, "kind": reader or null};
    dismissal {"finding": id}; link {"to": key, "keep": bool} (the two belong together, or do not);
    leaning {"toward": "more"|"less" (of its like, when something to read is recommended)|null}; undo {"decision": id}.
    """

    id: str
    kind: DecisionKind
    on: str
    at: datetime
    value: dict[str, object]
