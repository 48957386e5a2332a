"""Full text in SQLite's FTS5, over a table that holds what was indexed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from graph.ports import Hit, SearchEntry
from graph.stores.sqlite.connection import Database, listed
from graph.stores.words import TITLE_WEIGHT, Phrase, phrases


class SqliteSearch:
    """The SearchIndex port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, entries: Iterable[SearchEntry]) -> None:
        """Add entries or replace those with the same key."""
        wanted = {entry.key: (entry.title, entry.text) for entry in entries}
        if not wanted:
            return
        with self._database.transaction():
            held = self._held(wanted)
            for key, _, title, text in held:
                if wanted[key] == (title, text):
                    del wanted[key]
            self._forget([row for row in held if row[0] in wanted])
            self._database.many(
                "INSERT INTO entries (key, title, text) VALUES (?, ?, ?)",
                ((key, title, text) for key, (title, text) in wanted.items()),
            )
            self._database.run(
                "INSERT INTO search (rowid, title, text) SELECT id, title, text FROM entries "
                "WHERE key IN (SELECT value FROM json_each(?))",
                (listed(wanted),),
            )

    def delete(self, keys: Collection[str]) -> None:
        """Remove entries; unknown keys are fine."""
        with self._database.transaction():
            self._forget(self._held(keys))

    def clear(self) -> None:
        """Remove all entries."""
        with self._database.transaction():
            self._database.run("DELETE FROM entries")
            self._database.run("INSERT INTO search (search) VALUES ('delete-all')")

    def page(self, after: str | None = None, limit: int = 200) -> list[SearchEntry]:
        """Return a page of the entries, sorted by key."""
        rows = self._database.rows(
            "SELECT key, title, text FROM entries WHERE key > ? ORDER BY key LIMIT ?", (after or "", limit)
        )
        return [SearchEntry(*row) for row in rows]

    def search(self, query: str, limit: int = 20) -> list[Hit]:
        """Return the best hits, best first, ties by key."""
        wanted = phrases(query)
        if not wanted:
            return []
        rows = self._database.rows(
            "SELECT entries.key, -bm25(search, ?, 1.0) AS score FROM search JOIN entries ON entries.id = search.rowid "
            "WHERE search MATCH ? ORDER BY score DESC, entries.key LIMIT ?",
            (TITLE_WEIGHT, matching(wanted), limit),
        )
        return [Hit(key, score) for key, score in rows]

    def _held(self, keys: Collection[str]) -> list[tuple[str, int, str, str]]:
        return self._database.rows(
            "SELECT key, id, title, text FROM entries WHERE key IN (SELECT value FROM json_each(?))", (listed(keys),)
        )

    def _forget(self, held: list[tuple[str, int, str, str]]) -> None:
        # FTS5 over another table's content has to be told what the row held.
        self._database.many(
            "INSERT INTO search (search, rowid, title, text) VALUES ('delete', ?, ?, ?)", (row[1:] for row in held)
        )
        self._database.many("DELETE FROM entries WHERE id = ?", (row[1:2] for row in held))


def matching(wanted: Sequence[Phrase]) -> str:
    """Return the phrases as FTS5 asks for them: all of them, the last one as a prefix."""
    return " ".join(f'"{" ".join(phrase)}"' for phrase in wanted) + " *"
