"""A small library, filled, for the tests of what reads one."""

from pathlib import Path

import pytest

from graph.ports import Library
from graph.stores.sqlite import SqliteLibrary
from tests.graph.small import fill


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Return a library with the small library's documents."""
    made = SqliteLibrary(tmp_path / "library.db")
    fill(made)
    return made
