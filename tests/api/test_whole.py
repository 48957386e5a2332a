"""The whole graph at each door: pages, REST and commands, with vectors, without, and before anything was worked out."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from graph.ports import Coming
from graph.stores.memory import MemoryLibrary
from tests.api.world import World, world
from tests.graph.analysis.listed import FAR, FIELDS, MONTH, concept, fill

PAGES = ("/communities", "/bridges", f"/months/{MONTH}/ten", f"/months/{MONTH}/ten?draw=-3")


@pytest.fixture
def there(tmp_path: Path) -> World:
    library = MemoryLibrary()
    fill(library)
    return world(tmp_path, library)


@pytest.fixture
def client(there: World) -> FlaskClient:
    return there.app.test_client()


@pytest.mark.parametrize("path", PAGES)
def test_each_page_is_drawn(client: FlaskClient, path: str) -> None:
    """Its heading, and works that lead to their pages."""
    page = client.get(path)

    assert page.status_code == 200
    assert "/nodes/" in page.text


def test_a_community_leads_to_its_page_and_back(client: FlaskClient) -> None:
    """One that is none is not found."""
    index = client.get("/communities").text
    page = client.get("/communities/community-kite-flying")

    assert 'href="/communities/community-kite-flying"' in index
    assert FIELDS[0] in page.text
    assert client.get("/communities/community-nowhere").status_code == 404


def test_a_node_tells_where_it_stands(client: FlaskClient) -> None:
    """Once that is worked out: a work its community and its bridge, a concept its community."""
    assert "node-standing" not in client.get(f"/nodes/{FAR[0]}").text
    client.get("/bridges")

    assert f'href="/nodes/{FAR[1]}"' in client.get(f"/nodes/{FAR[0]}").text
    assert "node-standing" in client.get(f"/nodes/{concept(1)}").text


def test_a_month_leads_to_its_draw(client: FlaskClient) -> None:
    """And the front page to what the whole library says."""
    assert f'href="/months/{MONTH}/ten"' in client.get(f"/months/{MONTH}").text
    for page in ("/", "/trends", "/concepts"):
        assert all(f'href="{path}"' in client.get(page).text for path in ("/communities", "/bridges"))


def test_without_vectors_the_page_says_what_is_missing(tmp_path: Path) -> None:
    """And how it comes; communities are there all the same."""
    library = MemoryLibrary()
    fill(library, embedded=False)
    client = world(tmp_path, library).app.test_client()

    assert "Vectors still coming" in client.get("/bridges").text
    assert FIELDS[0] in client.get("/communities").text


@pytest.mark.parametrize(("waiting", "is_said"), [(0, False), (3, True)])
@pytest.mark.parametrize("path", ["/communities", "/bridges"])
def test_vectors_are_coming_only_while_some_wait(
    there: World, monkeypatch: pytest.MonkeyPatch, path: str, waiting: int, *, is_said: bool
) -> None:
    """A library has more works than are compared: its lists are works too."""
    linker = there.app.extensions["almanac"].linker
    monkeypatch.setattr(linker, "coming", lambda: Coming(waiting=waiting, total=158))
    page = there.app.test_client().get(path).text

    assert "Worked out over" in page
    assert ("Vectors still coming: 3 of 158." in page) is is_said
    assert ("still coming" in page) is is_said


def test_an_empty_library_has_words_for_it(tmp_path: Path) -> None:
    """On each page."""
    client = world(tmp_path, MemoryLibrary()).app.test_client()

    assert "Not worked out yet" in client.get("/bridges").text
    assert "Not worked out yet" in client.get("/communities").text
    assert client.get("/months/1999-01/ten").status_code == 404


def test_rest_tells_the_same(client: FlaskClient) -> None:
    """Communities, a community, bridges, a draw; bad questions are told."""
    index = client.get("/api/v1/communities").json
    bridges = client.get("/api/v1/bridges?limit=1").json
    draw = client.get(f"/api/v1/months/{MONTH}/draw?number=2").json

    assert index
    assert bridges
    assert draw
    assert {line["name"] for line in index["communities"]} == set(FIELDS)
    assert {bridges["listed"][0][end]["id"] for end in ("a", "b")} == set(FAR)
    assert len(draw["entries"]) == 10
    assert client.get("/api/v1/bridges?limit=0").status_code == 422
    assert client.get("/api/v1/communities/community-nowhere").status_code == 404


def test_an_answer_changes_with_what_is_worked_out(there: World, client: FlaskClient) -> None:
    """Though the library is the same: the tag is that of the answer."""
    first = client.get("/api/v1/bridges")
    library = there.library
    library.links.replace([])
    there.app.extensions["almanac"].analysis.refresh()
    again = client.get("/api/v1/bridges", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 200


def test_commands_tell_it_in_the_terminal(there: World) -> None:
    """`analyse` lists the communities, `bridges` the bridges, `draw` ten works."""
    run = there.app.test_cli_runner().invoke
    told = run(args=["analyse"]).stdout

    assert "4 communities" in told
    assert FIELDS[0] in told
    assert "apart" in run(args=["bridges", "-n", "1"]).stdout
    drawn = run(args=["draw", MONTH, "-n", "2"]).stdout
    assert sum(line.startswith("- ") for line in drawn.splitlines()) < 10
    assert drawn.startswith("10 of 64 works that are listed in the month or picked for it:\n")
    assert len([line for line in drawn.splitlines()[1:] if not line.startswith("- ")]) == 10
    assert run(args=["draw", "March"]).exit_code == 1


def test_commands_say_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No vectors; nothing worked out, where that takes too long to do it now."""
    library = MemoryLibrary()
    fill(library, embedded=False)
    bare = world(tmp_path / "bare", library).app.test_cli_runner()
    assert "no work has a vector yet" in bare.invoke(args=["bridges"]).stdout

    monkeypatch.setattr("graph.analysis.kept.SMALL", 0)
    big = world(tmp_path / "big", library).app.test_cli_runner()
    assert "flask analyse" in big.invoke(args=["bridges"]).stdout
