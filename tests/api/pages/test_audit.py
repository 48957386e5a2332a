"""The audit's page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from graph.stores.memory import MemoryLibrary
from tests.api.pages.sending import send
from tests.api.world import world
from tests.graph.audit.papers import LATTICE, SEGMENT
from tests.graph.slips import fill

WORK = "/nodes/paper-arxiv-1909.00010"


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    library = MemoryLibrary()
    fill(library)
    return world(tmp_path, library).app.test_client()


def finding(page: str) -> str:
    """Return the id of the finding that contradicts."""
    found = re.search(r'<article class="finding" id="(finding-\w+)">\s*<h3 class="entry-title">Segment Anything', page)
    assert found
    return found[1]


def test_the_page_shows_what_to_look_at(client: FlaskClient) -> None:
    """The label, where it leads, what is there, what was meant; the rest is counted with a link to it."""
    page = client.get("/audit").text

    assert LATTICE.title in page
    assert SEGMENT.title in page
    assert "There is no month 13" in page or "there is no month 13" in page
    assert "“Gardens in the sky” and “Bridges under water”" in page
    assert ">ResNet<" not in page
    assert 'href="/audit?verdict=unchecked"' in page
    assert '<a href="/audit" aria-current="page">Audit</a>' in page


def test_each_verdict_has_its_own_list(client: FlaskClient) -> None:
    """What fits is there to be seen; a verdict that there is not is not found."""
    assert ">ResNet<" in client.get("/audit?verdict=fits").text
    assert ">ResNet<" not in client.get("/audit?verdict=unchecked").text
    assert client.get("/audit?verdict=nonsense").status_code == 404


def test_a_finding_is_put_aside_and_taken_up_again(client: FlaskClient) -> None:
    """By forms that need no script; it is folded away below meanwhile."""
    key = finding(client.get("/audit").text)
    answer = send(client, f"/audit/{key}/dismiss", "/audit")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/audit")

    page = client.get("/audit").text
    above, _, below = page.partition('id="aside"')
    assert key not in above
    assert key in below
    assert "Put aside: 1" in below
    assert key in client.get("/audit?verdict=aside").text

    decision = re.search(r'name="decision" value="([^"]+)"', below)
    assert decision
    send(client, f"/audit/{key}/restore", "/audit", decision=decision[1])
    assert 'id="aside"' not in client.get("/audit").text


def test_only_findings_are_put_aside_and_only_dismissals_taken_up(client: FlaskClient) -> None:
    """Anything else is not found."""
    key = finding(client.get("/audit").text)

    assert send(client, "/audit/finding-0000000000000000/dismiss", "/audit").status_code == 404
    assert send(client, f"/audit/{key}/restore", "/audit", decision="decision-none").status_code == 404
    assert send(client, f"/audit/{key}/restore", "/audit").status_code == 422


def test_the_wrong_address_can_be_corrected_in_one_step(client: FlaskClient) -> None:
    """The form is the work's own correction."""
    page = client.get("/audit").text

    assert f'action="{WORK}/correct"' in page
    assert f'name="value" value="{SEGMENT.identity}"' in page


def test_a_works_page_tells_the_doubt(client: FlaskClient) -> None:
    """Quietly, with a link to the audit; a work that fits has none."""
    assert f"“Segment Anything” leads to “{LATTICE.title}”" in client.get(WORK).text
    assert 'class="doubt' not in client.get("/nodes/paper-arxiv-1512.03385").text


def test_an_empty_library_has_its_own_words(tmp_path: Path) -> None:
    """Not an empty page."""
    assert "nothing to check" in world(tmp_path, MemoryLibrary()).app.test_client().get("/audit").text
