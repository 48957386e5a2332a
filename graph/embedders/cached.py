"""An embedder in front of another that embeds no text twice: vectors by model and content hash in one SQLite file.

Safe for several threads and processes: each call opens the file for itself, writers wait for each other, and two that
embed the same text write the same vector. The file may be deleted at any time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path

import numpy as np

from graph.errors import EmbedderError
from graph.ports import Embedder, Vectors

_FILE = "vectors.sqlite"
_WAIT = 30.0  # seconds for another process's write, which takes milliseconds
_BATCH = 256  # a run that is killed loses at most this many embeddings; also below SQLite's limit of parameters
_TABLE = """
    CREATE TABLE IF NOT EXISTS vectors (
        model TEXT, text BLOB, vector BLOB NOT NULL, PRIMARY KEY (model, text)
    ) WITHOUT ROWID
"""


class CachedEmbedder:
    """`inner`, remembered in `folder` (made at the first use)."""

    def __init__(self, inner: Embedder, folder: Path) -> None:
        self._inner = inner
        self._path = folder / _FILE

    @property
    def name(self) -> str:
        """Return the inner model's name: the vectors are its."""
        return self._inner.name

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a text, asking the inner embedder only for texts it never saw."""
        if not texts:
            return self._inner.embed([])
        digests = {sha256(text.encode("utf-8", "surrogatepass")).digest(): text for text in texts}
        with self._file() as file:
            known = self._held(file, list(digests))
            new = [digest for digest in digests if digest not in known]
            for start in range(0, len(new), _BATCH):
                batch = new[start : start + _BATCH]
                vectors = self._inner.embed([digests[digest] for digest in batch])
                known.update(zip(batch, vectors, strict=True))
                self._keep(file, batch, vectors)
        return np.stack([known[sha256(text.encode("utf-8", "surrogatepass")).digest()] for text in texts])

    @contextmanager
    def _file(self) -> Iterator[sqlite3.Connection]:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=_WAIT, isolation_level=None)) as file:
                file.execute("PRAGMA journal_mode = WAL")
                file.execute("PRAGMA synchronous = NORMAL")
                file.execute(_TABLE)
                yield file
        except (OSError, sqlite3.Error) as error:
            raise EmbedderError(f"the vector cache {self._path} cannot be used ({error}); it may be deleted") from error

    def _held(self, file: sqlite3.Connection, digests: Sequence[bytes]) -> dict[bytes, Vectors]:
        held: dict[bytes, Vectors] = {}
        for start in range(0, len(digests), _BATCH):
            batch = digests[start : start + _BATCH]
            marks = ",".join("?" * len(batch))
            # S608: only question marks are put into the statement.
            query = f"SELECT text, vector FROM vectors WHERE model = ? AND text IN ({marks})"  # noqa: S608
            rows = file.execute(query, (self.name, *batch))
            held.update((digest, np.frombuffer(vector, dtype="<f4")) for digest, vector in rows)
        return held

    def _keep(self, file: sqlite3.Connection, digests: Sequence[bytes], vectors: Vectors) -> None:
        rows = [
            (self.name, digest, vector.astype("<f4").tobytes()) for digest, vector in zip(digests, vectors, strict=True)
        ]
        file.execute("BEGIN IMMEDIATE")
        file.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?, ?)", rows)
        file.execute("COMMIT")
