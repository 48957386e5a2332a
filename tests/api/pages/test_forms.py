"""The pages' forms: each one decision, none without its token."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from msgspec.structs import replace

from graph.model import DecisionKind
from tests.api.pages.sending import FROM_HERE, send
from tests.api.world import World, world
from tests.graph.small import AGENT, SPEED


@pytest.mark.parametrize(
    ("action", "fields", "kind", "value"),
    [
        ("state", {"state": "to-read"}, DecisionKind.STATE, {"state": "to-read"}),
        ("rating", {"rating": "4"}, DecisionKind.RATING, {"rating": 4}),
        ("rating", {"rating": ""}, DecisionKind.RATING, {"rating": None}),
        ("tag", {"tag": "team"}, DecisionKind.TAG, {"tag": "team", "on": True}),
        ("tag", {"tag": "team", "remove": "1"}, DecisionKind.TAG, {"tag": "team", "on": False}),
        ("note", {"text": "Two\r\nlines "}, DecisionKind.NOTE, {"text": "Two\nlines"}),
        (
            "pick",
            {"month": "2025-02", "comment": "Good."},
            DecisionKind.PICK,
            {"month": "2025-02", "comment": "Good.", "category": None, "on": True},
        ),
        (
            "correct",
            {"field": "month", "value": "2025-02"},
            DecisionKind.CORRECTION,
            {"field": "month", "value": "2025-02"},
        ),
    ],
)
def test_a_form_is_one_decision(
    there: World, client: FlaskClient, action: str, fields: dict[str, str], kind: DecisionKind, value: dict[str, object]
) -> None:
    """It hangs on the work's identity, takes effect, and leads back to where it was sent from, which says it once."""
    answer = send(client, f"/nodes/{AGENT}/{action}", "/months/2025-01", **fields)

    (decision,) = there.library.decisions.decisions()
    assert (answer.status_code, answer.headers["Location"]) == (303, "/months/2025-01")
    assert (decision.on, decision.kind, decision.value) == ("arxiv:2402.00001", kind, value)
    assert there.ingestor.settled == [{"arxiv:2402.00001"}]
    assert 'role="status"' in client.get("/months/2025-01").text
    assert 'role="status"' not in client.get("/months/2025-01").text


@pytest.mark.parametrize(
    ("action", "fields"),
    [
        ("state", {"state": "asleep"}),
        ("rating", {"rating": "6"}),
        ("rating", {"rating": "many"}),
        ("tag", {"tag": " "}),
        ("pick", {"month": "March"}),
        ("correct", {"field": "age", "value": "2"}),
        ("correct", {"field": "month", "value": "March"}),
        ("undo", {"decision": "none"}),
    ],
)
def test_what_cannot_be_decided_changes_nothing(
    there: World, client: FlaskClient, action: str, fields: dict[str, str]
) -> None:
    """And says why."""
    answer = send(client, f"/nodes/{AGENT}/{action}", f"/nodes/{AGENT}", **fields)

    assert answer.status_code in {404, 422}
    assert there.library.decisions.decisions() == []


def test_a_decision_is_taken_back_where_it_was_made(there: World, client: FlaskClient) -> None:
    """By undoing it; on another work's page that is refused."""
    send(client, f"/nodes/{AGENT}/state", f"/nodes/{AGENT}", state="read")
    (decision,) = there.library.decisions.decisions()

    refused = send(client, f"/nodes/{SPEED}/undo", f"/nodes/{SPEED}", decision=decision.id)
    answer = send(client, f"/nodes/{AGENT}/undo", f"/nodes/{AGENT}", decision=decision.id)

    assert (refused.status_code, answer.status_code) == (422, 303)
    assert {made.kind for made in there.library.decisions.decisions()} == {DecisionKind.STATE, DecisionKind.UNDO}


def test_a_note_is_drawn_as_markdown_that_cannot_run(client: FlaskClient) -> None:
    """The user's own words, cleaned."""
    send(client, f"/nodes/{AGENT}/note", f"/nodes/{AGENT}", text="**Mind** <script>alert(1)</script>")

    drawn = client.get(f"/nodes/{AGENT}").text

    assert "<strong>Mind</strong>" in drawn
    assert "<script>alert" not in drawn


def test_categories_are_renamed_and_merged(there: World, client: FlaskClient) -> None:
    """Each as one decision on the category; none goes into itself."""
    page = "/categories/agents"
    send(client, f"{page}/rename", page, name="Helpers")
    merged = send(client, f"{page}/merge", page, into="category-judging-models")
    refused = send(client, f"{page}/merge", page, into="category-agents")

    rename, merge = sorted(there.library.decisions.decisions(), key=lambda decision: decision.kind)
    assert (rename.kind, rename.value) == (DecisionKind.CORRECTION, {"field": "name", "value": "Helpers"})
    assert merge.kind is DecisionKind.MERGE
    assert merged.headers["Location"] == "/categories/judging-models"
    assert refused.status_code == 409


def test_an_address_is_read_as_a_job(there: World, client: FlaskClient) -> None:
    """A path on this machine is refused: that is for the command line."""
    answer = send(client, "/sources", "/sources", target="https://a.example/feed")
    refused = send(client, "/sources", "/sources", target="/etc/passwd")

    assert answer.status_code == 303
    assert [job.target for job in there.jobs.jobs()] == ["https://a.example/feed"]
    assert refused.status_code == 422


def test_the_sources_tell_how_reading_goes(there: World, client: FlaskClient) -> None:
    """What is under way, what it brought, why it failed."""
    job = there.jobs.submit("ingest", "https://a.example/feed")
    told = []
    for change in (
        {"state": "running", "done": 3, "total": 1200},
        {"state": "done", "report": {"new": 2}},
        {"state": "failed", "message": "no answer"},
    ):
        there.jobs.kept[job.id] = replace(job, **change)
        told += re.findall(r'class="job-(?:running|done|failed)">([^<]+)<', client.get("/sources").text)

    assert told == ["under way, 3 of 1,200", "done, 2 new documents", "failed: no answer"]


def test_the_door_is_drawn_like_the_rest(tmp_path: Path) -> None:
    """A browser without the token sees the form and nothing else."""
    there = world(tmp_path, token="open sesame", host="0.0.0.0")  # noqa: S104

    assert "Who is there?" in there.app.test_client().get("/login").text


def test_a_form_leads_nowhere_else(client: FlaskClient) -> None:
    """Whatever it says."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(f"/nodes/{AGENT}").text)
    assert token is not None
    fields = {"csrf_token": token[1], "back": "https://evil.example/", "state": "read"}

    answer = client.post(f"/nodes/{AGENT}/state", data=fields, headers=FROM_HERE)

    assert answer.headers["Location"] == "/"


def test_no_form_works_without_its_token(there: World, client: FlaskClient) -> None:
    """A page of another site cannot decide anything."""
    answer = client.post(f"/nodes/{AGENT}/state", data={"state": "read"}, headers=FROM_HERE)

    assert answer.status_code == 403
    assert there.library.decisions.decisions() == []
