"""Trends over REST, as a page and as a command."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from graph.stores.sqlite import SqliteLibrary
from tests.api.world import World, world
from tests.graph.trending import GRAPHS, HYPE, STEADY, TREES, fill_history

URL = "/api/v1/trends"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder: Path = tmp_path_factory.mktemp("trends")
    library = SqliteLibrary(folder / "almanac.sqlite")
    fill_history(library)
    return world(folder, library)


@pytest.fixture
def client(made: World) -> FlaskClient:
    return made.app.test_client()


def test_rest_tells_shares_with_what_they_are_of(client: FlaskClient) -> None:
    """The same figures as the page's."""
    view = client.get(f"{URL}?month=2025-03&kind=technique").json

    assert [line["node"]["id"] for line in view["rising"]] == [TREES]
    assert view["rising"][0]["recent"] == {"part": 48, "of": 120}
    assert [line["node"]["id"] for line in view["fading"]] == [GRAPHS]
    assert view["compared"] == {"part": 2, "of": 3}


def test_rest_tells_how_one_concept_fares(client: FlaskClient) -> None:
    """What no work names has no trend, nor has what is none of the kinds."""
    assert client.get(f"{URL}/{TREES}").json["direction"] == "rising"
    assert client.get(f"{URL}/{STEADY}").json["direction"] is None
    assert client.get(f"{URL}/technique-unheard").status_code == 404


@pytest.mark.parametrize("query", ["month=2025-13", "kind=person", "months=2", "mouth=2025-03"])
def test_rest_refuses_what_it_cannot_answer(client: FlaskClient, query: str) -> None:
    """A typo does not go unnoticed."""
    assert client.get(f"{URL}?{query}").status_code == 422


def test_an_unchanged_answer_costs_nothing(client: FlaskClient) -> None:
    """It is tagged by its bytes."""
    tag = client.get(URL).headers["ETag"]

    assert client.get(URL, headers={"If-None-Match": tag}).status_code == 304


def test_the_page_tells_what_rises_and_from_what(client: FlaskClient) -> None:
    """In words, as small multiples, as a table, month by month."""
    page = re.sub(r"\s+", " ", client.get("/trends?month=2025-03").text)

    assert "In 48 of 120 works from January to March 2025, 18 of 360 the nine months before." in page
    assert "In 0 of 120 works from January to March 2025, 144 of 360 the nine months before." in page
    assert "120 works compared with 360 before, of the 2 of 3 sources heard in both spans; 20 works of the" in page
    assert "3 techniques tested." in page
    assert '<svg class="spark' in page
    assert f'<th scope="row"><a href="/nodes/{HYPE}">' in page
    assert 'title="20 of 60 works in March 2025"' in page
    assert "the median is 7 days, of 140 papers dated to the day" in page


def test_the_strip_leads_to_other_months_trends(client: FlaskClient) -> None:
    """And its arrows to the same month of another year."""
    page = client.get("/trends?month=2025-03").text

    assert 'href="/trends?month=2025-02"' in page
    assert 'href="/trends?month=2024-03"' in page


@pytest.mark.parametrize("query", ["month=soon", "kind=person", "months=5"])
def test_a_page_that_cannot_be_asked_for_says_what_can(client: FlaskClient, query: str) -> None:
    """In words, with a status that says so."""
    answer = client.get(f"/trends?{query}")

    assert answer.status_code == 422
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("month", ["1999-01", "2019-12", "9999-12"])
def test_a_month_without_works_has_words_of_its_own(client: FlaskClient, month: str) -> None:
    """Nothing to compare is no error."""
    answer = client.get(f"/trends?month={month}")

    assert answer.status_code == 200
    assert "No work is first mentioned" in answer.text


def test_an_empty_library_has_words_of_its_own(tmp_path: Path) -> None:
    """And says what to do."""
    page = world(tmp_path, SqliteLibrary(tmp_path / "empty.sqlite")).app.test_client().get("/trends")

    assert page.status_code == 200
    assert "Add a source" in page.text


def test_a_concepts_page_has_its_trend(client: FlaskClient) -> None:
    """Rising leads to the page of trends; what is as it was says so."""
    assert re.search(r'<a href="/trends\?[^"]*">Rising</a>: named', client.get(f"/nodes/{TREES}").text)
    assert "no more than shares ordinarily move" in client.get(f"/nodes/{STEADY}").text


def test_the_command_tells_the_same(made: World) -> None:
    """What rises, what fades, how long papers took."""
    told = made.app.test_cli_runner().invoke(args=["trends", "2025-03"])

    assert told.exit_code == 0
    assert "Trees: in 48 of 120 works from January to March 2025, 18 of 360 the nine months before" in told.output
    assert "from publication to the first mention: the median is 7 days" in told.output


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["2020-01"], "nothing to compare: no work is first mentioned in either time"),
        (["2025-03", "--kind", "model"], "nothing to compare: no model is named in three works"),
        (["2024-06"], "nothing further than shares ordinarily move"),
    ],
)
def test_why_nothing_is_told_depends_on_what_there_was_to_compare(
    made: World, client: FlaskClient, arguments: list[str], told: str
) -> None:
    """The command says it, and the page where it has figures."""
    assert told in made.app.test_cli_runner().invoke(args=["trends", *arguments]).output
    page = client.get(f"/trends?month={arguments[0]}&kind={arguments[-1] if len(arguments) > 1 else 'technique'}").text
    assert (told[1:] in page) is ("either time" not in told)


def test_the_command_refuses_what_is_no_month(made: World) -> None:
    """In one line on stderr."""
    told = made.app.test_cli_runner().invoke(args=["trends", "soon"])

    assert told.exit_code == 1
    assert told.stderr.startswith("error: no month: 'soon'")
