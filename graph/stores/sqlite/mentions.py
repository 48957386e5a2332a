"""What texts name, in SQLite: findings by text, and two indexes to them.

Texts with a say are looked up by name with all that a resolver asks (`uses`). Records of the corpus are many: of them
it is only kept which calls something by which name (`namings`), each way of calling it stored once (`calls`).
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Sequence

import msgspec

from graph.mention import Findings
from graph.model import NodeKind
from graph.ports import Unread, Use
from graph.stores.sqlite.connection import Database, Row, listed
from graph.uses import has_say, is_document, uses_of

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Findings).decode

PACKING_LEVEL = 1
"""Mentions are much alike: a third of the room for a tenth of the time it takes to store them."""

_Call = tuple[str, NodeKind, str, bool]
"""A way of calling something: the name's key, its kind, its spelling, and whether it is common knowledge."""


class SqliteMentions:
    """The MentionStore port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, findings: Iterable[Findings]) -> None:
        """Add findings or replace those of the same text; what is held word for word is not written again."""
        wanted = {each.key: (each, zlib.compress(_encode(each), PACKING_LEVEL)) for each in findings}
        if not wanted:
            return
        with self._database.transaction():
            held: dict[str, bytes] = dict(
                self._database.rows(
                    "SELECT key, body FROM texts WHERE key IN (SELECT value FROM json_each(?))", (listed(wanted),)
                )
            )
            changed = {key: pair for key, pair in wanted.items() if held.get(key) != pair[1]}
            self._forget(changed.keys() & held.keys())
            self._add(list(changed.values()))

    def delete(self, texts: Collection[str]) -> None:
        """Remove the findings of these texts; unknown ones are fine."""
        with self._database.transaction():
            self._forget(texts)

    def clear(self) -> None:
        """Remove all."""
        with self._database.transaction():
            for table in ("namings", "calls", "uses", "texts"):
                self._database.run(f"DELETE FROM {table}")  # noqa: S608 - constants

    def page(self, after: str | None = None, limit: int = 200) -> list[Findings]:
        """Return a page of the findings, sorted by text."""
        rows = self._database.rows("SELECT body FROM texts WHERE key > ? ORDER BY key LIMIT ?", (after or "", limit))
        return [_decode(zlib.decompress(body)) for (body,) in rows]

    def get(self, texts: Collection[str]) -> dict[str, Findings]:
        """Return text → its findings, for those that were read."""
        rows = self._database.rows(
            "SELECT key, body FROM texts WHERE key IN (SELECT value FROM json_each(?))", (listed(texts),)
        )
        return {key: _decode(zlib.decompress(body)) for key, body in rows}

    def read(self, texts: Collection[str]) -> dict[str, tuple[str, str]]:
        """Return text → (digest, extractor) it was read under, for those that were read."""
        rows = self._database.rows(
            "SELECT key, digest, extractor FROM texts WHERE key IN (SELECT value FROM json_each(?))", (listed(texts),)
        )
        return {key: (digest, extractor) for key, digest, extractor in rows}

    def unread(self, which: Unread, extractor: str, after: str = "", limit: int = 1000) -> list[str]:
        """Return a page of the texts there are that this extractor has not read (of `RECORDS`: skimmed), sorted by key."""
        rows = self._database.rows(
            f"SELECT there.key FROM {_THERE[which]} AND there.key > ? ORDER BY there.key LIMIT ?",  # noqa: S608 - constants
            (extractor, after, limit),
        )
        return [key for (key,) in rows]

    def count_unread(self, which: Unread, extractor: str) -> int:
        """Return how many there are."""
        row = self._database.row(f"SELECT count(*) FROM {_THERE[which]}", (extractor,))  # noqa: S608 - constants
        return int(row[0]) if row else 0

    def uses(self, names: Collection[str]) -> list[Use]:
        """Return how texts with a say use these names, sorted by name, text, kind."""
        rows = self._database.rows(
            "SELECT key, name, kind, called, known, count, weight, long "
            "FROM uses JOIN texts ON texts.number = uses.text "
            "WHERE name IN (SELECT value FROM json_each(?)) ORDER BY name, key, kind",
            (listed(names),),
        )
        return [_use(row) for row in rows]

    def used(self, texts: Collection[str]) -> set[str]:
        """Return the names that these texts use, and the long forms that they define, where they have a say."""
        rows = self._database.rows(
            "SELECT name, long FROM texts JOIN uses ON uses.text = texts.number "
            "WHERE key IN (SELECT value FROM json_each(?))",
            (listed(texts),),
        )
        return {name for row in rows for name in row if name is not None}

    def shortened(self, longs: Collection[str]) -> set[str]:
        """Return the names for which some text with a say defines one of these long forms."""
        rows = self._database.rows(
            "SELECT DISTINCT name FROM uses WHERE long IN (SELECT value FROM json_each(?))", (listed(longs),)
        )
        return {name for (name,) in rows}

    def naming(self, names: Collection[str]) -> set[str]:
        """Return the texts with a say that use one of these names."""
        rows = self._database.rows(
            "SELECT DISTINCT key FROM uses JOIN texts ON texts.number = uses.text "
            "WHERE name IN (SELECT value FROM json_each(?))",
            (listed(names),),
        )
        return {key for (key,) in rows}

    def names(self, after: str | None = None, limit: int = 1000) -> list[str]:
        """Return a page of the names that texts with a say use, sorted."""
        rows = self._database.rows(
            "SELECT DISTINCT name FROM uses WHERE name > ? ORDER BY name LIMIT ?", (after or "", limit)
        )
        return [name for (name,) in rows]

    def records_naming(self, names: Collection[str], skip: int = 0, limit: int = 20) -> list[str]:
        """Return identities of records of the corpus that use one of these names, newest identity first."""
        rows = self._database.rows(
            "SELECT key FROM texts WHERE number IN ("
            "SELECT text FROM calls JOIN namings ON namings.call = calls.number "
            "WHERE name IN (SELECT value FROM json_each(?))) ORDER BY key DESC LIMIT ? OFFSET ?",
            (listed(names), limit, skip),
        )
        return [key for (key,) in rows]

    def count_naming(self, names: Collection[str]) -> int:
        """Return how many records of the corpus use one of these names."""
        row = self._database.row(
            "SELECT count(DISTINCT text) FROM calls JOIN namings ON namings.call = calls.number "
            "WHERE name IN (SELECT value FROM json_each(?))",
            (listed(names),),
        )
        return int(row[0]) if row else 0

    def record_uses(self, names: Collection[str] | None = None) -> list[Use]:
        """Return how records of the corpus use these names (all when None), one a (name, kind, called, known)."""
        among = "" if names is None else "WHERE name IN (SELECT value FROM json_each(?)) "
        rows = self._database.rows(
            "SELECT '', name, kind, called, known, count(*), count(*), NULL "  # noqa: S608 - constants
            f"FROM calls JOIN namings ON namings.call = calls.number {among}"
            "GROUP BY calls.number ORDER BY name, kind, called, known",
            () if names is None else (listed(names),),
        )
        return [_use(row) for row in rows]

    def counts(self) -> dict[str, int]:
        """Return {"texts": n, "mentions": n, "names": n}."""
        row = self._database.row(
            "SELECT count(*), coalesce(sum(mentions), 0), (SELECT count(DISTINCT name) FROM uses) FROM texts"
        )
        return dict(zip(("texts", "mentions", "names"), row or (), strict=True))

    def _forget(self, texts: Collection[str]) -> None:
        if not texts:
            return
        numbers = listed(
            number
            for (number,) in self._database.rows(
                "SELECT number FROM texts WHERE key IN (SELECT value FROM json_each(?))", (listed(texts),)
            )
        )
        called = self._database.rows(
            "SELECT DISTINCT call FROM namings WHERE text IN (SELECT value FROM json_each(?))", (numbers,)
        )
        for table, owner in (("uses", "text"), ("namings", "text"), ("texts", "number")):
            self._database.run(
                f"DELETE FROM {table} WHERE {owner} IN (SELECT value FROM json_each(?))",  # noqa: S608 - constants
                (numbers,),
            )
        self._database.run(
            "DELETE FROM calls WHERE number IN (SELECT value FROM json_each(?)) "
            "AND NOT EXISTS (SELECT 1 FROM namings WHERE call = calls.number)",
            (listed(call for (call,) in called),),
        )

    def _add(self, found: Sequence[tuple[Findings, bytes]]) -> None:
        row = self._database.row("SELECT coalesce(max(number), 0) FROM texts")
        first = (row[0] if row else 0) + 1
        self._database.many(
            "INSERT INTO texts (number, key, digest, extractor, skimmed, mentions, body) VALUES (?, ?, ?, ?, ?, ?, ?)",
            ((number, *_text_row(each, body)) for number, (each, body) in enumerate(found, first)),
        )
        uses = [(number, each, uses_of(each)) for number, (each, _) in enumerate(found, first)]
        said = [_use_row(number, use) for number, each, some in uses if has_say(each) for use in some]
        self._database.many("INSERT INTO uses VALUES (?, ?, ?, ?, ?, ?, ?, ?)", sorted(said))
        calls = [(_call(use), number) for number, each, some in uses if not is_document(each.key) for use in some]
        numbers = self._calls({call for call, _ in calls})
        rows = sorted((numbers[call], text) for call, text in calls)
        self._database.many("INSERT INTO namings (call, text) VALUES (?, ?)", rows)

    def _calls(self, calls: Collection[_Call]) -> dict[_Call, int]:
        """Return the numbers of these ways of calling something, giving one to those that have none."""
        self._database.many(
            "INSERT OR IGNORE INTO calls (name, kind, called, known) VALUES (?, ?, ?, ?)", sorted(calls)
        )
        rows = self._database.rows(
            "SELECT name, kind, called, known, number FROM calls WHERE name IN (SELECT value FROM json_each(?))",
            (listed({name for name, *_ in calls}),),
        )
        return {(name, NodeKind(kind), called, bool(known)): number for name, kind, called, known, number in rows}


_THERE = {
    Unread.DOCUMENTS: "(SELECT id AS key FROM documents) AS there LEFT JOIN texts ON texts.key = there.key "
    "WHERE (extractor IS NOT ? OR skimmed)",
    Unread.WORKS: "(SELECT DISTINCT records.identity AS key FROM nodes JOIN records ON records.identity = nodes.identity) "
    "AS there LEFT JOIN texts ON texts.key = there.key WHERE (extractor IS NOT ? OR skimmed)",
    Unread.RECORDS: "(SELECT identity AS key FROM records "
    "WHERE NOT EXISTS (SELECT 1 FROM nodes WHERE nodes.identity = records.identity)) AS there "
    "LEFT JOIN texts ON texts.key = there.key WHERE (extractor IS NOT ? OR NOT skimmed)",
}
"""The texts of each lot, with what was read of them; an extractor is to be given."""


def _text_row(findings: Findings, body: bytes) -> Row:
    return (
        findings.key,
        findings.digest,
        findings.extractor,
        findings.skimmed,
        len(findings.mentions),
        body,
    )


def _use_row(text: int, use: Use) -> Row:
    return (use.name, text, use.kind, use.called, use.known, use.count, use.weight, use.long)


def _use(row: Row) -> Use:
    text, name, kind, called, known, count, weight, long = row
    return Use(
        text=text,
        name=name,
        kind=NodeKind(kind),
        called=called,
        known=bool(known),
        count=count,
        weight=weight,
        long=long,
    )


def _call(use: Use) -> _Call:
    return use.name, use.kind, use.called, use.known
