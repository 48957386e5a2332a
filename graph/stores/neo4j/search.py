"""Full text over nodes in Neo4j."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from msgspec.structs import replace

from graph.ports import Hit, SearchEntry
from graph.stores.neo4j.connection import Server
from graph.stores.neo4j.transaction import Row
from graph.stores.neo4j.words import FullText, columns_of, cut, read_tally, write_tally, written

ENTRY = "Entry"


class Neo4jSearch:
    """The SearchIndex port."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._words = FullText(server, ENTRY)

    def put(self, entries: Iterable[SearchEntry]) -> None:
        """Add entries or replace those with the same key."""
        latest = {entry.key: entry for entry in entries}
        if not latest:
            return
        with self._server.transaction():
            held = {row[0]: row for row in self._held(latest)}
            changed = [one for key, one in latest.items() if key not in held or held[key][1:3] != (one.title, one.text)]
            rows = {one.key: (one.key, one.title, one.text, written(cut(one.title, one.text))) for one in changed}
            new = [row for key, row in rows.items() if key not in held]
            last = self._count(rows.values(), [held[key] for key in rows if key in held], given=len(new))
            numbers = range(last + 1 - len(new), last + 1)
            self._server.many(
                _ADD, ({**_fields(row), "number": number} for number, row in zip(numbers, new, strict=True))
            )
            self._server.many(_CHANGE, (_fields(row) for key, row in rows.items() if key in held))

    def delete(self, keys: Collection[str]) -> None:
        """Remove entries; unknown keys are fine."""
        with self._server.transaction():
            held = self._held(keys)
            self._count((), held)
            self._server.many("MATCH (e:Entry {id: row.id}) DELETE e", (_fields(row) for row in held))

    def clear(self) -> None:
        """Remove all entries."""
        with self._server.transaction():
            self._server.run("MATCH (e:Entry) DELETE e")
            write_tally(self._server, ENTRY, replace(read_tally(self._server, ENTRY), rows=0, tokens=0))

    def page(self, after: str | None = None, limit: int = 200) -> list[SearchEntry]:
        """Return a page of the entries, sorted by key."""
        page = "MATCH (e:Entry) WHERE e.id > $after RETURN e.id, e.title, e.text ORDER BY e.id LIMIT $limit"
        return [SearchEntry(*row) for row in self._server.rows(page, after=after or "", limit=limit)]

    def search(self, query: str, limit: int = 20) -> list[Hit]:
        """Return the best hits, best first, ties by key."""
        return self._words.search(query, limit)

    def _held(self, keys: Collection[str]) -> list[Row]:
        return self._server.among("MATCH (e:Entry {id: key}) RETURN e.id, e.title, e.text, e.words", keys)

    def _count(self, come: Collection[Row], gone: Collection[Row], given: int = 0) -> int:
        """Count what comes and goes, give out so many numbers, and return the last one; none is given out twice."""
        held = read_tally(self._server, ENTRY)
        now = replace(
            held,
            last=held.last + given,
            rows=held.rows + len(come) - len(gone),
            tokens=held.tokens + _tokens(come) - _tokens(gone),
        )
        write_tally(self._server, ENTRY, now)
        return now.last


_ADD = "CREATE (:Entry {id: row.id, number: row.number, title: row.title, text: row.text, words: row.words})"
_CHANGE = "MATCH (e:Entry {id: row.id}) SET e.title = row.title, e.text = row.text, e.words = row.words"


def _fields(row: Row) -> dict[str, object]:
    return dict(zip(("id", "title", "text", "words"), row, strict=True))


def _tokens(rows: Iterable[Row]) -> int:
    return sum(len(column) for *_, words in rows for column in columns_of(words))
