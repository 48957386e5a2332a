"""The log of decisions in Neo4j."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC
from operator import itemgetter

import msgspec

from graph.errors import ConflictError, NotFoundError
from graph.model import Decision
from graph.stores.neo4j.connection import Server

_encode = msgspec.json.Encoder(order="deterministic").encode
_decode = msgspec.json.Decoder(Decision).decode


class Neo4jDecisions:
    """The DecisionLog port."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def append(self, decision: Decision) -> None:
        """Add one decision; raise ConflictError when its id is taken by a different one (the same one twice is one)."""
        at = decision.at.astimezone(UTC)
        body = _encode(msgspec.structs.replace(decision, at=at))
        with self._server.transaction():
            held = self._body(decision.id)
            if held is not None and held != body:
                raise ConflictError(f"there is another decision {decision.id!r}")
            if held is None:
                self._server.run(
                    "CREATE (:Decision {id: $id, subject: $subject, at: $at, body: $body})",
                    id=decision.id,
                    subject=decision.on,
                    at=at.isoformat(timespec="microseconds"),
                    body=body,
                )

    def decision(self, key: str) -> Decision:
        """Return the decision, or raise NotFoundError."""
        body = self._body(key)
        if body is None:
            raise NotFoundError("decision", key)
        return _decode(body)

    def decisions(self, on: Collection[str] | None = None) -> list[Decision]:
        """Return the decisions on these keys (all when None) in the order they were made (at, then id)."""
        if on is None:
            rows = self._server.rows("MATCH (d:Decision) RETURN d.at, d.id, d.body")
        else:
            rows = self._server.among("MATCH (d:Decision {subject: key}) RETURN d.at, d.id, d.body", on)
        return [_decode(body) for *_, body in sorted(rows, key=itemgetter(0, 1))]

    def _body(self, key: str) -> bytes | None:
        body: bytes | None = self._server.value("MATCH (d:Decision {id: $id}) RETURN d.body", id=key)
        return body
