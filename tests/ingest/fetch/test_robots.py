"""What a robots.txt lets us ask for (RFC 9309)."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import FetchError
from ingest.fetch.dialling import RefusedError
from ingest.fetch.robots import KEPT, MOST_BYTES, RuleBook, Rules

PAGE = "https://blog.example/private/post"


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow: /private/", False),
        ("User-agent: *\nDisallow: /private/\nAllow: /private/post", True),
        ("User-agent: *\nDisallow: /*/post$", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Almanac\nDisallow:", True),
        ("User-agent: almanac/2.0\nDisallow: /\n\nUser-agent: *\nAllow: /", False),
        ("User-agent: SomeBot\nDisallow: /", True),
        ("User-agent: SomeBot\nUser-agent: *\nDisallow: /", False),
        ("\ufeffUser-agent: *\r\nDisallow: / # all of it", False),
        ("<html>not found, with a 200</html>", True),
    ],
)
def test_the_rules_for_us_are_kept(robots: str, allowed: bool) -> None:
    """Ours by name, else everybody's; the longest path wins; junk forbids nothing."""
    assert Rules(robots.encode()).allow(PAGE) is allowed


def test_a_crawl_delay_is_read() -> None:
    """In seconds; nonsense is none."""
    assert Rules(b"User-agent: *\nCrawl-delay: 7.5").delay == 7.5
    assert Rules(b"User-agent: *\nCrawl-delay: for ever").delay == 0.0
    assert Rules(b"User-agent: other\nCrawl-delay: 9").delay == 0.0


def test_thousands_of_names_over_thousands_of_rules_cost_nothing() -> None:
    """Each name would have its own copy of each rule: gigabytes out of half a megabyte."""
    names = "".join(f"User-agent:b{n}\n" for n in range(15_000))
    before = time.monotonic()
    rules = Rules((names + "Disallow:/a\n" * 20_000).encode())

    assert rules.allow(PAGE)
    assert time.monotonic() - before < 3


def test_only_the_beginning_of_a_long_file_counts() -> None:
    """RFC 9309 asks for 500 KiB; the rest is not read."""
    filling = b"# nothing\n" * (MOST_BYTES // 10)

    assert Rules(filling + b"User-agent: *\nDisallow: /").allow(PAGE)


@given(st.binary(max_size=300), st.text(max_size=50))
def test_no_file_breaks_the_reading(content: bytes, path: str) -> None:
    """Whatever it holds, there is an answer."""
    rules = Rules(b"User-agent: *\nDisallow: " + content)

    assert rules.allow(f"https://blog.example/{path.encode('utf-8', 'replace')!r}") in (True, False)
    assert rules.delay >= 0


class Site:
    """A site that answers with a file, or a failure; it counts."""

    def __init__(self, answer: bytes | FetchError) -> None:
        self.answer = answer
        self.asked: list[str] = []
        self.now = 0.0

    def ask(self, url: str) -> bytes:
        """Answer."""
        self.asked.append(url)
        if isinstance(self.answer, FetchError):
            raise self.answer
        return self.answer

    def book(self) -> RuleBook:
        """Return a book that asks here."""
        return RuleBook(self.ask, lambda: self.now)


def test_a_site_is_asked_once_for_hours() -> None:
    """Then again."""
    site = Site(b"")
    book = site.book()
    for _ in range(3):
        book.rules("https://blog.example")
    site.now += KEPT + 1
    book.rules("https://blog.example")

    assert site.asked == ["https://blog.example/robots.txt"] * 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_a_site_without_rules_allows_everything(status: int) -> None:
    """RFC 9309, 2.3.1.3."""
    assert Site(FetchError("x", str(status), status)).book().rules("https://blog.example").allow(PAGE)


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (FetchError("x", "503 Service Unavailable", 503, 90.0), "its robots.txt: 503 Service Unavailable"),
        (FetchError("x", "429 Too Many Requests", 429, 90.0), "its robots.txt: 429 Too Many Requests"),
        (FetchError("x", "timed out after 10 s", None, 90.0), "its robots.txt: timed out after 10 s"),
    ],
)
def test_a_site_that_cannot_say_is_left_alone(failure: FetchError, said: str) -> None:
    """RFC 9309, 2.3.1.4; one's own server is asked all the same."""
    with pytest.raises(RefusedError) as refusal:
        Site(failure).book().rules("https://blog.example")

    assert (str(refusal.value), refusal.value.retry_after) == (said, 90.0)
    assert Site(failure).book().rules("https://blog.example", own=True).allow(PAGE)
