"""The schema as ordered migrations; `PRAGMA user_version` says how many a file has had.

A migration that was released is never edited: a change is a new one at the end.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence

import msgspec

from graph.corpus import day_of
from graph.errors import StoreError
from graph.model import Moment
from graph.record import Record
from graph.stores.beside import NAMING
from graph.stores.sqlite.naming import name_texts
from graph.stores.sqlite.placing import place_works
from graph.stores.sqlite.tables import Row
from graph.stores.sqlite.telling import tell_works

_PAGE = 10_000

_FIRST = (
    "CREATE TABLE counter (id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER NOT NULL) STRICT",
    "INSERT INTO counter VALUES (1, 0)",
    "CREATE TABLE sources (id TEXT PRIMARY KEY, body BLOB NOT NULL) STRICT",
    # The payload stands last: a row is read up to the column that is asked for.
    """CREATE TABLE documents (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        source TEXT NOT NULL REFERENCES sources (id),
        digest TEXT NOT NULL,
        published TEXT,
        key TEXT NOT NULL,
        reader TEXT NOT NULL,
        body BLOB NOT NULL,
        payload BLOB NOT NULL
    ) STRICT""",
    "CREATE INDEX documents_by_source ON documents (source, id, digest)",
    "CREATE INDEX documents_by_date ON documents (published DESC, id)",
    "CREATE INDEX documents_by_source_and_date ON documents (source, published DESC, id)",
    """CREATE TABLE items (
        id TEXT PRIMARY KEY,
        document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
        block INTEGER NOT NULL,
        position INTEGER NOT NULL,
        node TEXT,
        body BLOB NOT NULL
    ) STRICT""",
    "CREATE INDEX items_by_document ON items (document, block, position, id)",
    "CREATE INDEX items_by_node ON items (node) WHERE node IS NOT NULL",
    # Identities by fingerprint (documents.py): most links lead nowhere we know, and long addresses are slow to index.
    """CREATE TABLE links (
        document INTEGER NOT NULL REFERENCES documents (number) ON DELETE CASCADE,
        identity INTEGER NOT NULL,
        linked INTEGER NOT NULL,
        named INTEGER NOT NULL,
        PRIMARY KEY (document, identity)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX links_by_identity ON links (identity)",
    "CREATE TABLE decisions (id TEXT PRIMARY KEY, subject TEXT NOT NULL, at TEXT NOT NULL, body BLOB NOT NULL) STRICT",
    "CREATE INDEX decisions_by_subject ON decisions (subject)",
    "CREATE TABLE contributors (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT",
    """CREATE TABLE claims (
        contributor INTEGER NOT NULL REFERENCES contributors (number),
        place INTEGER NOT NULL,
        node TEXT NOT NULL,
        body BLOB NOT NULL,
        PRIMARY KEY (contributor, place)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX claims_by_node ON claims (node)",
    """CREATE TABLE nodes (
        id TEXT PRIMARY KEY, kind TEXT NOT NULL, identity TEXT, body BLOB NOT NULL
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX nodes_by_kind ON nodes (kind, id)",
    "CREATE INDEX nodes_by_identity ON nodes (identity) WHERE identity IS NOT NULL",
    # One row a contributor: an edge is all rows of one (source, kind, target, basis). '' stands for no basis.
    """CREATE TABLE edges (
        contributor INTEGER NOT NULL REFERENCES contributors (number),
        place INTEGER NOT NULL,
        source TEXT NOT NULL,
        kind TEXT NOT NULL,
        target TEXT NOT NULL,
        basis TEXT NOT NULL,
        confidence REAL NOT NULL,
        evidence BLOB NOT NULL,
        PRIMARY KEY (contributor, place)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX edges_by_source ON edges (source)",
    "CREATE INDEX edges_by_target ON edges (kind, target)",
    "CREATE TABLE redirects (old TEXT PRIMARY KEY, new TEXT NOT NULL) STRICT, WITHOUT ROWID",
    """CREATE TABLE entries (
        id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, title TEXT NOT NULL, text TEXT NOT NULL
    ) STRICT""",
    """CREATE VIRTUAL TABLE search USING fts5 (
        title, text, content = 'entries', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
    )""",
    """CREATE TABLE vectors (
        key TEXT NOT NULL, model TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (key, model)
    ) STRICT""",
    "CREATE INDEX vectors_by_model ON vectors (model)",
)

_CORPUS = (
    """CREATE TABLE records (
        number INTEGER PRIMARY KEY, identity TEXT NOT NULL UNIQUE, node TEXT NOT NULL, body BLOB NOT NULL
    ) STRICT""",
    "CREATE INDEX records_by_node ON records (node)",
    # The indexes keep no text of their own: the records have it, and most of a corpus is text.
    """CREATE VIRTUAL TABLE record_words USING fts5 (
        title, text, content = '', tokenize = 'unicode61 remove_diacritics 2'
    )""",
    # Titles apart: their words are counted at each look-up, which takes long where abstracts are counted too.
    """CREATE VIRTUAL TABLE record_titles USING fts5 (
        title, content = '', tokenize = 'unicode61 remove_diacritics 2'
    )""",
    "CREATE VIRTUAL TABLE record_title_words USING fts5vocab (record_titles, row)",
    # Cited identities by fingerprint, as in links.
    """CREATE TABLE citations (
        cited INTEGER NOT NULL, record INTEGER NOT NULL REFERENCES records (number), PRIMARY KEY (cited, record)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX citations_by_record ON citations (record)",
)


class _Plain:
    """The connection as `place_works` takes it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        return self._connection.execute(sql, parameters).fetchall()

    def many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        self._connection.executemany(sql, rows)


def _place_all(connection: sqlite3.Connection) -> None:
    works = connection.execute("SELECT DISTINCT source FROM edges WHERE kind IN ('IN_MONTH', 'IN_CATEGORY')")
    place_works(_Plain(connection), [work for (work,) in works])


_CALENDAR = (
    """CREATE TABLE placed (
        work TEXT NOT NULL,
        month TEXT NOT NULL,
        basis TEXT NOT NULL,
        main INTEGER NOT NULL,
        day TEXT NOT NULL,
        category TEXT NOT NULL,
        document TEXT NOT NULL,
        section TEXT NOT NULL,
        block INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX placed_by_work ON placed (work)",
    # Everything that a month is asked for, so that the table itself is not read.
    "CREATE INDEX placed_by_month ON placed (month, basis, document, section, block, work, main, day, category)",
    _place_all,
)

_MENTIONS = (
    # The findings stand last: a row is read up to the column that is asked for.
    """CREATE TABLE texts (
        number INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,
        digest TEXT NOT NULL,
        extractor TEXT NOT NULL,
        skimmed INTEGER NOT NULL,
        mentions INTEGER NOT NULL,
        body BLOB NOT NULL
    ) STRICT""",
    # What finding the unread asks, so that the findings are not read for it.
    "CREATE INDEX texts_by_extractor ON texts (key, extractor, skimmed)",
    """CREATE TABLE uses (
        name TEXT NOT NULL,
        text INTEGER NOT NULL REFERENCES texts (number),
        kind TEXT NOT NULL,
        called TEXT NOT NULL,
        known INTEGER NOT NULL,
        count INTEGER NOT NULL,
        weight REAL NOT NULL,
        long TEXT,
        PRIMARY KEY (name, text, kind)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX uses_by_text ON uses (text)",
    "CREATE INDEX uses_by_long ON uses (long) WHERE long IS NOT NULL",
    """CREATE TABLE calls (
        number INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        called TEXT NOT NULL,
        known INTEGER NOT NULL,
        UNIQUE (name, kind, called, known)
    ) STRICT""",
    """CREATE TABLE namings (
        call INTEGER NOT NULL REFERENCES calls (number),
        text INTEGER NOT NULL REFERENCES texts (number),
        PRIMARY KEY (call, text)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX namings_by_text ON namings (text)",
)


class _Dated(msgspec.Struct):
    """What of a document tells its month; the rest of its body is passed over."""

    published: Moment | None = None


def _date_documents(connection: sqlite3.Connection) -> None:
    read = msgspec.msgpack.Decoder(_Dated).decode
    bodies = connection.execute("SELECT number, body FROM documents WHERE published IS NOT NULL")
    dated = ((moment.month, number) for number, body in bodies.fetchall() if (moment := read(body).published))
    connection.executemany("UPDATE documents SET month = ? WHERE number = ?", dated)


def _name_all(connection: sqlite3.Connection) -> None:
    texts = connection.execute("SELECT DISTINCT source FROM edges WHERE kind = ?", (NAMING,))
    name_texts(_Plain(connection), [text for (text,) in texts])


_CONCORDANCE = (
    "ALTER TABLE documents ADD COLUMN month TEXT",
    _date_documents,
    # All that is asked of many documents at once: the column itself stands behind the payload.
    "CREATE INDEX documents_by_month ON documents (id, month)",
    # '' where the month is that of the text.
    """CREATE TABLE named (
        concept TEXT NOT NULL,
        text TEXT NOT NULL,
        block INTEGER NOT NULL,
        month TEXT NOT NULL,
        PRIMARY KEY (concept, text, block)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX named_by_text ON named (text, block, concept)",
    _name_all,
)

_LINKS = (
    # Without a score only a person says it; `ruled` is what people said: 1 keeps, 0 hides.
    """CREATE TABLE related (
        a TEXT NOT NULL,
        b TEXT NOT NULL,
        score REAL,
        ruled INTEGER,
        PRIMARY KEY (a, b)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX related_by_b ON related (b, a)",
    "CREATE INDEX related_ruled ON related (a, b, ruled) WHERE ruled IS NOT NULL",
)


def _date_records(connection: sqlite3.Connection) -> None:
    read = msgspec.msgpack.Decoder(Record).decode
    bodies = connection.execute("SELECT number, body FROM records ORDER BY number")
    # A page at a time: a corpus may be larger than the memory.
    while page := bodies.fetchmany(_PAGE):
        dates = [(day_of(read(body)), number) for number, body in page]
        connection.executemany("UPDATE records SET published = ? WHERE number = ?", dates)


_NEWEST = (
    "DROP TABLE vectors",  # they lie in a file of their own
    "ALTER TABLE records ADD COLUMN published TEXT NOT NULL DEFAULT ''",
    _date_records,
    "CREATE INDEX records_by_date ON records (published, identity)",
)

_REVISED = (
    # Which records changed since somebody looked: those that are new have higher numbers.
    "CREATE TABLE revised (record INTEGER PRIMARY KEY, revision INTEGER NOT NULL) STRICT",
    "CREATE INDEX revised_by_revision ON revised (revision)",
    """CREATE TRIGGER record_revised AFTER UPDATE OF body, node ON records BEGIN
        INSERT OR REPLACE INTO revised VALUES (NEW.number, (SELECT version + 1 FROM counter));
    END""",
)


def _tell_all(connection: sqlite3.Connection) -> None:
    works = connection.execute("SELECT DISTINCT target FROM edges WHERE kind IN ('RECORDS', 'LISTS')").fetchall()
    picked = connection.execute("SELECT DISTINCT work FROM placed WHERE basis = 'picked'").fetchall()
    tell_works(_Plain(connection), {work for (work,) in (*works, *picked)})


_CHRONICLE = (
    # '' where there is no month, instant, or (of a pick) document.
    """CREATE TABLE told (
        work TEXT NOT NULL,
        document TEXT NOT NULL,
        source TEXT NOT NULL,
        month TEXT NOT NULL,
        since TEXT NOT NULL,
        until TEXT NOT NULL,
        record INTEGER NOT NULL,
        first INTEGER NOT NULL,
        leads INTEGER NOT NULL,
        PRIMARY KEY (work, document)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX told_by_document ON told (document)",
    # All that is asked of a month, so that the table itself is not read.
    "CREATE INDEX told_by_month ON told (month, source, work)",
    "CREATE INDEX told_first ON told (month, source) WHERE first",
    # Month and source are those of the work's first mention: a kind's counts are read off the key in its order.
    """CREATE TABLE spoken (
        concept TEXT NOT NULL,
        month TEXT NOT NULL,
        source TEXT NOT NULL,
        work TEXT NOT NULL,
        PRIMARY KEY (concept, month, source, work)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX spoken_by_work ON spoken (work)",
    _tell_all,
)

_FREQUENCIES = ("CREATE VIRTUAL TABLE record_word_counts USING fts5vocab (record_words, row)",)

Step = str | Callable[[sqlite3.Connection], None]
MIGRATIONS: tuple[tuple[Step, ...], ...] = (
    _FIRST,
    _CORPUS,
    _CALENDAR,
    _MENTIONS,
    _CONCORDANCE,
    _LINKS,
    _NEWEST,
    _REVISED,
    _CHRONICLE,
    _FREQUENCIES,
)
SCHEMA = len(MIGRATIONS)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the file to this program's schema; raise StoreError, touching nothing, when it is newer."""
    if schema_of(connection) == SCHEMA:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Asked again: another process may have migrated while this one waited for the lock.
        for migration in MIGRATIONS[schema_of(connection) :]:
            for step in migration:
                if isinstance(step, str):
                    connection.execute(step)
                else:
                    step(connection)
        connection.execute(f"PRAGMA user_version = {SCHEMA}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def schema_of(connection: sqlite3.Connection) -> int:
    """Return the file's schema version; raise StoreError when this program is too old for it."""
    held = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if held > SCHEMA:
        raise StoreError(f"the library has schema {held}, this Almanac knows up to {SCHEMA}: update Almanac")
    return held
