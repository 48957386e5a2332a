"""What the views of the whole graph look like: communities, bridges, the draw of a month. Plain values."""

from __future__ import annotations

from msgspec import Struct

from graph.model import Month
from graph.views.shapes import Entry


class End(Struct, frozen=True, kw_only=True):
    """A node or a document, as a line names it; `listed` where the library has it itself, not only its corpus."""

    id: str
    name: str
    kind: str
    listed: bool


class CommunityName(Struct, frozen=True, kw_only=True):
    """A community by name, and how many works it has."""

    id: str
    name: str
    works: int


class Term(Struct, frozen=True, kw_only=True):
    """What a name is made of: `inside` of the community's works have it, and `all` works that were looked at."""

    text: str
    inside: int
    all: int


class CommunityLine(Struct, frozen=True, kw_only=True):
    """A community in an index: its name and what that rests on, what is joined best in it, the communities inside it."""

    id: str
    name: str
    works: int
    nodes: int
    terms: tuple[Term, ...]
    hubs: tuple[End, ...]
    parts: tuple[CommunityName, ...]


class StandingLine(Struct, frozen=True, kw_only=True):
    """How a node stands: joined with so many, `inside` of them in its own community, `outside` in another one."""

    node: End
    joined: int
    community: CommunityName
    inside: int
    other: CommunityName | None
    outside: int


class CommunityView(Struct, frozen=True, kw_only=True):
    """A community: its works and concepts best joined first, its parts, what is joined with most, what joins it with others."""

    line: CommunityLine
    parent: CommunityName | None
    works: tuple[End, ...]
    concepts: tuple[End, ...]
    central: tuple[StandingLine, ...]
    between: tuple[StandingLine, ...]
    parts: tuple[CommunityLine, ...]


class Extent(Struct, frozen=True, kw_only=True):
    """What was looked at: so many nodes and joins between them; of `works` so many have a vector yet."""

    nodes: int = 0
    joins: int = 0
    works: int = 0
    vectors: int = 0


class CommunityIndex(Struct, frozen=True, kw_only=True):
    """All communities, the largest first, and what joins two fields; `ready` is False where nothing was worked out yet."""

    ready: bool
    extent: Extent
    communities: tuple[CommunityLine, ...]
    between: tuple[StandingLine, ...]


class BridgeLine(Struct, frozen=True, kw_only=True):
    """A bridge: both works, where each belongs, why they may belong together, and what leads from the one to the other.

    `odds`: of so many pairs like them one is as near by chance. `chance` is the share of false ones among all as good.
    """

    a: End
    b: End
    field_a: CommunityName | None
    field_b: CommunityName | None
    reasons: tuple[str, ...]
    path: tuple[End, ...]
    cosine: float
    odds: float
    chance: float


class BridgesView(Struct, frozen=True, kw_only=True):
    """The bridges: those between works of the library, then those to papers of the corpus; the best first.

    `odds` and `chance` hold for all of them: the least of the one, the most of the other.
    """

    ready: bool
    extent: Extent
    listed: tuple[BridgeLine, ...]
    beyond: tuple[BridgeLine, ...]
    odds: float = 0.0
    chance: float = 0.0


class Thread(Struct, frozen=True, kw_only=True):
    """What connects some of the works drawn: in words, with what it leads over (a concept, a work, a list), if anything."""

    text: str
    works: tuple[str, ...]
    over: End | None = None


class DrawView(Struct, frozen=True, kw_only=True):
    """Works drawn from a month, in the order to read them; what connects them; which are connected with none.

    `pool` works were drawn from: those picked and listed alone where `is_chosen`, else those that came out then too.
    """

    month: Month
    name: str
    number: int
    pool: int
    is_chosen: bool
    entries: tuple[Entry, ...]
    threads: tuple[Thread, ...]
    alone: tuple[str, ...]
