"""What is related, over REST."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from graph.embedders.hashing import HashingEmbedder
from graph.link import Facet, link_of, space_of
from tests.api.world import World, world
from tests.graph.corpus_papers import paper

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
    assert {reason["kind"] for reason in results[0]["reasons"]} <= {"list", "subject", "words", "authors"}


def test_links_are_paged(client: FlaskClient) -> None:
    """By the address in `next`."""
    first = client.get(f"{PATH}?limit=1").json
    second = client.get(first["next"]).json

    assert [one["node"]["id"] for one in (*first["results"], *second["results"])] == [OTHER, THIRD]
    assert second["next"] is None


def test_a_facet_ranks_by_its_own_vectors(here: World, client: FlaskClient) -> None:
    """With the likeness in it; without vectors it says why there is nothing."""
    empty = client.get(f"{PATH}?facet=method").json
    assert empty["results"] == []
    assert empty["missing"].startswith("Vectors still coming")

    ways = ["We search by beams.", "We sail a ship.", "We search by wide beams."]
    keys, vectors = [NODE, OTHER, THIRD], HashingEmbedder().embed(ways)
    here.library.corpus.put([paper(f"2501.0000{n}", f"Work {n}", way, n) for n, way in enumerate(ways, start=1)])
    for facet in (Facet.TITLE, Facet.TEXT, Facet.METHOD):
        here.library.vectors.put(space_of("m", facet), keys, vectors)
    told = client.get(f"{PATH}?facet=method").json

    assert [one["node"]["id"] for one in told["results"]] == [THIRD, OTHER]
    assert told["results"][0]["likeness"] > told["results"][1]["likeness"]
    assert told["missing"] is None
    assert "missing" in client.get(PATH).json


def test_a_text_that_was_read_anew_makes_a_new_answer(here: World, client: FlaskClient) -> None:
    """Though there are as many vectors as before, and the library is as it was."""
    test_a_facet_ranks_by_its_own_vectors(here, client)
    for path in (PATH, f"{PATH}?facet=text"):
        tag = client.get(path).headers["ETag"]
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 304

        here.library.vectors.put(space_of("m", Facet.TEXT), [OTHER], HashingEmbedder().embed(["We search by beams."]))
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_a_page_with_few_links_tells_what_is_near(here: World, client: FlaskClient) -> None:
    """Apart from what is related, with what one can decide of it; not what is linked or dismissed."""
    test_a_facet_ranks_by_its_own_vectors(here, client)
    here.library.links.replace([link_of(NODE, OTHER, 0.8)])
    page = client.get(f"/nodes/{NODE}").text
    related, near = page.split("not surely related")
    assert "Work 2" in related.partition('id="related"')[2]
    assert "Work 3" in near

    said = {"kind": "link", "node": NODE, "value": {"to": "arxiv:2501.00003", "keep": False}}
    assert here.app.test_client().post("/api/v1/decisions", json=said).status_code < 300
    assert "not surely related" not in client.get(f"/nodes/{NODE}").text


def test_a_page_lets_one_choose_the_facet(here: World, client: FlaskClient) -> None:
    """By links; what a person said is not related is left out."""
    test_a_facet_ranks_by_its_own_vectors(here, client)
    plain, method = (client.get(f"/nodes/{NODE}{query}").text for query in ("", "?alike=method"))

    assert "?alike=problem#related" in plain
    assert "?alike=method#related" in plain
    assert 'aria-current="true">method' in method
    assert method.index("Work 3") < method.index("Work 2")
    assert (
        "tells no result" in client.get(f"/nodes/{NODE}?alike=result").text
        or "still coming" in client.get(f"/nodes/{NODE}?alike=result").text
    )


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
