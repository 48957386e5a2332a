"""A delta in the making: claims and edges gathered, each once, its evidence put together."""

from __future__ import annotations

from graph.ids import month_id
from graph.model import (
    Basis,
    Claim,
    ClaimRank,
    Edge,
    EdgeKind,
    Evidence,
    GraphDelta,
    Month,
    Node,
    NodeId,
    NodeKind,
)
from graph.months import month_name

_EdgeKey = tuple[str, EdgeKind, NodeId, Basis | None]


class Sketch:
    """What one contributor says, as it is being gathered."""

    def __init__(self, contributor: str) -> None:
        self._contributor = contributor
        self._claims: dict[Claim, None] = {}
        self._edges: dict[_EdgeKey, dict[Evidence, None]] = {}
        self._confidence: dict[_EdgeKey, float] = {}

    def claim(self, node: Node, rank: ClaimRank, stamp: str) -> None:
        """Say that there is this node."""
        self._claims[Claim(node=node, rank=rank, stamp=stamp)] = None

    def edge(
        self,
        source: str,
        kind: EdgeKind,
        target: NodeId,
        basis: Basis | None,
        evidence: Evidence,
        confidence: float = 1.0,
    ) -> None:
        """Draw an edge, or add evidence to it; it is as sure as its surest evidence."""
        key = (source, kind, target, basis)
        self._edges.setdefault(key, {})[evidence] = None
        self._confidence[key] = max(confidence, self._confidence.get(key, 0.0))

    def in_month(self, work: NodeId, month: Month, basis: Basis, evidence: Evidence) -> None:
        """Put a work in a month, which is a node too."""
        node = Node(id=month_id(month), kind=NodeKind.MONTH, name=month_name(month))
        self.claim(node, ClaimRank.RECORD, "")
        self.edge(work, EdgeKind.IN_MONTH, node.id, basis, evidence)

    def delta(self) -> GraphDelta:
        """Return all of it."""
        edges = (
            Edge(
                source=source,
                kind=kind,
                target=target,
                basis=basis,
                confidence=self._confidence[source, kind, target, basis],
                evidence=tuple(evidence),
            )
            for (source, kind, target, basis), evidence in self._edges.items()
        )
        return GraphDelta(contributor=self._contributor, claims=tuple(self._claims), edges=tuple(edges))
