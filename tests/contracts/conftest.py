"""Every contract runs on every adapter; an adapter joins by a line in `MAKERS`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from graph.ports import Library
from graph.stores.memory import MemoryLibrary
from graph.stores.sqlite import SqliteLibrary


@contextmanager
def memory() -> Iterator[Library]:
    yield MemoryLibrary()


@contextmanager
def sqlite() -> Iterator[Library]:
    with TemporaryDirectory() as folder:
        library = SqliteLibrary(Path(folder) / "library.sqlite")
        yield library
        library.close()


MAKERS = {"memory": memory, "sqlite": sqlite}


@pytest.fixture(params=MAKERS)
def fresh(request: pytest.FixtureRequest) -> Callable[[], object]:
    """Return how to make an empty library: a context manager, so that a property test gets one an example."""
    return MAKERS[request.param]


@pytest.fixture
def library(fresh) -> Iterator[Library]:
    """Return an empty library."""
    with fresh() as made:
        yield made
