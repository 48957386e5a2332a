"""The fetcher: an address → bytes within limits, or one clear reason."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from types import TracebackType
from urllib.parse import urljoin

import httpx
from msgspec.structs import replace

from graph.errors import FetchError
from ingest.fetch.answers import announced, download_of, in_words, reason_of, retry_after, sendable, status_line
from ingest.fetch.asking import Download, Limits, Question, Trail, dialable, lies_under, origin_of, place, place_of
from ingest.fetch.dialling import Deadline, GuardedTransport, RefusedError, Resolve, resolved
from ingest.fetch.manners import LONGEST_REST, Manners, Turn
from ingest.fetch.robots import MOST_BYTES as MOST_ROBOTS
from ingest.fetch.robots import RuleBook
from ingest.fetch.unpacking import PACKINGS, unpacked

REDIRECTS = frozenset({301, 302, 303, 307, 308})
BUSY = frozenset({429, 503})
ACCEPTED = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
AGENT = "Almanac/0.1.0 ({contact})"
NO_CONTACT = "a reader's own library"
ROBOTS_TOTAL = 10.0
"""Seconds for a robots.txt: it is a small file, and the page is still to come."""
MOST_TRIES = 3
"""How often a server that asks for patience is asked at all."""
MOST_REFUSAL = 1 << 16
"""Bytes of what a server says with a 400: enough for its reason."""


class Fetcher:
    """Fetches public http(s) addresses.

    `allowed` ("host:port") opens private ones, for operators and tests; `endpoints` (how addresses begin) are
    interfaces made for programs, where no robots.txt is asked for. Without `manners` it asks at once, and nobody's
    robots.txt: right for a test's own server alone.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        manners: Manners | None = None,
        contact: str | None = None,
        allowed: Collection[str] = (),
        endpoints: Collection[str] = (),
        clock: Callable[[], float] = time.monotonic,
        resolve: Resolve = resolved,
    ) -> None:
        self._limits = limits or Limits()
        self._manners = manners
        self._now = manners.now if manners else time.time
        self._robots = RuleBook(self._robots_file, manners.now) if manners else None
        self._allowed = frozenset(map(place, allowed))
        self._endpoints = tuple(map(httpx.URL, endpoints))
        self._deadline = Deadline(clock)
        self._client = httpx.Client(
            transport=GuardedTransport(self._allowed, self._deadline, resolve),
            trust_env=False,
            timeout=httpx.Timeout(self._limits.read, connect=self._limits.connect),
            headers={
                "User-Agent": AGENT.format(contact=contact or NO_CONTACT),
                "Accept": ACCEPTED,
                "Accept-Encoding": PACKINGS,
            },
        )

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections kept alive."""
        self._client.close()

    def fetch(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        accept: str | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        patience: float = 0.0,
    ) -> Download:
        """Return what the address gives, or raise FetchError saying why it gives nothing.

        `headers` (a key, say) are sent to the address's own origin, never to where it redirects; `body` is JSON and
        makes it a POST. A `Retry-After` of up to `patience` seconds is waited for.
        """
        conditions = sendable({"If-None-Match": etag, "If-Modified-Since": last_modified})
        question = Question(
            headers=conditions | sendable({"Accept": accept, "Content-Type": "application/json" if body else None}),
            private=headers or {},
            body=body,
            conditional=bool(conditions),
            patience=patience,
        )
        for _ in range(MOST_TRIES - 1):
            try:
                return self._ask(url, question, self._limits)
            except FetchError as error:
                # Where turns are taken, the host's next one begins when it said: asking again is waiting.
                if self._manners is None or error.retry_after is None or error.retry_after > patience:
                    raise
        return self._ask(url, question, self._limits)

    def _ask(self, url: str, question: Question, limits: Limits) -> Download:
        """Follow the redirects; every way to fail ends as a FetchError about the address that was asked for."""
        trail = Trail(url, limits.total)

        def failed(
            reason: str, status: int | None = None, wait: float | None = None, content: bytes = b""
        ) -> FetchError:
            where = "" if url == trail.here else f" (redirected to {trail.here})"
            return FetchError(url, reason + where, status, wait, content)

        try:
            while trail.redirects <= limits.redirects:
                if found := self._hop(url, trail, question, limits):
                    return replace(found, redirects=trail.redirects, permanent=trail.permanent)
        except FetchError as error:
            raise failed(error.reason, error.status, error.retry_after, error.content) from error
        except RefusedError as error:
            raise failed(str(error), wait=error.retry_after) from error
        except (httpx.HTTPError, httpx.InvalidURL, zlib.error, ValueError) as error:
            raise failed(reason_of(error, limits, in_all=trail.left <= 0)) from error
        raise FetchError(url, f"more than {limits.redirects} redirects")

    def _hop(self, asked: str, trail: Trail, question: Question, limits: Limits) -> Download | None:
        """Return the download, or None after a redirect, which the trail then leads along."""
        here, start = dialable(trail.here), dialable(asked)
        if self._is_own(here) and not self._is_own(start):
            raise RefusedError("refused: a redirect from the web into a private network")
        delay = 0.0 if question.robots else self._delay(here)
        if origin_of(here) != origin_of(start):
            question = replace(question, private={})
        with self._turn(here, delay, question.patience) as turn, self._timed(trail):
            found = self._step(here, question, limits.size)
            if turn is not None and isinstance(found, Download):
                turn.pause = max(turn.pause, found.pause)
        if isinstance(found, Download):
            return found
        status, location = found
        trail.follow(urljoin(str(here), location), status)
        return None

    @contextmanager
    def _turn(self, here: httpx.URL, delay: float, patience: float) -> Iterator[Turn | None]:
        """Hold the host's turn; a server that is busy gets the rest it asks for. One's own needs no pause."""
        if self._manners is None:
            yield None
            return
        own = self._is_own(here)
        pause = 0.0 if own else self._manners.pause_for(here.host, delay)
        with self._manners.turn(place_of(here) if own else here.host, pause, patience) as turn:
            try:
                yield turn
            except FetchError as error:
                # Beside what is busy on one's own server there may be others; a stranger's server is one to us.
                turn.pause = max(turn.pause, min(error.retry_after or 0.0, patience if own else LONGEST_REST))
                raise

    @contextmanager
    def _timed(self, trail: Trail) -> Iterator[None]:
        self._deadline.start(trail.left)
        try:
            yield
        finally:
            trail.left = self._deadline.left

    def _step(self, here: httpx.URL, question: Question, size: int) -> Download | tuple[int, str]:
        """Return the download, or the status and the address of a redirect."""
        method = "GET" if question.body is None else "POST"
        headers = {**question.headers, **question.private}
        with self._client.stream(method, here, headers=headers, content=question.body) as response:
            # A server can never choose the address's user name, nor learn ours.
            self._client.cookies.clear()
            status = response.status_code
            if status in REDIRECTS and (location := response.headers.get("Location")):
                if question.body is not None:
                    raise RefusedError("refused: what is posted here is not posted elsewhere")
                return status, str(location)
            if status == HTTPStatus.NOT_MODIFIED and question.conditional:
                return download_of(response, b"")
            if not response.is_success:
                wait = retry_after(response.headers.get("Retry-After"), self._now()) if status in BUSY else None
                refusal = self._body(response, MOST_REFUSAL, cut=True) if status == HTTPStatus.BAD_REQUEST else b""
                raise FetchError(str(here), status_line(status), status, wait, refusal)
            return download_of(response, self._body(response, size, cut=question.robots))

    def _body(self, response: httpx.Response, size: int, *, cut: bool) -> bytes:
        """Return the body; one that is too large is refused, or cut off."""
        if announced(response.headers.get("Content-Length")) > size and not cut:
            raise RefusedError(f"larger than {in_words(size)}")
        body = bytearray()
        for piece in unpacked(response.headers.get("Content-Encoding", ""), response.iter_raw()):
            body += piece
            sent = response.num_bytes_downloaded
            if max(len(body), sent) > size:
                if cut:
                    break
                raise RefusedError(f"larger than {in_words(size)}" + ("" if sent > size else " when unpacked"))
            if self._deadline.left <= 0:  # unpacking takes time too
                raise httpx.ReadTimeout("")
        return bytes(body[:size])

    def _delay(self, here: httpx.URL) -> float:
        """Return the pause that the site's robots.txt asks for; raise RefusedError where it keeps programs out."""
        if self._robots is None or any(map(partial(lies_under, here), self._endpoints)):
            return 0.0
        rules = self._robots.rules(origin_of(here), own=self._is_own(here))
        if not rules.allow(str(here)):
            raise RefusedError("refused: the site's robots.txt asks programs not to read this address")
        return rules.delay

    def _robots_file(self, url: str) -> bytes:
        limits = replace(self._limits, size=MOST_ROBOTS, total=min(self._limits.total, ROBOTS_TOTAL))
        return self._ask(url, Question(robots=True), limits).content

    def _is_own(self, url: httpx.URL) -> bool:
        return place_of(url) in self._allowed
