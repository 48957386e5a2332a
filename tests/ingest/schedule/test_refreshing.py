"""Subscriptions asked over a real connection: what is new, what moved, what failed, what is gone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from graph.embedders.hashing import HashingEmbedder
from graph.errors import FetchError, UnreachableError
from graph.following import follow
from graph.ports import IngestOptions, Library
from graph.stores.memory import MemoryLibrary
from ingest.fetch import Fetcher
from ingest.ledger import Ledger
from ingest.loading import Loader
from ingest.pipeline import Pipeline
from ingest.schedule import LedgerSchedule, Listener, SubscriptionRefresher
from ingest.schedule.refreshing import interleaved

START = datetime(2026, 11, 21, 12, tzinfo=UTC)
WEEKS = ("Mon, 02", "Mon, 09", "Mon, 16")


def feed(title: str) -> bytes:
    """Return a weekly feed of three posts."""
    items = "".join(
        f"<item><guid>{title}-{day}</guid><title>On {day}</title><pubDate>{day} Nov 2026 10:00:00 +0000</pubDate></item>"
        for day in WEEKS
    )
    head = f"<title>{title}</title><link>https://{title}.example/</link>"
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()


class Site:
    """A server whose answers a test changes: path → (status, headers, body); it remembers what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[str] = []
        self.address = ""

    def says(self, path: str, status: int = 200, body: bytes = b"", **headers: str) -> str:
        """Let it answer this; return the address."""
        self.answers[path] = (status, {name.replace("_", "-"): value for name, value in headers.items()}, body)
        return self.address + path


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append(self.path)
            status, headers, body = made.answers.get(self.path, (404, {}, b""))
            if headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
                status, body = 304, b""
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


class House:
    """A library that subscribes to a site, and a clock to turn."""

    def __init__(self, folder: Path, site: Site) -> None:
        self.now = START
        self.library: Library = MemoryLibrary()
        listener = Listener(Fetcher(allowed=[site.address.removeprefix("http://")]).fetch)
        self.ingestor = Pipeline(self.library, Loader(listener), HashingEmbedder)
        self.schedule = LedgerSchedule(Ledger(folder))
        self.refresher = SubscriptionRefresher(
            self.library, self.ingestor, self.schedule, listener, lambda: self.now, lambda: 0.5
        )

    def follow(self, *addresses: str, on: bool = True) -> None:
        """Follow these, or stop."""
        follow(self.library, self.ingestor.settle_decisions, addresses, self.now, on=on)

    def refresh(self, later: timedelta = timedelta(0)) -> list[tuple[str, str, str]]:
        """Ask what is due after a while; return path, outcome and message of each."""
        self.now += later
        visits = [each.visit for each in self.refresher.refresh_due()]
        return [(visit.address.rpartition("/")[2], visit.outcome, visit.message) for visit in visits]

    def wait(self, address: str) -> timedelta:
        """Return how long until it is asked again."""
        held = self.schedule.appointment(address)
        assert held is not None
        assert held.due is not None
        return held.due - self.now


@pytest.fixture
def house(tmp_path: Path, site: Site) -> House:
    return House(tmp_path, site)


def test_a_source_is_asked_when_it_is_due_and_not_before(house: House, site: Site) -> None:
    """A weekly one about daily; what has not changed is told so."""
    ada = site.says("/ada", body=feed("ada"), ETag='"1"')
    house.follow(ada)

    assert house.refresh() == [("ada", "new", "")]
    assert house.wait(ada) == timedelta(hours=28) * 1.05
    assert house.refresh(timedelta(hours=29)) == []
    assert house.refresh(timedelta(hours=1)) == [("ada", "unchanged", "")]
    assert [visit.new for visit in house.schedule.visits(ada)] == [0, 3]


def test_a_store_that_is_away_is_no_fault_of_the_source(house: House, site: Site) -> None:
    """Nothing is held against it, and it is due at once when the store is back."""
    ada = site.says("/ada", body=feed("ada"))
    house.follow(ada)

    def gone(*_: object, **__: object) -> None:
        raise UnreachableError("the store does not answer")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(house.ingestor, "ingest", gone)
        with pytest.raises(UnreachableError):
            house.refresh()

    assert house.schedule.visits(ada) == []
    assert house.refresh() == [("ada", "new", "")]


def test_what_is_not_followed_any_more_is_not_asked(house: House, site: Site) -> None:
    """Nor what was read from a file."""
    ada = site.says("/ada", body=feed("ada"))
    house.follow(ada, "source-from-a-file")
    house.follow(ada, on=False)

    assert house.refresh() == []
    assert site.asked == []


def test_a_moved_source_is_asked_at_its_new_address_until_that_is_gone(house: House, site: Site) -> None:
    """301 is followed for good, 410 ends it, and only the user begins it again."""
    new, old = site.says("/new", body=feed("ada")), site.says("/old", 301, Location="/new")
    house.follow(old)
    assert house.refresh() == [("old", "moved", f"moved for good to {new}")]
    assert house.refresh(timedelta(days=2)) == [("old", "unchanged", "")]
    assert site.asked == ["/old", "/new", "/new"]
    assert [source.asked for source in house.library.documents.sources()] == [old], "decisions hang on this address"

    site.says("/new", 410)
    assert house.refresh(timedelta(days=3)) == [("old", "gone", "the site answered 410 Gone")]
    assert house.refresh(timedelta(days=300)) == []
    held = house.schedule.appointment(old)
    assert held is not None
    assert (held.gone, held.due, held.moved_to, held.error) == (True, None, new, "the site answered 410 Gone")

    site.says("/new", body=feed("ada"))
    house.schedule.resume(old, house.now)
    assert house.refresh() == [("old", "unchanged", "")]


def test_a_temporary_redirect_is_followed_this_time_only(house: House, site: Site) -> None:
    """302 says nothing of the next time."""
    site.says("/new", body=feed("ada"))
    house.follow(site.says("/old", 302, Location="/new"))
    house.refresh()
    house.refresh(timedelta(days=2))

    assert site.asked == ["/old", "/new", "/old", "/new"]


def test_a_move_to_what_cannot_be_read_is_no_move(house: House, site: Site) -> None:
    """A parked domain's page does not take the subscription with it."""
    site.says("/parked", 404)
    old = site.says("/old", 301, Location="/parked")
    house.follow(old)
    house.refresh()
    held = house.schedule.appointment(old)

    assert held is not None
    assert (held.moved_to, held.failures) == (None, 1)


def test_one_that_fails_is_asked_ever_more_seldom_and_never_stops_the_next(house: House, site: Site) -> None:
    """Until it answers again; then all is forgiven."""
    bad, good = site.says("/bad", 500), site.says("/good", body=feed("good"))
    house.follow(bad, good)
    told, waits = house.refresh(), [house.wait(bad)]
    for _ in range(6):
        house.refresh(house.wait(bad))
        waits.append(house.wait(bad))

    assert told == [("bad", "failed", "the site answered 500 Internal Server Error"), ("good", "new", "")]
    assert waits == sorted(waits)
    assert waits[0] == timedelta(minutes=45)
    assert waits[-1] == timedelta(hours=12, minutes=15)
    site.says("/bad", body=feed("bad"))
    house.refresh(house.wait(bad))
    held = house.schedule.appointment(bad)
    assert held is not None
    assert (held.failures, held.error) == (0, None)


def test_a_server_s_wish_to_be_left_alone_is_honoured(house: House, site: Site) -> None:
    """`Retry-After` where it fails, `max-age` where it answers."""
    busy = site.says("/busy", 503, Retry_After="7200")
    calm = site.says(
        "/calm", body=feed("calm").replace(b"Nov 2026", b"Nov 2126"), Cache_Control="public, max-age=80000"
    )
    house.follow(busy, calm)
    house.refresh()

    held = house.schedule.appointments()
    assert house.wait(busy) == timedelta(hours=2)
    assert (held[busy].quiet, held[calm].quiet) == (START + timedelta(hours=2), None)
    assert house.wait(calm) >= timedelta(seconds=80_000)


def test_what_nobody_answered_is_asked_again_within_hours(house: House) -> None:
    """It is often our own network that is away."""
    dead = "http://127.0.0.1:1/feed"
    house.refresher._listener = listener = Listener(Fetcher(allowed=["127.0.0.1:1"]).fetch)
    house.ingestor._load = Loader(listener)
    house.follow(dead)
    for _ in range(8):
        house.refresh(timedelta(hours=4))

    assert house.wait(dead) <= timedelta(hours=3)


def test_asking_by_name_does_not_wait_until_it_is_due(house: House, site: Site) -> None:
    """And counts as a visit."""
    ada = site.says("/ada", body=feed("ada"))
    house.follow(ada)
    house.refresh()
    (again,) = house.refresher.refresh([ada])

    assert again.visit.outcome == "unchanged"
    assert len(house.schedule.visits(ada)) == 2


def test_what_another_process_asks_just_now_is_left_to_it(house: House, site: Site) -> None:
    """For a while: it may have died."""
    ada = site.says("/ada", body=feed("ada"))
    house.follow(ada)
    house.schedule.take(ada, house.now, house.now + timedelta(minutes=10))

    assert house.refresh() == []
    assert house.refresh(timedelta(minutes=11)) == [("ada", "new", "")]


def test_reading_a_new_source_is_its_first_visit(house: House, site: Site) -> None:
    """So that it is not asked twice at the start; one that cannot be read raises and leaves no visit."""
    ada = site.says("/ada", body=feed("ada"))
    report = house.refresher.read(ada, IngestOptions())
    house.follow(ada)

    assert (report.new, house.refresh()) == (3, [])
    with pytest.raises(FetchError):
        house.refresher.read(site.address + "/none", IngestOptions())
    assert house.schedule.appointment(site.address + "/none") is None


def test_what_is_cancelled_ends_between_two_sources(house: House, site: Site) -> None:
    """Progress tells which of how many is asked, and may raise to end it."""
    house.follow(*(site.says(f"/{name}", body=feed(name)) for name in ("a", "b", "c")))
    told: list[tuple[int, int | None]] = []

    def until_the_second(done: int, total: int | None, _what: str) -> None:
        told.append((done, total))
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(house.refresher.refresh_due(None, until_the_second))
    assert set(told) == {(0, 3), (1, 3)}
    assert site.asked == ["/a"]


def test_sources_of_one_host_are_asked_apart_from_each_other() -> None:
    """While one host rests, another is asked."""
    addresses = ["https://a.example/1", "https://a.example/2", "https://b.example/1", "arxiv:cs.CL", "http://[broken"]

    assert interleaved(addresses) == [addresses[0], *addresses[2:], addresses[1]]
