"""Fetching, against a real server on loopback that behaves as badly as servers do."""

from __future__ import annotations

import contextlib
import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import pytest

from graph.errors import FetchError
from ingest.fetch import Fetcher, Limits
from ingest.fetch.dialling import is_public

FEED = b"<rss><channel><title>x</title></channel></rss>"
BOMB = gzip.compress(b"\0" * 5_000_000, 9)
LIMITS = Limits(connect=5.0, read=5.0, total=10.0, size=50_000, redirects=5)
IMPATIENT = Limits(connect=1.0, read=0.3, total=0.6)


class Handler(BaseHTTPRequestHandler):
    """Answers by path."""

    def do_GET(self) -> None:
        """Answer."""
        self.server.seen.append((self.path, dict(self.headers)))  # type: ignore[attr-defined]
        answer = getattr(self, "get_" + self.path.strip("/").partition("/")[0], None)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            answer() if answer else self.send_error(404)

    def get_feed(self) -> None:
        """Send a feed with validators, or 304 where the client has it."""
        if self.headers.get("If-None-Match") == '"one"':
            self._send(304, b"", ETag='"one"')
        else:
            self._send(200, FEED, ETag='"one"', Last_Modified="Mon, 06 Jan 2025 10:00:00 GMT")

    def get_hop(self) -> None:
        """Redirect as many times as the path says."""
        left = int(self.path.rpartition("/")[2])
        self._send(302, b"", Location=f"/hop/{left - 1}" if left > 1 else "/feed")

    def get_private(self) -> None:
        """Redirect to an address of the private network."""
        self._send(302, b"", Location="http://10.1.2.3/feed")

    def get_file(self) -> None:
        """Redirect to a file."""
        self._send(302, b"", Location="file:///etc/passwd")

    def get_gone(self) -> None:
        """Be gone."""
        self._send(410, b"")

    def get_gzip(self) -> None:
        """Send the feed packed."""
        self._send(200, gzip.compress(FEED), Content_Encoding="gzip")

    def get_bomb(self) -> None:
        """Send 5 MB in 5 kB."""
        self._send(200, BOMB, Content_Encoding="gzip")

    def get_junk(self) -> None:
        """Claim a packing and send something else."""
        self._send(200, b"not packed at all", Content_Encoding="gzip")

    def get_big(self) -> None:
        """Announce more than anybody wants."""
        self._send(200, b"", Content_Length="99999999")

    def get_endless(self) -> None:
        """Never end."""
        self.send_response(200)
        self.end_headers()
        for _ in range(100):
            self.wfile.write(b"x" * 10_000)

    def get_slow(self) -> None:
        """Send nothing for a while."""
        time.sleep(0.6)

    def get_drip(self) -> None:
        """Send a byte at a time, each in time."""
        self.send_response(200)
        self.end_headers()
        for _ in range(12):
            self.wfile.write(b"x")
            time.sleep(0.1)

    def _send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        headers.setdefault("Content_Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


@pytest.fixture(scope="module")
def server() -> Iterator[ThreadingHTTPServer]:
    """A server on loopback."""
    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running.daemon_threads = True
    running.seen = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=running.serve_forever, args=(0.02,))
    thread.start()
    yield running
    running.shutdown()
    thread.join()
    running.server_close()


@pytest.fixture
def here(server: ThreadingHTTPServer) -> str:
    """The server's host and port."""
    return f"127.0.0.1:{server.server_port}"


@pytest.fixture
def fetcher(here: str) -> Iterator[Fetcher]:
    """A fetcher that may reach the server, and nothing else that is private."""
    with Fetcher(LIMITS, contact="tests@example.org", allowed={here}) as fetcher:
        yield fetcher


def test_bytes_type_and_validators_come_back(fetcher: Fetcher, here: str) -> None:
    """A plain answer brings everything the next fetch needs."""
    found = fetcher.fetch(f"http://{here}/feed")

    assert (found.content, found.etag, found.not_modified) == (FEED, '"one"', False)
    assert found.last_modified == "Mon, 06 Jan 2025 10:00:00 GMT"
    assert found.url == f"http://{here}/feed"


def test_what_has_not_changed_is_not_sent_again(fetcher: Fetcher, here: str) -> None:
    """The validators of the last fetch make it a conditional one."""
    found = fetcher.fetch(f"http://{here}/feed", etag='"one"')

    assert found.not_modified
    assert found.content == b""


def test_the_request_says_who_asks_and_never_a_password(
    fetcher: Fetcher, here: str, server: ThreadingHTTPServer
) -> None:
    """Credentials in an address are dropped before anything is sent."""
    fetcher.fetch(f"http://user:secret@{here}/feed#part")

    _, headers = server.seen[-1]  # type: ignore[attr-defined]
    assert "tests@example.org" in headers["User-Agent"]
    assert "Authorization" not in headers


def test_redirects_are_followed_and_counted(fetcher: Fetcher, here: str) -> None:
    """Five are fine; the address where they end is reported."""
    found = fetcher.fetch(f"http://{here}/hop/5")

    assert (found.url, found.redirects, found.content) == (f"http://{here}/feed", 5, FEED)


def test_packed_answers_are_unpacked(fetcher: Fetcher, here: str) -> None:
    """Gzip is asked for and understood."""
    assert fetcher.fetch(f"http://{here}/gzip").content == FEED


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("nothing", "404 Not Found"),
        ("gone", "410 Gone"),
        ("hop/6", "more than 5 redirects"),
        ("private", "refused: private address 10.1.2.3 (redirected to http://10.1.2.3/feed)"),
        ("file", "refused: not an http(s) address (redirected to file:///etc/passwd)"),
        ("big", "larger than 50000 bytes"),
        ("endless", "larger than 50000 bytes"),
        ("bomb", "larger than 50000 bytes when unpacked"),
        ("junk", "its packing is broken"),
    ],
)
def test_failures_are_told_plainly(fetcher: Fetcher, here: str, path: str, reason: str) -> None:
    """Each way to fail has one clear line."""
    with pytest.raises(FetchError) as failure:
        fetcher.fetch(f"http://{here}/{path}")

    assert failure.value.reason == reason


@pytest.mark.parametrize(("path", "seconds"), [("slow", "0.3"), ("drip", "0.6")])
def test_nobody_is_waited_for_longer_than_stated(here: str, path: str, seconds: str) -> None:
    """A server that is silent, and one that always sends one byte more, both end in time."""
    with Fetcher(IMPATIENT, allowed={here}) as fetcher, pytest.raises(FetchError) as failure:
        fetcher.fetch(f"http://{here}/{path}")

    assert failure.value.reason == f"timed out after {seconds} s"


def test_a_status_is_kept_beside_its_words(fetcher: Fetcher, here: str) -> None:
    """A 410 can be told from a 404 without reading the message."""
    with pytest.raises(FetchError) as failure:
        fetcher.fetch(f"http://{here}/gone")

    assert failure.value.status == 410


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "0.0.0.0", "[::1]", "[::]", "[::ffff:127.0.0.1]", "2130706433", "0177.0.0.1",  # noqa: S104
        "0x7f.1", "10.0.0.1", "192.168.1.1", "172.16.0.1",
        "169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255",
        "[fe80::1]", "[fd00::1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[::127.0.0.1]",
    ],
)  # fmt: skip
def test_no_spelling_of_a_private_address_is_dialled(fetcher: Fetcher, host: str) -> None:
    """Names and numbers are judged by the address they lead to, so no spelling gets through."""
    with pytest.raises(FetchError, match=r"refused: private address|no such host|not an address"):
        fetcher.fetch(f"http://{host}:9/")


def test_a_name_that_turns_private_after_the_first_look_is_refused(
    server: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was checked is what is dialled: no second look-up happens in between."""
    answers = iter(["93.184.216.34", "127.0.0.1"])
    asked: list[str] = []

    def answer(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        asked.append(host)
        return [(2, 1, 6, "", (next(answers), port))]

    dialled: list[str] = []

    def dial(address: tuple[str, int], *_: object, **__: object) -> None:
        dialled.append(address[0])
        raise ConnectionRefusedError("nobody there")

    monkeypatch.setattr("socket.getaddrinfo", answer)
    monkeypatch.setattr("socket.create_connection", dial)
    with Fetcher(LIMITS) as fetcher, pytest.raises(FetchError, match="no connection"):
        fetcher.fetch(f"http://rebinding.example:{server.server_port}/feed")

    assert (asked, dialled) == (["rebinding.example"], ["93.184.216.34"])


@pytest.mark.parametrize(
    "url", ["ftp://example.org/x", "file:///etc/passwd", "no address", "http://", "http://[::1", ""]
)
def test_only_web_addresses_are_fetched(fetcher: Fetcher, url: str) -> None:
    """Everything else is refused before anything is dialled."""
    with pytest.raises(FetchError):
        fetcher.fetch(url)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34"])
def test_public_addresses_are_public(address: str) -> None:
    """The guard lets the internet through."""
    assert is_public(ip_address(address))
