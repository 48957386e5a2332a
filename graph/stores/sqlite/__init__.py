"""A library in one SQLite file: the default store."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from graph.errors import StoreError
from graph.stores.sqlite.backup import back_up, put_back
from graph.stores.sqlite.calendar import SqliteCalendar
from graph.stores.sqlite.chronicle import SqliteChronicle
from graph.stores.sqlite.concordance import SqliteConcordance
from graph.stores.sqlite.connection import Database, is_there, open_library
from graph.stores.sqlite.corpus import SqliteCorpus
from graph.stores.sqlite.decisions import SqliteDecisions
from graph.stores.sqlite.documents import SqliteDocuments
from graph.stores.sqlite.graph import SqliteGraph
from graph.stores.sqlite.links import SqliteLinks
from graph.stores.sqlite.mentions import SqliteMentions
from graph.stores.sqlite.register import SqliteRegister
from graph.stores.sqlite.search import SqliteSearch
from graph.stores.sqlite.vectors import SqliteVectors

VECTORS = ".vectors"
"""The suffix of the file beside the library's that holds the vectors."""


class SqliteLibrary:
    """The Library port over one file; safe to share between threads.

    A file that cannot be used is refused at once. One that is not there is made, with its folder, at the first use.
    """

    def __init__(self, path: Path) -> None:
        if is_there(path):
            open_library(path).close()
        self._path = path
        self._database = Database(path)
        self.documents = SqliteDocuments(self._database)
        self.decisions = SqliteDecisions(self._database)
        self.graph = SqliteGraph(self._database)
        self.calendar = SqliteCalendar(self._database)
        self.concordance = SqliteConcordance(self._database)
        self.chronicle = SqliteChronicle(self._database)
        self.search = SqliteSearch(self._database)
        self.vectors = SqliteVectors(path.with_suffix(VECTORS))
        self.corpus = SqliteCorpus(self._database)
        self.mentions = SqliteMentions(self._database)
        self.links = SqliteLinks(self._database)
        self.register = SqliteRegister(self._database)

    def transaction(self) -> AbstractContextManager[None]:
        """Keep all writes inside together or none; a nested one that fails takes back its own part alone."""
        return self._database.transaction()

    def is_unmade(self) -> bool:
        """Tell whether there is no file yet."""
        return not self._path.exists()

    def version(self) -> int:
        """Return a number that grows with every committed write that changed something."""
        return self._database.version()

    def backup(self, to: Path) -> None:
        """Write one checksummed file with everything committed, consistent while others write."""
        self._check_idle("back up")
        back_up(self._path, to)

    def restore(self, backup: Path) -> None:
        """Replace this library's content by the backup's, or raise StoreError and leave it as it was."""
        self._check_idle("restore")
        put_back(self._path, backup)

    def close(self) -> None:
        """Close all connections; the next use opens new ones."""
        self._database.close()
        self.vectors.close()

    def _check_idle(self, what: str) -> None:
        if self._database.in_transaction:
            raise StoreError(f"cannot {what} inside a transaction")
