"""Every contract runs on every adapter; an adapter joins by a line in `MAKERS`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from graph.ports import Library
from graph.stores.memory import MemoryLibrary
from graph.stores.neo4j import Neo4jLibrary, Server
from graph.stores.sqlite import SqliteLibrary
from tests.over_bolt.server import bolt_server, erase

Maker = Callable[[], AbstractContextManager[Library]]


@contextmanager
def memory() -> Iterator[Library]:
    yield MemoryLibrary()


@contextmanager
def sqlite() -> Iterator[Library]:
    with TemporaryDirectory() as folder:
        library = SqliteLibrary(Path(folder) / "library.sqlite")
        yield library
        library.close()


@pytest.fixture(scope="session")
def bolt() -> Iterator[Maker]:
    """Return how to make an empty library over Bolt: one server, erased for each."""
    with bolt_server() as address:
        server = Server(address)

        @contextmanager
        def made() -> Iterator[Library]:
            erase(server)
            yield Neo4jLibrary(server)

        yield made
        server.close()


MAKERS: dict[str, Maker] = {"memory": memory, "sqlite": sqlite}


@pytest.fixture(params=[*MAKERS, pytest.param("bolt", marks=pytest.mark.slow)])
def fresh(request: pytest.FixtureRequest) -> Maker:
    """Return how to make an empty library: a context manager, so that a property test gets one an example."""
    made: Maker = request.getfixturevalue("bolt") if request.param == "bolt" else MAKERS[request.param]
    return made


@pytest.fixture
def library(fresh: Maker) -> Iterator[Library]:
    """Return an empty library."""
    with fresh() as made:
        yield made
