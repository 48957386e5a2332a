"""The service and `flask work` as processes: who works, what a kill leaves, how they end."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from ingest.jobs.records import JobRecords
from ingest.ledger import Ledger
from tests.ingest.schedule.test_refreshing import feed

ROOT = Path(__file__).resolve().parents[1]
SLOW_S = 60
pytestmark = pytest.mark.slow


@pytest.fixture
def site() -> Iterator[str]:
    """Serve a feed at once, and one that takes longer than any test, until the test is over."""
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/slow":
                over.wait(SLOW_S)
            body = feed("ada") if self.path != "/robots.txt" else b""
            self.send_response(200 if body else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """Clients are killed here."""

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    over.set()
    server.shutdown()
    server.server_close()


class Processes:
    """Starts the service and workers over one data folder."""

    def __init__(self, data: Path, site: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.service = f"http://127.0.0.1:{port}"
        self.environment = os.environ | {
            "ALMANAC_DATA": str(data),
            "ALMANAC_CACHE": str(data / "cache"),
            "ALMANAC_MODEL": "hashing",
            "ALMANAC_TRUSTED": site,
            "ALMANAC_PORT": str(port),
        }
        self.records = JobRecords(Ledger(data), lambda: pytest.fail("nothing is written here"))
        self.started: list[subprocess.Popen[bytes]] = []

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Start one."""
        # Whoever started the tests in the background had interrupts ignored, which children inherit.
        heeding = partial(signal.signal, signal.SIGINT, signal.default_int_handler)
        made = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, preexec_fn=heeding
        )
        self.started.append(made)
        return made

    def serve(self) -> subprocess.Popen[bytes]:
        """Start the service, and return when it answers."""
        made = self.start("app.py")
        wait_until(self._answers)
        return made

    def work(self) -> subprocess.Popen[bytes]:
        """Start a worker."""
        return self.start("-m", "flask", "work")

    def submit(self, target: str) -> str:
        """Have the service queue a job; return its id."""
        order = json.dumps({"kind": "ingest", "target": target}).encode()
        asked = urllib.request.Request(
            f"{self.service}/api/v1/jobs", order, {"Content-Type": "application/json"}, method="POST"
        )
        with urllib.request.urlopen(asked) as answer:
            return str(json.load(answer)["id"])

    def state(self, key: str) -> str:
        """Return a job's state."""
        return self.records.job(key).state

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.service}/healthz"):
                return True
        except OSError:
            return False


@pytest.fixture
def processes(tmp_path: Path, site: str) -> Iterator[Processes]:
    made = Processes(tmp_path, site)
    yield made
    for each in made.started:
        each.kill()
        each.communicate()


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 40
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_the_service_works_and_a_worker_beside_it_takes_over(processes: Processes, site: str) -> None:
    """What the service was killed in the middle of is begun again."""
    service = processes.serve()
    quick = processes.submit(f"http://{site}/quick")
    wait_until(lambda: processes.state(quick) == "done")
    worker = processes.work()
    slow, last = processes.submit(f"http://{site}/slow"), processes.submit(f"http://{site}/last")
    wait_until(lambda: processes.state(slow) == "running")
    service.send_signal(signal.SIGKILL)
    service.wait()

    wait_until(lambda: processes.records.job(slow).attempts == 2)
    assert processes.state(last) == "queued"
    assert worker.poll() is None


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_the_service_ends_soon_even_while_a_job_waits_for_a_server(
    processes: Processes, site: str, how: signal.Signals
) -> None:
    """And its job waits for whoever works next."""
    service = processes.serve()
    slow = processes.submit(f"http://{site}/slow")
    wait_until(lambda: processes.state(slow) == "running")
    service.send_signal(how)

    service.wait(15)
    assert (processes.state(slow), processes.records.job(slow).attempts) == ("queued", 0)
    assert not processes.records.attended()


def test_a_worker_alone_does_what_was_queued(processes: Processes, site: str) -> None:
    """The service that queued it has ended; the worker ends as it does."""
    service = processes.serve()
    slow = processes.submit(f"http://{site}/slow")
    wait_until(lambda: processes.state(slow) == "running")
    quick = processes.submit(f"http://{site}/quick")
    service.send_signal(signal.SIGTERM)
    service.wait(15)
    subprocess.run(
        [sys.executable, "-m", "flask", "jobs", "--cancel", slow], cwd=ROOT, env=processes.environment, check=True
    )

    worker = processes.work()
    wait_until(lambda: processes.state(quick) == "done")
    worker.send_signal(signal.SIGINT)
    worker.wait(15)
    assert processes.state(slow) == "cancelled"
    assert not processes.records.attended()
