"""What the views of a person's reading look like: the shelf by state, and what to read next. Plain values."""

from __future__ import annotations

from msgspec import Struct

from graph.model import NodeId
from graph.views.shapes import Entry, Quote


class ShelfCount(Struct, frozen=True, kw_only=True):
    """How many works stand in a state."""

    state: str
    works: int


class ReadingView(Struct, frozen=True, kw_only=True):
    """A part of one's reading: the works in one state, `limit` of them past the first `skip`, and how many are in each.

    In the inbox is what the sources brought and nothing was decided on, and what was put back there; what came last is
    first. In the other states is first what was put there last.
    """

    state: str
    counts: tuple[ShelfCount, ...]
    entries: tuple[Entry, ...]
    skip: int
    limit: int
    total: int


class Why(Struct, frozen=True, kw_only=True):
    """A reason to read a work, as a sentence. `work` is the one of the reader's own that it speaks of, by `name`.

    `kind` is liked, own (what they said of the work itself), unusual or listed. The sentence is `before`, that name, and
    `after`.
    """

    kind: str
    before: str
    after: str = ""
    work: NodeId | None = None
    name: str | None = None
    evidence: tuple[Quote, ...] = ()

    @property
    def text(self) -> str:
        """Return the sentence."""
        return f"{self.before}{f' “{self.name}”' if self.name else ''}{self.after}"


class Recommendation(Struct, frozen=True, kw_only=True):
    """A work to read next; `score` is how far it stands above the other candidates, in units of their spread."""

    entry: Entry
    score: float
    reasons: tuple[Why, ...]


class Leaning(Struct, frozen=True, kw_only=True):
    """A work of whose like more or less was asked for."""

    node: NodeId
    name: str
    toward: str


class RecommendationsView(Struct, frozen=True, kw_only=True):
    """What to read next: a top pick, a backup and what speaks for either, then others, unlike each other on purpose.

    `basis` says in words what it all rests on, `decided` from how many works it was learned, `candidates` out of how
    many was chosen; `notes` say what limits it. `surprise` is the turn of "surprise me", 0 where it was not asked for.
    """

    basis: str
    decided: int
    candidates: int
    notes: tuple[str, ...]
    surprise: int
    top: Recommendation | None
    backup: Recommendation | None
    trade_off: str | None
    others: tuple[Recommendation, ...]
    leanings: tuple[Leaning, ...]
