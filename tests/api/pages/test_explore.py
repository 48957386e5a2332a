"""The explorer's pages without a script: table, text, picture; and what its panel shows."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from api.pages.drawing import HUES
from graph.link import link_of
from tests.api.pages.sending import send
from tests.api.world import World
from tests.graph.named import BENCH, HASTE, PATIENCE, SEARCH
from tests.graph.small import AGENT, JUDGE, NOTES, SPEED
from tests.graph.views.map.conftest import ATLAS

STYLES = Path(__file__).resolve().parents[3] / "frontend" / "src" / "styles" / "kinds.css"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def _links(there: World) -> None:
    there.library.links.replace([link_of(AGENT, SPEED, 0.82)])


def names(page: str) -> list[str]:
    """Return what the rows of a table are of."""
    return re.findall(r'<th scope="row" role="rowheader">.*?<a href="/nodes/([^"]+)"', page)


def test_the_map_is_a_picture_where_there_is_no_script(client: FlaskClient) -> None:
    """And says where its data are, under the same start."""
    page = client.get("/explore?month=2025-01&kinds=paper").text

    assert 'data-map="/api/v1/map?month=2025-01"' in page
    assert 'src="/explore.svg?month=2025-01&amp;kinds=paper"' in page
    assert "<h1" in page
    assert "January 2025" in page


def test_the_embedded_map_may_stand_in_another_page(client: FlaskClient) -> None:
    """It has no form in it; everything else is framed by nobody."""
    alone, embedded = client.get("/explore"), client.get("/explore?embed=1")

    assert "frame-ancestors *" in embedded.headers["Content-Security-Policy"]
    assert "<form" not in embedded.text
    assert "masthead" not in embedded.text
    assert "frame-ancestors 'none'" in alone.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in client.get("/explore?embed=1&view=table").headers["Content-Security-Policy"]


def test_the_picture_opens_alone(client: FlaskClient) -> None:
    """A shape a node, names where there is room."""
    answer = client.get(f"/explore.svg?node={AGENT}&hops=0")
    picture = ET.fromstring(answer.text)  # noqa: S314 - our own

    assert answer.mimetype == "image/svg+xml"
    assert len(picture.findall(f"{SVG}circle")) == 1
    assert [text.text for text in picture.findall(f"{SVG}text")] == ["An Agent That Waits"]
    assert "Nothing of this" in client.get("/explore.svg?month=1999").text


def test_the_pictures_hues_are_those_of_the_pages() -> None:
    """By day and by night."""
    day, night = STYLES.read_text(encoding="utf-8").split("@media")
    told = [dict(re.findall(r"--kind-(\w+): (#\w+)", part)) for part in (day, night)]

    assert {kind: (told[0][kind], told[1][kind]) for kind in told[0]} == HUES


def test_the_table_is_sorted_by_its_heads(client: FlaskClient) -> None:
    """Each leads to the table sorted so, the one that it is sorted by to the other way round."""
    page = client.get("/explore?view=table&sort=name&kinds=paper").text
    other = client.get("/explore?view=table&sort=name&order=down&kinds=paper").text

    assert names(page) == [JUDGE, AGENT, SPEED]
    assert names(other) == names(page)[::-1]
    assert page.count("aria-sort=") == 1
    assert "sort=name&amp;order=down" in page


def test_filters_leave_what_they_say(client: FlaskClient) -> None:
    """And tell of how many, with a way back."""
    page = client.get(f"/explore?view=table&sources={NOTES.id}&kinds=technique,paper").text

    assert set(names(page)) == {AGENT, SPEED, SEARCH}
    assert "3 works and names of the 22 of this start" in page
    assert 'href="/explore?view=table">show all' in page


def test_the_text_tells_with_whom_each_is_joined(client: FlaskClient) -> None:
    """And leads to why."""
    page = client.get("/explore?view=text").text

    assert f'href="/explore/why?one={SPEED}&amp;other=' in page
    assert page.count("joined with") >= 19


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("view=globe", 422),
        ("kinds=ship", 422),
        ("states=burnt", 422),
        ("until=soon", 422),
        ("since=2025", 422),
        ("month=soon", 422),
        ("hops=9", 422),
        ("hops=²", 422),
        ("joined=-1", 422),
        ("view=table&sort=weight", 422),
        ("node=paper-nowhere", 404),
        ("category=Nothing", 404),
        ("source=source-none", 404),
        ("sources=source-none", 404),
        ("categories=Nothing", 404),
    ],
)
def test_what_cannot_be_shown_is_told(client: FlaskClient, query: str, status: int) -> None:
    """By the name of what is wrong."""
    answer = client.get(f"/explore?{query}")

    assert answer.status_code == status
    assert query.rpartition("=")[2] in answer.text


def test_the_panel_of_a_work_has_its_words_and_what_one_can_do(client: FlaskClient) -> None:
    """The sentence that put it there among them."""
    panel = client.get(f"/explore/about/{AGENT}", headers={"X-Fragment": "1"}).text

    assert "<html" not in panel
    assert "It waits, “patiently”, and wins." in panel
    assert f'action="/nodes/{AGENT}/state"' in panel
    assert "Not related" in panel
    assert "<html" in client.get(f"/explore/about/{AGENT}").text


def test_the_panel_of_a_concept_leads_to_what_introduced_it(client: FlaskClient) -> None:
    """And has the sentence that named it first."""
    panel = client.get(f"/explore/about/{SEARCH}").text

    assert re.search(rf'Introduced by.*?<a href="/nodes/{AGENT}"', panel, re.S)
    assert "<mark>waits</mark>" in panel


def test_a_decision_in_the_panel_leads_back_to_the_panel(client: FlaskClient) -> None:
    """Which says what was done, and how to undo it."""
    path = f"/explore/about/{AGENT}"
    answer = send(client, f"/nodes/{AGENT}/state", path, state="read")
    panel = client.get(answer.headers["Location"]).text

    assert answer.headers["Location"].startswith(path)
    assert "Marked as read." in panel
    assert "Undo the last change" in panel


def test_why_two_are_joined_has_sentences_with_their_words(client: FlaskClient) -> None:
    """A link is a guess, and can be dismissed; a dismissal taken back."""
    why = f"/explore/why?one={AGENT}&other={SPEED}"
    uses = client.get(f"/explore/why?one={PATIENCE}&other={AGENT}").text
    send(client, f"/nodes/{AGENT}/related", why, other=SPEED, keep="no")

    assert "“An Agent That Waits” uses “Patience 2”." in uses
    assert "Patience 2 by Quiet Lab" in uses.replace("<mark>", "").replace("</mark>", "")
    assert "Not related, you said." in client.get(why).text
    assert "Nothing joins the two." in client.get(f"/explore/why?one={JUDGE}&other={HASTE}").text
    assert client.get(f"/explore/why?one={JUDGE}").status_code == 422


def test_a_way_is_listed_with_why_each_step_holds(client: FlaskClient) -> None:
    """And where there is none that is said."""
    page = client.get(f"/explore/path?one={BENCH}&other={SEARCH}").text
    post = "article-source-notes.example-post-2ed2ede4"

    assert page.index(BENCH) < page.index(SEARCH)
    assert "is evaluated on" in page
    assert client.get(f"/explore/path?one={BENCH}&other={post}").status_code == 409


def test_what_rises_is_told_for_a_month(client: FlaskClient) -> None:
    """With nothing where nothing does."""
    assert "Nothing rises" in client.get("/explore/rising?month=2025-01").text


def test_bridges_of_a_start_are_listed(there: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each leads to why its ends may belong together; where there is none that is said."""
    monkeypatch.setattr(there.app.extensions["almanac"].analysis, "atlas", lambda: ATLAS)
    listed = client.get("/explore/bridges").text

    assert f'href="/explore/why?one={JUDGE}&amp;other={SPEED}" data-bridge' in listed
    assert "1 bridge" in listed
    assert "No bridge has both its ends on this map." in client.get("/explore/bridges?month=2025-01").text
