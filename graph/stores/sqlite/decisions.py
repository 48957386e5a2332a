"""The decision log in SQLite."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC

import msgspec

from graph.errors import ConflictError, NotFoundError
from graph.model import Decision
from graph.stores.sqlite.connection import Database, listed

_encode = msgspec.json.Encoder(order="deterministic").encode
_decode = msgspec.json.Decoder(Decision).decode


class SqliteDecisions:
    """The DecisionLog port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, decision: Decision) -> None:
        """Add one decision; raise ConflictError when its id is taken by a different one (the same one twice is one)."""
        at = decision.at.astimezone(UTC)
        body = _encode(msgspec.structs.replace(decision, at=at))
        with self._database.transaction():
            held = self._database.row("SELECT body FROM decisions WHERE id = ?", (decision.id,))
            if held is not None and held[0] != body:
                raise ConflictError(f"there is another decision {decision.id!r}")
            if held is None:
                self._database.run(
                    "INSERT INTO decisions (id, subject, at, body) VALUES (?, ?, ?, ?)",
                    (decision.id, decision.on, at.isoformat(timespec="microseconds"), body),
                )

    def decision(self, key: str) -> Decision:
        """Return the decision, or raise NotFoundError."""
        row = self._database.row("SELECT body FROM decisions WHERE id = ?", (key,))
        if row is None:
            raise NotFoundError("decision", key)
        return _decode(row[0])

    def decisions(self, on: Collection[str] | None = None) -> list[Decision]:
        """Return the decisions on these keys (all when None) in the order they were made (at, then id)."""
        if on is None:
            rows = self._database.rows("SELECT body FROM decisions ORDER BY at, id")
        else:
            rows = self._database.rows(
                "SELECT body FROM decisions WHERE subject IN (SELECT value FROM json_each(?)) ORDER BY at, id",
                (listed(on),),
            )
        return [_decode(body) for (body,) in rows]
