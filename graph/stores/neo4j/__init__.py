"""A library in Neo4j, or in another server that speaks Bolt and Cypher: for what one file, or one machine, is too small."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from graph.errors import StoreError
from graph.stores.neo4j.address import Address
from graph.stores.neo4j.backup import back_up, put_back
from graph.stores.neo4j.calendar import Neo4jCalendar
from graph.stores.neo4j.chronicle import Neo4jChronicle
from graph.stores.neo4j.concordance import Neo4jConcordance
from graph.stores.neo4j.connection import Server
from graph.stores.neo4j.corpus import Neo4jCorpus
from graph.stores.neo4j.decisions import Neo4jDecisions
from graph.stores.neo4j.documents import Neo4jDocuments
from graph.stores.neo4j.graph import Neo4jGraph
from graph.stores.neo4j.links import Neo4jLinks
from graph.stores.neo4j.mentions import Neo4jMentions
from graph.stores.neo4j.register import Neo4jRegister
from graph.stores.neo4j.search import Neo4jSearch
from graph.stores.neo4j.vectors import Neo4jVectors

__all__ = ["Address", "Neo4jLibrary", "Server"]


class Neo4jLibrary:
    """The Library port over one database of a server; safe to share between threads, and between processes.

    The server is asked at the first use.
    """

    def __init__(self, server: Server) -> None:
        self._server = server
        self.documents = Neo4jDocuments(self._server)
        self.decisions = Neo4jDecisions(self._server)
        self.graph = Neo4jGraph(self._server)
        self.calendar = Neo4jCalendar(self._server)
        self.concordance = Neo4jConcordance(self._server)
        self.chronicle = Neo4jChronicle(self._server)
        self.search = Neo4jSearch(self._server)
        self.vectors = Neo4jVectors(self._server)
        self.corpus = Neo4jCorpus(self._server)
        self.mentions = Neo4jMentions(self._server)
        self.links = Neo4jLinks(self._server)
        self.register = Neo4jRegister(self._server)

    def transaction(self) -> AbstractContextManager[None]:
        """Keep all writes inside together or none; a nested one that fails takes back its own part alone."""
        return self._server.transaction()

    def is_unmade(self) -> bool:
        """Tell whether nothing was written yet."""
        return self.version() == 0

    def version(self) -> int:
        """Return a number that grows with every committed write that changed something."""
        return self._server.version()

    def backup(self, to: Path) -> None:
        """Write one checksummed file with everything; replaces `to` atomically."""
        self._check_idle("back up")
        back_up(self, to)

    def restore(self, backup: Path) -> None:
        """Replace this library's content by the backup's, or raise StoreError.

        A backup that is no whole one changes nothing. A restore that is cut off leaves a library that says so, until it is
        restored once more.
        """
        self._check_idle("restore")
        put_back(self, self._server, backup)

    def close(self) -> None:
        """Close all connections; the next use opens new ones."""
        self._server.close()

    def _check_idle(self, what: str) -> None:
        if self._server.in_transaction:
            raise StoreError(f"cannot {what} inside a transaction")
