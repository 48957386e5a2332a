"""What a month's overview looks like: what its works are about together, who marked what, what is new. Plain values."""

from __future__ import annotations

from msgspec import Struct

from graph.model import Month, Node, SourceId
from graph.trends import Share
from graph.views.concept_shapes import MentionLine, WorkLine
from graph.views.shapes import Listing, Quote
from graph.views.trend_shapes import Rising


class Curator(Struct, frozen=True, kw_only=True):
    """A source by name."""

    source: SourceId
    title: str


class StoryWork(Struct, frozen=True, kw_only=True):
    """A work of a storyline, the words that put it there, and the sources that mention it."""

    node: Node
    evidence: tuple[Quote, ...]
    sources: tuple[Curator, ...]


class Storyline(Struct, frozen=True, kw_only=True):
    """What several works of a month have to do with: a concept, and `beside` it those that most of the same works name.

    `works` are the first of `total`; `sources` mention them, those with most of them first.
    """

    node: Node
    beside: tuple[Node, ...]
    works: tuple[StoryWork, ...]
    total: int
    sources: tuple[Curator, ...]


class SharedWork(Struct, frozen=True, kw_only=True):
    """A work that two curators or more list, and of each curator the first entry that lists it."""

    node: Node
    listings: tuple[Listing, ...]


class ColumnWork(Struct, frozen=True, kw_only=True):
    """A work in a curator's column, and which others list it too."""

    node: Node
    item: str
    document: str
    others: tuple[str, ...]


class Column(Struct, frozen=True, kw_only=True):
    """The works of the month that a curator lists, the first of `total`: those that others list too come first."""

    curator: Curator
    mine: bool
    works: tuple[ColumnWork, ...]
    total: int


class NewModel(Struct, frozen=True, kw_only=True):
    """A model that a work of the month introduces, or that nothing here names before it.

    `introduced` are the works that do so, with their words. `first` is the first dated place that names it; None where that
    would be before the month, as a list that grew later says.
    """

    node: Node
    introduced: tuple[WorkLine, ...]
    first: MentionLine | None


class MonthOverview(Struct, frozen=True, kw_only=True):
    """A month at a glance. Looked at were so many of its works: the picked and listed ones first, where there are more."""

    month: Month
    looked: Share
    shared: tuple[SharedWork, ...]
    storylines: tuple[Storyline, ...]
    columns: tuple[Column, ...]
    models: tuple[NewModel, ...]
    rising: Rising
