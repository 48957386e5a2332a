"""The decision log in memory."""

from __future__ import annotations

from collections.abc import Collection

from graph.errors import ConflictError
from graph.model import Decision
from graph.stores.memory.journal import Journal, held


class MemoryDecisions:
    """The DecisionLog port."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._log: dict[str, Decision] = {}

    def append(self, decision: Decision) -> None:
        """Add one decision; raise ConflictError when its id is taken by a different one (the same one twice is one)."""
        with self._journal.transaction():
            if self._log.get(decision.id, decision) != decision:
                raise ConflictError(f"there is another decision {decision.id!r}")
            self._journal.set(self._log, decision.id, decision)

    def decision(self, key: str) -> Decision:
        """Return the decision, or raise NotFoundError."""
        with self._journal.lock:
            return held("decision", self._log, key)

    def decisions(self, on: Collection[str] | None = None) -> list[Decision]:
        """Return the decisions on these keys (all when None) in the order they were made (at, then id)."""
        with self._journal.lock:
            wanted = [decision for decision in self._log.values() if on is None or decision.on in on]
        return sorted(wanted, key=lambda decision: (decision.at, decision.id))

    def clear(self) -> None:
        """Remove everything."""
        self._journal.clear(self._log)
