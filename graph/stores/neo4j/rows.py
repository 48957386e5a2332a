"""Rows kept beside the graph as nodes: of an owner (a work, a text) they are written together, and only where they differ."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from graph.stores.neo4j.connection import Server
from graph.stores.neo4j.transaction import Row


@dataclass(frozen=True, slots=True)
class Kind:
    """A label, the field by which its nodes are found again, and all fields in the order of a row."""

    label: str
    owner: str
    fields: tuple[str, ...]

    def renew(self, server: Server, owners: Collection[str], wanted: Collection[Row]) -> None:
        """Let the rows of these owners be those that are wanted; of one that loses some all are written anew."""
        place = self.fields.index(self.owner)
        given = ", ".join(f"n.{field}" for field in self.fields)
        held = set(server.among(f"MATCH (n:{self.label} {{{self.owner}: key}}) RETURN {given}", owners))
        losing = {row[place] for row in held.difference(wanted)}
        come = (row for row in wanted if row not in held or row[place] in losing)
        server.many(
            f"MATCH (n:{self.label} {{{self.owner}: row.key}}) DELETE n", ({"key": key} for key in sorted(losing))
        )
        taken = ", ".join(f"{field}: row.{field}" for field in self.fields)
        server.many(f"CREATE (:{self.label} {{{taken}}})", (dict(zip(self.fields, row, strict=True)) for row in come))


def steps(keys: Collection[str], size: int) -> list[list[str]]:
    """Return the keys sorted, so many at a time."""
    every = sorted(keys)
    return [every[start : start + size] for start in range(0, len(every), size)]
