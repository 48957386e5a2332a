"""Papers that only the corpus knows, through the doors: seen, found, and made works by deciding on them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from graph.model import Moment, Precision
from graph.record import Record, Version
from graph.stores.memory import MemoryLibrary
from tests.api.pages.sending import send
from tests.api.world import World, small_library, world
from tests.ingest.test_pipeline import pipeline

DAY = Moment(datetime(2024, 2, 29, tzinfo=UTC), precision=Precision.DAY)
ZEBRAS = Record(
    identity="arxiv:2402.00007",
    title="On zebras",
    provider="arxiv-snapshot",
    abstract="They graze & rest.",
    authors=("Ada Okafor",),
    categories=("cs.CL",),
    published=DAY,
    versions=(Version(1, DAY),),
    comment="12 pages",
)
KEY = "paper-arxiv-2402.00007"


@pytest.fixture
def there(tmp_path: Path) -> World:
    """Return an app over a small library that knows of a paper more, with the real derivation."""
    library = small_library()
    library.corpus.put([ZEBRAS])
    assert isinstance(library, MemoryLibrary)
    made = world(tmp_path, library)
    made.ingestor.settle_decisions = pipeline(library).settle_decisions  # type: ignore[method-assign]
    return made


@pytest.fixture
def client(there: World) -> FlaskClient:
    """Return a browser, or a program."""
    return there.app.test_client()


def test_its_page_says_that_no_list_has_it(client: FlaskClient) -> None:
    """With its abstract, authors, versions and subjects; its month leads nowhere, since nothing stands there."""
    page = client.get(f"/nodes/{KEY}").text

    assert "known from metadata only: no list has it" in page
    for told in (
        "On zebras",
        "They graze &amp; rest.",
        "Ada Okafor",
        "12 pages",
        "version 1",
        "29 February 2024",
        "cs.CL",
    ):
        assert told in page
    assert "/months/2024-02" not in page


def test_search_finds_it_after_the_works(client: FlaskClient) -> None:
    """On the page and over REST."""
    assert f'href="/nodes/{KEY}"' in client.get("/search?q=zebras").text
    (result,) = client.get("/api/v1/search?q=zebras").json["results"]  # type: ignore[index]

    assert (result["node"]["id"], result["node"]["flags"]) == (KEY, ["metadata-only"])
    assert result["entry"]["month"] == "2024-02"


def test_a_program_reads_it_as_a_node(client: FlaskClient) -> None:
    """With its metadata; it has no edges, items or decisions."""
    answer = client.get(f"/api/v1/nodes/{KEY}").json

    assert answer["node"]["flags"] == ["metadata-only"]
    assert (answer["record"]["identity"], answer["record"]["versions"][0]["number"]) == (ZEBRAS.identity, 1)
    for path in (f"/nodes/{KEY}/edges", f"/items?node={KEY}", f"/decisions?node={KEY}"):
        assert client.get(f"/api/v1{path}").json["results"] == []
    assert client.get("/api/v1/nodes/paper-arxiv-2402.00008").status_code == 404


def test_a_pick_on_its_page_makes_it_a_work(there: World, client: FlaskClient) -> None:
    """It stands in the month with its title and authors; taken back, only the corpus knows it again."""
    answer = send(client, f"/nodes/{KEY}/pick", f"/nodes/{KEY}", month="2025-01", comment="Stripes!")

    assert answer.status_code == 303
    assert there.library.graph.node(KEY).authors == ("Ada Okafor",)
    assert "On zebras" in client.get("/months/2025-01").text
    page = client.get(f"/nodes/{KEY}").text
    assert "no list has it" not in page
    assert 'href="/months/2024-02"' in page

    (made,) = there.library.decisions.decisions()
    send(client, f"/nodes/{KEY}/undo", f"/nodes/{KEY}", decision=made.id)

    assert there.library.graph.many([KEY]) == {}
    assert "no list has it" in client.get(f"/nodes/{KEY}").text


@pytest.mark.parametrize(
    "on", [{"node": KEY}, {"on": "arxiv:2402.00007"}, {"on": "https://arxiv.org/abs/2402.00007v2"}]
)
def test_a_program_decides_on_it(there: World, client: FlaskClient, on: dict[str, str]) -> None:
    """By node or by key."""
    token = {"Sec-Fetch-Site": "same-origin"}
    order = {"kind": "state", "value": {"state": "to-read"}, **on}

    answer = client.post("/api/v1/decisions", json=order, headers=token)

    assert (answer.status_code, answer.json["on"]) == (201, "arxiv:2402.00007")
    assert there.library.graph.node(KEY).name == "On zebras"


def test_the_sources_tell_how_many_there_are(client: FlaskClient) -> None:
    """On the front page too."""
    assert "1 paper known from metadata" in client.get("/sources").text
    assert "papers known from metadata" in client.get("/").text


def test_a_subject_is_shown_but_not_edited(client: FlaskClient) -> None:
    """arXiv's subjects are not ours to rename or to decide on."""
    send(client, f"/nodes/{KEY}/pick", f"/nodes/{KEY}", month="2025-01")

    page = client.get("/categories/arxiv-cs.CL").text

    assert "Subject at arXiv" in page
    assert "On zebras" in page
    assert "Rename or merge" not in page
    answer = client.post(
        "/api/v1/decisions",
        json={"kind": "note", "node": "category-arxiv-cs.CL", "value": {"text": "x"}},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert answer.status_code == 422
    assert "cs.CL" not in client.get("/categories").text
