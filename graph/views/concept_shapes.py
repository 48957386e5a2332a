"""What the read models of concepts look like: models, techniques, benchmarks, organizations, people, products."""

from __future__ import annotations

from msgspec import Struct

from graph.model import Month, Node
from graph.views.shapes import Bar, EdgeLine, Quote


class MentionLine(Struct, frozen=True, kw_only=True):
    """One place where a concept is named: the sentence, and the text it stands in.

    `text` is a document, or the work whose title or abstract it is (`kind` says which); `quote.published` is its date.
    `month` is the one that its section is of, where that is not the text's own.
    """

    text: str
    title: str
    kind: str
    quote: Quote
    month: Month | None = None


class Rung(Struct, frozen=True, kw_only=True):
    """A step of a lineage: a concept, the month it is first named in, and why it stands there (None: it is the one shown)."""

    node: Node
    since: Month | None
    why: EdgeLine | None


class WorkLine(Struct, frozen=True, kw_only=True):
    """A work that has to do with a concept, and the words that say so."""

    node: Node
    month: Month | None
    basis: str | None
    confidence: float
    evidence: tuple[Quote, ...]


class WorkGroup(Struct, frozen=True, kw_only=True):
    """The works of one relation to a concept, newest first: the first of `total`. LISTS: an entry's comment names it."""

    relation: str
    works: tuple[WorkLine, ...]
    total: int


class ConceptLine(Struct, frozen=True, kw_only=True):
    """A concept in an index: how many texts name it, who made it, since when and in which months it is named."""

    node: Node
    texts: int
    maker: Node | None
    first: Month | None
    months: tuple[Bar, ...]


class Neighbour(Struct, frozen=True, kw_only=True):
    """A concept named in the same blocks as another, and in how many."""

    node: Node
    blocks: int


class RecordLine(Struct, frozen=True, kw_only=True):
    """A paper of the corpus that names a concept; the quote is what its title or abstract says around the name."""

    node: Node
    quote: Quote


class ConceptView(Struct, frozen=True, kw_only=True):
    """What is written about a concept: who made it, what came before and after, who names it, when, beside what.

    `ladder` is its lineage, newest first, the concept itself on it; empty where nothing precedes or follows.
    `mentions` are a part of `total`, past the first `skip`, newest first. `candidates` are what an ambiguous name may
    mean. `records` counts the papers of the corpus that name it.
    """

    makers: tuple[EdgeLine, ...]
    made: tuple[EdgeLine, ...]
    families: tuple[EdgeLine, ...]
    ladder: tuple[Rung, ...]
    variants: tuple[EdgeLine, ...]
    compared: tuple[EdgeLine, ...]
    candidates: tuple[ConceptLine, ...]
    papers: tuple[WorkGroup, ...]
    related: tuple[Neighbour, ...]
    texts: int
    first: MentionLine | None
    months: tuple[Bar, ...]
    mentions: tuple[MentionLine, ...]
    skip: int
    total: int
    records: int
    record_lines: tuple[RecordLine, ...]


class ConceptIndex(Struct, frozen=True, kw_only=True):
    """The concepts of one kind, those that most texts name first: a part of `total`, past the first `skip`.

    `span` are the months that their strips share.
    """

    kind: str
    query: str
    total: int
    skip: int
    span: tuple[Month, ...]
    lines: tuple[ConceptLine, ...]


class KindLine(Struct, frozen=True, kw_only=True):
    """A kind of concept: how many there are, and those that most texts name."""

    kind: str
    count: int
    top: tuple[ConceptLine, ...]
