"""Links in SQLite: what was proposed and what a person said of it stand in one row, so that neither outlives the other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from graph.link import Ends, Link
from graph.model import NodeId
from graph.stores.linking import Proposal, by_end, by_ends, proposed
from graph.stores.sqlite.connection import Database, Row, listed

_HELD = "SELECT a, b, score FROM related WHERE score IS NOT NULL"
_SHOWN = "SELECT a, b, score, ruled FROM related WHERE ruled IS NOT 0"
MANY = 10_000
"""Links that are written in half the time where the index by their second end is made after them."""
_AMONG = "IN (SELECT value FROM json_each(?))"


class SqliteLinks:
    """The LinkStore port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def replace(self, links: Iterable[Link]) -> None:
        """Hold these links and no others."""
        with self._database.transaction():
            self._keep(self._database.rows(_HELD), proposed(links))

    def replace_of(self, keys: Collection[NodeId], links: Iterable[Link]) -> None:
        """Hold these links, and no others that touch one of the keys."""
        with self._database.transaction():
            held = self._database.rows(
                f"{_HELD} AND a {_AMONG} UNION {_HELD} AND b {_AMONG}", (listed(keys), listed(keys))
            )
            self._keep(held, proposed(links))

    def rule(self, rulings: Mapping[Ends, bool]) -> None:
        """Let these be what people said, and nothing else: True keeps the link for good, False hides it."""
        with self._database.transaction():
            held = self.rulings()
            self._database.many(
                "UPDATE related SET ruled = NULL WHERE a = ? AND b = ?", sorted(held.keys() - rulings.keys())
            )
            self._database.many(
                "INSERT INTO related (a, b, ruled) VALUES (?, ?, ?) ON CONFLICT (a, b) DO UPDATE SET ruled = excluded.ruled",
                [(*ends, kept) for ends, kept in sorted(rulings.items()) if held.get(ends) is not kept],
            )
            self._forget(held.keys() - rulings.keys())

    def of(self, keys: Collection[NodeId], limit: int | None = None) -> dict[NodeId, list[Link]]:
        """Return key → its links, likeliest first, ties by the other end, for those of the keys that have any."""
        rows = self._database.rows(
            f"{_SHOWN} AND a {_AMONG} UNION {_SHOWN} AND b {_AMONG}", (listed(keys), listed(keys))
        )
        return by_end(map(_link, rows), keys, limit)

    def among(self, keys: Collection[NodeId]) -> list[Link]:
        """Return the links with both ends among the keys, sorted by their ends."""
        sql = f"{_SHOWN} AND a {_AMONG} AND b {_AMONG} ORDER BY a, b"
        return [_link(row) for row in self._database.rows(sql, (listed(keys), listed(keys)))]

    def between(self, one: NodeId, other: NodeId) -> Link | None:
        """Return the link of the two, or None."""
        row = self._database.row(f"{_SHOWN} AND a = ? AND b = ?", sorted((one, other)))
        return _link(row) if row else None

    def page(self, after: Ends | None = None, limit: int = 1000) -> list[Link]:
        """Return a page of all links, sorted by their ends, those after the given ends."""
        sql = f"{_SHOWN} AND (a, b) > (?, ?) ORDER BY a, b LIMIT ?"
        return [_link(row) for row in self._database.rows(sql, (*(after or ("", "")), limit))]

    def proposed(self, after: Ends | None = None, limit: int = 1000) -> list[Link]:
        """Return a page of what was proposed, whatever people said of it, sorted by the ends."""
        rows = self._database.rows(f"{_HELD} AND (a, b) > (?, ?) ORDER BY a, b LIMIT ?", (*(after or ("", "")), limit))
        return [Link(a=a, b=b, score=score) for a, b, score in rows]

    def rulings(self) -> dict[Ends, bool]:
        """Return what people said, as `rule` was told."""
        rows = self._database.rows("SELECT a, b, ruled FROM related WHERE ruled IS NOT NULL")
        return {(a, b): bool(ruled) for a, b, ruled in rows}

    def count(self) -> int:
        """Return how many links there are."""
        row = self._database.row("SELECT count(*) FROM related WHERE ruled IS NOT 0")
        return int(row[0]) if row else 0

    def _keep(self, rows: Iterable[Row], wanted: Sequence[Proposal]) -> None:
        """Write what differs: linking twice changes nothing."""
        new, held = wanted, by_ends(rows)
        if held:
            scores = by_ends(wanted)
            gone = held.keys() - scores.keys()
            self._database.many("UPDATE related SET score = NULL WHERE a = ? AND b = ?", sorted(gone))
            self._forget(gone)
            new = [(a, b, score) for a, b, score in wanted if held.get((a, b)) != score == scores[a, b]]
        anew = len(new) > max(MANY, len(held))
        if anew:
            self._database.run("DROP INDEX related_by_b")
        self._database.many(
            "INSERT INTO related (a, b, score) VALUES (?, ?, ?) ON CONFLICT (a, b) DO UPDATE SET score = excluded.score",
            new,
        )
        if anew:
            self._database.run("CREATE INDEX related_by_b ON related (b, a)")

    def _forget(self, gone: Collection[Ends]) -> None:
        """Remove rows that neither a linking nor a person stands behind."""
        self._database.many(
            "DELETE FROM related WHERE a = ? AND b = ? AND score IS NULL AND ruled IS NULL", sorted(gone)
        )


def _link(row: Row) -> Link:
    a, b, score, ruled = row
    return Link(a=a, b=b, score=1.0 if ruled else score, confirmed=bool(ruled))
