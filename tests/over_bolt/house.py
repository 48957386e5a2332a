"""A server of its own and the processes that use it, and a feed that they may read."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from graph.exchange import export_jsonl
from graph.ports import UNFINISHED
from graph.stores.neo4j import Neo4jLibrary, Server
from ingest.jobs.records import JobRecords
from ingest.ledger import Ledger
from tests.over_bolt.server import Arcade, environment

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted(map(str, (ROOT / "examples").glob("*.xml")))
PATIENCE_S = 120
POSTS = 400


class House:
    """A server of its own, and processes that use it."""

    def __init__(self, folder: Path) -> None:
        (folder / "server").mkdir()
        self.arcade = Arcade(folder / "server")
        self.arcade.start()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self.data = folder / "data"
        self.environment = os.environ | {
            "ALMANAC_DATA": str(self.data),
            "ALMANAC_CACHE": str(folder / "cache"),
            "ALMANAC_MODEL": "hashing",
            "ALMANAC_PORT": str(port),
            **environment(self.arcade.address),
        }
        self.started: list[subprocess.Popen[bytes]] = []

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        made = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=self.environment, stdout=subprocess.PIPE)
        self.started.append(made)
        return made

    def flask(self, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "flask", *command],
            cwd=ROOT,
            env=self.environment | more,
            capture_output=True,
            text=True,
            check=False,
        )

    def serve(self) -> None:
        """Start the service, and return when it answers."""
        self.start("app.py")
        wait_until(lambda: self.status("/healthz") == 200)

    def status(self, path: str) -> int:
        try:
            with urllib.request.urlopen(self.address + path) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def submit(self, target: str) -> str:
        order = json.dumps({"kind": "ingest", "target": target}).encode()
        asked = urllib.request.Request(
            f"{self.address}/api/v1/jobs", order, {"Content-Type": "application/json"}, method="POST"
        )
        with urllib.request.urlopen(asked) as answer:
            return str(json.load(answer)["id"])

    @property
    def jobs(self) -> JobRecords:
        return JobRecords(Ledger(self.data), lambda: pytest.fail("nothing is written here"))

    def unfinished(self) -> list[str]:
        """Return what is still to be done, but for what may take hours."""
        return [job.kind for job in self.jobs.newest(50) if job.state in UNFINISHED]

    def exported(self) -> list[bytes]:
        library = Neo4jLibrary(Server(self.arcade.address))
        try:
            return list(export_jsonl(library))
        finally:
            library.close()

    def close(self) -> None:
        for each in self.started:
            each.kill()
            each.communicate()
        self.arcade.stop()


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@contextmanager
def weeks() -> Iterator[str]:
    """Serve a feed of many posts, each with a list of works; give the server's host and port."""
    posts = [
        {
            "id": f"post-{number}",
            "title": f"Reading, week {number}",
            "date_published": f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}T08:00:00Z",
            "content_html": f"<ul>{''.join(map(entry, range(7 * number, 7 * number + 9)))}</ul>",
        }
        for number in range(POSTS)
    ]
    told = {"version": "https://jsonfeed.org/version/1.1", "title": "Weeks", "items": posts}
    body = json.dumps(told).encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/weeks.json" else 404)
            self.send_header("Content-Type", "application/feed+json")
            self.end_headers()
            self.wfile.write(body if self.path == "/weeks.json" else b"")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def entry(number: int) -> str:
    work = number % 3000
    return f'<li><a href="https://arxiv.org/abs/2501.{work:05}">Work {work}</a>: read it.</li>'
