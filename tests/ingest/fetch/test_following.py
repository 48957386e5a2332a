"""Redirects, keys, posts, waits and robots.txt, between servers that answer as they are told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import FetchError
from ingest.fetch import Fetcher, Limits, Manners
from ingest.fetch.answers import retry_after
from ingest.fetch.dialling import is_public

LIMITS = Limits(connect=2.0, read=2.0, total=4.0, size=50_000)
Answer = tuple[int, dict[str, str], bytes]


class Handler(BaseHTTPRequestHandler):
    """Gives the answers of its server, in their order where there are several; remembers the questions."""

    def do_GET(self) -> None:
        """Answer."""
        server: Site = self.server  # type: ignore[assignment]
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        server.asked.append((self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body))
        answers = server.answers.get(self.path, [(404, {}, b"")])
        status, headers, content = answers.pop(0) if len(answers) > 1 else answers[0]
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    do_POST = do_GET  # noqa: N815 (the server's name for it)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


class Site(ThreadingHTTPServer):
    """A server on loopback."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []

    @property
    def place(self) -> str:
        """Its host and port."""
        return f"127.0.0.1:{self.server_port}"

    def at(self, path: str) -> str:
        """Return an address here."""
        return f"http://{self.place}{path}"

    def says(self, path: str, *answers: Answer) -> None:
        """Let it answer so."""
        self.answers[path] = list(answers)

    def redirects(self, path: str, status: int, to: str) -> None:
        """Let it redirect."""
        self.says(path, (status, {"Location": to}, b""))

    def paths(self) -> list[str]:
        """Return what was asked for."""
        return [path for _, path, _, _ in self.asked]


class Clock:
    """A clock that moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        """Return the time."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.slept.append(round(seconds, 2))
        self.now += seconds


@pytest.fixture
def sites() -> Iterator[tuple[Site, Site]]:
    """Two servers."""
    with ExitStack() as stack:
        running = Site(), Site()
        for site in running:
            thread = threading.Thread(target=site.serve_forever, args=(0.02,), daemon=True)
            thread.start()
            stack.callback(site.server_close)
            stack.callback(thread.join)
            stack.callback(site.shutdown)
        yield running


@pytest.fixture
def clock() -> Clock:
    """A clock."""
    return Clock()


@pytest.fixture
def fetcher(sites: tuple[Site, Site], tmp_path: Path, clock: Clock) -> Iterator[Fetcher]:
    """A fetcher with manners that may reach both."""
    manners = Manners(tmp_path / "turns", clock=clock, sleep=clock.sleep)
    allowed = [site.place for site in sites]
    endpoints = [sites[0].at("/api/")]
    with Fetcher(LIMITS, manners=manners, contact="me@lab.example", allowed=allowed, endpoints=endpoints) as fetcher:
        yield fetcher


@pytest.mark.parametrize(
    ("statuses", "permanent"),
    [
        ([301], "/1"),
        ([308, 301], "/2"),
        ([301, 302], "/1"),
        ([302, 301], None),
        ([307], None),
        ([303, 308, 301], None),
        ([], None),
    ],
)
def test_an_address_has_moved_as_far_as_its_redirects_say_so_for_good(
    fetcher: Fetcher, sites: tuple[Site, Site], statuses: list[int], permanent: str | None
) -> None:
    """What follows a temporary redirect is temporary too."""
    site, _ = sites
    for number, status in enumerate(statuses):
        site.redirects(f"/{number}", status, f"/{number + 1}")
    site.says(f"/{len(statuses)}", (200, {}, b"here"))
    found = fetcher.fetch(site.at("/0"))

    assert found.permanent == (site.at(permanent) if permanent else None)
    assert (found.content, found.status, found.redirects) == (b"here", 200, len(statuses))


def test_a_move_is_told_also_when_nothing_is_new(fetcher: Fetcher, sites: tuple[Site, Site]) -> None:
    """A 304 at the new place."""
    site, other = sites
    site.redirects("/old", 301, f"http://me:secret@{other.place}/new#top")
    other.says("/new", (304, {}, b""))
    found = fetcher.fetch(site.at("/old"), etag='"1"')

    assert (found.permanent, found.not_modified, found.status) == (other.at("/new"), True, 304)


def test_a_failure_behind_a_redirect_names_both_addresses(fetcher: Fetcher, sites: tuple[Site, Site]) -> None:
    """What was asked for, and where it failed."""
    site, other = sites
    site.redirects("/old", 301, other.at("/gone"))
    other.says("/gone", (410, {}, b""))
    with pytest.raises(FetchError) as failure:
        fetcher.fetch(site.at("/old"))

    assert (failure.value.url, failure.value.status) == (site.at("/old"), 410)
    assert failure.value.reason == f"410 Gone (redirected to {other.at('/gone')})"


def test_a_key_stays_with_its_origin(fetcher: Fetcher, sites: tuple[Site, Site]) -> None:
    """Also when a redirect leads away and back again; the Accept goes along."""
    site, other = sites
    site.redirects("/a", 302, "/b")
    site.redirects("/b", 302, other.at("/c"))
    other.says("/c", (200, {}, b""))
    fetcher.fetch(site.at("/a"), headers={"X-Api-Key": "secret"}, accept="application/json")

    asked = {path: headers for server in sites for _, path, headers, _ in server.asked if path != "/robots.txt"}
    assert {path: headers.get("x-api-key") for path, headers in asked.items()} == {
        "/a": "secret",
        "/b": "secret",
        "/c": None,
    }
    assert {headers["accept"] for headers in asked.values()} == {"application/json"}
    assert all("secret" not in str(headers) for _, path, headers, _ in site.asked + other.asked if "robots" in path)


def test_a_body_is_posted_and_never_posted_elsewhere(fetcher: Fetcher, sites: tuple[Site, Site]) -> None:
    """A service that moved is told, not followed."""
    site, other = sites
    site.says("/api/batch", (200, {"Content-Type": "application/json"}, b"[]"))
    site.redirects("/api/moved", 307, other.at("/batch"))

    assert fetcher.fetch(site.at("/api/batch"), body=b'{"ids": []}').content == b"[]"
    method, _, headers, body = site.asked[-1]
    assert (method, body, headers["content-type"]) == ("POST", b'{"ids": []}', "application/json")
    with pytest.raises(FetchError, match="not posted elsewhere"):
        fetcher.fetch(site.at("/api/moved"), body=b"{}")
    assert other.asked == []


def test_the_contact_is_told(fetcher: Fetcher, sites: tuple[Site, Site]) -> None:
    """With the program's name, to the page and to its robots.txt."""
    site, _ = sites
    site.says("/", (200, {}, b""))
    fetcher.fetch(site.at("/"))

    assert {headers["user-agent"] for _, _, headers, _ in site.asked} == {"Almanac/0.1.0 (me@lab.example)"}


def test_the_version_told_is_the_projects() -> None:
    """One number, in two places."""
    from importlib.metadata import version

    from ingest.fetch.fetcher import AGENT

    assert AGENT.startswith(f"Almanac/{version('almanac')} ")


def test_robots_are_honoured_but_not_asked_about_interfaces(fetcher: Fetcher, sites: tuple[Site, Site]) -> None:
    """A page that is kept out is never asked for; an interface that the operator named is."""
    site, _ = sites
    site.says("/robots.txt", (200, {}, b"User-agent: *\nDisallow: /private/\nDisallow: /api/"))
    site.says("/api/query", (200, {}, b"answer"))
    site.says("/open", (200, {}, b"page"))

    assert fetcher.fetch(site.at("/api/query")).content == b"answer"
    assert site.paths() == ["/api/query"]
    assert fetcher.fetch(site.at("/open")).content == b"page"
    with pytest.raises(FetchError, match=r"refused: the site's robots\.txt asks programs not to read this address"):
        fetcher.fetch(site.at("/private/post"))
    assert site.paths() == ["/api/query", "/robots.txt", "/open"]


def test_a_redirect_does_not_lead_around_robots(fetcher: Fetcher, sites: tuple[Site, Site]) -> None:
    """Each origin on the way is asked for its own rules."""
    site, other = sites
    site.redirects("/a", 301, other.at("/kept-out"))
    other.says("/robots.txt", (200, {}, b"User-agent: *\nDisallow: /"))
    with pytest.raises(FetchError, match="robots"):
        fetcher.fetch(site.at("/a"))

    assert other.paths() == ["/robots.txt"]


def test_rules_behind_a_redirect_count(fetcher: Fetcher, sites: tuple[Site, Site]) -> None:
    """RFC 9309, 2.3.1.2."""
    site, other = sites
    site.redirects("/robots.txt", 301, other.at("/robots.txt"))
    other.says("/robots.txt", (200, {}, b"User-agent: *\nDisallow: /"))

    with pytest.raises(FetchError, match="robots"):
        fetcher.fetch(site.at("/a"))


@pytest.mark.parametrize("said", ["3", "Tue, 14 Nov 2023 22:13:23 GMT"])
def test_a_short_wait_is_waited_for(fetcher: Fetcher, sites: tuple[Site, Site], clock: Clock, said: str) -> None:
    """In seconds or until a date, where the caller has the patience."""
    site, _ = sites
    site.says("/api/busy", (503, {"Retry-After": said}, b""), (200, {}, b"now"))

    assert fetcher.fetch(site.at("/api/busy"), patience=5).content == b"now"
    assert clock.slept == [3.0]


@pytest.mark.parametrize(("said", "patience"), [("3", 0.0), ("600", 5.0)])
def test_a_wait_that_is_too_long_is_told(
    fetcher: Fetcher, sites: tuple[Site, Site], clock: Clock, said: str, patience: float
) -> None:
    """The caller may come back then."""
    site, _ = sites
    site.says("/api/busy", (429, {"Retry-After": said}, b""), (200, {}, b"now"))
    with pytest.raises(FetchError) as failure:
        fetcher.fetch(site.at("/api/busy"), patience=patience)

    assert (failure.value.status, failure.value.retry_after) == (429, float(said))
    assert clock.slept == []


def test_a_server_that_is_always_busy_is_not_asked_for_ever(fetcher: Fetcher, sites: tuple[Site, Site]) -> None:
    """Three times."""
    site, _ = sites
    site.says("/api/busy", (503, {"Retry-After": "1"}, b""))
    with pytest.raises(FetchError, match="503"):
        fetcher.fetch(site.at("/api/busy"), patience=5)

    assert len(site.asked) == 3


@pytest.mark.parametrize(
    ("stated", "seconds"),
    [
        ("120", 120.0),
        ("0", 0.0),
        ("99999999999999", 86_400.0),
        ("Thu, 01 Jan 1970 00:02:00 GMT", 20.0),
        ("Thu, 01 Jan 1970 00:00:01 GMT", 0.0),
        ("Thu, 01 Jan 2970 00:00:00 GMT", 86_400.0),
        ("-5", None),
        ("soon", None),
        ("\u0665", None),
        ("", None),
        (None, None),
    ],
)
def test_waits_are_seconds_or_dates(stated: str | None, seconds: float | None) -> None:
    """RFC 9110, 10.2.3; a day at most."""
    assert retry_after(stated, 100.0) == seconds


@given(st.text(max_size=60))
def test_a_wait_is_never_nonsense(stated: str) -> None:
    """Whatever a server writes."""
    found = retry_after(stated, 0.0)

    assert found is None or 0 <= found <= 86_400


def test_the_web_does_not_lead_into_the_network_that_the_operator_opened(
    sites: tuple[Site, Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is trusted may be asked for by name, not reached from elsewhere."""
    web, trusted = sites
    web.redirects("/a", 302, trusted.at("/admin"))
    monkeypatch.setattr("ingest.fetch.dialling.is_public", lambda _: True)
    with (
        Fetcher(LIMITS, allowed=[trusted.place], resolve=lambda *_: [ip_address("127.0.0.1")]) as fetcher,
        pytest.raises(FetchError, match="from the web into a private network"),
    ):
        fetcher.fetch(f"http://blog.example:{web.server_port}/a")

    assert (web.paths(), trusted.paths()) == (["/a"], [])


def test_what_cannot_be_sent_back_is_not(fetcher: Fetcher, sites: tuple[Site, Site]) -> None:
    """A server's ETag may be anything; ours are headers that can be sent."""
    site, _ = sites
    site.says("/", (200, {}, b"page"))

    assert fetcher.fetch(site.at("/"), etag='"caf\u00e9"', last_modified="a\r\nX-Evil: b").content == b"page"
    assert {"if-none-match", "if-modified-since", "x-evil"}.isdisjoint(site.asked[-1][2])


@given(st.one_of(st.text(max_size=40), st.text(max_size=40).map("http://{}".format)))
def test_whatever_is_no_address_fails_as_one(url: str) -> None:
    """Never with another error, and nothing is dialled."""
    with pytest.raises(FetchError):
        INSIDE.fetch(url)


INSIDE = Fetcher(LIMITS, resolve=lambda *_: [ip_address("10.0.0.1")])
"""A fetcher in a world whose names all lead inside."""
PRIVATE = [
    ip_network(each)
    for each in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4",
    )
]  # fmt: skip
PRIVATE_6 = [ip_network(each) for each in ("::/127", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8")]


def inside(networks: list[object]) -> st.SearchStrategy[object]:
    """Return addresses in these networks."""
    return st.sampled_from(networks).flatmap(lambda network: st.ip_addresses(network=network))


@given(inside(PRIVATE))  # type: ignore[arg-type]
def test_no_private_address_is_public_in_any_dress(address: IPv4Address) -> None:
    """Plain, mapped, compatible, 6to4, NAT64."""
    number = int(address)
    dresses = [
        IPv6Address((0xFFFF << 32) | number),
        IPv6Address((0x2002 << 112) | (number << 80)),
        IPv6Address((0x64FF9B << 96) | number),
    ]

    assert not is_public(address)
    assert not any(map(is_public, dresses))


@given(inside(PRIVATE_6))  # type: ignore[arg-type]
def test_no_private_ipv6_address_is_public(address: IPv6Address) -> None:
    """Loopback, unique local, link-local, site-local, multicast."""
    assert not is_public(address)
