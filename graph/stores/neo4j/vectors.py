"""Vectors in Neo4j, as float32 bytes; searched exactly with numpy.

Beside the library: each statement is a transaction of its own, and the library's version is not touched. Numbers only grow
and a replaced vector gets a new one, so what is held in memory is brought up to date by what came since, whichever process
wrote it. A thousand numbers are a lot, which is how they are found: no server is quick at ranges of a number in a space.
A space begins to count with the clock, so that one which was begun anew never tells the numbers or the versions of before.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator, Sequence

import numpy as np

from graph.ports import Hit, Space, Vectors
from graph.stores.held import Held, Written
from graph.stores.matrix import STORED
from graph.stores.nearest import check_shapes, nearest
from graph.stores.neo4j.connection import BATCH_ROWS, Server, batches
from graph.stores.neo4j.transaction import Row

_LOT = 1_000
_LOTS = 10
"""Lots that are read, or removed, at a time."""
_END = "\x1f"
"""What stands behind the name of a space."""


class Neo4jVectors:
    """The VectorIndex port."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._lock = threading.Lock()
        self._held: dict[str, Held] = {}

    def put(self, space: str, keys: Sequence[str], vectors: Vectors, digests: Sequence[bytes] | None = None) -> None:
        """Add or replace vectors; raise InvalidInputError when the shapes disagree with each other or the space's."""
        check_shapes(space, keys, vectors, self._dimensions(space))
        rows = np.ascontiguousarray(vectors, dtype=STORED)
        told = [b""] * len(keys) if digests is None else digests
        wanted = {key: (digest, row.tobytes()) for key, digest, row in zip(keys, told, rows, strict=True)}
        fields = ({"key": key, "digest": digest, "body": body} for key, (digest, body) in wanted.items())
        for batch in batches(fields):
            numbered = [{**row, "at": at} for at, row in enumerate(batch)]
            asked = {"space": space, "prefix": space + _END, "dimensions": rows.shape[1], "rows": numbered}
            while not self._server.apart(_PUT, **asked):  # somebody else gave the space its width meanwhile
                check_shapes(space, keys, vectors, self._dimensions(space))

    def get(self, space: str, keys: Collection[str]) -> dict[str, Vectors]:
        """Return key → vector (shape (dimensions,)) for those that exist."""
        return {key: np.frombuffer(body, STORED) for key, body in self._found("body", space, keys)}

    def keys(self, space: str) -> list[str]:
        """Return the keys that have a vector in the space, sorted."""
        cypher = "UNWIND $lots AS lot MATCH (v:Vector {lot: lot}) RETURN v.key"
        return sorted(key for lots in self._lots(space) for (key,) in self._server.apart(cypher, lots=lots))

    def digests(self, space: str, keys: Collection[str]) -> dict[str, bytes]:
        """Return key → the digest of the text that its vector was made of, for those that exist."""
        return dict(self._found("digest", space, keys))

    def delete(self, keys: Collection[str], space: str | None = None) -> None:
        """Remove the keys' vectors of the space, of every space without one."""
        for name in self._spaces(space):
            for ids in _parts(name + _END + key for key, _ in self._found("number", name, keys)):
                self._server.apart(_REMOVE.format("id"), space=name, keys=ids)

    def clear(self, space: str | None = None) -> None:
        """Remove all vectors of the space, of every space without one."""
        for name in self._spaces(space):
            for lots in self._lots(name):
                self._server.apart(_REMOVE.format("lot"), space=name, keys=lots)

    def version(self) -> str:
        """Return what changes whenever a vector comes, is replaced or goes."""
        return str(sum(version for (version,) in self._server.apart("MATCH (s:Space) RETURN s.version")))

    def counts(self) -> dict[str, int]:
        """Return space → how many vectors it holds, for those that hold any."""
        return dict(sorted(self._server.apart("MATCH (s:Space) WHERE s.count > 0 RETURN s.id, s.count")))

    def whole(self, space: str) -> Space:
        """Return all vectors of the space: kept in memory and brought up to date, so quick from the second time on."""
        with self._lock:
            state, held = self._state(space), self._held.setdefault(space, Held())
            if state is None:
                return Space((), np.empty((0, 0), STORED))
            version, count, first, end = state
            if held.version != version:
                since = self._since(space, max(held.latest + 1, first), end)
                held.renew(version, count, since, lambda: self.keys(space))
            return held.space()

    def nearest(self, space: str, vector: Vectors, limit: int = 10) -> list[Hit]:
        """Return the nearest by cosine, best first, ties by key."""
        return nearest(space, self.whole(space), vector, limit)

    def _since(self, space: str, first: int, end: int) -> Iterator[list[Written]]:
        cypher = (
            "UNWIND $lots AS lot MATCH (v:Vector {lot: lot}) WHERE v.number >= $first AND v.number < $end "
            "RETURN v.number, v.key, v.body"
        )
        for lots in _lots(space, first, end):
            if rows := self._server.apart(cypher, lots=lots, first=first, end=end):
                yield sorted((number, key, body) for number, key, body in rows)

    def _lots(self, space: str) -> Iterator[list[str]]:
        state = self._state(space)
        return _lots(space, *state[2:]) if state else iter(())

    def _state(self, space: str) -> Row | None:
        """Return a space's version, how many vectors it holds, its first number, and the next one."""
        cypher = "MATCH (s:Space {id: $space}) RETURN s.version, s.count, s.first, s.next"
        return next(iter(self._server.apart(cypher, space=space)), None)

    def _spaces(self, space: str | None) -> list[str]:
        return [space] if space is not None else list(self.counts())

    def _found(self, what: str, space: str, keys: Collection[str]) -> Iterator[Row]:
        cypher = f"UNWIND $keys AS key MATCH (v:Vector {{id: key}}) RETURN v.key, v.{what}"
        for ids in _parts(dict.fromkeys(space + _END + key for key in keys)):
            yield from self._server.apart(cypher, keys=ids)

    def _dimensions(self, space: str) -> int | None:
        cypher = "MATCH (s:Space {id: $space}) WHERE s.count > 0 RETURN s.dimensions"
        found = self._server.apart(cypher, space=space)
        return int(found[0][0]) if found else None


# What is set first takes the server's lock, so that what is asked after it is true until the end.
_PUT = f"""
MERGE (s:Space {{id: $space}})
ON CREATE SET s.version = timestamp(), s.count = 0, s.first = timestamp() * {_LOT}, s.next = timestamp() * {_LOT}
SET s.version = s.version + 1
WITH s WHERE s.count = 0 OR s.dimensions = $dimensions
SET s.dimensions = $dimensions
WITH s, s.next AS next
SET s.next = next + size($rows)
WITH s, next UNWIND $rows AS row
MERGE (v:Vector {{id: $prefix + row.key}})
WITH s, v, row, next + row.at AS number, CASE WHEN v.number IS NULL THEN 1 ELSE 0 END AS came
SET v.key = row.key, v.number = number, v.lot = $prefix + toString(number / {_LOT}), v.digest = row.digest, v.body = row.body
WITH s, sum(came) AS came
SET s.count = s.count + came
RETURN s.count
"""
_REMOVE = """
MATCH (s:Space {{id: $space}}) SET s.version = s.version + 1
WITH s UNWIND $keys AS key MATCH (v:Vector {{{}: key}}) DELETE v
WITH s, count(*) AS gone SET s.count = s.count - gone
WITH s WHERE s.count = 0 SET s.first = s.next
"""


def _lots(space: str, first: int, end: int) -> Iterator[list[str]]:
    """Yield the names of the lots that have the numbers from the first up to the end, some at a time."""
    return _parts((f"{space}{_END}{lot}" for lot in range(first // _LOT, -(-end // _LOT))), _LOTS)


def _parts(all_: Iterable[str], size: int = BATCH_ROWS) -> Iterator[list[str]]:
    every = list(all_)
    return (every[start : start + size] for start in range(0, len(every), size))
