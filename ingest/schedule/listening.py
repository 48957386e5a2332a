"""What servers say beside the content: that an address has moved, how long nothing changes there."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from msgspec.structs import replace

from ingest.fetch import Download


class Listener(threading.local):
    """A fetch that can be listened to, by each thread on its own."""

    def __init__(self, fetch: Callable[..., Download]) -> None:
        self._fetch = fetch
        self._heard: list[Download] | None = None
        self._moved: Mapping[str, str] = {}

    def __call__(self, url: str, **question: Any) -> Download:
        """Return what the address gives, or raise FetchError."""
        found = self._fetch(self._moved.get(url, url), **question)
        if self._heard is not None:
            self._heard.append(replace(found, content=b""))
        return found

    @contextmanager
    def listening(self, moved: Mapping[str, str]) -> Iterator[list[Download]]:
        """Yield the list of the answers that come meanwhile, without their content.

        Addresses that have moved are asked where they are now; all else goes on knowing them by what they were.
        """
        heard: list[Download] = []
        self._heard, self._moved = heard, moved
        try:
            yield heard
        finally:
            self._heard, self._moved = None, {}
