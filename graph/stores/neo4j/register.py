"""What there is to find in Neo4j: nodes and records as lines, and the numbers of those that hold words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

import msgspec
import numpy as np

from graph.model import DocumentId, Moment, Node, NodeId, SourceId
from graph.ports.register import Filed, Filing, Mark, Numbers, Standing, Words
from graph.stores.bm25 import Asked
from graph.stores.neo4j.connection import Server
from graph.stores.neo4j.corpus import RECORD
from graph.stores.neo4j.search import ENTRY
from graph.stores.neo4j.words import FullText, read_tally
from graph.stores.standings import standings

_STEP = 20_000
"""Records that are read together where many are."""

_node = msgspec.msgpack.Decoder(Node).decode


class _Told(msgspec.Struct):
    """What of a record is told; the rest of its body is passed over."""

    title: str
    published: Moment | None = None


_told = msgspec.msgpack.Decoder(_Told).decode


class Neo4jRegister:
    """The Register port."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._entries = FullText(server, ENTRY)
        self._records = FullText(server, RECORD)

    def nodes(self) -> list[Standing]:
        """Return every node, sorted by id."""
        nodes = self._server.rows("MATCH (n:Node) WHERE n.kind IS NOT NULL RETURN n.id, n.body")
        entries: dict[NodeId, int] = dict(self._server.rows("MATCH (e:Entry) RETURN e.id, e.number"))
        places = self._server.rows(_PLACES)
        return standings([(_node(body), entries.get(key)) for key, body in sorted(nodes)], places, self._sources())

    def records(self, since: Mark | None = None) -> Filing:
        """Return the records that came or changed since then; all when None, or where that can no longer be told."""
        tally = read_tally(self._server, RECORD)
        now = (tally.last, tally.made, tally.rows, tally.revision)
        # A library put back, or undone, gives its numbers to others.
        whole = since is None or since[1] != now[1] or since[0] > now[0] or since[3] > now[3]
        last, _, _, revision = since if since and not whole else (0, "", 0, now[3])
        found = {one.number: one for one in self._filed("number", range(last + 1, now[0] + 1))}
        found |= {one.number: one for one in self._filed("revised", range(revision + 1, now[3] + 1))}
        return Filing(mark=now, whole=whole, records=list(found.values()))

    def holding(self, any_of: Sequence[Words], *, prefix: bool = False) -> tuple[Numbers, Numbers]:
        """Return the entries and the records whose title or text holds one of these."""
        asked = [Asked(words, prefix) for words in dict.fromkeys(any_of)]
        return _numbers(self._entries.holding(asked)), _numbers(self._records.holding(asked))

    def _filed(self, field: str, values: range) -> Iterator[Filed]:
        """Yield the records that have one of these numbers in the field."""
        asked = f"MATCH (r:Record {{{field}: key}}) RETURN r.number, r.node, r.id, r.body"
        for start in range(0, len(values), _STEP):
            for number, node, identity, body in self._server.among(asked, values[start : start + _STEP]):
                told = _told(body)
                yield Filed(number=number, node=node, identity=identity, title=told.title, published=told.published)

    def _sources(self) -> dict[NodeId, set[SourceId]]:
        documents: dict[DocumentId, SourceId] = dict(self._server.rows("MATCH (d:Document) RETURN d.id, d.source"))
        found: defaultdict[NodeId, set[SourceId]] = defaultdict(set)
        for document, node in self._server.rows("MATCH (a:Node)-[:LISTS|RECORDS]->(b:Node) RETURN a.id, b.id"):
            if document in documents:
                found[node].add(documents[document])
        return found


_PLACES = """
MATCH (a:Node)-[e:IN_MONTH|IN_CATEGORY]->(b:Node) RETURN a.id, type(e), b.id, e.basis, max(e.confidence)
"""


def _numbers(found: Collection[int]) -> Numbers:
    return np.sort(np.fromiter(found, np.int64, len(found)))
