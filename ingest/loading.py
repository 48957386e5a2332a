"""A target → what it holds: a file read from the disk, an address through the one fetcher."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from msgspec.structs import replace

from graph.errors import InvalidInputError, UnreadableError
from graph.model import Source
from graph.ports import IngestOptions, RecordFilter
from ingest.arxiv import ArxivTargets
from ingest.asking import Endpoints, Fetch
from ingest.snapshot import snapshot
from ingest.sources import SourceReading, check_kind, read_source

MOST_BYTES = 256 * 1024 * 1024
"""A larger file is no feed; it would only fill the memory."""


OTHER = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]+)://")


class Loader:
    """Loads targets; `fetch` is called for addresses only.

    Relative dates count from the day asked for, else from the fetch (`now`), of a file from when it was last written.
    """

    def __init__(
        self, fetch: Fetch, endpoints: Endpoints | None = None, now: Callable[[], datetime] | None = None
    ) -> None:
        self._fetch = fetch
        self._now = now
        self._arxiv = ArxivTargets(fetch, endpoints or Endpoints())

    def check(self, target: str, kind: str | None = None) -> None:
        """Raise InvalidInputError for a kind there is not (`kind`), or a question that arXiv can't be asked (`on`)."""
        check_kind(kind)
        try:
            self._arxiv.batches(target, RecordFilter())
        except UnreadableError as error:
            raise InvalidInputError(str(error), "on") from error

    def batches(self, target: str, options: IngestOptions) -> Iterator[SourceReading] | None:
        """Return what a long target holds, batch by batch; None for one that is read whole. Raise as `__call__` does."""
        asked = self._arxiv.batches(target, options.only)
        return asked if asked or is_address(target) else snapshot(target, options.only, options.kind)

    def __call__(self, target: str, options: IngestOptions, known: Source | None = None) -> SourceReading | None:
        """Return what the target holds, None where `known` is still what it holds.

        Raise FetchError or UnreadableError naming the target.
        """
        if not is_address(target):
            if scheme := OTHER.match(target):
                raise UnreadableError(target, f"{scheme[1]} addresses are not fetched, only http and https")
            content, written = _file(target)
            return read_source(content, target=target, as_of=options.as_of or written, kind=options.kind)
        found = self._fetch(
            target, etag=known.etag if known else None, last_modified=known.last_modified if known else None
        )
        if found.not_modified:
            return None
        reading = read_source(
            found.content,
            target=target,
            url=found.url,
            content_type=found.content_type,
            as_of=options.as_of or (self._now() if self._now else None),
            kind=options.kind,
        )
        source = replace(reading.source, asked=target, etag=found.etag, last_modified=found.last_modified)
        return replace(reading, source=source)


def is_address(target: str) -> bool:
    """Tell an address that is fetched from a file that is read."""
    return target.lower().startswith(("http://", "https://"))


def _file(target: str) -> tuple[bytes, datetime]:
    """Return what the file holds, and when it was last written."""
    path = Path(target).expanduser()
    try:
        if path.is_dir():
            raise UnreadableError(target, "a folder, not a file")
        found = path.stat()
        if found.st_size > MOST_BYTES:
            raise UnreadableError(target, f"larger than {MOST_BYTES // 1024 // 1024} MB")
        return path.read_bytes(), datetime.fromtimestamp(found.st_mtime, UTC)
    except FileNotFoundError as error:
        raise UnreadableError(target, "no such file") from error
    except (OSError, ValueError) as error:
        raise UnreadableError(target, getattr(error, "strerror", None) or str(error)) from error
