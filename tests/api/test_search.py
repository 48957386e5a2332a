"""Search through the doors: the box, the filters, the marks, and what is said while meaning is still coming."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from graph.ports import SearchEntry
from graph.record import Record
from tests.api.world import WORKS, World, world

API = "/api/v1/search"


@pytest.fixture
def there(tmp_path: Path) -> World:
    """Return an app over the small library, one of whose papers only metadata knows."""
    made = world(tmp_path)
    abstract = "Agents <script>alert(1)</script> graze & wait."
    made.library.corpus.put(
        [Record(identity="arxiv:2402.00007", title="Grazing <b>agents</b>", provider="x", abstract=abstract)]
    )
    return made


@pytest.fixture
def client(there: World) -> FlaskClient:
    """Return a browser, or a program."""
    return there.app.test_client()


def test_an_answer_says_how_many_and_what_the_filters_would_leave(client: FlaskClient) -> None:
    """And by what it was ranked."""
    answer = client.get(f"{API}?q=agents").json

    assert (answer["total"], answer["by"], answer["notes"]) == (WORKS + 2, "words", [])
    assert answer["filters"]["kind"] == [
        {"value": "paper", "name": "paper", "count": WORKS + 1},
        {"value": "category", "name": "category", "count": 1},
    ]
    assert answer["filters"]["month"] == [
        {"value": "2024-02", "name": "February 2024", "count": 1},
        {"value": "2025-01", "name": "January 2025", "count": WORKS},
    ]
    assert answer["filters"]["category"] == [{"value": "category-agents", "name": "Agents", "count": WORKS}]
    assert answer["filters"]["source"] == [{"value": "source-letters", "name": "Letters", "count": WORKS}]


@pytest.mark.parametrize(
    ("given", "total"),
    [
        ("kind=category", 1),
        ("month=2025-01", WORKS),
        ("month=2024-01..2024-12", 1),
        ("month=2024", 1),
        ("category=agents", WORKS),
        ("category=category-reasoning", 0),
        ("source=source-letters", WORKS),
        ("state=read", 0),
        ("kind=paper&month=2024..&category=agents", WORKS),
    ],
)
def test_filters_are_parameters(client: FlaskClient, given: str, total: int) -> None:
    """Of the page and of the program's address alike."""
    assert client.get(f"{API}?q=agents&{given}").json["total"] == total
    told = client.get(f"/search?q=agents&{given}").text
    assert (f"{total} result" in told) == bool(total)
    assert ("Nothing was found. Try other filters" in told) == (not total)
    assert ("Nothing under these filters has this word." in told) == (not total)


@pytest.mark.parametrize(
    ("given", "status", "told"),
    [
        ("kind=poem", 422, "kind"),
        ("state=lost", 422, "state"),
        ("month=march", 422, "month"),
        ("category=nope", 404, "category"),
        ("source=nobody", 404, "source"),
    ],
)
def test_a_filter_nobody_knows_is_a_problem(client: FlaskClient, given: str, status: int, told: str) -> None:
    """Which one it was is said, to programs and on a page."""
    answer = client.get(f"{API}?q=agents&{given}")
    page = client.get(f"/search?q=agents&{given}")

    assert (answer.status_code, page.status_code) == (status, status)
    assert told in answer.json["detail"]
    assert told in page.text


def test_a_month_that_cannot_be_read_keeps_the_form(client: FlaskClient) -> None:
    """With what was typed, the other filters, and what is wrong beside the field."""
    page = client.get("/search?q=agents&month=some+day&kind=paper")

    assert page.status_code == 422
    assert 'value="agents"' in page.text
    assert 'value="some day"' in page.text
    assert '<option value="paper" selected>' in page.text
    assert 'aria-describedby="month-unread"' in page.text
    assert "No month: &#39;some day&#39;" in page.text
    assert "Nothing was found" not in page.text


def test_a_month_is_read_as_people_write_it(client: FlaskClient) -> None:
    """On the page; programs write it one way."""
    assert f"{WORKS} results" in client.get("/search?q=agents&month=January+2025").text
    assert client.get(f"{API}?q=agents&month=January+2025").status_code == 422


def test_what_was_asked_for_is_marked_and_nothing_else_is_markup(client: FlaskClient) -> None:
    """What a source wrote stays text."""
    (result,) = client.get(f"{API}?q=graze").json["results"]
    page = client.get("/search?q=grazing").text

    assert result["title"] == "Grazing &lt;b&gt;agents&lt;/b&gt;"
    assert result["excerpt"] == "Agents &lt;script&gt;alert(1)&lt;/script&gt; <mark>graze</mark> &amp; wait."
    assert "<mark>Grazing</mark> &lt;b&gt;agents&lt;/b&gt;" in page
    assert "<script>alert" not in page


def test_an_answer_is_read_in_parts(client: FlaskClient) -> None:
    """`next` leads through all of them, and a cursor of nobody's is refused."""
    seen, path = [], f"{API}?q=agents&limit=4&month=2025"
    while path:
        answer = client.get(path).json
        seen += [one["node"]["id"] for one in answer["results"]]
        path = answer["next"]

    assert len(seen) == len(set(seen)) == WORKS
    assert client.get(f"{API}?q=agents&cursor=_w").status_code == 422


@pytest.mark.parametrize("query", ["", "!!!", '"', "%00", "x" * 10_000, "agents%20" * 1_000, "“agents"])
def test_any_text_may_be_asked(client: FlaskClient, query: str) -> None:
    """By a program and on the page."""
    assert client.get(API, query_string=f"q={query}").status_code == 200
    assert client.get("/search", query_string=f"q={query}").status_code == 200


def test_the_page_keeps_what_is_set(there: World, client: FlaskClient) -> None:
    """The filter that is set is chosen, though it leaves nothing, and stays when a part is turned."""
    there.library.search.put([SearchEntry("paper-arxiv-2501.00001", "plenty", "")])

    page = client.get("/search?q=plenty&kind=video").text

    assert '<option value="video" selected>video (0)</option>' in page
    assert '<option value="paper">paper (1)</option>' in page
    assert 'href="/search?q=plenty">Without the filters</a>' in page


def test_the_tag_changes_when_meaning_comes(there: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Vectors and a model change answers, though the library stays as it is."""
    before = client.get(f"{API}?q=agents").headers["ETag"]
    finder = there.app.extensions["almanac"].finder
    monkeypatch.setattr(finder, "state", lambda: "ready-7-7")

    assert client.get(f"{API}?q=agents", headers={"If-None-Match": before}).status_code == 200
