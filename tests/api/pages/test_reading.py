"""The pages of one's reading: what to read next, and the shelf by state."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.api.pages.sending import send
from tests.api.world import World
from tests.graph.small import AGENT, JUDGE, SPEED


def test_the_page_says_what_to_read_next_and_why(client: FlaskClient) -> None:
    """The work that two sources list leads; the other states are counted."""
    page = client.get("/reading").text

    assert "What most independent sources mentioned lately." in page
    assert page.index("An Agent That Waits") < page.index("Speed Without Haste")
    assert "Listed by Weekly notes." in page
    assert 'To read <span class="number">0</span>' in page


def test_a_state_chosen_on_the_shelf_moves_the_work(client: FlaskClient) -> None:
    """Out of the inbox, into what is read."""
    send(client, f"/nodes/{SPEED}/state", "/reading?state=inbox", state="read")

    assert "Speed Without Haste" not in client.get("/reading?state=inbox").text
    assert "Speed Without Haste" in client.get("/reading?state=read").text
    assert "Speed Without Haste" not in client.get("/reading").text


def test_less_like_this_lasts_until_it_is_taken_back(client: FlaskClient) -> None:
    """The work leaves the list and stands beside it, with a button."""
    answer = send(client, f"/nodes/{AGENT}/leaning", "/reading", toward="less")
    page = client.get("/reading").text

    assert answer.location == "/reading"
    assert '<span class="small">less like</span>' in page
    assert f'id="{AGENT}"' not in page
    send(client, f"/nodes/{AGENT}/leaning", "/reading")
    assert f'id="{AGENT}"' in client.get("/reading").text


def test_what_was_picked_or_rated_waits_no_longer(client: FlaskClient) -> None:
    """It was dealt with, though nobody said that it was read."""
    send(client, f"/nodes/{AGENT}/pick", "/reading", month="2025-01")
    send(client, f"/nodes/{JUDGE}/rating", "/reading", rating="4")
    page = client.get("/reading?state=inbox").text

    assert f'id="{AGENT}"' not in page
    assert f'id="{JUDGE}"' not in page
    assert f'id="{SPEED}"' in page


def test_what_came_last_is_first_in_the_inbox(client: FlaskClient) -> None:
    """December's list before March's post."""
    page = client.get("/reading?state=inbox").text

    assert page.index("Speed Without Haste") < page.index("A post of its own")


@pytest.mark.parametrize(
    "address", ["/reading?state=read", "/reading?surprise=3", "/reading?limit=0&corpus=x&surprise=-1"]
)
def test_odd_wishes_and_empty_shelves_are_pages(client: FlaskClient, address: str) -> None:
    """What makes no sense is left as it usually is."""
    assert client.get(address).status_code == 200


def test_a_state_that_is_none_is_told(client: FlaskClient) -> None:
    """In one line, with those there are."""
    answer = client.get("/reading?state=lost")

    assert answer.status_code == 422
    assert "inbox, to-read, reading, read, skipped" in answer.text


def test_rest_tells_the_same_in_parts(there: World) -> None:
    """The shelf by cursor; recommendations with their reasons, tagged by day and vectors."""
    client = there.app.test_client()
    first = client.get("/api/v1/reading?limit=2").json
    second = client.get(first["next"]).json
    found = client.get("/api/v1/recommendations?limit=3").json
    names = [one["entry"]["node"]["id"] for one in (found["top"], found["backup"], *found["others"])]

    assert first["counts"][0] == {"state": "inbox", "works": first["total"]}
    assert {one["node"]["id"] for one in first["entries"]}.isdisjoint(one["node"]["id"] for one in second["entries"])
    assert names[0] == AGENT
    assert len(names) == 3
    assert client.get("/api/v1/recommendations").headers["ETag"]
    assert client.get("/api/v1/recommendations?limit=0").status_code == 422


def test_the_command_tells_what_to_read_and_why(there: World) -> None:
    """Top pick, the other, what speaks for either."""
    told = there.app.test_cli_runner().invoke(args=["recommend", "--number", "3"]).stdout.splitlines()

    assert told[0] == "What most independent sources mentioned lately."
    assert told[told.index("read next:") + 1].startswith("  An Agent That Waits (paper, ")
    assert "    Listed by two sources: Ada's letters and Weekly notes." in told
    assert "or:" in told


def test_the_front_page_tells_what_to_read_next_once_there_is_a_taste(client: FlaskClient) -> None:
    """Not before: the newest month says enough of what is talked of."""
    assert "home-next" not in client.get("/").text
    send(client, f"/nodes/{AGENT}/rating", "/reading", rating="5")

    assert 'id="home-next"' in client.get("/").text
