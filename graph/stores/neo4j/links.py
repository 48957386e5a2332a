"""Links in Neo4j: a relationship for what was proposed, another for what a person said, and neither outlives its reason."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from graph.link import Ends, Link, ends_of
from graph.model import NodeId
from graph.stores.linking import by_end, by_ends, proposed
from graph.stores.neo4j.connection import Server
from graph.stores.neo4j.counted import Counted
from graph.stores.neo4j.ends import ensure_ends, forget_bare
from graph.stores.neo4j.transaction import Row

_FIELDS = {"RELATED": "score", "RULED": "kept"}
"""What is proposed, what a person said, and what either tells."""
_ANY = "|".join(_FIELDS)
_ROW = "a.id, b.id, e.score, e.kept"
_LOTS = 4
"""In how many parts a page is read: its last one may be more than is wanted."""


class Neo4jLinks:
    """The LinkStore port."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._starts = Counted(server, self._count_starts)
        self._number = Counted(server, self._count)

    def replace(self, links: Iterable[Link]) -> None:
        """Hold these links and no others."""
        with self._server.transaction():
            held = self._server.rows(f"MATCH (a:Node)-[e:RELATED]->(b:Node) RETURN {_ROW}")
            self._write("RELATED", _values(held), by_ends(proposed(links)))

    def replace_of(self, keys: Collection[NodeId], links: Iterable[Link]) -> None:
        """Hold these links, and no others that touch one of the keys."""
        wanted, touched = by_ends(proposed(links)), set(keys)
        with self._server.transaction():
            held = _values(self._touching(touched, "RELATED"))
            apart = {ends for ends in wanted if touched.isdisjoint(ends)}
            rows = self._from({a for a, _ in apart}, "RELATED")
            held |= {ends: score for ends, score in _values(rows).items() if ends in apart}
            self._write("RELATED", held, wanted)

    def rule(self, rulings: Mapping[Ends, bool]) -> None:
        """Let these be what people said, and nothing else: True keeps the link for good, False hides it."""
        with self._server.transaction():
            self._write("RULED", self.rulings(), rulings)

    def of(self, keys: Collection[NodeId], limit: int | None = None) -> dict[NodeId, list[Link]]:
        """Return key → its links, likeliest first, ties by the other end, for those of the keys that have any."""
        return by_end(_shown(self._touching(keys, _ANY)), keys, limit)

    def among(self, keys: Collection[NodeId]) -> list[Link]:
        """Return the links with both ends among the keys, sorted by their ends."""
        wanted = set(keys)
        return _shown(row for row in self._from(keys, _ANY) if row[1] in wanted)

    def between(self, one: NodeId, other: NodeId) -> Link | None:
        """Return the link of the two, or None."""
        a, b = ends_of(one, other)
        cypher = f"MATCH (a:Node {{id: $a}})-[e:{_ANY}]->(b:Node) WHERE b.id = $b RETURN {_ROW}"
        return next(iter(_shown(self._server.rows(cypher, a=a, b=b))), None)

    def page(self, after: Ends | None = None, limit: int = 1000) -> list[Link]:
        """Return a page of all links, sorted by their ends, those after the given ends."""
        return self._page(_ANY, after, limit)

    def proposed(self, after: Ends | None = None, limit: int = 1000) -> list[Link]:
        """Return a page of what was proposed, whatever people said of it, sorted by the ends."""
        return self._page("RELATED", after, limit)

    def rulings(self) -> dict[Ends, bool]:
        """Return what people said, as `rule` was told."""
        return _values(self._server.rows(f"MATCH (a:Node)-[e:RULED]->(b:Node) RETURN {_ROW}"))

    def count(self) -> int:
        """Return how many links there are."""
        return self._number()

    def _page(self, types: str, after: Ends | None, limit: int) -> list[Link]:
        """Return the first links after these ends; only at the ends of relationships does a server look for them quickly."""
        found: list[Link] = []
        starts = self._starts()
        later = starts[bisect_left(starts, (after[0], 0)) :] if after else starts
        for some in _lots(later, limit // _LOTS + 1):
            found += (link for link in _shown(self._from(some, types)) if after is None or (link.a, link.b) > after)
            if len(found) >= limit:
                break
        return found[:limit]

    def _count_starts(self) -> list[tuple[NodeId, int]]:
        rows = self._server.rows(f"MATCH (a:Node)-[e:{_ANY}]->(:Node) RETURN a.id, count(e)")
        return sorted((key, number) for key, number in rows)

    def _count(self) -> int:
        number = int(self._server.value("MATCH (:Node)-[e:RELATED]->(:Node) RETURN count(e)") or 0)
        ruled = "MATCH (a:Node)-[e:RULED]->(b:Node) RETURN e.kept, EXISTS { (a)-[:RELATED]->(b) }"
        return number + sum(int(kept) - int(too) for kept, too in self._server.rows(ruled))

    def _from(self, keys: Collection[NodeId], types: str) -> list[Row]:
        return self._server.among(f"MATCH (a:Node {{id: key}})-[e:{types}]->(b:Node) RETURN {_ROW}", keys)

    def _touching(self, keys: Collection[NodeId], types: str) -> list[Row]:
        into = f"MATCH (b:Node {{id: key}})<-[e:{types}]-(a:Node) RETURN {_ROW}"
        return self._from(keys, types) + self._server.among(into, keys)

    def _write(self, kind: str, held: Mapping[Ends, float], wanted: Mapping[Ends, float]) -> None:
        """Write what differs: the same twice changes nothing."""
        field = _FIELDS[kind]
        gone = held.keys() - wanted.keys()
        turned = [ends for ends, value in wanted.items() if ends in held and held[ends] != value]
        come = [ends for ends in wanted if ends not in held]
        for start, some in _thinner(gone):
            self._server.many(f"{_PAIR[start].format(kind)} DELETE e", _rows(some, held))
        for start, some in _thinner(turned):
            self._server.many(f"{_PAIR[start].format(kind)} SET e.{field} = row.value", _rows(some, wanted))
        ensure_ends(self._server, {end for ends in come for end in ends})
        draw = f"MATCH (a:Node {{id: row.a}}) MATCH (b:Node {{id: row.b}}) CREATE (a)-[:{kind} {{{field}: row.value}}]->(b)"
        self._server.many(draw, _rows(come, wanted))
        forget_bare(self._server, {end for ends in gone for end in ends})


_PAIR = (
    "MATCH (a:Node {{id: row.a}})-[e:{}]->(b:Node) WHERE b.id = row.b",
    "MATCH (b:Node {{id: row.b}})<-[e:{}]-(a:Node) WHERE a.id = row.a",
)
"""A relationship, found from its first end or from its second."""


def _thinner(pairs: Collection[Ends]) -> Iterator[tuple[int, list[Ends]]]:
    """Yield the pairs by which of their ends (0, 1) is an end of fewer: ten thousand of a hub are not to be looked for there."""
    number = Counter(end for ends in pairs for end in ends)
    for start in (0, 1):
        yield start, [ends for ends in sorted(pairs) if (number[ends[0]] > number[ends[1]]) == start]


def _rows(pairs: Iterable[Ends], values: Mapping[Ends, float]) -> Iterator[dict[str, object]]:
    return ({"a": a, "b": b, "value": values[a, b]} for a, b in pairs)


def _values(rows: Iterable[Row]) -> dict[Ends, Any]:
    return {(a, b): kept if score is None else score for a, b, score, kept in rows}


def _shown(rows: Iterable[Row]) -> list[Link]:
    """Return what people did not dismiss, sorted; what they confirmed is certain."""
    scores: dict[Ends, float] = {}
    ruled: dict[Ends, bool] = {}
    for a, b, score, kept in rows:
        if score is None:
            ruled[a, b] = kept
        else:
            scores[a, b] = score
    shown = sorted(ends for ends in scores.keys() | ruled.keys() if ruled.get(ends) is not False)
    return [Link(a=a, b=b, score=1.0 if (a, b) in ruled else scores[a, b], confirmed=(a, b) in ruled) for a, b in shown]


def _lots(starts: Iterable[tuple[NodeId, int]], size: int) -> Iterator[list[NodeId]]:
    """Yield the starts of about so many links at a time."""
    some: list[NodeId] = []
    links = 0
    for key, number in starts:
        some.append(key)
        links += number
        if links >= size:
            yield some
            some, links = [], 0
    yield some
