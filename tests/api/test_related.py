"""What is related, over REST."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from graph.embedders.hashing import HashingEmbedder
from graph.link import Facet, link_of, space_of
from tests.api.world import World, world

NODE, OTHER, THIRD = (f"paper-arxiv-2501.0000{n}" for n in (1, 2, 3))
PATH = f"/api/v1/nodes/{NODE}/related"


@pytest.fixture
def here(tmp_path: Path) -> World:
    made = world(tmp_path)
    made.library.links.replace([link_of(NODE, OTHER, 0.8123), link_of(NODE, THIRD, 0.6), link_of(OTHER, THIRD, 0.7)])
    return made


@pytest.fixture
def client(here: World) -> FlaskClient:
    return here.app.test_client()


def test_links_come_with_score_key_and_reasons(client: FlaskClient) -> None:
    """Likeliest first; the key is what a decision hangs on."""
    results = client.get(PATH).json["results"]

    assert [(one["node"]["id"], one["score"], one["confirmed"]) for one in results] == [
        (OTHER, 0.8123, False),
        (THIRD, 0.6, False),
    ]
    assert results[0]["key"] == "arxiv:2501.00002"
    assert {reason["kind"] for reason in results[0]["reasons"]} <= {"list", "entity", "words", "authors"}


def test_links_are_paged(client: FlaskClient) -> None:
    """By the address in `next`."""
    first = client.get(f"{PATH}?limit=1").json
    second = client.get(first["next"]).json

    assert [one["node"]["id"] for one in (*first["results"], *second["results"])] == [OTHER, THIRD]
    assert second["next"] is None


def test_a_facet_ranks_by_its_own_vectors(here: World, client: FlaskClient) -> None:
    """With the likeness in it; without vectors there is nothing to rank."""
    assert client.get(f"{PATH}?facet=method").json["results"] == []

    texts = ["beam search", "a ship at sea", "beam search, wide"]
    here.library.vectors.put(space_of("m", Facet.METHOD), [NODE, OTHER, THIRD], HashingEmbedder().embed(texts))
    results = client.get(f"{PATH}?facet=method").json["results"]

    assert [one["node"]["id"] for one in results] == [THIRD, OTHER]
    assert results[0]["likeness"] > 0.5 > results[1]["likeness"]


@pytest.mark.parametrize(("path", "status"), [("/api/v1/nodes/nope/related", 404), (f"{PATH}?facet=colour", 422)])
def test_what_cannot_be_asked_is_refused(client: FlaskClient, path: str, status: int) -> None:
    """With a problem that says why."""
    assert client.get(path).status_code == status


def test_a_superseded_id_leads_on(client: FlaskClient) -> None:
    """With its question."""
    answer = client.get("/api/v1/nodes/paper-old/related?limit=1")

    assert (answer.status_code, answer.location.partition("?")[2]) == (308, "limit=1")


def test_a_decision_on_a_link_is_kept_by_its_keys(here: World, client: FlaskClient) -> None:
    """However the other end is spelt."""
    order = {"kind": "link", "node": NODE, "value": {"to": "https://arxiv.org/abs/2501.00002", "keep": True}}
    answer = client.post("/api/v1/decisions", json=order)
    itself = client.post("/api/v1/decisions", json={**order, "value": {"to": "arxiv:2501.00001", "keep": True}})

    assert answer.json["value"] == {"to": "arxiv:2501.00002", "keep": True}
    assert itself.status_code in (409, 422)
    assert here.ingestor.settled == [{"arxiv:2501.00001"}]
