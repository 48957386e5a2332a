"""A real server that speaks Bolt: the one that `NEO4J_URI` names, else ArcadeDB, started for the tests on free ports."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import pytest
from neo4j import GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

from graph.stores.neo4j.address import Address
from graph.stores.neo4j.connection import Server

PASSWORD = "tests-only-12"
PATIENCE_S = 60.0

needs_package = pytest.mark.skipif(
    find_spec("arcadedb_embedded") is None,
    reason="needs the package arcadedb-embedded, whose server it kills and starts",
)


@contextmanager
def bolt_server() -> Iterator[Address]:
    """Give the address of a server; without one named or installed the test skips."""
    if "NEO4J_URI" in os.environ:
        yield Address(
            url=os.environ["NEO4J_URI"],
            user=os.environ.get("NEO4J_USERNAME", "neo4j"),
            password=os.environ.get("NEO4J_PASSWORD", ""),
            database=os.environ.get("NEO4J_DATABASE", "neo4j"),
        )
        return
    if find_spec("arcadedb_embedded") is None:
        pytest.skip("no server: neither NEO4J_URI nor the package arcadedb-embedded is there")
    with TemporaryDirectory(prefix="almanac-bolt-") as folder:
        arcade = Arcade(Path(folder))
        arcade.start()
        try:
            yield arcade.address
        finally:
            arcade.stop()


class Arcade:
    """An ArcadeDB server over a folder; it may be killed and started again."""

    def __init__(self, folder: Path, heap: str = "1g") -> None:
        self._folder, self._heap = folder, heap
        self._bolt, self._http = _free_port(), _free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self.address = Address(
            url=f"bolt://127.0.0.1:{self._bolt}", password=PASSWORD, http=f"http://127.0.0.1:{self._http}"
        )

    def start(self) -> None:
        """Start it and wait until it answers."""
        with (self._folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(self._command(), stdout=log, stderr=log, cwd=self._folder)
        until = time.monotonic() + PATIENCE_S
        while not _answers(self.address):
            if self._process.poll() is not None or time.monotonic() > until:
                pytest.fail(f"ArcadeDB did not start:\n{(self._folder / 'server.log').read_text()[-3000:]}")
            time.sleep(0.1)

    def stop(self) -> None:
        """End it as one ends a server."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(PATIENCE_S)
        self._process = None

    def kill(self) -> None:
        """End it as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(PATIENCE_S)
        self._process = None

    def _command(self) -> list[str]:
        spec = find_spec("arcadedb_embedded")
        assert spec is not None
        assert spec.origin is not None
        home = Path(spec.origin).parent
        settings = {
            "server.rootPath": self._folder,
            "server.logsDirectory": self._folder / "log",
            "server.rootPassword": PASSWORD,
            "server.httpIncomingHost": "127.0.0.1",
            "server.httpIncomingPort": self._http,
            "server.plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
            "server.defaultDatabases": f"neo4j[neo4j:{PASSWORD}:admin]",
            "bolt.host": "127.0.0.1",
            "bolt.port": self._bolt,
            "command.timeout": 120_000,
        }
        given = [f"-Darcadedb.{name}={value}" for name, value in settings.items()]
        main = "com.arcadedb.server.ArcadeDBServer"
        return [str(home / "jre/bin/java"), f"-Xmx{self._heap}", "-cp", str(home / "jars/*"), *given, main]


def erase(server: Server) -> None:
    """Remove everything from the database, as if it had never been used."""
    server.apart("MATCH (n) WHERE NOT n:Library AND NOT n:Turn DETACH DELETE n")
    server.apart("MATCH (l:Library) SET l.version = 0")
    server.apart("MATCH (t:Turn) SET t.holder = '', t.until = 0, t.number = 0, t.asked = 0")


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _answers(address: Address) -> bool:
    # The port opens before the server knows its users.
    try:
        with (
            GraphDatabase.driver(address.url, auth=(address.user, address.password), connection_timeout=5) as driver,
            driver.session(database=address.database) as session,
        ):
            session.run("RETURN 1").consume()
    except (Neo4jError, DriverError, OSError):
        return False
    return True


def emptied(address: Address) -> Address:
    """Return the address, its database empty: dropped and made anew where the server is ours, which is soon done."""
    if "NEO4J_URI" in os.environ:
        with closing(Server(address)) as server:
            erase(server)
        return address
    for command in ("drop", "create"):
        httpx.post(
            f"{address.http}/api/v1/server",
            json={"command": f"{command} database {address.database}"},
            auth=("root", address.password),
        ).raise_for_status()
    return address


def environment(address: Address) -> dict[str, str]:
    """Return the settings by which a library there is used."""
    settings = {
        "ALMANAC_STORE": address.url,
        "ALMANAC_STORE_USER": address.user,
        "ALMANAC_STORE_PASSWORD": address.password,
        "ALMANAC_STORE_DATABASE": address.database,
    }
    return settings | ({"ALMANAC_STORE_HTTP": address.http} if address.http else {})
