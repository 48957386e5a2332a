"""What a supervisor asks, what is written down, and what the doctor finds."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest

from api.doctor import examine
from api.ops import write_logs
from graph.errors import UnreachableError
from graph.exchange import export_jsonl
from graph.ports import JobOptions
from graph.stores.memory import MemoryLibrary
from tests.api.world import world
from tests.contracts.values import decision


class Away:
    """A library whose store does not answer."""

    def __getattr__(self, name: str) -> Any:
        raise UnreachableError("the store at bolt://secret.example does not answer")


def test_a_service_is_ready_while_its_store_answers(tmp_path: Path) -> None:
    """Alive it is anyway; why not ready is not told to everyone."""
    for library, status in ((MemoryLibrary(), 200), (Away(), 503)):
        client = world(tmp_path, library).app.test_client()
        assert client.get("/healthz").status_code == 200
        answer = client.get("/readyz")
        assert (answer.status_code, "secret" in answer.text) == (status, False)


def test_a_store_that_is_away_is_a_problem_that_passes(tmp_path: Path) -> None:
    """Told in words, on a page too, with when to try again."""
    client = world(tmp_path, Away()).app.test_client()
    for path in ("/", "/api/v1/months", "/search?q=a"):
        answer = client.get(path)
        assert answer.status_code == 503, path
        assert answer.headers["Retry-After"] == "5"
        assert "does not answer" in answer.text


def test_requests_are_written_down_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An object a line, without what was asked for; in words only what went wrong."""
    client = world(tmp_path, MemoryLibrary()).app.test_client()
    held = logging.getLogger().handlers[:]
    try:
        write_logs("json")
        client.get("/search?q=private")
        write_logs("text")
        client.get("/search?q=private")
        logging.getLogger("almanac").warning("odd: %s", "x")
    finally:
        logging.getLogger().handlers[:] = held
    line, words = capsys.readouterr().err.splitlines()
    told = json.loads(line)

    assert {key: told[key] for key in ("level", "logger", "method", "path", "status")} == {
        "level": "info",
        "logger": "almanac.requests",
        "method": "GET",
        "path": "/search",
        "status": 200,
    }
    assert told["ms"] > 0
    assert words == "WARNING almanac: odd: x"


def test_the_doctor_tells_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of jobs that nobody works on, of a store that is away; after that of nothing that needs it."""
    there = world(tmp_path, MemoryLibrary())
    parts = there.app.extensions["almanac"]
    found = {finding.what: finding for finding in examine(parts)}
    assert {what for what, finding in found.items() if finding.state == "broken"} <= {"pages"}
    assert "nothing is in the library yet" in found["store"].found

    monkeypatch.setattr(there.jobs, "attended", lambda: False)
    parts.jobs.submit("ingest", "https://a.example/", JobOptions())
    jobs = {finding.what: finding for finding in examine(parts)}["jobs"]
    assert (jobs.state, "flask work" in jobs.advice) == ("stale", True)

    away = world(tmp_path, Away()).app
    last = list(examine(away.extensions["almanac"]))[-1]
    assert (last.what, last.state) == ("store", "broken")
    told = away.test_cli_runner().invoke(args=["doctor"])
    assert (told.exit_code, "broken  store: the store at bolt://secret.example" in told.output) == (1, True)


def test_a_library_is_copied_into_another_store_and_compared(tmp_path: Path) -> None:
    """Again it is said to be equal; where it is already, and into another library, it is not copied."""
    there = world(tmp_path)
    run = there.app.test_cli_runner().invoke
    for _ in range(2):
        told = run(args=["copy", "--to", "bolt://a.example"])
        assert (told.exit_code, "both export the same" in told.output) == (0, True), told.output
    assert list(export_jsonl(there.others["bolt://a.example"])) == list(export_jsonl(there.library))

    assert "is where the library is" in run(args=["copy", "--to", "sqlite"]).output
    there.others["bolt://b.example"] = other = MemoryLibrary()
    other.decisions.append(decision("decision-other"))
    told = run(args=["copy", "--to", "bolt://b.example"])
    assert (told.exit_code, "another library" in told.output) == (1, True)
    assert run(args=["copy"]).exit_code == 2
