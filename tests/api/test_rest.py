"""REST: what is read, page by page, and what is kept from being read twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from graph.ports import Coming
from tests.api.world import WORKS, World, world

ROOT = "/api/v1"
LISTS = [
    "/sources",
    "/documents",
    "/documents?source=source-letters",
    "/documents/document-letter/items",
    "/items",
    "/items?node=paper-arxiv-2501.00001",
    "/nodes",
    "/nodes?kind=paper",
    "/nodes?q=agents",
    "/nodes/paper-arxiv-2501.00001/edges",
    "/months",
    "/categories",
    "/jobs",
    "/decisions",
]
VALUES = [
    "/sources/source-letters",
    "/documents/document-letter",
    "/items/item-1",
    "/nodes/paper-arxiv-2501.00001",
    "/months/2025-01",
    "/months/2025-01/overview",
    "/categories/category-agents",
    "/search?q=agents",
    "/vectors",
    "/openapi.json",
]


@pytest.fixture
def here(tmp_path: Path) -> World:
    return world(tmp_path)


@pytest.fixture
def client(here: World) -> FlaskClient:
    return here.app.test_client()


@pytest.mark.parametrize("path", [*LISTS, *VALUES])
def test_what_has_not_changed_is_not_sent_again(client: FlaskClient, path: str) -> None:
    """Asking with the ETag one has is answered 304, without a body; another tag gets all of it."""
    first = client.get(ROOT + path)
    again = client.get(ROOT + path, headers={"If-None-Match": first.headers["ETag"]})
    other = client.get(ROOT + path, headers={"If-None-Match": '"older"'})

    assert (first.status_code, again.status_code, other.status_code) == (200, 304, 200)
    assert again.data == b""
    assert again.headers["ETag"] == first.headers["ETag"] == other.headers["ETag"]


@pytest.mark.parametrize("path", [*LISTS, *VALUES])
def test_reading_changes_nothing(here: World, client: FlaskClient, path: str) -> None:
    """GET and HEAD leave the library at its version."""
    before = here.library.version()
    client.get(ROOT + path)
    client.head(ROOT + path)

    assert here.library.version() == before
    assert here.ingestor.settled == []


def test_a_write_changes_the_tag(client: FlaskClient) -> None:
    """What was read before a decision is read again after it."""
    path = ROOT + "/nodes/paper-arxiv-2501.00001"
    tag = client.get(path).headers["ETag"]
    client.post(ROOT + "/decisions", json={"kind": "rating", "node": "paper-arxiv-2501.00001", "value": {"rating": 5}})

    assert client.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_two_addresses_never_share_a_tag(client: FlaskClient) -> None:
    """The query is part of the address."""
    tag = client.get(ROOT + "/nodes?limit=1").headers["ETag"]

    assert client.get(ROOT + "/nodes?limit=2", headers={"If-None-Match": tag}).status_code == 200


def test_a_job_s_tag_changes_as_it_proceeds(here: World, client: FlaskClient) -> None:
    """Jobs are not part of the library's version."""
    queued = client.post(ROOT + "/jobs", json={"kind": "ingest", "target": "https://letters.example/feed"})
    tag = client.get(queued.location).headers["ETag"]
    assert client.get(queued.location, headers={"If-None-Match": tag}).status_code == 304

    from msgspec.structs import replace

    here.jobs.kept["job-1"] = replace(here.jobs.kept["job-1"], state="running", done=3)
    moved = client.get(queued.location, headers={"If-None-Match": tag})
    assert (moved.status_code, moved.json["state"], moved.json["done"]) == (200, "running", 3)


@pytest.mark.parametrize("path", LISTS)
def test_a_walk_by_cursor_meets_everything_once_in_order(client: FlaskClient, path: str) -> None:
    """Pages of two put together are the page of two hundred."""
    whole = client.get(ROOT + path + ("&" if "?" in path else "?") + "limit=200").json
    address, walked = ROOT + path + ("&" if "?" in path else "?") + "limit=2", []
    while address:
        page = client.get(address).json
        assert len(page["results"]) <= 2
        walked += page["results"]
        address = page["next"]

    assert whole["next"] is None
    assert walked == whole["results"]


def test_lists_hold_what_the_library_holds(client: FlaskClient) -> None:
    """The walk above is not over empty pages."""
    sizes = {path: len(client.get(ROOT + path).json["results"]) for path in LISTS}

    assert sizes["/items"] == sizes["/nodes?kind=paper"] == sizes["/nodes?q=agents"] == WORKS
    assert sizes["/nodes"] == WORKS + 3
    assert sizes["/nodes/paper-arxiv-2501.00001/edges"] == 3
    assert sizes["/items?node=paper-arxiv-2501.00001"] == sizes["/months"] == sizes["/sources"] == 1


def test_a_document_is_told_as_in_an_export(client: FlaskClient) -> None:
    """Its date in the offset its source stated, its identity as text, its outline in reading order."""
    told = client.get(ROOT + "/documents/document-letter").json

    assert told["published"] == "2025-02-01T00:30:00+01:00"
    assert (told["published_precision"], told["published_basis"]) == ("second", "stated")
    assert told["identity"] == "web:https://letters.example/january"
    assert told["outline"]["blocks"][0]["kind"] == "heading"
    assert "outline" not in client.get(ROOT + "/documents").json["results"][0]


def test_a_month_tells_its_works_in_the_curator_s_order(client: FlaskClient) -> None:
    """With the evidence of each placement."""
    told = client.get(ROOT + "/months/2025-01").json
    entries = told["lists"][0]["entries"]

    assert [entry["node"]["name"] for entry in entries] == [f"Work {n}" for n in range(1, WORKS + 1)]
    assert entries[0]["months"][0]["evidence"][0]["document"] == "document-letter"
    assert told["lists"][0]["document"]["id"] == "document-letter"


def test_a_month_at_a_glance_has_its_own_address(client: FlaskClient) -> None:
    """One curator lists all seven works, so nothing stands side by side; an empty month is not found."""
    told = client.get(ROOT + "/months/2025-01/overview").json

    assert told["looked"] == {"part": WORKS, "of": WORKS}
    assert (told["shared"], told["columns"], told["rising"]["lines"]) == ([], [], [])
    assert client.get(ROOT + "/months/2030-01/overview").status_code == 404
    assert client.get(ROOT + "/months/March/overview").status_code == 404


def test_a_superseded_id_leads_to_the_current_one(client: FlaskClient) -> None:
    """Permanently, the query kept."""
    answer = client.get(ROOT + "/nodes/paper-old")
    edges = client.get(ROOT + "/nodes/paper-old/edges?limit=2")

    assert (answer.status_code, answer.location) == (308, ROOT + "/nodes/paper-arxiv-2501.00001")
    assert edges.location == ROOT + "/nodes/paper-arxiv-2501.00001/edges?limit=2"


def test_a_node_says_where_its_edges_are(client: FlaskClient) -> None:
    """They are a list of their own, with evidence."""
    node = client.get(ROOT + "/nodes/paper-arxiv-2501.00001").json
    edges = client.get(node["edges"]).json["results"]

    assert {edge["kind"] for edge in edges} == {"LISTS", "IN_MONTH", "IN_CATEGORY"}
    assert all(edge["evidence"] for edge in edges)


@pytest.mark.parametrize(
    "path",
    [
        "/sources/x",
        "/documents/x",
        "/documents/x/items",
        "/documents?source=x",
        "/items/x",
        "/items?node=x",
        "/nodes/x",
        "/nodes/x/edges",
        "/months/2031-01",
        "/months/soon",
        "/categories/x",
        "/jobs/x",
        "/decisions/x",
        "/x",
        "/categories/month-2025-01",
        "/decisions?node=x",
    ],
)
def test_what_is_not_there_is_a_problem_with_status_404(client: FlaskClient, path: str) -> None:
    """Every kind of key, and an address we don't have."""
    answer = client.get(ROOT + path)

    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"
    assert answer.json["status"] == 404
    assert answer.json["title"] == "Not Found"


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/nodes?limit=0", "limit"),
        ("/nodes?limit=201", "limit"),
        ("/nodes?limit=many", "limit"),
        ("/nodes?kind=poem", "kind"),
        ("/nodes?cursor=%21", "cursor"),
        ("/nodes?cursor=_w", "cursor"),
        ("/nodes?page=2", "page"),
        ("/search", "q"),
        ("/categories?scheme=mine", "scheme"),
    ],
)
def test_a_wrong_field_is_named(client: FlaskClient, path: str, field: str) -> None:
    """422, with the field in `errors` and in words."""
    answer = client.get(ROOT + path)

    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    assert [error["field"] for error in answer.json["errors"]] == [field]


@pytest.mark.parametrize("path", ["/sources", "/nodes/paper-arxiv-2501.00001", "/months"])
def test_a_method_we_do_not_have_is_a_problem_with_status_405(client: FlaskClient, path: str) -> None:
    """It says which ones there are."""
    answer = client.delete(ROOT + path, json={})

    assert answer.status_code == 405
    assert answer.mimetype == "application/problem+json"
    assert "GET" in answer.headers["Allow"]


def test_jobs_are_asked_for_and_polled(client: FlaskClient) -> None:
    """202, and Location is where to look."""
    answer = client.post(ROOT + "/jobs", json={"kind": "rebuild"})

    assert answer.status_code == 202
    assert client.get(answer.location).json["state"] == "queued"


@pytest.mark.parametrize(
    "order",
    [
        {"kind": "ingest"},
        {"kind": "ingest", "target": "/etc/passwd"},
        {"kind": "ingest", "target": "file:///etc/passwd"},
        {"kind": "ingest", "target": "https://me:secret@letters.example/"},
        {"kind": "dance"},
        {"kind": "rebuild", "target": "x"},
        {},
        [],
    ],
)
def test_a_job_we_cannot_do_is_refused(here: World, client: FlaskClient, order: object) -> None:
    """Over REST only addresses are read: files on this machine are for the command."""
    assert client.post(ROOT + "/jobs", json=order).status_code == 422
    assert here.jobs.kept == {}


def test_a_body_beyond_a_megabyte_is_refused(client: FlaskClient) -> None:
    """Before it is read."""
    order = {"kind": "note", "node": "paper-arxiv-2501.00001", "value": {"text": "x" * 1_100_000}}
    answer = client.post(ROOT + "/decisions", json=order)

    assert answer.status_code == 413
    assert answer.mimetype == "application/problem+json"


def test_a_body_that_is_no_json_is_a_problem(client: FlaskClient) -> None:
    """400, not a traceback."""
    answer = client.post(ROOT + "/decisions", data=b"{", content_type="application/json")

    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize(
    "body", ["[" * 100_000, '{"kind":' * 100_000, '{"kind": "note"', "[" * 500 + "]" * 500, "9" * 5000]
)
def test_no_body_is_too_odd_for_an_answer(client: FlaskClient, body: str) -> None:
    """What nests without end is a bad request like any broken JSON; what is no decision names what is wrong."""
    answer = client.post(ROOT + "/decisions", data=body, content_type="application/json")

    assert answer.status_code in (400, 422)
    assert answer.content_type == "application/problem+json"
    if not body.endswith("]"):
        assert answer.status_code == 400


def test_how_many_vectors_are_still_coming_is_told(client: FlaskClient, here: World) -> None:
    """As numbers, and on the page of the jobs in words, as long as there are any."""
    assert client.get(f"{ROOT}/vectors").get_json() == {"waiting": 1204, "total": 58053}
    assert "Vectors still coming: 1,204 of 58,053." in client.get("/jobs").text

    here.linker.waits = Coming(waiting=0, total=58053)
    assert "Vectors still coming" not in client.get("/jobs").text
