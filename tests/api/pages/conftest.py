"""A small library behind the pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from graph.stores.memory import MemoryLibrary
from tests.api.world import World, world
from tests.graph.named import name
from tests.graph.small import fill


@pytest.fixture
def there(tmp_path: Path) -> World:
    library = MemoryLibrary()
    with library.transaction():
        fill(library)
        name(library)
    return world(tmp_path, library)


@pytest.fixture
def client(there: World) -> FlaskClient:
    return there.app.test_client()
