"""The audit by command, over REST, and its findings put aside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.stores.memory import MemoryLibrary
from tests.api.world import World, world
from tests.graph.audit.papers import LATTICE, SEGMENT
from tests.graph.slips import fill


@pytest.fixture
def here(tmp_path: Path) -> World:
    library = MemoryLibrary()
    fill(library)
    return world(tmp_path, library)


def run(here: World, *arguments: str) -> str:
    """Return what the command prints; it ran."""
    result = here.app.test_cli_runner().invoke(args=["audit", *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_command_tells_what_to_look_at_with_reasons(here: World) -> None:
    """Grouped by verdict; what fits and what could not be checked is only counted."""
    told = run(here)

    assert "impossible (1): lead to an id that cannot exist" in told
    assert f"  Segment Anything → {LATTICE.identity}" in told
    assert f"    found there: {LATTICE.title} (test)" in told
    assert f"    rather: {SEGMENT.identity} {SEGMENT.title}" in told
    assert "    in A list with slips, under Vision: Segment Anything" in told
    assert "ResNet" not in told
    assert told.splitlines()[-1] == "1 impossible, 1 contradicts, 1 shared-identity, 3 unchecked, 1 fits"


def test_the_command_tells_all_or_one_verdict(here: World) -> None:
    """As asked."""
    assert "fits (1): fit" in run(here, "--all")
    assert "Segment Anything" not in run(here, "--verdict", "fits", "--verdict", "unchecked")


def test_json_has_every_finding(here: World) -> None:
    """With its quotes."""
    told = json.loads(run(here, "--format", "json"))

    assert sum(told["counts"].values()) == len(told["findings"]) == 7
    assert {finding["verdict"] for finding in told["findings"]} >= {"fits", "unchecked", "contradicts"}
    assert all(finding["reason"] and finding["quotes"] for finding in told["findings"])


def test_an_empty_library_says_so(tmp_path: Path) -> None:
    """No item links to a paper."""
    assert run(world(tmp_path, MemoryLibrary())).strip() == "no item links to a paper"


def test_rest_lists_findings_in_pages_by_verdict(here: World) -> None:
    """The pages together are the list; one verdict alone when asked."""
    client = here.app.test_client()
    whole = client.get("/api/v1/audit").json["results"]
    first = client.get("/api/v1/audit?limit=4").json
    rest = client.get(first["next"]).json

    assert first["results"] + rest["results"] == whole
    assert rest["next"] is None
    assert [one["verdict"] for one in client.get("/api/v1/audit?verdict=contradicts").json["results"]] == [
        "contradicts"
    ]
    assert client.get("/api/v1/audit?verdict=nonsense").status_code == 422


def test_a_finding_is_put_aside_over_rest_and_taken_up_again(here: World) -> None:
    """By a decision on its identity; undone by an undo."""
    client = here.app.test_client()
    (finding,) = client.get("/api/v1/audit?verdict=contradicts").json["results"]
    order = {"kind": "dismissal", "on": finding["identity"], "value": {"finding": finding["id"]}}
    made = client.post("/api/v1/decisions", json=order)

    assert made.status_code == 201
    assert [one["dismissed"] for one in client.get("/api/v1/audit?aside=true").json["results"]] == [made.json["id"]]

    client.post("/api/v1/decisions", json={"kind": "undo", "value": {"decision": made.json["id"]}})
    assert client.get("/api/v1/audit?aside=true").json["results"] == []


def test_a_dismissal_needs_a_finding(here: World) -> None:
    """Any other text is refused."""
    client = here.app.test_client()
    order = {"kind": "dismissal", "on": LATTICE.identity, "value": {"finding": "that one"}}

    assert client.post("/api/v1/decisions", json=order).status_code == 422
