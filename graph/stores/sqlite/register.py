"""What there is to find in SQLite: nodes and records as lines, and the rows of FTS5 that hold words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import msgspec
import numpy as np

from graph.model import DocumentId, Moment, Node, NodeId, SourceId
from graph.ports.register import Filed, Filing, Mark, Numbers, Standing, Words
from graph.stores.sqlite.connection import Database
from graph.stores.standings import standings

_node = msgspec.msgpack.Decoder(Node).decode


class _Told(msgspec.Struct):
    """What of a record is told; the rest of its body is passed over."""

    title: str
    published: Moment | None = None


_told = msgspec.msgpack.Decoder(_Told).decode


class SqliteRegister:
    """The Register port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def nodes(self) -> list[Standing]:
        """Return every node, sorted by id."""
        rows = self._database.rows(
            "SELECT nodes.body, entries.id FROM nodes LEFT JOIN entries ON entries.key = nodes.id ORDER BY nodes.id"
        )
        placed = self._database.rows(
            "SELECT source, kind, target, basis, max(confidence) FROM edges "
            "WHERE kind IN ('IN_MONTH', 'IN_CATEGORY') GROUP BY source, kind, target, basis"
        )
        return standings([(_node(body), entry) for body, entry in rows], placed, self._sources())

    def records(self, since: Mark | None = None) -> Filing:
        """Return the records that came or changed since then; all when None, or where that can no longer be told."""
        now = self._mark()
        whole = since is None or not self._follows(since, now)
        last, _, _, revision = since if since and not whole else (0, "", 0, 0)
        rows = self._database.rows(
            "SELECT number, node, identity, body FROM records WHERE number > ? "
            "OR number IN (SELECT record FROM revised WHERE revision > ?)",
            (last, revision),
        )
        return Filing(mark=now, whole=whole, records=[_filed(*row) for row in rows])

    def holding(self, any_of: Sequence[Words], *, prefix: bool = False) -> tuple[Numbers, Numbers]:
        """Return the entries and the records whose title or text holds one of these."""
        wanted = " OR ".join(f'"{" ".join(words)}"{" *" if prefix else ""}' for words in any_of)
        # One text of all numbers: a row each would take three times as long.
        return (
            self._numbers("SELECT group_concat(rowid) FROM search WHERE search MATCH ?", wanted),
            self._numbers("SELECT group_concat(rowid) FROM record_words WHERE record_words MATCH ?", wanted),
        )

    def _numbers(self, sql: str, wanted: str) -> Numbers:
        row = self._database.row(sql, (wanted,)) if wanted else None
        return np.sort(np.fromstring(row[0], np.int64, sep=",")) if row and row[0] else np.empty(0, np.int64)

    def _mark(self) -> Mark:
        row = self._database.row(
            "SELECT number, identity, (SELECT count(*) FROM records), "
            "(SELECT coalesce(max(revision), 0) FROM revised) FROM records ORDER BY number DESC LIMIT 1"
        )
        return (row[0], row[1], row[2], row[3]) if row else (0, "", 0, 0)

    def _follows(self, since: Mark, now: Mark) -> bool:
        """Say whether the records known then are still there under their numbers: a backup put back has others."""
        number, identity, count, revision = since
        row = self._database.row("SELECT identity FROM records WHERE number = ?", (number,))
        return (row[0] if row else "") == identity and count <= now[2] and revision <= now[3]

    def _sources(self) -> dict[NodeId, set[SourceId]]:
        documents = self._database.rows("SELECT id, source FROM documents INDEXED BY documents_by_source")
        by_document: dict[DocumentId, SourceId] = dict(documents)
        rows = self._database.rows("SELECT source, target FROM edges WHERE kind IN ('LISTS', 'RECORDS')")
        found: defaultdict[NodeId, set[SourceId]] = defaultdict(set)
        for document, node in rows:
            if document in by_document:
                found[node].add(by_document[document])
        return found


def _filed(number: int, node: NodeId, identity: str, body: bytes) -> Filed:
    told = _told(body)
    return Filed(number=number, node=node, identity=identity, title=told.title, published=told.published)
