"""The graph in Neo4j: what contributors say is kept whole and drawn as relationships, nodes are settled from it.

A `Node` without a kind is only where an edge ends: a document, or a work that nobody claims any more.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter

import msgspec
from msgspec.structs import replace

from graph.errors import NotFoundError
from graph.model import Claim, Edge, EdgeKind, GraphDelta, Node, NodeId, NodeKind
from graph.settle import settle
from graph.stores.beside import ADMITTING, NAMING, PLACING, edge_of
from graph.stores.merge import edge_key, merge_edges
from graph.stores.neo4j.connection import Server
from graph.stores.neo4j.counted import Counted
from graph.stores.neo4j.ends import ensure_ends, forget_bare
from graph.stores.neo4j.naming import name_texts
from graph.stores.neo4j.placing import own_categories, place_works, works_in
from graph.stores.neo4j.telling import tell_works, works_of
from graph.telling import STATING

_DRAWN = tuple(EdgeKind)
_PAGE = 500
"""Nodes whose edges are read at a time where all are."""

_encode = msgspec.msgpack.Encoder().encode
_claim = msgspec.msgpack.Decoder(Claim).decode
_node = msgspec.msgpack.Decoder(Node).decode
_delta = msgspec.msgpack.Decoder(GraphDelta).decode


class Neo4jGraph:
    """The GraphStore port."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._counted = Counted(server, self._count)

    def apply(self, deltas: Iterable[GraphDelta]) -> set[NodeId]:
        """Replace all that each delta's contributor said before with what it says now; return the nodes touched."""
        latest = {delta.contributor: delta for delta in deltas}
        if not latest:
            return set()
        with self._server.transaction():
            held = self._said(latest)
            changed = {key: delta for key, delta in latest.items() if held.get(key, _nothing(key)) != delta}
            before = [held[key] for key in changed if key in held]
            drawn = self._draw(before, list(changed.values()))
            self._say(changed)
            touched = self._claim(before, list(changed.values()))
            own = own_categories(self._server, touched)
            self._settle(touched)
            turned = own ^ own_categories(self._server, touched)
            forget_bare(self._server, touched | {end for edge in drawn for end in (edge.source, edge.target)})
            self._follow(drawn, turned)
        return touched

    def clear(self) -> None:
        """Remove every contribution; redirects stay."""
        with self._server.transaction():
            for label in ("Contributor", "Placed", "Named", "Told", "Spoken"):
                self._server.run(f"MATCH (n:{label}) DETACH DELETE n")
            self._server.run(f"MATCH (:Node)-[e:{_types(())}]->(:Node) DELETE e")
            self._server.run("MATCH (n:Node) WHERE NOT (n)--() DELETE n")
            self._server.run(f"MATCH (n:Node) {_UNSETTLE}")

    def contributors(self, nodes: Collection[NodeId]) -> set[str]:
        """Return who claims these nodes or draws an edge to or from them."""
        claiming = self._server.among("MATCH (:Node {id: key})<-[:CLAIMS]-(c:Contributor) RETURN DISTINCT c.id", nodes)
        drawing = self._server.among(
            f"MATCH (:Node {{id: key}})-[e:{_types(())}]-(:Node) RETURN DISTINCT e.contributor", nodes
        )
        return {contributor for (contributor,) in (*claiming, *drawing)}

    def resolve(self, key: NodeId) -> NodeId:
        """Return the id a superseded id leads to now (itself when it is current), or raise NotFoundError."""
        current: NodeId | None = key
        while current is not None:
            if self._server.value("MATCH (n:Node {id: $key}) WHERE n.kind IS NOT NULL RETURN n.id", key=current):
                return current
            current = self._next(current)
        raise NotFoundError("node", key)

    def redirect(self, old: NodeId, new: NodeId) -> None:
        """Let `old` lead to `new` from now on; should `new` lead back so far, it leads nowhere from now on."""
        with self._server.transaction():
            if self._leads(new, old):
                self._server.run("MATCH (r:Redirect {id: $new}) DELETE r", new=new)
            if old != new and self._next(old) != new:
                self._server.run("MERGE (r:Redirect {id: $old}) SET r.new = $new", old=old, new=new)

    def node(self, key: NodeId) -> Node:
        """Return the node with this current id, or raise NotFoundError."""
        found = self.many([key])
        if key not in found:
            raise NotFoundError("node", key)
        return found[key]

    def find(self, identities: Collection[str]) -> dict[str, Node]:
        """Return identity → node for those of the identities that have one (the first by id, should there be two)."""
        rows = self._server.among("MATCH (n:Node {identity: key}) RETURN n.identity, n.id, n.body", identities)
        first = {identity: body for identity, _, body in sorted(rows, key=itemgetter(1), reverse=True)}
        return {identity: _node(body) for identity, body in first.items()}

    def many(self, keys: Collection[NodeId]) -> dict[NodeId, Node]:
        """Return id → node for those of the ids that exist."""
        rows = self._server.among("MATCH (n:Node {id: key}) WHERE n.kind IS NOT NULL RETURN n.id, n.body", keys)
        return {key: _node(body) for key, body in rows}

    def nodes(self, kinds: Collection[NodeKind] = (), after: NodeId | None = None, limit: int = 50) -> list[Node]:
        """Return a page of nodes sorted by id, of these kinds (all when empty)."""
        page = "WHERE n.kind IS NOT NULL AND n.id > $after RETURN n.id, n.body ORDER BY n.id LIMIT $limit"
        asked = {"after": after or "", "limit": limit}
        if not kinds:
            rows = self._server.rows(f"MATCH (n:Node) {page}", **asked)
        else:
            of = f"MATCH (n:Node {{kind: $kind}}) {page}"
            rows = [row for kind in set(kinds) for row in self._server.rows(of, kind=kind.value, **asked)]
        return [_node(body) for _, body in sorted(rows, key=itemgetter(0))[:limit]]

    def edges_from(self, keys: Collection[str], kinds: Collection[EdgeKind] = ()) -> list[Edge]:
        """Return the edges out of these, sorted by (source, kind, target, basis)."""
        match = f"MATCH (a:Node {{id: key}})-[e:{_types(kinds)}]->(b:Node) RETURN {_EDGE}"
        return merge_edges(map(edge_of, self._server.among(match, keys)))

    def edges_to(self, keys: Collection[NodeId], kinds: Collection[EdgeKind] = ()) -> list[Edge]:
        """Return the edges into these, sorted by (source, kind, target, basis)."""
        match = f"MATCH (b:Node {{id: key}})<-[e:{_types(kinds)}]-(a:Node) RETURN {_EDGE}"
        return merge_edges(map(edge_of, self._server.among(match, keys)))

    def degrees(self, kind: EdgeKind) -> dict[NodeId, int]:
        """Return target → how many distinct sources have an edge of this kind to it."""
        return dict(
            self._server.rows(f"MATCH (a:Node)-[:{_types([kind])}]->(b:Node) RETURN b.id, count(DISTINCT a.id)")
        )

    def all_edges(self) -> Iterator[Edge]:
        """Yield every edge sorted by (source, kind, target, basis), evidence sorted too."""
        after = ""
        page = "MATCH (n:Node) WHERE n.id > $after RETURN n.id ORDER BY n.id LIMIT $limit"
        while keys := [key for (key,) in self._server.rows(page, after=after, limit=_PAGE)]:
            yield from self.edges_from(keys)
            after = keys[-1]

    def counts(self) -> dict[str, int]:
        """Return node kind → how many, and "edges" → how many."""
        return dict(self._counted())

    def contributions(self, after: str | None = None, limit: int = 200) -> list[GraphDelta]:
        """Return a page of all that is said, sorted by contributor."""
        page = "MATCH (c:Contributor) WHERE c.id > $after RETURN c.body ORDER BY c.id LIMIT $limit"
        said = (_unpacked(body) for (body,) in self._server.rows(page, after=after or "", limit=limit))
        return [replace(delta, edges=tuple(merge_edges(delta.edges))) for delta in said]

    def superseded(self) -> dict[NodeId, NodeId]:
        """Return every superseded id → the id it was last redirected to."""
        return dict(self._server.rows("MATCH (r:Redirect) RETURN r.id, r.new"))

    def _count(self) -> dict[str, int]:
        counts: dict[str, int] = dict(
            self._server.rows("MATCH (n:Node) WHERE n.kind IS NOT NULL RETURN n.kind, count(*) ORDER BY n.kind")
        )
        edges = self._server.value(
            f"MATCH (a:Node)-[e:{_types(())}]->(b:Node) WITH DISTINCT a.id AS a, type(e) AS kind, b.id AS b, e.basis AS basis "
            "RETURN count(*)"
        )
        return counts | {"edges": int(edges or 0)}

    def _next(self, key: NodeId) -> NodeId | None:
        found: NodeId | None = self._server.value("MATCH (r:Redirect {id: $key}) RETURN r.new", key=key)
        return found

    def _leads(self, start: NodeId, end: NodeId) -> bool:
        step: NodeId | None = start
        while step is not None and step != end:
            step = self._next(step)
        return step == end

    def _said(self, contributors: Collection[str]) -> dict[str, GraphDelta]:
        rows = self._server.among("MATCH (c:Contributor {id: key}) RETURN c.id, c.body", contributors)
        return {key: _unpacked(body) for key, body in rows}

    def _say(self, deltas: Mapping[str, GraphDelta]) -> None:
        """Keep what these contributors say now; who says nothing is forgotten, claims and all."""
        silent = [{"id": key} for key, delta in deltas.items() if not (delta.claims or delta.edges)]
        self._server.many("MATCH (c:Contributor {id: row.id}) DETACH DELETE c", silent)
        self._server.many(
            "MERGE (c:Contributor {id: row.id}) SET c.body = row.body",
            ({"id": key, "body": _packed(delta)} for key, delta in deltas.items() if delta.claims or delta.edges),
        )

    def _draw(self, before: Collection[GraphDelta], now: Collection[GraphDelta]) -> list[Edge]:
        """Draw the edges that came and take away those that went; return both."""
        held, wanted = _edge_rows(before), _edge_rows(now)
        gone = [edge for key, edge in held.items() if key not in wanted]
        come = [edge for key, edge in wanted.items() if key not in held]
        ensure_ends(self._server, {end for _, edge in come for end in (edge.source, edge.target)})
        for kind, some in _by_kind(gone):
            self._server.many(_ERASE.format(kind), (_fields(*one) for one in some))
        for kind, some in _by_kind(come):
            self._server.many(_DRAW.format(kind), (_fields(*one) for one in some))
        return [edge for _, edge in (*gone, *come)]

    def _claim(self, before: Collection[GraphDelta], now: Collection[GraphDelta]) -> set[NodeId]:
        """Write the claims that came and remove those that went; return the nodes they are of."""
        held, wanted = _claim_rows(before), _claim_rows(now)
        gone, come = held - wanted, wanted - held
        ensure_ends(self._server, {node for _, node, _ in come})
        for cypher, rows in ((_UNCLAIM, gone), (_CLAIM, come)):
            fields = ({"contributor": who, "node": node, "body": body} for who, node, body in sorted(rows))
            self._server.many(cypher, fields)
        return {node for _, node, _ in gone | come}

    def _settle(self, keys: Collection[NodeId]) -> None:
        # Distinct: a month is claimed by every document that speaks of it, in the same words.
        rows = self._server.among(
            "MATCH (n:Node {id: key})<-[c:CLAIMS]-(:Contributor) RETURN DISTINCT n.id, c.body", sorted(keys)
        )
        claims = groupby(sorted(rows), key=itemgetter(0))
        settled = {key: settle(key, [_claim(body) for _, body in said]) for key, said in claims}
        held: dict[NodeId, bytes] = dict(self._server.among("MATCH (n:Node {id: key}) RETURN n.id, n.body", keys))
        changed = ((node, body) for node in settled.values() if (body := _encode(node)) != held.get(node.id))
        self._server.many(_SETTLE, (_settled(node, body) for node, body in changed))
        self._server.many(
            f"MATCH (n:Node {{id: row.id}}) {_UNSETTLE}", ({"id": key} for key in set(keys) - set(settled))
        )

    def _follow(self, drawn: Collection[Edge], turned: Collection[NodeId]) -> None:
        """Let calendar, concordance and chronicle be as the graph is; `turned`: what is an own category now, or no more."""
        places = {edge.source for edge in drawn if edge.kind in PLACING}
        places |= {edge.target for edge in drawn if edge.kind in ADMITTING}
        place_works(self._server, places | works_in(self._server, turned))
        texts = {edge.source for edge in drawn if edge.kind is NAMING}
        name_texts(self._server, texts)
        stating = {edge.source for edge in drawn if edge.kind in STATING}
        tell_works(self._server, places | stating | works_of(self._server, texts))


_EDGE = "a.id, type(e), b.id, e.basis, e.confidence, e.evidence"
_DRAW = """
MATCH (a:Node {{id: row.source}}) MATCH (b:Node {{id: row.target}})
CREATE (a)-[:{} {{contributor: row.contributor, basis: row.basis, confidence: row.confidence, evidence: row.evidence}}]->(b)
"""
_ERASE = """
MATCH (a:Node {{id: row.source}})-[e:{}]->(b:Node)
WHERE b.id = row.target AND e.contributor = row.contributor AND e.basis = row.basis DELETE e
"""
# Where it begins matters: what is joined to it is looked through, and a month or a model is joined to thousands.
_CLAIM = """
MATCH (c:Contributor {id: row.contributor}) MATCH (n:Node {id: row.node}) CREATE (c)-[:CLAIMS {body: row.body}]->(n)
"""
_UNCLAIM = """
MATCH (c:Contributor {id: row.contributor})-[e:CLAIMS]->(n:Node) WHERE n.id = row.node AND e.body = row.body DELETE e
"""
_SETTLE = """
MATCH (n:Node {id: row.id}) SET n.kind = row.kind, n.identity = row.identity, n.name = row.name, n.body = row.body
"""
_UNSETTLE = "SET n.kind = null, n.identity = null, n.name = null, n.body = null"


def _types(kinds: Collection[EdgeKind]) -> str:
    """Return the kinds (all when empty) as a pattern names them."""
    return "|".join(sorted(kind.value for kind in kinds or _DRAWN))


def _nothing(contributor: str) -> GraphDelta:
    return GraphDelta(contributor=contributor)


def _packed(delta: GraphDelta) -> bytes:
    return zlib.compress(_encode(delta), 1)


def _unpacked(body: bytes) -> GraphDelta:
    return _delta(zlib.decompress(body))


def _claim_rows(deltas: Iterable[GraphDelta]) -> set[tuple[str, NodeId, bytes]]:
    return {(delta.contributor, claim.node.id, _encode(claim)) for delta in deltas for claim in delta.claims}


def _edge_rows(deltas: Iterable[GraphDelta]) -> dict[tuple[str, str, str, str, str, float, bytes], tuple[str, Edge]]:
    """Return the edges by all that tells one row from another, each with who draws it."""
    return {
        (delta.contributor, *edge_key(edge), edge.confidence, _encode(edge.evidence)): (delta.contributor, edge)
        for delta in deltas
        for edge in merge_edges(delta.edges)
    }


def _by_kind(edges: Iterable[tuple[str, Edge]]) -> Iterator[tuple[EdgeKind, list[tuple[str, Edge]]]]:
    ordered = sorted(edges, key=lambda one: (one[1].kind, one[1].source))
    return ((kind, list(some)) for kind, some in groupby(ordered, key=lambda one: one[1].kind))


def _fields(contributor: str, edge: Edge) -> dict[str, object]:
    source, _, target, basis = edge_key(edge)
    return {
        "contributor": contributor,
        "source": source,
        "target": target,
        "basis": basis,
        "confidence": edge.confidence,
        "evidence": _encode(edge.evidence),
    }


def _settled(node: Node, body: bytes) -> dict[str, object]:
    return {"id": node.id, "kind": node.kind.value, "identity": node.identity, "name": node.name, "body": body}
