"""How often the records have each word, on a server.

A thousand records bring ten thousand words, and a server takes longer to count these up one by one than for the records.
So what a put brings is kept as one node, and added to the words themselves only now and then, many puts at once. A word
knows up to which put it was counted: who reads first what waits and then the words counts nothing twice and leaves nothing
out, whoever adds them up meanwhile.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Collection, Iterable
from itertools import chain

import msgspec

from graph.ports import Frequency
from graph.stores.bm25 import Columns
from graph.stores.neo4j.connection import Server
from graph.stores.neo4j.counted import Counted
from graph.stores.neo4j.identities import key_of

MOST_WAITING = 30
"""Puts that wait to be added up: all are read anew after a write, some 3 ms for that of a thousand records."""

Change = dict[str, tuple[int, int]]
"""Word → how many records more have it, and how many times more in all."""

_encode = msgspec.msgpack.Encoder().encode
_change = msgspec.msgpack.Decoder(Change).decode


class Frequencies:
    """How many records have a word, and how many times they do in all."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._waiting = Counted(server, self._read)

    def of(self, words: Collection[str]) -> dict[str, Frequency]:
        """Return word → how often records have it, for those that any has."""
        waiting = self._waiting()
        keys = {word: key_of(word) for word in words}
        rows = self._server.among(f"MATCH (w:Word {{id: key}}) RETURN {_WORD}", keys.values())
        counted = {key: counts for key, *counts in rows}
        found: dict[str, Frequency] = {}
        for word, key in keys.items():
            records, times, upto = counted.get(key, (0, 0, 0))
            since = [change[key] for number, change in waiting if number > upto and key in change]
            records += sum(more for more, _ in since)
            times += sum(more for _, more in since)
            if records:
                found[word] = Frequency(records, times)
        return found

    def change(self, before: Iterable[Columns], now: Iterable[Columns]) -> None:
        """Count texts that were some before and are others now."""
        change = _changed(before, now)
        if not change:
            return
        last, puts = self._server.row("MATCH (w:Waiting) RETURN max(w.number), count(w)") or (None, 0)
        number = (last or 0) + 1
        if puts >= MOST_WAITING:
            self._add_up([*(each for _, each in self._read()), change], number)
            self._server.run("MATCH (w:Waiting) DELETE w")
            change = {}
        fields = {"id": str(number), "number": number, "body": zlib.compress(_encode(change), 1)}
        self._server.run("CREATE (:Waiting {id: $id, number: $number, body: $body})", **fields)

    def _add_up(self, changes: Iterable[Change], number: int) -> None:
        records, times = Counter[str](), Counter[str]()
        for change in changes:
            records.update({key: more for key, (more, _) in change.items()})
            times.update({key: more for key, (_, more) in change.items()})
        held = {
            key: (had, often)
            for key, had, often, _ in self._server.among(f"MATCH (w:Word {{id: key}}) RETURN {_WORD}", records)
        }
        rows = [
            {"id": key, "records": more + had, "times": times[key] + often, "upto": number}
            for key, more in records.items()
            for had, often in (held.get(key, (0, 0)),)
        ]
        self._server.many(
            "CREATE (:Word {id: row.id, records: row.records, times: row.times, upto: row.upto})",
            (row for row in rows if row["id"] not in held),
        )
        self._server.many(
            "MATCH (w:Word {id: row.id}) SET w.records = row.records, w.times = row.times, w.upto = row.upto",
            (row for row in rows if row["id"] in held),
        )

    def _read(self) -> list[tuple[int, Change]]:
        rows = self._server.rows("MATCH (w:Waiting) RETURN w.number, w.body")
        return [(number, _change(zlib.decompress(body))) for number, body in rows]


_WORD = "w.id, w.records, w.times, w.upto"


def _changed(before: Iterable[Columns], now: Iterable[Columns]) -> Change:
    records, times = _counted(now)
    fewer, less = _counted(before)
    records.subtract(fewer)
    times.subtract(less)
    return {key_of(word): (records[word], more) for word, more in times.items() if more or records[word]}


def _counted(texts: Iterable[Columns]) -> tuple[Counter[str], Counter[str]]:
    """Return in how many of the texts each word is, and how often in all."""
    cut = [list(chain.from_iterable(columns)) for columns in texts]
    return Counter(chain.from_iterable(map(set, cut))), Counter(chain.from_iterable(cut))
