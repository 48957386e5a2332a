"""Full-text indexes: Neo4j makes them by Cypher, ArcadeDB by SQL over HTTP alone, and each names them its way.

The statements for Neo4j were never run by our tests where no Neo4j is named by `NEO4J_URI` (docs/neo4j.md).
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from typing import Any
from urllib.request import Request, urlopen

import msgspec
from neo4j import Session

from graph.errors import StoreError
from graph.stores.neo4j.address import Address

HTTP_S = 60.0


def is_arcade(agent: str) -> bool:
    """Say whether the server that calls itself so is ArcadeDB."""
    return "ArcadeDB" in agent


def text_index(agent: str, label: str, field: str) -> str:
    """Return what the full-text index of a label's field is called there."""
    return f"{label}[{field}]" if is_arcade(agent) else f"{label}_{field}_text"


def make_text_index(session: Session, address: Address, agent: str, label: str, field: str) -> None:
    """Make the full-text index over words with blanks between, unless it is there."""
    name = text_index(agent, label, field)
    if is_arcade(agent):
        if not _is_there(session, name):
            _by_sql(
                address,
                f"CREATE VERTEX TYPE {label} IF NOT EXISTS",
                f"CREATE PROPERTY {label}.{field} IF NOT EXISTS STRING",
                f"CREATE INDEX IF NOT EXISTS ON {label} ({field}) FULL_TEXT "
                'METADATA {"analyzer": "org.apache.lucene.analysis.core.WhitespaceAnalyzer"}',
            )
        return
    session.run(
        f"CREATE FULLTEXT INDEX {name} IF NOT EXISTS FOR (n:{label}) ON EACH [n.{field}] "
        "OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace'}}"
    ).consume()
    session.run("CALL db.awaitIndex($name)", name=name).consume()


def _is_there(session: Session, name: str) -> bool:
    found: Sequence[Any] = session.run("SHOW INDEXES").data()
    return any(one.get("name") == name for one in found)


def _by_sql(address: Address, *statements: str) -> None:
    if address.http is None:
        raise StoreError(
            f"the store at {address.url} is ArcadeDB, whose indexes are made over HTTP: "
            "set ALMANAC_STORE_HTTP to its address, such as http://127.0.0.1:2480"
        )
    url = f"{address.http.rstrip('/')}/api/v1/command/{address.database}"
    who = b64encode(f"{address.user}:{address.password}".encode()).decode()
    for statement in statements:
        asked = Request(  # noqa: S310 - the address is the operator's setting
            url,
            msgspec.json.encode({"language": "sql", "command": statement}),
            {"Authorization": f"Basic {who}", "Content-Type": "application/json"},
        )
        try:
            urlopen(asked, timeout=HTTP_S).close()  # noqa: S310
        except (OSError, ValueError) as error:
            raise StoreError(f"the indexes could not be made over {url}: {error}") from error
