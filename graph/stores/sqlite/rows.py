"""Replacing the rows that some owners hold by others, writing only what differs."""

from __future__ import annotations

from collections.abc import Collection

from msgspec import Struct

from graph.stores.sqlite.connection import Database, Row, listed


class Table(Struct, frozen=True):
    """A table whose rows belong to owners: its columns, the owner's, and how many leading ones are its key."""

    name: str
    columns: tuple[str, ...]
    owner: str
    key: int


def replace_rows(
    database: Database, table: Table, owners: Collection[str] | Collection[int], rows: Collection[Row]
) -> set[Row]:
    """Let these owners hold exactly these rows; return those that went or came. What stays is not written again."""
    columns = ", ".join(table.columns)
    held = set(
        database.rows(
            f"SELECT {columns} FROM {table.name} WHERE {table.owner} IN (SELECT value FROM json_each(?))",  # noqa: S608 - constants
            (listed(owners),),
        )
    )
    wanted = set(rows)
    gone, come = held - wanted, wanted - held
    if gone:
        match = " AND ".join(f"{column} = ?" for column in table.columns[: table.key])
        database.many(f"DELETE FROM {table.name} WHERE {match}", (row[: table.key] for row in gone))  # noqa: S608 - constants
    if come:
        holes = ", ".join("?" * len(table.columns))
        # In the given order, neighbours in the table are written together.
        new = [row for row in rows if row in come] if held else rows
        database.many(f"INSERT INTO {table.name} ({columns}) VALUES ({holes})", new)  # noqa: S608 - constants
    return gone | come
