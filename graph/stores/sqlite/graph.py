"""The graph in SQLite: what contributors say is kept, nodes are settled from it, edges are merged as they are read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from operator import itemgetter

import msgspec

from graph.errors import NotFoundError
from graph.model import Claim, Edge, EdgeKind, Evidence, GraphDelta, Node, NodeId, NodeKind
from graph.settle import settle
from graph.stores.beside import ADMITTING, NAMING, PLACING, edge_of
from graph.stores.merge import edge_key, merge, merge_edges
from graph.stores.sqlite.connection import Database, Row, listed
from graph.stores.sqlite.naming import name_texts
from graph.stores.sqlite.placing import own_categories, place_works, works_in
from graph.stores.sqlite.rows import Table, replace_rows
from graph.stores.sqlite.telling import tell_works, works_of
from graph.telling import STATING

_CLAIMS = Table("claims", ("contributor", "place", "node", "body"), owner="contributor", key=2)
_EDGES = Table(
    "edges",
    ("contributor", "place", "source", "kind", "target", "basis", "confidence", "evidence"),
    owner="contributor",
    key=2,
)
_EDGE_COLUMNS = "source, kind, target, basis, confidence, evidence"
_ALL_EDGE_KINDS = tuple(EdgeKind)

_encode = msgspec.msgpack.Encoder().encode
_claim = msgspec.msgpack.Decoder(Claim).decode
_node = msgspec.msgpack.Decoder(Node).decode
_evidence = msgspec.msgpack.Decoder(tuple[Evidence, ...]).decode


class SqliteGraph:
    """The GraphStore port."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._counted: tuple[int, dict[str, int]] | None = None

    def apply(self, deltas: Iterable[GraphDelta]) -> set[NodeId]:
        """Replace all that each delta's contributor said before with what it says now; return the nodes touched."""
        latest = {delta.contributor: delta for delta in deltas}
        if not latest:
            return set()
        with self._database.transaction():
            numbers = self._numbers(latest)
            claims = [row for key, delta in latest.items() for row in _claim_rows(numbers[key], delta)]
            changed = replace_rows(self._database, _CLAIMS, numbers.values(), claims)
            edges = [row for key, delta in latest.items() for row in _edge_rows(numbers[key], delta)]
            drawn = replace_rows(self._database, _EDGES, numbers.values(), edges)
            touched = {node for _, _, node, _ in changed}
            before = own_categories(self._database, touched)
            self._settle(touched)
            turned = before ^ own_categories(self._database, touched)
            places = _placed_by(drawn)
            place_works(self._database, places | works_in(self._database, turned))
            texts = _sources(drawn, {NAMING})
            name_texts(self._database, texts)
            tell_works(self._database, places | _sources(drawn, STATING) | works_of(self._database, texts))
        return touched

    def clear(self) -> None:
        """Remove every contribution; redirects stay."""
        with self._database.transaction():
            for table in ("claims", "edges", "contributors", "nodes", "placed", "named", "told", "spoken"):
                self._database.run(f"DELETE FROM {table}")  # noqa: S608 - constants

    def contributors(self, nodes: Collection[NodeId]) -> set[str]:
        """Return who claims these nodes or draws an edge to or from them."""
        rows = self._database.rows(
            "WITH wanted (id) AS MATERIALIZED (SELECT value FROM json_each(?1)) "
            "SELECT name FROM contributors WHERE number IN ("
            "SELECT contributor FROM claims WHERE node IN wanted "
            "UNION SELECT contributor FROM edges WHERE source IN wanted "
            "UNION SELECT contributor FROM edges WHERE kind IN (SELECT value FROM json_each(?2)) AND target IN wanted)",
            (listed(nodes), listed(_ALL_EDGE_KINDS)),
        )
        return {contributor for (contributor,) in rows}

    def resolve(self, key: NodeId) -> NodeId:
        """Return the id a superseded id leads to now (itself when it is current), or raise NotFoundError."""
        current: NodeId | None = key
        while current is not None:
            if self._database.row("SELECT 1 FROM nodes WHERE id = ?", (current,)):
                return current
            current = self._next(current)
        raise NotFoundError("node", key)

    def redirect(self, old: NodeId, new: NodeId) -> None:
        """Let `old` lead to `new` from now on; should `new` lead back so far, it leads nowhere from now on."""
        with self._database.transaction():
            if self._leads(new, old):
                self._database.run("DELETE FROM redirects WHERE old = ?", (new,))
            if old != new:
                self._database.run(
                    "INSERT INTO redirects VALUES (?, ?) ON CONFLICT (old) DO UPDATE SET new = excluded.new "
                    "WHERE new IS NOT excluded.new",
                    (old, new),
                )

    def node(self, key: NodeId) -> Node:
        """Return the node with this current id, or raise NotFoundError."""
        row = self._database.row("SELECT body FROM nodes WHERE id = ?", (key,))
        if row is None:
            raise NotFoundError("node", key)
        return _node(row[0])

    def find(self, identities: Collection[str]) -> dict[str, Node]:
        """Return identity → node for those of the identities that have one (the first by id, should there be two)."""
        rows = self._database.rows(
            "SELECT identity, body FROM nodes WHERE identity IN (SELECT value FROM json_each(?)) "
            "ORDER BY identity, id DESC",
            (listed(identities),),
        )
        first: dict[str, bytes] = dict(rows)
        return {identity: _node(body) for identity, body in first.items()}

    def many(self, keys: Collection[NodeId]) -> dict[NodeId, Node]:
        """Return id → node for those of the ids that exist."""
        rows = self._database.rows(
            "SELECT id, body FROM nodes WHERE id IN (SELECT value FROM json_each(?))", (listed(keys),)
        )
        return {key: _node(body) for key, body in rows}

    def nodes(self, kinds: Collection[NodeKind] = (), after: NodeId | None = None, limit: int = 50) -> list[Node]:
        """Return a page of nodes sorted by id, of these kinds (all when empty)."""
        start = after or ""
        if not kinds:
            rows = self._database.rows("SELECT id, body FROM nodes WHERE id > ? ORDER BY id LIMIT ?", (start, limit))
        else:
            # A page of each kind, then the first of them all: one query over several kinds would sort every node.
            page = "SELECT id, body FROM nodes WHERE kind = ? AND id > ? ORDER BY id LIMIT ?"
            rows = [row for kind in set(kinds) for row in self._database.rows(page, (kind, start, limit))]
        return [_node(body) for _, body in sorted(rows, key=itemgetter(0))[:limit]]

    def edges_from(self, keys: Collection[str], kinds: Collection[EdgeKind] = ()) -> list[Edge]:
        """Return the edges out of these, sorted by (source, kind, target, basis)."""
        # The plus keeps the planner from looking up edges by kind, of which there are few with many edges each.
        return self._edges("source", "+kind", keys, kinds)

    def edges_to(self, keys: Collection[NodeId], kinds: Collection[EdgeKind] = ()) -> list[Edge]:
        """Return the edges into these, sorted by (source, kind, target, basis)."""
        return self._edges("target", "kind", keys, kinds)

    def degrees(self, kind: EdgeKind) -> dict[NodeId, int]:
        """Return target → how many distinct sources have an edge of this kind to it."""
        return dict(
            self._database.rows(
                "SELECT target, count(DISTINCT source) FROM edges WHERE kind = ? GROUP BY target", (kind,)
            )
        )

    def all_edges(self) -> Iterator[Edge]:
        """Yield every edge sorted by (source, kind, target, basis), evidence sorted too."""
        rows = self._database.stream(
            f"SELECT {_EDGE_COLUMNS} FROM edges ORDER BY source, kind, target, basis"  # noqa: S608 - constants
        )
        return (merge(list(same)) for _, same in groupby(map(edge_of, rows), key=edge_key))

    def counts(self) -> dict[str, int]:
        """Return node kind → how many, and "edges" → how many."""
        if self._database.in_transaction:
            return self._count()
        version, counted = self._database.version(), self._counted
        if counted is None or counted[0] != version:
            # Telling edges apart reads them all, and the front page asks each time.
            counted = self._counted = (version, self._count())
        return dict(counted[1])

    def contributions(self, after: str | None = None, limit: int = 200) -> list[GraphDelta]:
        """Return a page of all that is said, sorted by contributor."""
        names = self._database.rows(
            "SELECT number, name FROM contributors WHERE name > ? AND (EXISTS (SELECT 1 FROM claims WHERE contributor = number) "
            "OR EXISTS (SELECT 1 FROM edges WHERE contributor = number)) ORDER BY name LIMIT ?",
            (after or "", limit),
        )
        wanted = listed(number for number, _ in names)
        claims, edges = (
            self._database.rows(
                f"SELECT contributor, {columns} FROM {table} "  # noqa: S608 - constants
                "WHERE contributor IN (SELECT value FROM json_each(?)) ORDER BY contributor, place",
                (wanted,),
            )
            for table, columns in (("claims", "body"), ("edges", _EDGE_COLUMNS))
        )
        claimed = {number: tuple(_claim(body) for _, body in some) for number, some in groupby(claims, itemgetter(0))}
        drawn = {number: tuple(edge_of(row[1:]) for row in some) for number, some in groupby(edges, itemgetter(0))}
        return [
            GraphDelta(contributor=name, claims=claimed.get(number, ()), edges=drawn.get(number, ()))
            for number, name in names
        ]

    def superseded(self) -> dict[NodeId, NodeId]:
        """Return every superseded id → the id it was last redirected to."""
        return dict(self._database.rows("SELECT old, new FROM redirects"))

    def _count(self) -> dict[str, int]:
        counts: dict[str, int] = dict(self._database.rows("SELECT kind, count(*) FROM nodes GROUP BY kind"))
        edges = self._database.row("SELECT count(*) FROM (SELECT DISTINCT source, kind, target, basis FROM edges)")
        return counts | {"edges": edges[0] if edges else 0}

    def _next(self, key: NodeId) -> NodeId | None:
        row = self._database.row("SELECT new FROM redirects WHERE old = ?", (key,))
        return row[0] if row else None

    def _leads(self, start: NodeId, end: NodeId) -> bool:
        step: NodeId | None = start
        while step is not None and step != end:
            step = self._next(step)
        return step == end

    def _edges(self, end: str, kind: str, keys: Collection[str], kinds: Collection[EdgeKind]) -> list[Edge]:
        # The kinds are always named: the index to a target begins with the kind.
        rows = self._database.rows(
            f"SELECT {_EDGE_COLUMNS} FROM edges WHERE {end} IN (SELECT value FROM json_each(?)) "  # noqa: S608 - constants
            f"AND {kind} IN (SELECT value FROM json_each(?))",
            (listed(keys), listed(kinds or _ALL_EDGE_KINDS)),
        )
        return merge_edges(map(edge_of, rows))

    def _numbers(self, names: Collection[str]) -> dict[str, int]:
        """Return the contributors' numbers, giving one to those that have none."""
        self._database.many("INSERT OR IGNORE INTO contributors (name) VALUES (?)", ((name,) for name in names))
        # Each asked for by itself: a list of names ends one that has a NUL there, and any name may come out of an old log.
        asked = (self._database.rows("SELECT name, number FROM contributors WHERE name = ?", (name,)) for name in names)
        return dict(row for rows in asked for row in rows)

    def _settle(self, keys: Collection[NodeId]) -> None:
        # Distinct: a month is claimed by every document that speaks of it, in the same words.
        rows = self._database.rows(
            "SELECT DISTINCT node, body FROM claims WHERE node IN (SELECT value FROM json_each(?)) ORDER BY node",
            (listed(keys),),
        )
        settled = [settle(key, [_claim(body) for _, body in said]) for key, said in groupby(rows, key=itemgetter(0))]
        self._database.many(_PUT_NODE, ((node.id, node.kind, node.identity, _encode(node)) for node in settled))
        gone = set(keys) - {node.id for node in settled}
        self._database.many("DELETE FROM nodes WHERE id = ?", ((key,) for key in gone))


_PUT_NODE = """
INSERT INTO nodes (id, kind, identity, body) VALUES (?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, identity = excluded.identity, body = excluded.body
WHERE body IS NOT excluded.body
"""


def _placed_by(drawn: Iterable[Row]) -> set[NodeId]:
    """Return the works that edges which came or went may place elsewhere."""
    places = {source for _, _, source, kind, _, _, _, _ in drawn if kind in PLACING}
    return places | {target for _, _, _, kind, target, _, _, _ in drawn if kind in ADMITTING}


def _sources(drawn: Iterable[Row], kinds: Collection[EdgeKind]) -> set[str]:
    """Return what edges of these kinds come from."""
    return {source for _, _, source, kind, *_ in drawn if kind in kinds}


def _claim_rows(contributor: int, delta: GraphDelta) -> Iterator[Row]:
    for place, claim in enumerate(delta.claims):
        yield contributor, place, claim.node.id, _encode(claim)


def _edge_rows(contributor: int, delta: GraphDelta) -> Iterator[Row]:
    for place, edge in enumerate(merge_edges(delta.edges)):
        yield contributor, place, *edge_key(edge), edge.confidence, _encode(edge.evidence)
