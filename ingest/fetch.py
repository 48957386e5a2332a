"""Every connection to an address that came from content or a user. What comes back is bytes, within limits."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Collection, Iterator
from http import HTTPStatus
from types import TracebackType
from urllib.parse import urljoin

import httpx
from msgspec import Struct

from graph.errors import FetchError
from ingest.dialling import Deadline, GuardedTransport, RefusedError

REDIRECTS = frozenset({301, 302, 303, 307, 308})
ACCEPTED = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
AGENT = "Almanac/0.1 ({contact})"
CHUNK = 1 << 16


class Limits(Struct, frozen=True, kw_only=True):
    """What one fetch may take: seconds, bytes (as sent and unpacked), redirects."""

    connect: float = 10.0
    read: float = 20.0
    total: float = 60.0
    size: int = 32 << 20
    redirects: int = 5


class Download(Struct, frozen=True, kw_only=True):
    """What an address gave. `url` is where the redirects ended; `not_modified` means: nothing new since the validators.

    Give `etag` and `last_modified` to the next fetch of the same address.
    """

    url: str
    content: bytes = b""
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    not_modified: bool = False
    redirects: int = 0


class Fetcher:
    """Fetches public http(s) addresses. `allowed` ("host:port") opens private ones, for tests and operators."""

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        contact: str = "a reader's own library",
        allowed: Collection[str] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limits = limits or Limits()
        self._clock = clock
        self._deadline = Deadline(clock)
        self._client = httpx.Client(
            transport=GuardedTransport(allowed, self._deadline),
            trust_env=False,
            timeout=httpx.Timeout(self._limits.read, connect=self._limits.connect),
            headers={
                "User-Agent": AGENT.format(contact=contact),
                "Accept": ACCEPTED,
                "Accept-Encoding": "gzip, deflate",
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

    def fetch(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Download:
        """Return what the address gives, or raise FetchError saying why it gives nothing."""
        self._deadline.at = self._clock() + self._limits.total
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in conditions.items() if value}
        here = url
        try:
            for redirects in range(self._limits.redirects + 1):
                found = self._step(here, headers, redirects)
                if isinstance(found, Download):
                    return found
                here = found
        except RefusedError as error:
            raise FetchError(url, _told(str(error), url, here)) from error
        except httpx.TimeoutException as error:
            raise FetchError(url, _told(f"timed out after {self._waited(error):g} s", url, here)) from error
        except (httpx.HTTPError, httpx.InvalidURL, zlib.error) as error:
            raise FetchError(url, _told(_reason(error), url, here)) from error
        raise FetchError(url, f"more than {self._limits.redirects} redirects")

    def _step(self, here: str, headers: dict[str, str], redirects: int) -> Download | str:
        """Return the download, or the address the server redirects to."""
        with self._client.stream("GET", _dialable(here), headers=headers, follow_redirects=False) as response:
            # A server can never choose the address's user name, nor learn ours.
            self._client.cookies.clear()
            status = response.status_code
            if status in REDIRECTS and (location := response.headers.get("Location")):
                return urljoin(here, str(location))
            if status == HTTPStatus.NOT_MODIFIED and headers:
                return _download(response, b"", redirects)
            if not response.is_success:
                raise FetchError(here, _status(status), status)
            return _download(response, self._body(here, response), redirects)

    def _body(self, here: str, response: httpx.Response) -> bytes:
        size = self._limits.size
        if int(_digits(response.headers.get("Content-Length"))) > size:
            raise FetchError(here, f"larger than {_megabytes(size)}")
        body = bytearray()
        for chunk in _unpacked(response):
            body += chunk
            if len(body) > size:
                raise FetchError(here, f"larger than {_megabytes(size)}")
        return bytes(body)

    def _waited(self, error: httpx.TimeoutException) -> float:
        if self._deadline.passed:
            return self._limits.total
        return self._limits.connect if isinstance(error, httpx.ConnectTimeout) else self._limits.read


def _dialable(url: str) -> httpx.URL:
    """Return the address without credentials, or raise RefusedError for what is no http(s) address."""
    parsed = httpx.URL(url)
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise RefusedError("refused: not an http(s) address")
    return parsed.copy_with(userinfo=b"", fragment=None)


def _unpacked(response: httpx.Response) -> Iterator[bytes]:
    """Yield the body in small pieces however hard it was packed, so that no piece can fill the memory."""
    packing = response.headers.get("Content-Encoding", "identity").strip().lower()
    if packing in ("", "identity"):
        yield from response.iter_raw()
        return
    if packing not in ("gzip", "x-gzip", "deflate"):
        raise RefusedError(f"packed in a way that was not asked for: {packing}")
    unpacker: zlib._Decompress | None = None
    for chunk in response.iter_raw():
        unpacker = unpacker or zlib.decompressobj(_window(packing, chunk))
        while chunk:
            yield unpacker.decompress(chunk, CHUNK)
            chunk = unpacker.unconsumed_tail
            if unpacker.eof and unpacker.unused_data.startswith(b"\x1f\x8b"):
                chunk, unpacker = unpacker.unused_data, zlib.decompressobj(zlib.MAX_WBITS | 16)
    if unpacker is not None:
        yield unpacker.flush()


def _window(packing: str, start: bytes) -> int:
    """Return zlib's window: gzip, or deflate with its header, or deflate as some servers send it, without."""
    if packing != "deflate":
        return zlib.MAX_WBITS | 16
    return zlib.MAX_WBITS if start[:1] == b"\x78" else -zlib.MAX_WBITS


def _download(response: httpx.Response, content: bytes, redirects: int) -> Download:
    return Download(
        url=str(response.url),
        content=content,
        content_type=response.headers.get("Content-Type"),
        etag=response.headers.get("ETag"),
        last_modified=response.headers.get("Last-Modified"),
        not_modified=response.status_code == HTTPStatus.NOT_MODIFIED,
        redirects=redirects,
    )


def _told(reason: str, asked: str, here: str) -> str:
    return reason if asked == here else f"{reason} (redirected to {here})"


def _status(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _reason(error: Exception) -> str:
    if isinstance(error, zlib.error):
        return "its packing is broken"
    if isinstance(error, httpx.InvalidURL):
        return f"not an address: {error}"
    if isinstance(error, httpx.RemoteProtocolError):
        return "the server broke off or does not speak HTTP"
    if isinstance(error, httpx.ConnectError):
        return f"no connection: {error}"
    return str(error) or type(error).__name__


def _digits(text: str | None) -> str:
    return text if text and text.isascii() and text.isdigit() and len(text) < 19 else "0"


def _megabytes(size: int) -> str:
    return f"{size >> 20} MB" if size >= 1 << 20 else f"{size} bytes"
