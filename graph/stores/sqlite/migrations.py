"""The schema as ordered migrations; `PRAGMA user_version` says how many a file has had.

A migration that was released is never edited: a change is a new one at the end.
"""

from __future__ import annotations

import sqlite3

from graph.errors import StoreError

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

MIGRATIONS: tuple[tuple[str, ...], ...] = (_FIRST,)
SCHEMA = len(MIGRATIONS)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the file to this program's schema; raise StoreError, touching nothing, when it is newer."""
    if schema_of(connection) == SCHEMA:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Asked again: another process may have migrated while this one waited for the lock.
        for migration in MIGRATIONS[schema_of(connection) :]:
            for statement in migration:
                connection.execute(statement)
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
