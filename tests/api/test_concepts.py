"""Concepts over REST."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from graph.stores.memory import MemoryLibrary
from tests.api.world import world
from tests.graph.named import HASTE, LAB, PATIENCE, name
from tests.graph.small import AGENT, fill

NODES = "/api/v1/nodes"


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    library = MemoryLibrary()
    with library.transaction():
        fill(library)
        name(library)
    return world(tmp_path, library).app.test_client()


def test_a_node_tells_what_is_written_about_a_concept(client: FlaskClient) -> None:
    """A work has no such view."""
    concept = client.get(f"{NODES}/{PATIENCE}").json["concept"]

    assert [line["other"] for line in concept["makers"]] == [LAB]
    assert [rung["node"]["name"] for rung in concept["ladder"]] == ["Patience 3", "Patience 2", "Patience"]
    assert concept["first"]["text"] == AGENT
    assert {group["relation"] for group in concept["papers"]} == {"USES", "LISTS"}
    assert concept["mentions"][0]["quote"]["named"] == "Patience 2"
    assert client.get(f"{NODES}/{AGENT}").json["concept"] is None


def test_entries_tell_what_they_name(client: FlaskClient) -> None:
    """As chips, with what the work does with each."""
    concepts = client.get(f"{NODES}/{AGENT}").json["entry"]["concepts"]

    assert concepts[0] == {
        "node": "technique-waiting-search",
        "name": "waiting search",
        "kind": "technique",
        "relation": "INTRODUCES",
    }


def test_mentions_come_in_pages(client: FlaskClient) -> None:
    """Newest first, each once, to the last."""
    address, found = f"{NODES}/{PATIENCE}/mentions?limit=1", []
    while address:
        page = client.get(address).json
        found += [(line["text"], line["quote"]["text"]) for line in page["results"]]
        address = page["next"]

    assert len(found) == len(set(found)) == 4
    assert found[0][0] == "document-2025"
    assert client.get(f"{NODES}/{AGENT}/mentions").json == {"results": [], "next": None}
    assert client.get(f"{NODES}/model-none/mentions").status_code == 404


def test_concepts_come_by_kind_and_name(client: FlaskClient) -> None:
    """Those that most texts name first, a page at a time."""
    every = client.get("/api/v1/concepts").json["results"]
    models = client.get("/api/v1/concepts?kind=model&q=patience&limit=2").json

    assert every[0]["node"]["id"] == PATIENCE
    assert (every[0]["texts"], every[0]["maker"]["id"], every[0]["first"]) == (3, LAB, "2024-02")
    assert len(every) == 11
    assert [line["node"]["name"] for line in models["results"]] == ["Patience 2", "Patience"]
    assert [line["node"]["name"] for line in client.get(models["next"]).json["results"]] == [
        "Patience 2 mini",
        "Patience 3",
    ]
    assert client.get("/api/v1/concepts?kind=paper").status_code == 422


@pytest.mark.parametrize(
    "path", ["/api/v1/concepts", f"{NODES}/{HASTE}", f"{NODES}/{HASTE}/mentions", "/api/v1/concepts?q=x"]
)
def test_what_has_not_changed_is_not_sent_again(client: FlaskClient, path: str) -> None:
    """Every answer has its tag."""
    tag = client.get(path).headers["ETag"]

    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
