"""Reference metadata in SQLite: records by identity, their words in FTS5, their references by fingerprint."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

import msgspec

from graph.corpus import day_of, gathered, merged, searched, work_at
from graph.model import NodeId
from graph.ports import CorpusCounts, Frequency, Hit
from graph.record import Record
from graph.stores.sqlite.connection import Database, listed
from graph.stores.sqlite.documents import fingerprint
from graph.stores.sqlite.search import matching
from graph.stores.words import TITLE_WEIGHT, phrases, title_words

MOST_LOOKED_AT = 5_000
"""Titles that a look-up weighs: the rarest words that together occur in so few (two at least) decide, in some 5 ms."""

_LAST = "~"
"""Behind every date."""

_encode = msgspec.msgpack.Encoder().encode
_record = msgspec.msgpack.Decoder(Record).decode

_Numbered = tuple[int, Record]


class SqliteCorpus:
    """The Corpus port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, records: Iterable[Record]) -> CorpusCounts:
        """Add records; one whose identity is held is merged with it, keeping its history."""
        wanted = gathered(records)
        if not wanted:
            return CorpusCounts()
        with self._database.transaction():
            held = self._held(wanted)
            self._add([record for key, record in wanted.items() if key not in held])
            unchanged = 0
            for key, (number, body) in held.items():
                # What is held word for word needs no merging; it is all there is to do when a killed run goes on.
                before = None if body == _encode(wanted[key]) else _record(body)
                now = merged(before, wanted[key]) if before else None
                if before is None or now is None or now == before:
                    unchanged += 1
                else:
                    self._change(number, before, now)
        return CorpusCounts(new=len(wanted) - len(held), changed=len(held) - unchanged, unchanged=unchanged)

    def records(self, identities: Collection[str]) -> dict[str, Record]:
        """Return identity → record for those of the identities that have one."""
        return {key: _record(body) for key, (_, body) in self._held(identities).items()}

    def by_node(self, nodes: Collection[NodeId]) -> dict[NodeId, Record]:
        """Return node id → record for those of the ids that a record's work has."""
        rows = self._database.rows(
            "SELECT node, body FROM records WHERE node IN (SELECT value FROM json_each(?))", (listed(nodes),)
        )
        return {node: _record(body) for node, body in rows}

    def citing(self, identities: Collection[str]) -> set[str]:
        """Return the identities whose records cite one of these."""
        rows = self._database.rows(
            "SELECT DISTINCT identity FROM citations JOIN records ON records.number = citations.record "
            "WHERE cited IN (SELECT value FROM json_each(?))",
            (listed([fingerprint(identity) for identity in identities]),),
        )
        return {identity for (identity,) in rows}

    def page(self, after: str | None = None, limit: int = 200) -> list[Record]:
        """Return a page of records sorted by identity."""
        rows = self._database.rows(
            "SELECT body FROM records WHERE identity > ? ORDER BY identity LIMIT ?", (after or "", limit)
        )
        return [_record(body) for (body,) in rows]

    def newest(self, after: str | None = None, limit: int = 200) -> list[Record]:
        """Return a page of records by first publication, newest first, undated ones last: those after that identity."""
        place = self._database.row("SELECT published, identity FROM records WHERE identity = ?", (after or "",))
        rows = self._database.rows(
            "SELECT body FROM records WHERE (published, identity) < (?, ?) "
            "ORDER BY published DESC, identity DESC LIMIT ?",
            (*(place or (_LAST, "")), limit),
        )
        return [_record(body) for (body,) in rows]

    def search(self, query: str, limit: int = 20) -> list[Hit]:
        """Return identities whose title, authors or abstract hold all words, best first, ties by identity."""
        wanted = phrases(query)
        if not wanted:
            return []
        rows = self._database.rows(
            "SELECT identity, -bm25(record_words, ?, 1.0) AS score FROM record_words "
            "JOIN records ON records.number = record_words.rowid "
            "WHERE record_words MATCH ? ORDER BY score DESC, identity LIMIT ?",
            (TITLE_WEIGHT, matching(wanted), limit),
        )
        return [Hit(identity, score) for identity, score in rows]

    def titled(self, title: str, limit: int = 5) -> list[Hit]:
        """Return identities whose titles share most with this one, best first: any word counts, rare ones most."""
        telling = self._telling(title_words(title))
        if not telling:
            return []
        rows = self._database.rows(
            "SELECT identity, -bm25(record_titles) AS score FROM record_titles "
            "JOIN records ON records.number = record_titles.rowid "
            "WHERE record_titles MATCH ? ORDER BY score DESC, identity LIMIT ?",
            (" OR ".join(f'"{word}"' for word in telling), limit),
        )
        return [Hit(identity, score) for identity, score in rows]

    def frequencies(self, words: Collection[str]) -> dict[str, Frequency]:
        """Return word → how often records have it, for those that any has."""
        rows = self._database.rows(
            "SELECT term, doc, cnt FROM record_word_counts WHERE term IN (SELECT value FROM json_each(?))",
            (listed(words),),
        )
        return {word: Frequency(records, times) for word, records, times in rows}

    def count(self) -> int:
        """Return how many records there are."""
        row = self._database.row("SELECT count(*) FROM records")
        return int(row[0]) if row else 0

    def count_listed(self) -> int:
        """Return how many of them are of works that the graph has."""
        row = self._database.row(
            "SELECT count(DISTINCT identity) FROM nodes "
            "WHERE identity IS NOT NULL AND EXISTS (SELECT 1 FROM records WHERE records.identity = nodes.identity)"
        )
        return int(row[0]) if row else 0

    def renew(self) -> None:
        """Let `by_node` know the ids that today's rules give."""
        with self._database.transaction():
            rows = self._database.rows("SELECT number, identity, node FROM records")
            moved = [(now, number) for number, identity, node in rows if (now := work_at(identity)) != node]
            self._database.many("UPDATE records SET node = ? WHERE number = ?", moved)

    def _held(self, identities: Collection[str]) -> dict[str, tuple[int, bytes]]:
        rows = self._database.rows(
            "SELECT identity, number, body FROM records WHERE identity IN (SELECT value FROM json_each(?))",
            (listed(identities),),
        )
        return {identity: (number, body) for identity, number, body in rows}

    def _add(self, records: Sequence[Record]) -> None:
        if not records:
            return
        row = self._database.row("SELECT coalesce(max(number), 0) FROM records")
        numbered = list(enumerate(records, (row[0] if row else 0) + 1))
        self._database.many(
            "INSERT INTO records (number, identity, node, body, published) VALUES (?, ?, ?, ?, ?)",
            ((number, each.identity, work_at(each.identity), _encode(each), day_of(each)) for number, each in numbered),
        )
        self._index(numbered)

    def _change(self, number: int, before: Record, now: Record) -> None:
        # An FTS5 index that keeps no text has to be told what it held.
        title, text = searched(before)
        self._database.run(
            "INSERT INTO record_words (record_words, rowid, title, text) VALUES ('delete', ?, ?, ?)",
            (number, title, text),
        )
        self._database.run(
            "INSERT INTO record_titles (record_titles, rowid, title) VALUES ('delete', ?, ?)", (number, title)
        )
        self._database.run("DELETE FROM citations WHERE record = ?", (number,))
        self._database.run(
            "UPDATE records SET node = ?, body = ?, published = ? WHERE number = ?",
            (work_at(now.identity), _encode(now), day_of(now), number),
        )
        self._index([(number, now)])

    def _index(self, numbered: Sequence[_Numbered]) -> None:
        texts = [(number, *searched(record)) for number, record in numbered]
        self._database.many("INSERT INTO record_words (rowid, title, text) VALUES (?, ?, ?)", texts)
        self._database.many("INSERT INTO record_titles (rowid, title) VALUES (?, ?)", (row[:2] for row in texts))
        self._database.many("INSERT INTO citations (cited, record) VALUES (?, ?)", _citations(numbered))

    def _telling(self, words: Sequence[str]) -> list[str]:
        """Return the words that decide what a title may be, rarest first."""
        rows = self._database.rows(
            "SELECT term, doc FROM record_title_words WHERE term IN (SELECT value FROM json_each(?)) ORDER BY doc, term",
            (listed(words),),
        )
        telling: list[str] = []
        looked_at = 0
        for word, titles in rows:
            looked_at += titles
            if len(telling) < 2 or looked_at <= MOST_LOOKED_AT:
                telling.append(word)
        return telling


def _citations(numbered: Iterable[_Numbered]) -> Iterator[tuple[int, int]]:
    return ((cited, number) for number, record in numbered for cited in set(map(fingerprint, record.references)))
