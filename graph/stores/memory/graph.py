"""The graph in memory: a networkx multigraph whose parallel edges are what several contributors say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

import networkx as nx  # type: ignore[import-untyped]
from msgspec.structs import replace

from graph.errors import NotFoundError
from graph.model import Claim, Edge, EdgeKind, GraphDelta, Node, NodeId, NodeKind
from graph.settle import settle
from graph.stores.memory.journal import Journal, held
from graph.stores.merge import edge_key, merge_edges


class MemoryGraph:
    """The GraphStore port."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self.said: dict[str, GraphDelta] = {}
        self.redirects: dict[NodeId, NodeId] = {}
        self._claims: dict[NodeId, dict[str, list[Claim]]] = {}
        self._nodes: dict[NodeId, Node] = {}
        self._edges = nx.MultiDiGraph()

    def apply(self, deltas: Iterable[GraphDelta]) -> set[NodeId]:
        """Replace all that each delta's contributor said before with what it says now; return the nodes touched."""
        latest = {delta.contributor: delta for delta in deltas}
        touched: set[NodeId] = set()
        with self._journal.transaction():
            for contributor, delta in latest.items():
                before = self.said.get(contributor, GraphDelta(contributor=contributor))
                if before != delta:
                    self._journal.note(lambda before=before: self._say(before))  # type: ignore[misc]
                    self._say(delta)
                    touched |= {claim.node.id for claim in set(before.claims) ^ set(delta.claims)}
        return touched

    def clear(self) -> None:
        """Remove every contribution; redirects stay."""
        with self._journal.transaction():
            self.apply([GraphDelta(contributor=contributor) for contributor in self.said])

    def contributors(self, nodes: Collection[NodeId]) -> set[str]:
        """Return who claims these nodes or draws an edge to or from them."""
        with self._journal.lock:
            claimed = {contributor for key in nodes for contributor in self._claims.get(key, ())}
            keys = list(nodes)
            drawn = [*self._edges.out_edges(keys, keys=True), *self._edges.in_edges(keys, keys=True)]
            return claimed | {contributor for _, _, (contributor, *_) in drawn}

    def resolve(self, key: NodeId) -> NodeId:
        """Return the id a superseded id leads to now (itself when it is current), or raise NotFoundError."""
        with self._journal.lock:
            current = key
            while current not in self._nodes:
                if current not in self.redirects:
                    raise NotFoundError("node", key)
                current = self.redirects[current]
            return current

    def redirect(self, old: NodeId, new: NodeId) -> None:
        """Let `old` lead to `new` from now on; should `new` lead back so far, it leads nowhere from now on."""
        with self._journal.transaction():
            if self._leads(new, old):
                self._journal.drop(self.redirects, new)
            if old != new:
                self._journal.set(self.redirects, old, new)

    def node(self, key: NodeId) -> Node:
        """Return the node with this current id, or raise NotFoundError."""
        with self._journal.lock:
            return held("node", self._nodes, key)

    def find(self, identities: Collection[str]) -> dict[str, Node]:
        """Return identity → node for those of the identities that have one (the first by id, should there be two)."""
        wanted = set(identities)
        with self._journal.lock:
            nodes = sorted(self._nodes.values(), key=lambda node: node.id, reverse=True)
        return {node.identity: node for node in nodes if node.identity is not None and node.identity in wanted}

    def many(self, keys: Collection[NodeId]) -> dict[NodeId, Node]:
        """Return id → node for those of the ids that exist."""
        with self._journal.lock:
            return {key: self._nodes[key] for key in keys if key in self._nodes}

    def nodes(self, kinds: Collection[NodeKind] = (), after: NodeId | None = None, limit: int = 50) -> list[Node]:
        """Return a page of nodes sorted by id, of these kinds (all when empty)."""
        with self._journal.lock:
            nodes = [self._nodes[key] for key in sorted(self._nodes) if key > (after or "")]
        return [node for node in nodes if not kinds or node.kind in kinds][:limit]

    def edges_from(self, keys: Collection[str], kinds: Collection[EdgeKind] = ()) -> list[Edge]:
        """Return the edges out of these, sorted by (source, kind, target, basis)."""
        with self._journal.lock:
            return _of_kinds((edge for _, _, edge in self._edges.out_edges(list(keys), data="edge")), kinds)

    def edges_to(self, keys: Collection[NodeId], kinds: Collection[EdgeKind] = ()) -> list[Edge]:
        """Return the edges into these, sorted by (source, kind, target, basis)."""
        with self._journal.lock:
            return _of_kinds((edge for _, _, edge in self._edges.in_edges(list(keys), data="edge")), kinds)

    def degrees(self, kind: EdgeKind) -> dict[NodeId, int]:
        """Return target → how many distinct sources have an edge of this kind to it."""
        return dict(Counter(target for _, target in {(edge.source, edge.target) for edge in self._all([kind])}))

    def all_edges(self) -> Iterator[Edge]:
        """Yield every edge sorted by (source, kind, target, basis), evidence sorted too."""
        return iter(self._all(()))

    def counts(self) -> dict[str, int]:
        """Return node kind → how many, and "edges" → how many."""
        with self._journal.lock:
            return {**Counter(node.kind.value for node in self._nodes.values()), "edges": len(self._all(()))}

    def contributions(self, after: str | None = None, limit: int = 200) -> list[GraphDelta]:
        """Return a page of all that is said, sorted by contributor."""
        with self._journal.lock:
            said = [self.said[key] for key in sorted(self.said) if key > (after or "")][:limit]
        return [replace(delta, edges=tuple(merge_edges(delta.edges))) for delta in said]

    def superseded(self) -> dict[NodeId, NodeId]:
        """Return every superseded id → the id it was last redirected to."""
        with self._journal.lock:
            return dict(self.redirects)

    def edges_of(self, kinds: Collection[EdgeKind]) -> list[Edge]:
        """Return all edges of these kinds, for the calendar."""
        return self._all(kinds)

    def _leads(self, start: NodeId, end: NodeId) -> bool:
        step: NodeId | None = start
        while step is not None and step != end:
            step = self.redirects.get(step)
        return step == end

    def _all(self, kinds: Collection[EdgeKind]) -> list[Edge]:
        with self._journal.lock:
            return _of_kinds((edge for _, _, edge in self._edges.edges(data="edge")), kinds)

    def _say(self, delta: GraphDelta) -> None:
        """Let the contributor say this and nothing else."""
        contributor = delta.contributor
        before = self.said.pop(contributor, GraphDelta(contributor=contributor))
        self._edges.remove_edges_from(_keyed(before))
        for claim in before.claims:
            self._claims[claim.node.id].pop(contributor, None)
        for claim in delta.claims:
            self._claims.setdefault(claim.node.id, {}).setdefault(contributor, []).append(claim)
        self._edges.add_edges_from(_keyed(delta))
        if delta.claims or delta.edges:
            self.said[contributor] = delta
        for key in {claim.node.id for claim in (*before.claims, *delta.claims)}:
            self._settle(key)

    def _settle(self, key: NodeId) -> None:
        claims = [claim for said in self._claims[key].values() for claim in said]
        if claims:
            self._nodes[key] = settle(key, claims)
        else:
            del self._claims[key]
            self._nodes.pop(key, None)


def _of_kinds(edges: Iterable[Edge], kinds: Collection[EdgeKind]) -> list[Edge]:
    return merge_edges(edge for edge in edges if not kinds or edge.kind in kinds)


def _keyed(delta: GraphDelta) -> list[tuple[str, str, tuple[str, ...], dict[str, Edge]]]:
    """Return the delta's edges as networkx takes them, each told apart by who says it, its kind and its basis."""
    return [
        (edge.source, edge.target, (delta.contributor, *edge_key(edge)), {"edge": edge})
        for edge in merge_edges(delta.edges)
    ]
