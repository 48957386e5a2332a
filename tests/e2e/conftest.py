"""A served library and a browser, where the machine has one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from api.deciding import key_of_node, new_decision, record
from graph.model import DecisionKind
from graph.stores.memory import MemoryLibrary
from tests.api.world import world
from tests.e2e.serving import served_on_loopback
from tests.graph.named import name
from tests.graph.small import AGENT, fill

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def axe() -> str:
    """Return the script of axe-core."""
    script = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
    if not script.exists():
        pytest.skip("axe-core is not installed: run `make frontend`")
    return script.read_text(encoding="utf-8")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """Serve the small library to one test, which may change it; give its address."""
    with served_on_loopback(_small(tmp_path)) as address:
        yield address


@pytest.fixture(scope="session")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the small library to all tests that change nothing; give its address."""
    with served_on_loopback(_small(tmp_path_factory.mktemp("unchanged"))) as address:
        yield address


def _small(data: Path) -> Flask:
    """Return an app over the small library, one work of it picked, read and noted."""
    library = MemoryLibrary()
    with library.transaction():
        fill(library)
        name(library)
    there = world(data, library)
    parts = there.app.extensions["almanac"]
    on = key_of_node(parts, AGENT)
    for kind, value in (
        (DecisionKind.STATE, {"state": "read"}),
        (DecisionKind.TAG, {"tag": "team", "on": True}),
        (DecisionKind.NOTE, {"text": "A **note**."}),
        (DecisionKind.PICK, {"month": "2025-01", "comment": "Mine.", "category": None, "on": True}),
    ):
        record(parts, new_decision(parts, kind, on, dict(value)))
    return there.app
