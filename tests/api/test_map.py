"""The map over REST."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from graph.link import link_of
from graph.stores.memory import MemoryLibrary
from graph.stores.sqlite import SqliteLibrary
from tests.api.world import world
from tests.graph.named import BENCH, PATIENCE, SEARCH, name
from tests.graph.small import AGENT, JUDGE, LETTERS, SPEED, fill
from tests.graph.trending import TREES, fill_history


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    library = MemoryLibrary()
    fill(library)
    name(library)
    library.links.replace([link_of(AGENT, SPEED, 0.82)])
    return world(tmp_path, library).app.test_client()


def test_the_map_is_sent_in_columns(client: FlaskClient) -> None:
    """Codes lead into the lists beside them, joins to places in the columns."""
    sheet = client.get("/api/v1/map").json
    nodes, edges = sheet["nodes"], sheet["edges"]
    row = nodes["id"].index(AGENT)

    assert sheet["shown"] == sheet["total"] == len(nodes["x"]) == len(nodes["sources"])
    assert sheet["kinds"][nodes["kind"][row]] == "paper"
    assert sheet["months"][nodes["month"][row]] == "2025-01"
    assert [sheet["sources"][code]["name"] for code in nodes["sources"][row]] == ["Ada's letters", "Weekly notes"]
    joins = zip(edges["from"], edges["to"], edges["kind"], strict=True)
    assert (AGENT, SEARCH, "INTRODUCES") in {
        (nodes["id"][one], nodes["id"][other], sheet["edge_kinds"][kind]) for one, other, kind in joins
    }


def test_a_start_is_asked_for_as_in_the_pages_address(client: FlaskClient) -> None:
    """Several nodes one after the other or between commas."""
    several = client.get(f"/api/v1/map?node={JUDGE}&node={BENCH}&hops=0").json

    assert several["nodes"]["id"] == client.get(f"/api/v1/map?node={JUDGE},{BENCH}&hops=0").json["nodes"]["id"]
    assert len(several["start"]) == 2
    assert SPEED not in client.get(f"/api/v1/map?source={LETTERS.id}").json["nodes"]["id"]
    assert AGENT in client.get("/api/v1/map?q=waits").json["nodes"]["id"]
    assert client.get("/api/v1/map?q=qwxkjv").json["total"] == 0
    assert client.get("/api/v1/map?limit=3").json["shown"] == 3


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("map?node=nowhere", 404),
        ("map?hops=7", 422),
        ("map?limit=0", 422),
        ("map?mouth=2025", 422),
        (f"path?one={AGENT}", 422),
        (f"path?one={AGENT}&other=nowhere", 404),
        (f"why?one={AGENT}&other=nowhere", 404),
        ("rising?month=2025-13", 422),
    ],
)
def test_what_is_no_question_is_told(client: FlaskClient, path: str, status: int) -> None:
    """As a problem."""
    answer = client.get(f"/api/v1/{path}")

    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"


def test_a_way_and_why_its_steps_hold(client: FlaskClient) -> None:
    """With how each is joined."""
    steps = client.get(f"/api/v1/path?one={SPEED}&other=model-patience-3").json["steps"]
    why = client.get(f"/api/v1/why?one={AGENT}&other={PATIENCE}").json

    assert [step["node"] for step in steps] == [SPEED, AGENT, PATIENCE, "model-patience-3"]
    assert [step["join"] for step in steps] == [None, "RELATED", "USES", "SUCCEEDS"]
    assert {line["kind"] for line in why["lines"]} == {"USES", "MENTIONS"}


def test_the_map_is_not_sent_again_while_nothing_changes(client: FlaskClient) -> None:
    """Of 50,000 nodes it would be megabytes."""
    first = client.get("/api/v1/map")

    assert client.get("/api/v1/map", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_what_was_decided_or_linked_makes_another_map(tmp_path: Path) -> None:
    """And a node's former id leads to the one it has."""
    library = MemoryLibrary()
    fill(library)
    library.graph.redirect("paper-old", JUDGE)
    there = world(tmp_path, library)
    client = there.app.test_client()
    first = client.get("/api/v1/map")
    library.links.replace([link_of(JUDGE, SPEED, 0.9)])
    second = client.get("/api/v1/map", headers={"If-None-Match": first.headers["ETag"]})

    assert second.status_code == 200
    assert len(second.json["edges"]["from"]) == len(first.json["edges"]["from"]) + 1
    assert client.get(f"/api/v1/path?one=paper-old&other={SPEED}").json["steps"][0]["node"] == JUDGE
    assert client.get(f"/api/v1/why?one=paper-old&other={SPEED}").json["one"]["id"] == JUDGE


def test_what_rises_is_told_by_its_ids(tmp_path: Path) -> None:
    """Up to the month asked for."""
    library = SqliteLibrary(tmp_path / "almanac.sqlite")
    fill_history(library)
    told = world(tmp_path, library).app.test_client().get("/api/v1/rising?month=2025-03").json

    assert told == {"month": "2025-03", "nodes": [TREES]}
