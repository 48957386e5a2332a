"""What the whole graph says that no single node does: communities, what is central, what nobody joined yet."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct

from graph.model import NodeId
from graph.ports.work import Progress


class Community(Struct, frozen=True, kw_only=True):
    """Nodes that are joined with each other more than with the rest, and what people would call them.

    `terms` are what the name is made of, each with how many of its works have it and how many works have it at all.
    `members` come best joined first; `works` says how many of them are works. A big one has others inside (`parent`).
    """

    id: str
    name: str
    terms: tuple[tuple[str, int, int], ...]
    members: tuple[NodeId, ...]
    works: int
    parent: str | None = None


class Standing(Struct, frozen=True, kw_only=True):
    """Where a node stands: with how many others it is joined, in which community, and in which other one most besides."""

    key: NodeId
    joined: int
    community: str
    inside: int
    """How many of those it is joined with are of its own community."""
    other: str | None = None
    outside: int = 0
    """How many are of the other one."""


class Bridge(Struct, frozen=True, kw_only=True):
    """Two works near in meaning that nothing joins: far apart in the graph, or not joined at all.

    `cosine` is how near they are, `odds` in how many pairs of works like them one is as near, `chance` the share of false
    ones among all that are as good. `facets` are the two parts of their abstracts that are near, where these say more
    than the whole; `reasons` what both have to do with, in words. `path` leads from the one to the other, both included; empty
    where there is none.
    """

    a: NodeId
    b: NodeId
    cosine: float
    odds: float
    chance: float
    facets: tuple[str, str] | None = None
    reasons: tuple[str, ...] = ()
    path: tuple[NodeId, ...] = ()


class Extent(Struct, frozen=True, kw_only=True):
    """Of how much a map was laid out: points, joins in the network, points with a vector."""

    points: int = 0
    joins: int = 0
    vectors: int = 0


class Atlas(Struct, frozen=True, kw_only=True):
    """All of it, as it was worked out: of how many nodes and links between them, of these so many works with a vector.

    `extent` is of how much the map was last laid out as a whole.
    """

    made_of: str
    """A sum of what it was worked out from: the same is not worked out twice."""
    nodes: int = 0
    joins: int = 0
    vectors: int = 0
    works: int = 0
    communities: tuple[Community, ...] = ()
    standings: tuple[Standing, ...] = ()
    bridges: tuple[Bridge, ...] = ()
    positions: dict[NodeId, tuple[int, int]] = {}
    """Where each node stands on the map, near what it is joined with and like: whole numbers from about -10,000 to 10,000
    both ways, no two alike, the same from one atlas to the next."""
    extent: Extent = Extent()


class Analysis(Protocol):
    """Works out what the whole graph says, and keeps it beside the library: derived, so that it may be lost any time."""

    def held(self) -> Atlas | None:
        """Return what was worked out last, at once; None where nothing was."""

    def atlas(self) -> Atlas | None:
        """Return what was worked out last, else work it out; None where the library is too big to do it while one waits."""

    def is_due(self) -> bool:
        """Tell whether a change is worth another look at the whole: there is none, it is quick, or the last was long ago."""

    def refresh(self, progress: Progress | None = None) -> Atlas:
        """Work it out as the library is now. Communities keep their ids and names as far as they are still the same."""
