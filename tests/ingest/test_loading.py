"""Targets: files are read, addresses go through the fetcher, an unchanged source costs one question."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.embedders.hashing import HashingEmbedder
from graph.errors import UnreadableError
from graph.ports import IngestOptions
from graph.stores.memory import MemoryLibrary
from ingest.fetch import Download
from ingest.loading import Loader
from ingest.pipeline import Pipeline

FEED = Path(__file__).resolve().parents[2] / "examples" / "notes.json"


class Server:
    """Answers as a server that redirects and knows its etag; remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str | None]] = []

    def fetch(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Download:  # noqa: ARG002
        """Return the feed, or that nothing changed."""
        self.asked.append((url, etag))
        if etag == "v1":
            return Download(url=url, not_modified=True)
        return Download(url="https://moved.example/feed", content=FEED.read_bytes(), etag="v1")


def test_a_source_is_asked_conditionally_also_behind_a_redirect() -> None:
    """The second time nothing is sent, and the report says that nothing changed."""
    server = Server()
    pipeline = Pipeline(MemoryLibrary(), Loader(server.fetch), HashingEmbedder)

    first = pipeline.ingest("https://old.example/feed")
    second = pipeline.ingest("https://old.example/feed")

    assert server.asked == [("https://old.example/feed", None), ("https://old.example/feed", "v1")]
    assert (first.new, first.unchanged) == (6, 0)
    assert (second.new, second.changed, second.unchanged) == (0, 0, 6)


@pytest.mark.parametrize("target", ["ftp://feeds.example/a.xml", "file:///etc/hosts"])
def test_other_schemes_are_named_not_fetched(target: str) -> None:
    """Only http and https are fetched; the error says so."""
    with pytest.raises(UnreadableError, match="only http and https"):
        Loader(Server().fetch)(target, IngestOptions())


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    """A folder and a missing file are told apart."""
    with pytest.raises(UnreadableError, match="a folder"):
        Loader(Server().fetch)(str(tmp_path), IngestOptions())
    with pytest.raises(UnreadableError, match="no such file"):
        Loader(Server().fetch)(str(tmp_path / "missing.xml"), IngestOptions())
