"""What is asked, within which limits, how far it has come, and what an address gave."""

from __future__ import annotations

from collections.abc import Mapping

import httpx
from msgspec import Struct

from ingest.fetch.dialling import RefusedError

PERMANENT = frozenset({301, 308})


class Limits(Struct, frozen=True, kw_only=True):
    """What one fetch may take: seconds (`total` counts no waiting for turns), bytes (sent, and unpacked), redirects."""

    connect: float = 10.0
    read: float = 20.0
    total: float = 60.0
    size: int = 32 << 20
    redirects: int = 5


class Download(Struct, frozen=True, kw_only=True):
    """What an address gave. `url` is where the redirects ended; `not_modified` means: nothing new since the validators.

    Give `etag` and `last_modified` to the next fetch of the same address. `permanent` is where the address lives now,
    as far as its redirects said so for good; None where it stayed. `max_age` is for how many seconds its server says
    that nothing changes, `pause` how many it wants between two requests.
    """

    url: str
    content: bytes = b""
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    not_modified: bool = False
    redirects: int = 0
    status: int = 200
    permanent: str | None = None
    max_age: float | None = None
    pause: float = 0.0


class Question(Struct, frozen=True, kw_only=True):
    """What is asked beside the address: `headers` of any server, `private` ones of the first alone, a body to post.

    For a `robots` file none is asked for first, and of one that is too long the beginning is enough.
    """

    headers: Mapping[str, str] = {}
    private: Mapping[str, str] = {}
    body: bytes | None = None
    conditional: bool = False
    robots: bool = False
    patience: float = 0.0


class Trail:
    """How far a fetch has come: where it is, what time it has left, where the address has moved for good."""

    def __init__(self, url: str, left: float) -> None:
        self.here = url
        self.left = left
        self.redirects = 0
        self.permanent: str | None = None
        self._for_good = True

    def follow(self, url: str, status: int) -> None:
        """Go where a redirect leads."""
        self.here = url
        self.redirects += 1
        self._for_good = self._for_good and status in PERMANENT
        if self._for_good:
            self.permanent = str(dialable(url))


def dialable(url: str) -> httpx.URL:
    """Return the address without credentials, or raise RefusedError for what is no http(s) address."""
    parsed = httpx.URL(url)
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise RefusedError("refused: not an http(s) address")
    return parsed.copy_with(userinfo=b"", fragment=None)


def place_of(url: httpx.URL) -> str:
    """Return "host:port", as operators write it."""
    return place(f"{url.raw_host.decode()}:{url.port or (443 if url.scheme == 'https' else 80)}")


def place(written: str) -> str:
    """Return a "host:port" in its one spelling."""
    return written.lower().replace("[", "").replace("]", "")


def origin_of(url: httpx.URL) -> str:
    """Return the scheme, host and port, as the beginning of an address."""
    return f"{url.scheme}://{url.netloc.decode()}"


def lies_under(url: httpx.URL, endpoint: httpx.URL) -> bool:
    """Tell whether an address belongs to an interface, which is given by how its addresses begin."""
    return origin_of(url) == origin_of(endpoint) and url.path.startswith(endpoint.path)
