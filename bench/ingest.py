"""How long reading real feeds takes, beside feedparser on the same bytes in the same run.

    python -m bench.ingest [ARCHIVE.tar.xz] [--quick]

ARCHIVE holds feeds, one a file; without it the real ones in ../shared (or ALMANAC_SHARED) are taken. `--quick` leaves
out feedparser with its defaults, which takes longest. Nothing is embedded.
"""

from __future__ import annotations

import argparse
import os
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from msgspec import Struct

from graph.errors import EmbedderError, UnreadableError
from graph.model import Document
from graph.ports import Embedder
from graph.stores.sqlite import SqliteLibrary
from ingest.fetch import Fetcher
from ingest.loading import Loader
from ingest.outlines.text import plain
from ingest.pipeline import Pipeline
from ingest.sources import read_source, reader_named

Feeds = dict[str, bytes]
T = TypeVar("T")


class Timed(Struct, Generic[T], frozen=True):
    """What came out, and the seconds it took: by the wall, and of this process (steadier on a busy machine)."""

    result: T
    seconds: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.seconds:6.2f} s ({self.cpu:5.2f} s cpu)"


def main() -> int:
    """Measure and print; the exit code is 1 where an entry is missing or a feed fails in the whole ingest."""
    parser = argparse.ArgumentParser(prog="python -m bench.ingest", description="Reading real feeds, timed.")
    parser.add_argument("archive", nargs="?", type=Path, default=default_archive())
    parser.add_argument("--quick", action="store_true", help="leave out feedparser with its defaults")
    options = parser.parse_args()
    if not options.archive.is_file():
        print(f"no such archive: {options.archive}", file=sys.stderr)
        return 2
    feeds = unpacked(options.archive)
    print(f"{len(feeds)} feeds, {sum(map(len, feeds.values())) / 1e6:.1f} MB")
    ours = timed(lambda: read_all(feeds))
    whole = timed(lambda: ingest_all(feeds))
    lean = timed(lambda: feedparser_all(feeds, lean=True))
    full = None if options.quick else timed(lambda: feedparser_all(feeds, lean=False))
    baseline = full or lean
    if full:
        print(f"feedparser alone              {full}")
    print(f"feedparser without sanitising {lean}  {sum(map(len, lean.result.values()))} entries")
    print(f"parse and outline             {ours}  {sum(map(len, ours.result.values()))} documents")
    print(f"whole ingest into SQLite      {whole}  {whole.result[0]} documents")
    print(
        f"whole ingest / feedparser     {whole.seconds / baseline.seconds:6.2f}   ({whole.cpu / baseline.cpu:5.2f} cpu)"
    )
    missing = missing_entries(lean.result, ours.result)
    print(f"entries missing               {len(missing):6d}", *missing[:20], sep="\n  ")
    for failure in whole.result[1]:
        print("failed:", failure)
    return 1 if missing or whole.result[1] else 0


def default_archive() -> Path:
    """Return where the real feeds lie."""
    shared = os.environ.get("ALMANAC_SHARED") or Path(__file__).resolve().parents[1].parent / "shared"
    return Path(shared) / "data" / "feeds" / "real-feeds-dev.tar.xz"


def unpacked(archive: Path) -> Feeds:
    """Return name → bytes."""
    with tarfile.open(archive) as files:
        members = ((member.name, files.extractfile(member)) for member in files if member.isfile())
        return {name: file.read() for name, file in members if file is not None}


def timed(run: Callable[[], T]) -> Timed[T]:
    """Return what `run` gives and how long it took."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = run()
    return Timed(result, time.perf_counter() - wall, time.process_time() - cpu)


def read_all(feeds: Feeds) -> dict[str, list[Document]]:
    """Return every feed's documents with their outlines."""
    out: dict[str, list[Document]] = {}
    for name, content in feeds.items():
        try:
            found = read_source(content, target=name).documents
        except UnreadableError as error:
            print(error)
            found = ()
        out[name] = [reader_named(fetched.reader).document(fetched) for fetched in found]
    return out


def ingest_all(feeds: Feeds) -> tuple[int, list[str]]:
    """Ingest every feed into a new library; return how many documents it holds, and what failed."""
    with tempfile.TemporaryDirectory() as folder, Fetcher() as fetcher:
        library = SqliteLibrary(Path(folder) / "bench.sqlite")
        pipeline = Pipeline(library, Loader(fetcher.fetch), no_embedder)
        paths = {name: Path(folder) / f"{number}.feed" for number, name in enumerate(feeds)}
        for name, path in paths.items():
            path.write_bytes(feeds[name])
        reports = pipeline.ingest_all(str(path) for path in paths.values())
        failed = [report.error for report in reports if report.error]
        return library.documents.counts()["documents"], failed


def no_embedder() -> Embedder:
    """Embed nothing."""
    raise EmbedderError("the bench embeds nothing")


def feedparser_all(feeds: Feeds, *, lean: bool) -> dict[str, list[str]]:
    """Return the titles of every entry that feedparser finds."""
    import feedparser  # not before its own turn: importing it is not reading

    off = {"sanitize_html": False, "resolve_relative_uris": False} if lean else {}
    return {
        name: [entry.get("title") or "" for entry in feedparser.parse(content, **off).entries]
        for name, content in feeds.items()
    }


def missing_entries(theirs: dict[str, list[str]], ours: dict[str, list[Document]]) -> list[str]:
    """Return the entries whose title no document of the same feed has."""
    out = []
    for name, titles in theirs.items():
        held = {(document.title or "").casefold() for document in ours[name]}
        out += [f"{name}: {title}" for title in titles if plain(title).casefold() not in held]
    return out


if __name__ == "__main__":
    sys.exit(main())
