"""The whole way in against a hostile server: every trick ends in time with its reason, and the honest feed gets in."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

import msgspec
import pytest

from app import create_app
from graph.embedders.hashing import HashingEmbedder
from graph.exchange import export_json
from graph.ports import IngestReport, Library
from graph.stores.memory import MemoryLibrary
from ingest.fetch import Fetcher, Limits, Manners
from ingest.fetch.dialling import Address, resolved
from ingest.loading import Loader
from ingest.pipeline import Pipeline
from tests.ingest.fetch.hostile import SECRET, HostileServer, hostile_server

LIMITS = Limits(connect=0.4, read=0.4, total=0.8, size=200_000, redirects=5)
SLOWEST = 2.0
"""Seconds for one target within `LIMITS`: its total, robots.txt, reading and a busy machine."""

FAILING = {
    "loop": r"more than 5 redirects",
    "to-loopback": r"refused: private address 127\.0\.0\.1 \(redirected to http://127\.0\.0\.1:9/\)",
    "to-number": r"refused: private address 127\.0\.0\.1|no such host",
    "to-metadata": r"refused: private address 169\.254\.169\.254 ",
    "to-ipv6": r"refused: private address ::1 |no such host",
    "to-name": r"refused: private address 10\.0\.0\.5 \(redirected to http://intranet\.example/\)",
    "to-file": r"refused: not an http\(s\) address \(redirected to file:///etc/passwd\)",
    "to-gopher": r"refused: not an http\(s\) address",
    "to-broken": r"does not speak HTTP",
    "bomb": r"larger than 200000 bytes when unpacked",
    "members": r"larger than 200000 bytes when unpacked",
    "nested": r"packed in a way that was not asked for: gzip, gzip",
    "brotli": r"packed in a way that was not asked for: br",
    "not-packed": r"its packing is broken",
    "claims-more": r"the server broke off",
    "claims-nonsense": r"does not speak HTTP",
    "drip": r"timed out after 0\.8 s",
    "endless": r"larger than 200000 bytes",
    "endless-chunks": r"larger than 200000 bytes|timed out after 0\.8 s",
    "endless-members": r"larger than 200000 bytes|timed out after 0\.8 s",
    "endless-headers": r"does not speak HTTP",
    "endless-patience": r"timed out after 0\.8 s",
    "no-http": r"does not speak HTTP",
    "silent": r"timed out after 0\.4 s",
    "busy": r"429 Too Many Requests",
    "gone": r"410 Gone",
    "missing": r"404 Not Found",
}
READ = {
    "endless-rest": "Rest",
    "wrong-charset": "Caf\u00e9",
    "xxe": "Xxe",
    "parameter": "Parameter",
    "external-dtd": "Dtd",
    "xinclude": "Include",
    "laughs": "Laughs",
    "quadratic": "Quadratic",
}
"""Feeds that are read without what they tried."""
EITHER = ("claims-less", "html", "deep")
"""What is made of them is the readers' business; here it counts that they end."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[HostileServer]:
    """The server, and the file that it would like to have."""
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    with hostile_server(secret.as_uri()) as running:
        yield running


@pytest.fixture
def library(server: HostileServer, tmp_path: Path) -> Library:
    """An empty library."""
    del server, tmp_path
    return MemoryLibrary()


def names(host: str, port: int) -> list[Address]:
    """Resolve as a network would in which a public name leads inside."""
    return [ip_address("10.0.0.5")] if host == "intranet.example" else resolved(host, port)


def ingest(library: Library, server: HostileServer, tmp_path: Path, *targets: str) -> list[tuple[IngestReport, float]]:
    """Read all targets in one run; with each report the seconds since the one before it."""
    manners = Manners(tmp_path / "turns", pause=0.0)
    reports = []
    with Fetcher(LIMITS, manners=manners, allowed={server.place}, resolve=names) as fetcher:
        pipeline = Pipeline(library, Loader(fetcher.fetch), HashingEmbedder)
        before = time.monotonic()
        for report in pipeline.ingest_all([server.address(name) for name in targets]):
            now = time.monotonic()
            reports.append((report, now - before))
            before = now
    return reports


def test_everything_hostile_ends_in_time_with_its_reason_and_the_honest_feed_gets_in(
    library: Library, server: HostileServer, tmp_path: Path
) -> None:
    """One run over all of them: none outlasts its caps, none stops the next, nothing secret is read."""
    asked = ["honest", *FAILING, *READ, *EITHER]
    reports = {
        report.target.rpartition("/")[2]: (report, seconds)
        for report, seconds in ingest(library, server, tmp_path, *asked)
    }

    wrong = {
        name: reports[name][0].error
        for name, reason in FAILING.items()
        if not re.search(reason, reports[name][0].error or "")
    }
    assert wrong == {}
    assert {name: reports[name][0].error for name in READ if reports[name][0].error} == {}
    assert {name: reports[name][0].title for name in READ} == READ
    slow = {name: seconds for name, (_, seconds) in reports.items() if seconds > SLOWEST}
    assert slow == {}
    assert (reports["honest"][0].title, reports["honest"][0].new) == ("Honest", 1)
    exported = b"".join(export_json(library)).decode()
    assert SECRET not in exported
    assert "lollol" not in exported
    assert "aaaaaaaa" not in exported
    assert "dtd" not in server.asked


def test_the_order_does_not_matter_to_the_honest_feed(library: Library, server: HostileServer, tmp_path: Path) -> None:
    """After the worst of them it gets in just as well."""
    reports = ingest(library, server, tmp_path, "laughs", "bomb", "deep", "honest")

    assert reports[-1][0].title == "Honest"


def test_a_name_that_leads_inside_is_refused_at_once(library: Library, tmp_path: Path, server: HostileServer) -> None:
    """Not only behind a redirect."""
    with Fetcher(LIMITS, manners=Manners(tmp_path / "turns", pause=0.0), resolve=names) as fetcher:
        pipeline = Pipeline(library, Loader(fetcher.fetch), HashingEmbedder)
        found = list(pipeline.ingest_all(["http://intranet.example/feed", server.address("honest")]))

    assert [report.error for report in found] == [
        "http://intranet.example/feed: refused: private address 10.0.0.5",
        f"{server.address('honest')}: refused: private address 127.0.0.1",
    ]


def test_the_command_tells_the_reasons_and_keeps_the_honest_feed(
    server: HostileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 1, a line on stderr for each that failed, and the export holds what was honest."""
    for name in ("ALMANAC_STORE", "ALMANAC_PORT", "ALMANAC_CONTACT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ALMANAC_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("ALMANAC_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("ALMANAC_MODEL", "hashing")
    monkeypatch.setenv("ALMANAC_TRUSTED", server.place)
    failing = ["loop", "to-loopback", "to-metadata", "gone"]
    targets = [server.address(name) for name in [*failing, "honest", "laughs", "xxe"]]
    runner = create_app().test_cli_runner()
    result = runner.invoke(args=["ingest", "--no-predict", *targets])

    assert result.exit_code == 1
    told = [line for line in result.stderr.splitlines() if line.startswith("error: ")]
    assert [line.split(": ")[1] for line in told] == targets[: len(failing)]
    assert all(re.search(FAILING[name], line) for name, line in zip(failing, told, strict=True))
    exported = msgspec.json.decode(runner.invoke(args=["export"]).stdout)
    assert sorted(source["title"] for source in exported["sources"]) == ["Honest", "Laughs", "Xxe"]
    assert SECRET not in str(exported)
