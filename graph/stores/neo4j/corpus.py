"""Reference metadata in Neo4j: records by identity, their words in its full text, relationships to what they cite."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from uuid import uuid4

import msgspec
from msgspec.structs import replace

from graph.corpus import day_of, gathered, merged, searched, work_at
from graph.model import NodeId
from graph.ports import CorpusCounts, Frequency, Hit
from graph.record import Record
from graph.stores.bm25 import Asked, Columns
from graph.stores.neo4j.connection import Server
from graph.stores.neo4j.frequencies import Frequencies
from graph.stores.neo4j.identities import ensure_identities, key_of
from graph.stores.neo4j.transaction import Fields
from graph.stores.neo4j.words import FullText, columns_of, cut, read_tally, write_tally, written
from graph.stores.words import title_words

RECORD = "Record"

MOST_LOOKED_AT = 5_000
"""Titles that a look-up weighs: the rarest words that together occur in so few (two at least) decide."""

_STEP = 20_000
"""Records that are looked at together where all are."""

_LAST = "~"
"""Behind every date."""

_encode = msgspec.msgpack.Encoder().encode
_record = msgspec.msgpack.Decoder(Record).decode


class Neo4jCorpus:
    """The Corpus port."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._words = FullText(server, RECORD)
        self._titles = FullText(server, RECORD, "title_words")
        self._frequencies = Frequencies(server)

    def put(self, records: Iterable[Record]) -> CorpusCounts:
        """Add records; one whose identity is held is merged with it, keeping its history."""
        wanted = gathered(records)
        if not wanted:
            return CorpusCounts()
        with self._server.transaction():
            held = self._held(wanted)
            new = [record for key, record in wanted.items() if key not in held]
            # What is held word for word needs no merging; it is all there is to do when a killed run goes on.
            before = {key: _record(body) for key, body in held.items() if body != _encode(wanted[key])}
            now = {key: merged(record, wanted[key]) for key, record in before.items()}
            changed = [record for key, record in now.items() if record != before[key]]
            if new or changed:
                self._write(new, changed)
        return CorpusCounts(new=len(new), changed=len(changed), unchanged=len(wanted) - len(new) - len(changed))

    def records(self, identities: Collection[str]) -> dict[str, Record]:
        """Return identity → record for those of the identities that have one."""
        return {key: _record(body) for key, body in self._held(identities).items()}

    def by_node(self, nodes: Collection[NodeId]) -> dict[NodeId, Record]:
        """Return node id → record for those of the ids that a record's work has."""
        rows = self._server.among("MATCH (r:Record {node: key}) RETURN r.node, r.body", nodes)
        return {node: _record(body) for node, body in rows}

    def citing(self, identities: Collection[str]) -> set[str]:
        """Return the identities whose records cite one of these."""
        cited = map(key_of, identities)
        rows = self._server.among("MATCH (:Identity {id: key})<-[:CITED]-(r:Record) RETURN DISTINCT r.id", cited)
        return {identity for (identity,) in rows}

    def page(self, after: str | None = None, limit: int = 200) -> list[Record]:
        """Return a page of records sorted by identity."""
        page = "MATCH (r:Record) WHERE r.id > $after RETURN r.body ORDER BY r.id LIMIT $limit"
        return [_record(body) for (body,) in self._server.rows(page, after=after or "", limit=limit)]

    def newest(self, after: str | None = None, limit: int = 200) -> list[Record]:
        """Return a page of records by first publication, newest first, undated ones last: those after that identity."""
        place = self._server.row("MATCH (r:Record {id: $after}) RETURN r.published, r.id", after=after or "")
        published, key = place or (_LAST, "")
        rows = self._server.rows(_NEWEST, published=published, key=key, limit=limit)
        return [_record(body) for (body,) in rows]

    def search(self, query: str, limit: int = 20) -> list[Hit]:
        """Return identities whose title, authors or abstract hold all words, best first, ties by identity."""
        return self._words.search(query, limit)

    def titled(self, title: str, limit: int = 5) -> list[Hit]:
        """Return identities whose titles share most with this one, best first: any word counts, rare ones most."""
        counts = self._titles.counts([Asked((word,)) for word in title_words(title)])
        return self._titles.likest(_telling(counts), limit)

    def frequencies(self, words: Collection[str]) -> dict[str, Frequency]:
        """Return word → how often records have it, for those that any has."""
        return self._frequencies.of(words)

    def count(self) -> int:
        """Return how many records there are."""
        return read_tally(self._server, RECORD).rows

    def count_listed(self) -> int:
        """Return how many of them are of works that the graph has."""
        found = self._server.value(
            "MATCH (n:Node) WHERE n.identity IS NOT NULL MATCH (r:Record {id: n.identity}) RETURN count(DISTINCT r.id)"
        )
        return int(found or 0)

    def renew(self) -> None:
        """Let `by_node` know the ids that today's rules give."""
        with self._server.transaction():
            tally = read_tally(self._server, RECORD)
            revised, any_moved = self._server.version() + 1, False
            for start in range(1, tally.last + 1, _STEP):
                numbers = range(start, min(start + _STEP, tally.last + 1))
                rows = self._server.among("MATCH (r:Record {number: key}) RETURN r.id, r.node", numbers)
                moved = [{"id": key, "node": now} for key, node in rows if (now := work_at(key)) != node]
                self._server.many(_MOVE, ({**row, "revised": revised} for row in moved))
                any_moved = any_moved or bool(moved)
            write_tally(self._server, RECORD, replace(tally, revision=revised) if any_moved else tally)

    def _held(self, identities: Collection[str]) -> dict[str, bytes]:
        return dict(self._server.among("MATCH (r:Record {id: key}) RETURN r.id, r.body", identities))

    def _write(self, new: Sequence[Record], changed: Sequence[Record]) -> None:
        tally, revised = read_tally(self._server, RECORD), self._server.version() + 1
        before = self._server.among("MATCH (r:Record {id: key}) RETURN r.words", (one.identity for one in changed))
        gone, now = [columns_of(words) for (words,) in before], list[Columns]()
        self._server.many(_ADD, ({**row, "number": at} for at, row in enumerate(_rows(new, now), tally.last + 1)))
        self._server.many(_CHANGE, ({**row, "revised": revised} for row in _rows(changed, now)))
        self._frequencies.change(gone, now)
        self._cite(new, changed)
        titles, tokens = (more - less for more, less in zip(_lengths(now), _lengths(gone), strict=True))
        tally = replace(
            tally,
            last=tally.last + len(new),
            rows=tally.rows + len(new),
            titles=tally.titles + titles,
            tokens=tally.tokens + tokens,
            revision=revised if changed else tally.revision,
            made=tally.made or uuid4().hex,
        )
        write_tally(self._server, RECORD, tally)

    def _cite(self, new: Sequence[Record], changed: Sequence[Record]) -> None:
        """Let the records lead to what they cite now."""
        wanted = {(one.identity, key_of(cited)) for one in (*new, *changed) for cited in one.references}
        held = {
            (key, cited)
            for key, cited in self._server.among(
                "MATCH (r:Record {id: key})-[:CITED]->(i:Identity) RETURN r.id, i.id", (one.identity for one in changed)
            )
        }
        ensure_identities(self._server, {cited for _, cited in wanted})
        for cypher, pairs in ((_UNCITE, held - wanted), (_CITE, wanted - held)):
            self._server.many(cypher, ({"id": key, "cited": cited} for key, cited in sorted(pairs)))


_NEWEST = """
MATCH (r:Record) WHERE r.published < $published OR (r.published = $published AND r.id < $key)
RETURN r.body ORDER BY r.published DESC, r.id DESC LIMIT $limit
"""
_ADD = """
CREATE (:Record {id: row.id, number: row.number, node: row.node, published: row.published, body: row.body,
    words: row.words, title_words: row.title_words})
"""
_CHANGE = """
MATCH (r:Record {id: row.id}) SET r.node = row.node, r.published = row.published, r.body = row.body,
    r.words = row.words, r.title_words = row.title_words, r.revised = row.revised
"""
_MOVE = "MATCH (r:Record {id: row.id}) SET r.node = row.node, r.revised = row.revised"
_CITE = "MATCH (r:Record {id: row.id}) MATCH (i:Identity {id: row.cited}) CREATE (r)-[:CITED]->(i)"
_UNCITE = "MATCH (r:Record {id: row.id})-[c:CITED]->(i:Identity {id: row.cited}) DELETE c"


def _rows(records: Iterable[Record], now: list[Columns]) -> Iterator[Fields]:
    """Yield what is kept of each; the words of those that were yielded are in `now`."""
    for record in records:
        now.append(cut(*searched(record)))
        yield {
            "id": record.identity,
            "node": work_at(record.identity),
            "published": day_of(record),
            "body": _encode(record),
            "words": written(now[-1]),
            "title_words": written(now[-1][:1]),
        }


def _lengths(texts: Iterable[Columns]) -> tuple[int, int]:
    """Return how many words the titles have, and titles and texts together."""
    lengths = [[len(column) for column in columns] for columns in texts]
    return sum(title for title, _ in lengths), sum(map(sum, lengths))


def _telling(counts: Mapping[Asked, int]) -> dict[Asked, int]:
    """Return the words that decide what a title may be, rarest first."""
    telling: dict[Asked, int] = {}
    looked_at = 0
    for word, titles in sorted(counts.items(), key=lambda one: (one[1], one[0].words)):
        looked_at += titles
        if titles and (len(telling) < 2 or looked_at <= MOST_LOOKED_AT):
            telling[word] = titles
    return telling
