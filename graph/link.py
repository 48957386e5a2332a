"""What the linker proposes, as values: links between nodes, and why a reader would follow them."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from graph.model import Evidence, NodeId

Ends = tuple[NodeId, NodeId]
"""Two node ids in their order."""


class Facet(StrEnum):
    """Which of a node's words a vector was made of.

    `title`: its name. `text`: its abstract, else what lists say of it, else how its document begins. The other three are
    the parts of an abstract that tell the problem, the way and the outcome.
    """

    TITLE = "title"
    TEXT = "text"
    BACKGROUND = "background"
    METHOD = "method"
    RESULT = "result"


class Gist(Struct, frozen=True, kw_only=True):
    """What there is to read of a node: its name, and a few sentences (None where nobody says anything)."""

    key: NodeId
    title: str
    text: str | None = None


class Link(Struct, frozen=True, kw_only=True, order=True, gc=False):
    """A RELATED edge: two node ids in their order (`a` < `b`), and how probable it is that a reader keeps it.

    `score` is rounded to four places; 1.0 where a person confirmed the link (`confirmed`). Either end may be a paper of
    the corpus that the graph has no node for.
    """

    a: NodeId
    b: NodeId
    score: float
    confirmed: bool = False

    def other(self, key: NodeId) -> NodeId:
        """Return the end that is not `key`."""
        return self.b if key == self.a else self.a


class Reason(Struct, frozen=True, kw_only=True):
    """One reason for a link, in words a reader can check: `kind` is confirmed, cites, named, entity, list,
    words, authors or near.

    `evidence` is where that stands, as far as it stands anywhere: the sentence, the list's entries.
    """

    kind: str
    text: str
    evidence: tuple[Evidence, ...] = ()


def link_of(one: NodeId, other: NodeId, score: float, *, confirmed: bool = False) -> Link:
    """Return the link between two nodes, whichever is named first."""
    a, b = ends_of(one, other)
    return Link(a=a, b=b, score=round(score, 4), confirmed=confirmed)


def ends_of(one: NodeId, other: NodeId) -> Ends:
    """Return the two in their order."""
    return (one, other) if one < other else (other, one)


def space_of(model: str, facet: Facet) -> str:
    """Return the name of the space of vectors that this model makes of this facet; two models never share one."""
    return f"{model} {facet}"
