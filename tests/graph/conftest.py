"""A small library, filled, for the tests of what reads one."""

from pathlib import Path

import pytest

from graph.ports import Library
from graph.stores.memory import MemoryLibrary
from graph.stores.sqlite import SqliteLibrary
from tests.graph.small import fill


@pytest.fixture(params=["memory", "sqlite"])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Library:
    """Return a library with the small library's documents, in either store."""
    made: Library = MemoryLibrary() if request.param == "memory" else SqliteLibrary(tmp_path / "library.db")
    fill(made)
    return made
