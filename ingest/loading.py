"""A target → what it holds: a file read from the disk, an address through the one fetcher."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol

from graph.errors import UnreadableError
from ingest.sources import SourceReading, read_source

MOST_BYTES = 256 * 1024 * 1024
"""A larger file is no feed; it would only fill the memory."""


class Response(Protocol):
    """What a fetch gave."""

    @property
    def content(self) -> bytes: ...
    @property
    def content_type(self) -> str | None: ...
    @property
    def url(self) -> str: ...


class Loader:
    """Loads targets; `fetch` is called for addresses only."""

    def __init__(self, fetch: Callable[[str], Response]) -> None:
        self._fetch = fetch

    def __call__(self, target: str, as_of: datetime | None = None) -> SourceReading:
        """Return what the target holds; raise FetchError or UnreadableError naming the target."""
        if target.startswith(("http://", "https://")):
            response = self._fetch(target)
            return read_source(
                response.content, target=target, url=response.url, content_type=response.content_type, as_of=as_of
            )
        return read_source(_file(target), target=target, as_of=as_of)


def _file(target: str) -> bytes:
    path = Path(target).expanduser()
    try:
        if path.is_dir():
            raise UnreadableError(target, "a folder, not a file")
        if path.stat().st_size > MOST_BYTES:
            raise UnreadableError(target, f"larger than {MOST_BYTES // 1024 // 1024} MB")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableError(target, "no such file") from error
    except (OSError, ValueError) as error:
        raise UnreadableError(target, getattr(error, "strerror", None) or str(error)) from error
