"""One server for all tests here, emptied for each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph.stores.neo4j import Address, Neo4jLibrary, Server
from tests.over_bolt.server import bolt_server, emptied


@pytest.fixture(scope="session")
def running() -> Iterator[Address]:
    """Return the address of the server."""
    with bolt_server() as address:
        yield address


@pytest.fixture
def address(running: Address) -> Address:
    """Return the address of the server, its database empty."""
    return emptied(running)


@pytest.fixture
def library(address: Address) -> Iterator[Neo4jLibrary]:
    """Return an empty library there."""
    made = Neo4jLibrary(Server(address))
    yield made
    made.close()
