"""The product over Bolt, as processes: four writers at once, a server killed in the middle, every page in a browser."""

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
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from graph.exchange import export_jsonl
from graph.ports import UNFINISHED
from graph.stores.neo4j import Neo4jLibrary, Server
from ingest.jobs.records import JobRecords
from ingest.ledger import Ledger
from tests.over_bolt.server import Arcade, environment, needs_package

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted(map(str, (ROOT / "examples").glob("*.xml")))
PATIENCE_S = 120
POSTS = 400
pytestmark = [pytest.mark.slow, needs_package]


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


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    made.close()


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def in_a_file(house: House, *files: str) -> list[bytes]:
    """Return what a library in a file exports that has read the same."""
    file = {"ALMANAC_STORE": "sqlite", "ALMANAC_DATA": str(house.data / "file")}
    told = house.flask("ingest", *files, **file)
    assert told.returncode == 0, told.stderr
    return house.flask("export", "--format", "jsonl", **file).stdout.encode().splitlines(keepends=True)


def test_four_writers_of_the_same_documents_double_nothing(house: House) -> None:
    """Each reads all of them, in another order; what is there is what one alone would have written."""
    house.flask("ingest", EXAMPLES[0])
    orders = [EXAMPLES, EXAMPLES[::-1], EXAMPLES, EXAMPLES[::-1]]
    writers = [house.start("-m", "flask", "ingest", *files) for files in orders]
    assert [writer.wait(PATIENCE_S) for writer in writers] == [0, 0, 0, 0]

    assert house.exported() == in_a_file(house, *EXAMPLES)


@pytest.fixture
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


def test_a_server_killed_in_the_middle_of_an_ingest_loses_nothing(house: House, weeks: str) -> None:
    """Pages say what happened; the job waits, goes on when the server is back, and nothing is lost or doubled."""
    house.environment["ALMANAC_TRUSTED"] = weeks
    house.serve()
    wait_until(lambda: house.status("/readyz") == 200 and not house.unfinished())
    job = house.submit(target := f"http://{weeks}/weeks.json")
    wait_until(lambda: house.jobs.job(job).state == "running")
    time.sleep(1)
    house.arcade.kill()
    wait_until(lambda: house.jobs.job(job).message.startswith("waiting: the store"))
    assert [house.status(path) for path in ("/healthz", "/readyz", "/months", "/api/v1/months")] == [200, 503, 503, 503]
    told = house.flask("doctor")
    assert (told.returncode, "does not answer" in told.stdout) == (1, True)

    house.arcade.start()
    wait_until(lambda: house.jobs.job(job).state == "done")
    assert house.jobs.job(job).attempts == 1
    wait_until(lambda: not house.unfinished())
    assert house.status("/months") == 200
    files = [*EXAMPLES, str(ROOT / "examples" / "notes.json"), target]
    assert told_records(house.exported()) == told_records(in_a_file(house, *files))


def told_records(lines: list[bytes]) -> list[bytes]:
    """Return the records but for guessed categories and links, which a service makes and an ingest alone does not."""
    return [line for line in lines if b'"predicted"' not in line and b'"RELATED"' not in line]


def test_every_page_is_there(house: House, browser: Browser) -> None:
    """Over Bolt as over a file: it answers, and no script of it fails; away, it says so in words."""
    house.serve()
    paths = [
        "/",
        "/months",
        "/months/2025-03",
        "/categories",
        "/concepts",
        "/models",
        "/trends",
        "/explore",
        "/reading",
    ]
    paths += [
        "/documents",
        "/sources",
        "/audit",
        "/jobs",
        "/communities",
        "/bridges",
        "/review/2025",
        "/search?q=agents",
    ]
    page = browser.new_page()
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    for path in paths:
        answer = page.goto(house.address + path, wait_until="networkidle")
        assert answer is not None
        assert (path, answer.status) == (path, 200)
    page.locator("a[href^='/nodes/paper']").first.click()
    page.get_by_role("button", name="reading", exact=True).first.click()
    page.reload()
    assert page.get_by_role("button", name="reading", exact=True).first.get_attribute("aria-pressed") == "true"
    house.arcade.kill()
    answer = page.goto(house.address + "/months")
    assert answer is not None
    assert (answer.status, "does not answer" in page.locator("main").inner_text()) == (503, True)
    page.close()
    assert failed == []


@pytest.mark.parametrize(
    "command",
    [
        ["extract"],
        ["embed"],
        ["link"],
        ["rebuild"],
        ["analyse"],
        ["bridges"],
        ["draw", "2025-03"],
        ["recommend"],
        ["review", "2025"],
        ["audit"],
        ["categories"],
        ["subscriptions"],
        ["trends"],
        ["jobs"],
        ["doctor"],
        ["export"],
    ],
    ids=lambda command: command[0],
)
def test_every_command_works(filled: House, command: list[str]) -> None:
    """It ends well and says the same as over a file."""
    told = filled.flask(*command)
    assert (told.returncode, told.stderr.count("Traceback")) == (0, 0), told.stderr


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Return a house whose library has read an example."""
    made = House(tmp_path_factory.mktemp("filled"))
    assert made.flask("ingest", EXAMPLES[-1]).returncode == 0
    yield made
    made.close()
