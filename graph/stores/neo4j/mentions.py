"""What texts name, in Neo4j: findings by text, and two indexes to them.

Texts with a say are looked up by name with all that a resolver asks (`Use`). Records of the corpus are many: of them it is
only kept which calls something by which name, each way of calling it once (`Call`).
"""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections.abc import Collection, Iterable
from operator import attrgetter

import msgspec

from graph.mention import Findings
from graph.model import NodeKind
from graph.ports import Unread, Use
from graph.stores.neo4j.connection import Server
from graph.stores.neo4j.counted import Counted
from graph.stores.neo4j.rows import Kind
from graph.stores.neo4j.transaction import Row
from graph.uses import has_say, is_document, uses_of

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Findings).decode

PACKING_LEVEL = 1
"""Mentions are much alike: a third of the room for a tenth of the time it takes to store them."""

_USES = Kind("Use", "text", ("text", "name", "kind", "called", "known", "count", "weight", "long"))
_USE = ", ".join(f"u.{field}" for field in _USES.fields)
_CALL = "c.name, c.kind, c.called, c.known, COUNT { (c)<-[:CALLS_BY]-() }"


class Neo4jMentions:
    """The MentionStore port."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._names = Counted(server, self._all_names)
        self._counts = Counted(server, self._count)

    def put(self, findings: Iterable[Findings]) -> None:
        """Add findings or replace those of the same text; what is held word for word is not written again."""
        wanted = {each.key: (each, zlib.compress(_encode(each), PACKING_LEVEL)) for each in findings}
        if not wanted:
            return
        with self._server.transaction():
            held: dict[str, bytes] = dict(self._server.among("MATCH (t:Text {id: key}) RETURN t.id, t.body", wanted))
            changed = {key: pair for key, pair in wanted.items() if held.get(key) != pair[1]}
            self._server.many(_PUT, (_text(*pair) for pair in changed.values()))
            self._index(changed, [each for each, _ in changed.values()])

    def delete(self, texts: Collection[str]) -> None:
        """Remove the findings of these texts; unknown ones are fine."""
        with self._server.transaction():
            self._index(texts, ())
            self._server.many("MATCH (t:Text {id: row.id}) DELETE t", ({"id": key} for key in sorted(set(texts))))

    def clear(self) -> None:
        """Remove all."""
        with self._server.transaction():
            for label in ("Text", "Call", "Use"):
                self._server.run(f"MATCH (n:{label}) DETACH DELETE n")

    def page(self, after: str | None = None, limit: int = 200) -> list[Findings]:
        """Return a page of the findings, sorted by text."""
        cypher = "MATCH (t:Text) WHERE t.id > $after RETURN t.id ORDER BY t.id LIMIT $limit"
        found = self.get([key for (key,) in self._server.rows(cypher, after=after or "", limit=limit)])
        return [found[key] for key in sorted(found)]

    def get(self, texts: Collection[str]) -> dict[str, Findings]:
        """Return text → its findings, for those that were read."""
        rows = self._server.among("MATCH (t:Text {id: key}) RETURN t.id, t.body", texts)
        return {key: _decode(zlib.decompress(body)) for key, body in rows}

    def read(self, texts: Collection[str]) -> dict[str, tuple[str, str]]:
        """Return text → (digest, extractor) it was read under, for those that were read."""
        rows = self._server.among("MATCH (t:Text {id: key}) RETURN t.id, t.digest, t.extractor", texts)
        return {key: (digest, extractor) for key, digest, extractor in rows}

    def unread(self, which: Unread, extractor: str, after: str = "", limit: int = 1000) -> list[str]:
        """Return a page of the texts there are that this extractor has not read (of `RECORDS`: skimmed), sorted by key."""
        cypher = f"{_THERE[which]} RETURN key ORDER BY key LIMIT $limit"
        return [key for (key,) in self._server.rows(cypher, extractor=extractor, after=after, limit=limit)]

    def count_unread(self, which: Unread, extractor: str) -> int:
        """Return how many there are."""
        return int(self._server.value(f"{_THERE[which]} RETURN count(*)", extractor=extractor, after="") or 0)

    def uses(self, names: Collection[str]) -> list[Use]:
        """Return how texts with a say use these names, sorted by name, text, kind."""
        found = map(_use, self._server.among(f"MATCH (u:Use {{name: key}}) RETURN {_USE}", names))
        return sorted(found, key=attrgetter("name", "text", "kind"))

    def used(self, texts: Collection[str]) -> set[str]:
        """Return the names that these texts use, and the long forms that they define, where they have a say."""
        rows = self._server.among("MATCH (u:Use {text: key}) RETURN u.name, u.long", texts)
        return {name for row in rows for name in row if name is not None}

    def shortened(self, longs: Collection[str]) -> set[str]:
        """Return the names for which some text with a say defines one of these long forms."""
        return {name for (name,) in self._server.among("MATCH (u:Use {long: key}) RETURN DISTINCT u.name", longs)}

    def naming(self, names: Collection[str]) -> set[str]:
        """Return the texts with a say that use one of these names."""
        return {text for (text,) in self._server.among("MATCH (u:Use {name: key}) RETURN DISTINCT u.text", names)}

    def names(self, after: str | None = None, limit: int = 1000) -> list[str]:
        """Return a page of the names that texts with a say use, sorted."""
        every = self._names()
        first = bisect_right(every, after or "")
        return every[first : first + limit]

    def records_naming(self, names: Collection[str], skip: int = 0, limit: int = 20) -> list[str]:
        """Return identities of records of the corpus that use one of these names, newest identity first."""
        cypher = f"{_CALLING} WITH DISTINCT t.id AS key RETURN key ORDER BY key DESC SKIP $skip LIMIT $limit"
        return [key for (key,) in self._server.rows(cypher, names=list(names), skip=skip, limit=limit)]

    def count_naming(self, names: Collection[str]) -> int:
        """Return how many records of the corpus use one of these names."""
        return int(self._server.value(f"{_CALLING} RETURN count(DISTINCT t.id)", names=list(names)) or 0)

    def record_uses(self, names: Collection[str] | None = None) -> list[Use]:
        """Return how records of the corpus use these names (all when None), one a (name, kind, called, known)."""
        if names is None:
            rows = self._server.rows(f"MATCH (c:Call) RETURN {_CALL}")
        else:
            rows = self._server.among(f"MATCH (c:Call {{name: key}}) RETURN {_CALL}", names)
        return [_use(("", *call, number, number, None)) for *call, number in sorted(rows)]

    def counts(self) -> dict[str, int]:
        """Return {"texts": n, "mentions": n, "names": n}."""
        return dict(self._counts())

    def _count(self) -> dict[str, int]:
        texts, mentions = self._server.rows("MATCH (t:Text) RETURN count(t), sum(t.mentions)")[0]
        return {"texts": texts, "mentions": mentions or 0, "names": len(self._names())}

    def _all_names(self) -> list[str]:
        return sorted(name for (name,) in self._server.rows("MATCH (u:Use) RETURN DISTINCT u.name"))

    def _index(self, texts: Collection[str], findings: Collection[Findings]) -> None:
        """Let these texts be found by what was found in them, and by nothing else."""
        uses = [(each, use) for each in findings for use in uses_of(each)]
        _USES.renew(self._server, texts, [_row(use) for each, use in uses if has_say(each)])
        self._call(texts, {(each.key, _call(use)) for each, use in uses if not is_document(each.key)})

    def _call(self, texts: Collection[str], wanted: set[tuple[str, _Call]]) -> None:
        """Write by which names these records call something, where it differs; ways of calling that nobody has are gone."""
        calls = {_key(call): call for _, call in wanted}
        keys = {(text, _key(call)) for text, call in wanted}
        held = {(text, key) for text, key in self._server.among(_CALLED, texts)}
        gone, come = sorted(held - keys), sorted(keys - held)
        known = {key for (key,) in self._server.among("MATCH (c:Call {id: key}) RETURN c.id", (key for _, key in come))}
        new = sorted({key for _, key in come} - known)
        self._server.many(_MAKE, (_fields(key, calls[key]) for key in new))
        self._server.many(_JOIN, ({"text": text, "call": key} for text, key in come))
        self._server.many(_PART, ({"text": text, "call": key} for text, key in gone))
        unused = "MATCH (c:Call {id: row.id}) WHERE NOT (c)<-[:CALLS_BY]-() DELETE c"
        self._server.many(unused, ({"id": key} for key in sorted({key for _, key in gone})))


_Call = tuple[str, str, str, bool]
"""A way of calling something: the name's key, its kind, its spelling, and whether it is common knowledge."""

_THERE = {
    Unread.DOCUMENTS: "MATCH (d:Document) WHERE d.id > $after WITH d.id AS key OPTIONAL MATCH (t:Text {id: key}) "
    "WITH key, t WHERE t IS NULL OR t.extractor <> $extractor OR t.skimmed",
    Unread.WORKS: "MATCH (n:Node) WHERE n.identity > $after MATCH (r:Record {id: n.identity}) WITH DISTINCT r.id AS key "
    "OPTIONAL MATCH (t:Text {id: key}) WITH key, t WHERE t IS NULL OR t.extractor <> $extractor OR t.skimmed",
    Unread.RECORDS: "MATCH (r:Record) WHERE r.id > $after AND NOT EXISTS { (:Node {identity: r.id}) } WITH r.id AS key "
    "OPTIONAL MATCH (t:Text {id: key}) WITH key, t WHERE t IS NULL OR t.extractor <> $extractor OR NOT t.skimmed",
}
"""The texts of each lot that are to be read by an extractor, those after a key."""

_CALLING = "UNWIND $names AS name MATCH (c:Call {name: name})<-[:CALLS_BY]-(t:Text)"
_CALLED = "MATCH (t:Text {id: key})-[:CALLS_BY]->(c:Call) RETURN t.id, c.id"
_PUT = """
MERGE (t:Text {id: row.id}) SET t.digest = row.digest, t.extractor = row.extractor, t.skimmed = row.skimmed,
t.mentions = row.mentions, t.body = row.body
"""
_MAKE = "CREATE (:Call {id: row.id, name: row.name, kind: row.kind, called: row.called, known: row.known})"
_JOIN = "MATCH (t:Text {id: row.text}) MATCH (c:Call {id: row.call}) CREATE (t)-[:CALLS_BY]->(c)"
_PART = "MATCH (t:Text {id: row.text})-[e:CALLS_BY]->(c:Call) WHERE c.id = row.call DELETE e"


def _text(findings: Findings, body: bytes) -> dict[str, object]:
    return {
        "id": findings.key,
        "digest": findings.digest,
        "extractor": findings.extractor,
        "skimmed": findings.skimmed,
        "mentions": len(findings.mentions),
        "body": body,
    }


def _row(use: Use) -> Row:
    return use.text, use.name, use.kind.value, use.called, use.known, use.count, use.weight, use.long


def _use(row: Row) -> Use:
    text, name, kind, called, known, count, weight, long = row
    return Use(
        text=text,
        name=name,
        kind=NodeKind(kind),
        called=called,
        known=known,
        count=count,
        weight=weight,
        long=long,
    )


def _call(use: Use) -> _Call:
    return use.name, use.kind.value, use.called, use.known


def _key(call: _Call) -> str:
    name, kind, called, known = call
    return "\x1f".join((name, kind, called, str(known)))


def _fields(key: str, call: _Call) -> dict[str, object]:
    name, kind, called, known = call
    return {"id": key, "name": name, "kind": kind, "called": called, "known": known}
