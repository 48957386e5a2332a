"""What a search says: plain values that REST serialises and pages draw."""

from __future__ import annotations

from msgspec import Struct

from graph.model import Node
from graph.views.shapes import Entry


class Marked(Struct, frozen=True):
    """A text in parts, each with whether it is what was asked for."""

    parts: tuple[tuple[str, bool], ...]


class SearchResult(Struct, frozen=True, kw_only=True):
    """One found node, as an entry when it is a work; a higher score is better. What was asked for is marked.

    A paper that only the corpus knows is flagged "metadata-only" and has no part in the graph yet. `excerpt` is a stretch
    of its abstract, of what lists say of it, or of who wrote it; null where the words stand in its title alone, or only its
    meaning is near.
    """

    node: Node
    entry: Entry | None
    score: float
    title: Marked
    excerpt: Marked | None


class Choice(Struct, frozen=True, kw_only=True):
    """A value of a filter, what it is called, and how many of those found it would leave."""

    value: str
    name: str
    count: int


class FilterChoices(Struct, frozen=True, kw_only=True):
    """What the filters could be set to, each with the others as they are: months in order, the others most found first."""

    kind: tuple[Choice, ...]
    month: tuple[Choice, ...]
    category: tuple[Choice, ...]
    source: tuple[Choice, ...]
    state: tuple[Choice, ...]


class SearchView(Struct, frozen=True, kw_only=True):
    """What a query found, the best first: `total` in all under the filters; this part is what follows the first `skip`.

    `by` is "words", or "words and meaning" where a model could be asked. `notes` say in words what limits the answer: that
    vectors are still coming, that a word is nowhere and another was taken for it.
    """

    query: str
    by: str
    notes: tuple[str, ...]
    total: int
    skip: int
    results: tuple[SearchResult, ...]
    filters: FilterChoices
